import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// The share sheet of seed 2, for an album's owner: the link that stands, with its mode, its expiry and
/// what can be done with it, or the form for a new one; and the links beside it.
struct AlbumShareSection {
  private let visit: AccountVisit
  private let album: Album
  private let standing: IssuedLink?
  private let opens: LinkOpens?
  private let further: [IssuedLink]
  /// The id of the link that the next page of those begins behind; nil on the last one.
  private let next: UUID?
  private let ended: [ShareLink]
  private let baseURL: String

  private static let limit = 20

  private var words: AlbumPagePhrases { visit.phrases.albumPage }
  private var albumWords: AlbumPhrases { visit.phrases.album }
  private var general: ConsolePhrases { visit.phrases.console }

  /// The further links that `older` in the query asks for: the id of the last one before.
  init(of album: Album, _ visit: AccountVisit, _ albums: Albums) throws {
    self.visit = visit
    self.album = album
    baseURL = albums.site.baseURL
    let database = visit.context.database
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let before = query.id("older")
    try query.finish()
    standing = try albums.links.standing(for: album.subject, on: database)
    opens = try standing.map {
      try albums.links.opens(
        of: $0.link.id.text, for: album.subject, days: LinkOpensChart.days, on: database)
    }
    let found = try albums.links.listIssued(
      of: album.subject, .further, before: before, limit: Self.limit + 1, on: database)
    further = Array(found.prefix(Self.limit))
    next = found.count > Self.limit ? further.last?.link.id : nil
    ended = try albums.links.history(of: album.subject, on: database)
  }

  func write(_ forms: AlbumPage.Forms, to main: inout PageWriter) {
    main.section(.class("shares")) { section in
      section.h2(.id(AlbumPagesRoute.Part.share.rawValue), text: words.share)
      if let standing, !standing.isWiped {
        writeStanding(standing, forms.share, to: &section)
      } else {
        section.p(.class("lead"), text: words.shareLead)
        writeForm(
          nil, to: .shareLink(album.id), forms.share, words.create, isPlain: false, in: &section)
      }
      if let opens {
        LinkOpensChart(opens, general.links, isOwnSection: false).write(to: &section)
      }
      if standing != nil || !further.isEmpty { writeFurther(forms.further, to: &section) }
      writeEnded(to: &section)
    }
  }

  // MARK: The one that stands

  private func writeStanding(
    _ issued: IssuedLink, _ state: FormState, to section: inout PageWriter
  ) {
    section.p(.class("badges")) { $0.albumLinkState(issued.link, albumWords, words, general.links) }
    writeAddress(of: issued, "share-url", to: &section)
    section.div(.class("row steps")) { row in
      writeStep(.shareLinkStep(.rotate, of: album.id), words.rotate, to: &row)
      writeStep(.shareLinkStep(.revoke, of: album.id), words.revoke, to: &row)
    }
    let isExpired = issued.link.state == .expired
    section.details(state.problem != nil || isExpired ? [.open] : []) { details in
      details.summary(text: words.change)
      writeForm(
        issued.link, to: .shareLink(album.id), state, words.update, isPlain: !isExpired,
        in: &details)
    }
  }

  private func writeAddress(
    of issued: IssuedLink, _ id: String, to section: inout PageWriter
  ) {
    guard let token = issued.token else {
      return section.p(text: issued.isWiped ? words.addressForgotten : words.addressUnknown)
    }
    section.copyField(
      id, label: words.address, value: baseURL + Albums.pagePath(token: token), general,
      button: words.copyLink)
  }

  private func writeStep(_ route: AlbumPagesRoute, _ label: String, to row: inout PageWriter) {
    row.a(.class("button plain"), .href(Address(route.address)), text: label)
  }

  private func writeForm(
    _ link: ShareLink?, to route: AlbumPagesRoute, _ state: FormState, _ label: String,
    isPlain: Bool, isOnce: Bool = false, in section: inout PageWriter
  ) {
    let fields = AlbumLinkFields.fields(words, albumWords, general.links, of: link)
    section.summary(of: state, fields, general)
    section.form(
      posting: Address(route.address), with: visit.proof, .class("card expiry"),
      .saysZone(general.links.yourZone)
    ) { form in
      if isOnce { form.once() }
      if link != nil { form.p(.class("hint"), text: words.updateHint) }
      for field in fields { form.field(field, in: state, general) }
      form.button(.class(isPlain ? "plain" : "first"), text: label)
    }
  }

  // MARK: Those beside it

  private func writeFurther(_ state: FormState, to section: inout PageWriter) {
    section.h3(text: words.furtherLinks)
    section.p(.class("quiet"), text: words.furtherLinksText)
    if !further.isEmpty {
      section.ul(.class("cards")) { ul in
        for issued in further { writeCard(issued, to: &ul) }
      }
    }
    if let next {
      section.p(.class("next")) { p in
        let address = AlbumPagesRoute.part(.share, of: album.id, asking: "older=\(next)")
        p.a(.href(Address(address)), text: words.moreLinks)
      }
    }
    section.details(state.isTyped ? [.open] : []) { details in
      details.summary(text: words.makeFurther)
      writeForm(
        nil, to: .links(album.id), state, words.makeFurther, isPlain: true, isOnce: true,
        in: &details)
    }
  }

  private func writeCard(_ issued: IssuedLink, to ul: inout PageWriter) {
    let link = issued.link
    ul.li(.class("card")) { li in
      li.div { div in
        div.p(.class("badges")) { $0.albumLinkState(link, albumWords, words, general.links) }
        writeAddress(of: issued, "share-url-\(link.id)", to: &div)
      }
      li.div(.class("row")) { row in
        writeStep(.link(link.id, of: album.id), words.change, of: link, to: &row)
        writeStep(.revokeLink(link.id, of: album.id), words.revoke, of: link, to: &row)
      }
    }
  }

  private func writeStep(
    _ route: AlbumPagesRoute, _ label: String, of link: ShareLink, to row: inout PageWriter
  ) {
    row.a(.class("button plain"), .href(Address(route.address))) { a in
      a.text(label)
      a.span(.class("unseen")) { span in
        span.text(" \(words.ofLink) ")
        span.moment(link.createdAt)
      }
    }
  }

  // MARK: Those before

  private func writeEnded(to section: inout PageWriter) {
    guard !ended.isEmpty else { return }
    section.details { details in
      details.summary(text: words.endedLinks)
      details.ul(.class("events")) { ul in
        for link in ended {
          ul.li { li in
            li.text("\(words.made) ")
            li.moment(link.createdAt)
            if let endedAt = link.endedAt {
              li.text(", \(words.ended) ")
              li.moment(endedAt)
            }
            li.text(" · \(general.links.opened(link.accessCount))")
          }
        }
      }
    }
  }
}

extension PageWriter {
  /// How a link stands, what it lets its guests do, and until when it works.
  mutating func albumLinkState(
    _ link: ShareLink, _ albumWords: AlbumPhrases, _ words: AlbumPagePhrases,
    _ linkWords: LinkPhrases
  ) {
    span(.class("status \(link.state.pill)"), text: linkWords.states(LinkStateWord(link.state)))
    text(" ")
    if link.state == .expired, let expiresAt = link.expiresAt {
      span(.class("status badge")) { badge in
        badge.text("\(words.expiredSince) ")
        badge.moment(expiresAt)
      }
    } else {
      albumExpiry(link.expiresAt, albumWords)
    }
    text(" ")
    albumMode(isCollaboration: link.level == .collaborator, albumWords)
  }
}
