import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import MariaDB
import Primitives

/// `/console/albums`: one's own albums of the workspace that one looks at, those of others that one has
/// joined, or one's own that can be restored. A page is two round trips, whatever it shows.
struct AlbumListPage {
  private enum Kind: String, CaseIterable {
    case own, shared, bin
  }

  private let visit: AccountVisit
  private let kind: Kind
  private let albums: ArraySlice<SeenAlbum>
  private let isFirst: Bool
  /// The cursor of the next page; nil on the last one.
  private let next: String?

  private var words: AlbumPagePhrases { visit.phrases.albumPage }
  private var albumWords: AlbumPhrases { visit.phrases.album }

  /// Those that were shared with the reader.
  static var shared: LocalPath { address(.shared) }

  private static func address(_ kind: Kind, cursor: String? = nil) -> LocalPath {
    let parts =
      (kind == .own ? [] : ["list=\(kind.rawValue)"]) + (cursor.map { ["cursor=\($0)"] } ?? [])
    let query = parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    return LocalPath(AlbumPagesRoute.albums.path + query) ?? .root
  }

  /// Throws 400 for what can't be asked for.
  init(_ visit: AccountVisit) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    kind = query.word("list", Kind.self) ?? .own
    let page = ListedPage(&query, of: "album_pages.\(kind.rawValue)", by: .id)
    try query.finish()
    let search = AlbumSearch(
      account: visit.identity.account, database: visit.context.database)
    let found =
      kind == .shared
      ? try search.joined(behind: page.place, limit: page.limit)
      : try search.own(
        in: visit.place?.workspace.id, isDeleted: kind == .bin, behind: page.place,
        limit: page.limit)
    albums = page.shown(of: found)
    isFirst = page.place == nil
    next = page.next(after: found) { .uuid($0.album.id) }
  }

  private var title: String {
    switch kind {
    case .own: words.title
    case .shared: words.sharedWithMe
    case .bin: words.bin
    }
  }

  /// A member of no workspace can own nothing; a client needs none.
  private var mayMake: Bool { visit.identity.kind == .client || visit.place != nil }

  func response() -> Response {
    visit.page(title: title, section: AlbumPagesRoute.albums.address) { main in
      main.div(.class("head")) { head in
        head.h1(text: title)
        if kind == .own, mayMake, !albums.isEmpty {
          head.a(.class("button"), .href(Address(AlbumPagesRoute.new.address)), text: words.new)
        }
      }
      writeKinds(to: &main)
      if kind == .bin { main.p(.class("lead"), text: words.binText) }
      if albums.isEmpty {
        writeInstead(to: &main)
      } else {
        main.ul(.class("albums")) { ul in
          for seen in albums { write(seen, to: &ul) }
        }
        main.pages(
          first: isFirst ? nil : Self.address(kind),
          next: next.map { Self.address(kind, cursor: $0) }, visit.phrases)
      }
    }
  }

  private func writeKinds(to main: inout PageWriter) {
    let kinds: [(Kind, String)] = [
      (.own, words.own), (.shared, words.sharedWithMe), (.bin, words.bin),
    ]
    main.nav(.class("parts"), .ariaLabel(words.title)) { nav in
      nav.ul { ul in
        for (kind, label) in kinds {
          ul.li { li in
            if kind == self.kind {
              li.a(.href(Address(Self.address(kind))), .ariaCurrent("page"), text: label)
            } else {
              li.a(.href(Address(Self.address(kind))), text: label)
            }
          }
        }
      }
    }
  }

  // MARK: An album

  private func write(_ seen: SeenAlbum, to ul: inout PageWriter) {
    let album = seen.album
    ul.li(.class("card")) { li in
      li.div(.class("cover"), .ariaHidden) { div in
        guard kind != .bin, let cover = album.coverPhotoID else { return }
        // It says nothing that the title beside it doesn't.
        div.img(
          Address(AlbumPagesRoute.image(cover, of: album.id, size: "thumb")), alt: "",
          width: 400, height: 300, .lazy)
      }
      li.h2(.dir("auto")) { h2 in
        if kind == .bin {
          h2.text(album.title)
        } else {
          h2.a(.href(Address(AlbumPagesRoute.album(album.id).address)), text: album.title)
        }
      }
      writeFacts(of: seen, to: &li)
      if kind == .bin { writeRestore(album, to: &li) }
    }
  }

  private func writeFacts(of seen: SeenAlbum, to li: inout PageWriter) {
    li.p(.class("quiet")) { p in
      p.text(albumWords.photoCount(seen.album.photoCount))
      if let deletedAt = seen.album.deletedAt {
        p.text(" · \(words.deleted) ")
        p.moment(deletedAt)
      }
      guard kind == .shared else { return }
      p.text(" · \(words.ownedBy) ")
      p.span(.dir("auto"), text: seen.album.ownerName ?? words.somebody)
      p.text(" · \(words.roles(AlbumRoleWord(seen.role)))")
    }
  }

  private func writeRestore(_ album: Album, to li: inout PageWriter) {
    let path = AlbumPagesRoute.step(.restore, of: album.id).address
    li.form(posting: Address(path), with: visit.proof) { form in
      form.button(
        .class("plain"), .ariaLabel("\(words.restore) \(words.ofAlbum(album.title))"),
        text: words.restore)
    }
  }

  private func writeInstead(to main: inout PageWriter) {
    switch kind {
    case .shared: main.instead(words.nothingShared)
    case .bin: main.instead(words.emptyBin)
    case .own where !mayMake: main.instead(words.noWorkspace)
    case .own:
      main.instead(words.noAlbums) { section in
        section.p { p in
          p.a(.class("button"), .href(Address(AlbumPagesRoute.new.address)), text: words.new)
        }
      }
    }
  }
}

extension AlbumRoleWord {
  init(_ role: AlbumRole) {
    switch role {
    case .viewer: self = .viewer
    case .collaborator: self = .collaborator
    case .owner: self = .owner
    }
  }
}
