import Accounts
import Console
import HTML
import HTTP
import Language
import Primitives

/// The part of an album's page that says who has joined it, for its owner.
struct AlbumPeopleSection {
  private let visit: AccountVisit
  private let album: Album
  private let members: ArraySlice<AlbumMember>
  private let isFirst: Bool
  private let next: String?

  private static let limit = 50
  private static let order = "album_pages.members"

  private var words: AlbumPagePhrases { visit.phrases.albumPage }

  /// The members that `people` in the query asks for, a cursor.
  init(of album: Album, _ visit: AccountVisit) throws {
    self.visit = visit
    self.album = album
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let place = query.place("people", in: Self.order) {
      if case (.instant, .uuid) = ($0.value, $0.tie) { true } else { false }
    }
    try query.finish()
    let found = try AlbumMembersStore(database: visit.context.database).members(
      of: album.id, behind: place, limit: Self.limit + 1)
    members = found.prefix(Self.limit)
    isFirst = place == nil
    next =
      found.count > Self.limit
      ? members.last.map {
        ListPlace(value: .instant($0.acceptedAt), tie: .uuid($0.account)).cursor(in: Self.order)
      } : nil
  }

  func write(to main: inout PageWriter) {
    main.section(.class("shares")) { section in
      section.h2(.id(AlbumPagesRoute.Part.people.rawValue), text: words.people)
      guard !members.isEmpty else {
        return section.p(.class("lead"), text: words.nobody)
      }
      section.ul(.class("cards")) { ul in
        for member in members { write(member, to: &ul) }
      }
      section.pages(
        first: isFirst ? nil : AlbumPagesRoute.part(.people, of: album.id),
        next: next.map { AlbumPagesRoute.part(.people, of: album.id, asking: "people=\($0)") },
        visit.phrases)
    }
  }

  private func write(_ member: AlbumMember, to ul: inout PageWriter) {
    let name = member.name ?? words.somebody
    let mode = visit.phrases.album
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { $0.strong(.dir("auto"), text: name) }
        div.p(.class("quiet")) { p in
          p.text(member.role == .collaborator ? mode.collaboration : mode.viewOnly)
          p.text(" · \(words.since) ")
          p.moment(member.acceptedAt)
          if member.isPaused { p.text(" · \(words.paused)") }
        }
      }
      li.div(.class("row")) { row in
        row.a(
          .class("button plain"),
          .href(Address(AlbumPagesRoute.removal(member.account, of: album.id).address))
        ) { a in
          a.text(words.remove)
          a.span(.class("unseen"), .dir("auto"), text: " \(name)")
        }
      }
    }
  }
}
