import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/albums/{id}/links/{link}`: one of the links beside an album's own: its mode and expiry, and
/// how often it was opened.
struct AlbumLinkPage {
  private let visit: AccountVisit
  private let album: Album
  private let link: ShareLink
  private let opens: LinkOpens

  private var words: AlbumPagePhrases { visit.phrases.albumPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Throws `notFound`, and 403 for those who have joined the album.
  init(_ link: UUID, of id: UUID, _ visit: AccountVisit, _ albums: Albums) throws {
    self.visit = visit
    album = try albums.ownAlbum(id, for: visit)
    self.link = try albums.standingLink(link, of: id, for: visit)
    opens = try albums.links.opens(
      of: link.text, for: album.subject, days: LinkOpensChart.days, on: visit.context.database)
  }

  func response(_ state: FormState = FormState("link")) -> Response {
    let fields = AlbumLinkFields.fields(
      words, visit.phrases.album, general.links, of: link)
    return visit.page(
      state.status, title: words.changeTitle, section: AlbumPagesRoute.albums.address,
      hasError: state.problem != nil
    ) { main in
      main.albumKicker(album)
      main.h1(text: words.changeTitle)
      main.p(.class("badges")) {
        $0.albumLinkState(link, visit.phrases.album, words, general.links)
      }
      main.summary(of: state, fields, general)
      main.form(
        posting: Address(AlbumPagesRoute.link(link.id, of: album.id).address),
        with: visit.proof, .class("card expiry"), .saysZone(general.links.yourZone)
      ) { form in
        form.p(.class("hint"), text: words.updateHint)
        for field in fields { form.field(field, in: state, general) }
        form.div(.class("row")) { row in
          row.button(text: words.update)
          row.a(
            .class("button plain"), .href(Address(AlbumPagesRoute.part(.share, of: album.id))),
            text: general.cancel)
        }
      }
      main.section {
        LinkOpensChart(opens, general.links, isOwnSection: true).write(to: &$0)
      }
    }
  }
}

extension PageWriter {
  /// The way back to the album that a page belongs to.
  mutating func albumKicker(_ album: Album) {
    p(.class("kicker")) { p in
      p.a(
        .href(Address(AlbumPagesRoute.album(album.id).address)), .dir("auto"), text: album.title)
    }
  }
}
