import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// The page behind an album's share link (seed 2): its photos, how long the link works, and the way in.
struct SharedAlbumPage {
  /// What the reader is to the album already.
  private enum Reader {
    case owner, joined, stranger
  }

  private let token: String
  private let shared: SharedAlbum
  private let photos: [NumberedPhoto]
  private let isFirst: Bool
  /// The cursor of the next page; nil on the last one.
  private let next: String?
  private let reader: Reader
  private let frame: GuestFrame

  private var words: AlbumPhrases { frame.phrases.album }

  /// Counts as an open. Throws `DoorRefusal`, and 400 for a page that can't be asked for.
  init(_ token: String, _ albums: Albums, _ console: Console, _ context: Context) throws {
    self.token = token
    let database = context.database
    shared = try albums.shared(token, on: database)
    var query = try Query(context.request.query, toleratesOthers: true)
    let page = PhotoPage(&query, of: "shared_albums.photos")
    try query.finish()
    albums.tally.opened(shared.link, by: context.request)
    let store = PhotosStore(database: database)
    let found = try store.photos(of: shared.id, behind: page.place, limit: page.limit)
    photos = NumberedPhoto.all(
      page.shown(of: found), from: try found.first.map(store.number(of:)) ?? 1)
    isFirst = page.place == nil
    next = page.next(after: found)
    reader = try Self.reader(of: shared, console, context)
    frame = GuestFrame(site: albums.site, for: context.request)
  }

  private static func reader(
    of shared: SharedAlbum, _ console: Console, _ context: Context
  ) throws -> Reader {
    guard let identity = try console.reader(context) else { return .stranger }
    if identity.account == shared.owner { return .owner }
    let store = AlbumMembersStore(database: context.database)
    let standing = try store.standing(of: identity.account, in: shared.id)
    // Through a link for more than they have, they may come again.
    let role: AlbumRole = shared.isCollaboration ? .collaborator : .viewer
    return standing.map { $0.role >= role } ?? false ? .joined : .stranger
  }

  func response() -> Response {
    var response = frame.page { main in
      main.p(.class("kicker"), text: words.sharedAlbum)
      main.h1(.dir("auto"), text: shared.title)
      main.p(.class("badges")) { p in
        p.albumExpiry(shared.link.expiresAt, words)
        p.text(" ")
        p.albumMode(isCollaboration: shared.isCollaboration, words)
        p.text(" ")
        p.span(.class("quiet"), text: words.photoCount(shared.photoCount))
      }
      writePhotos(to: &main)
      writeWayIn(to: &main)
    }
    response.trace.link = shared.link.id
    return response
  }

  private func writePhotos(to main: inout PageWriter) {
    guard !photos.isEmpty else {
      return main.div(.class("nothing")) { $0.p(text: words.noPhotos) }
    }
    main.section(.ariaLabel(words.photos)) { section in
      PhotoGrid(
        photos: photos, count: shared.photoCount, words: words,
        page: { SharedAlbumPagesRoute.photo($0.id, token: token).address },
        thumb: { photo in
          LocalPath(SharedAlbumsRoute.photo(photo.id, token: token).path + "?size=thumb") ?? .root
        }
      ).write(to: &section)
      writePages(to: &section)
    }
  }

  private func writePages(to section: inout PageWriter) {
    let path = SharedAlbumPagesRoute.album(token: token).path
    let pages: [(String, String)] =
      (isFirst ? [] : [(path, frame.phrases.firstPage)])
      + (next.map { [("\(path)?cursor=\($0)", frame.phrases.nextPage)] } ?? [])
    guard !pages.isEmpty else { return }
    section.nav(.class("pages"), .ariaLabel(frame.phrases.pages)) { nav in
      nav.ul { ul in
        for (path, label) in pages { ul.li { $0.a(.href(Address(path: path)), text: label) } }
      }
    }
  }

  private func writeWayIn(to main: inout PageWriter) {
    let (said, label, path): (String, String, LocalPath) =
      switch reader {
      case .owner: (words.yours, words.openAlbum, AlbumPagesRoute.album(shared.id).address)
      case .joined: (words.joined, words.openAlbum, AlbumPagesRoute.album(shared.id).address)
      case .stranger:
        (
          (shared.isCollaboration ? words.collaborationText : words.viewOnlyText) + " "
            + words.joinText,
          words.join, SharedAlbumPagesRoute.join(token: token).address
        )
      }
    main.section(.class("join")) { section in
      section.p(text: said)
      section.p { $0.a(.class("big"), .href(Address(path)), text: label) }
    }
  }
}

/// One of its photos, large.
struct SharedPhotoPage {
  private let token: String
  private let shared: SharedAlbum
  private let photo: NumberedPhoto
  private let beside: (previous: UUID?, next: UUID?)
  private let frame: GuestFrame

  private var words: AlbumPhrases { frame.phrases.album }

  /// Counts as no open. Throws `DoorRefusal` and `photoNotFound`.
  init(_ id: UUID, _ token: String, _ albums: Albums, _ context: Context) throws {
    self.token = token
    shared = try albums.shared(token, on: context.database)
    let store = PhotosStore(database: context.database)
    guard let found = try store.photo(id, of: shared.id) else { throw AlbumsError.photoNotFound }
    photo = NumberedPhoto(photo: found, number: try store.number(of: found))
    beside = try store.beside(found)
    frame = GuestFrame(site: albums.site, for: context.request)
  }

  func response() -> Response {
    var response = frame.page { main in
      main.p(.class("kicker")) { p in
        p.a(
          .class("tall"), .href(Address(SharedAlbumPagesRoute.album(token: token).address)),
          .dir("auto"), text: shared.title)
      }
      main.h1(text: words.photo(photo.number, max(shared.photoCount, photo.number)))
      LargePhoto(
        photo: photo, count: shared.photoCount, words: words,
        large: LocalPath(
          SharedAlbumsRoute.photo(photo.photo.id, token: token).path + "?size=large") ?? .root,
        previous: beside.previous.map(page), next: beside.next.map(page)
      ).write(to: &main)
    }
    response.trace.link = shared.link.id
    return response
  }

  private func page(of photo: UUID) -> LocalPath {
    SharedAlbumPagesRoute.photo(photo, token: token).address
  }
}
