import HTTP
import Primitives

/// The addresses of the pages of those who own albums or have joined them, members and clients alike
/// (seed 2). All of them speak HTML, but for photos themselves, and are no part of the API.
package enum AlbumPagesRoute: Route {
  case albums
  case new
  case album(UUID)
  case step(AlbumStep, of: UUID)
  case photos(UUID)
  case photo(UUID, of: UUID)
  case photoStep(PhotoStep, UUID, of: UUID)
  /// The album's own share link.
  case shareLink(UUID)
  case shareLinkStep(LinkStep, of: UUID)
  /// Links beside it.
  case links(UUID)
  case link(UUID, of: UUID)
  case revokeLink(UUID, of: UUID)
  /// Takes somebody out of an album, also oneself.
  case removal(UUID, of: UUID)

  package enum AlbumStep: String, Sendable {
    case title, delete, restore
  }

  package enum PhotoStep: String, Sendable {
    case image, earlier, later, cover, delete
  }

  package enum LinkStep: String, Sendable {
    case rotate, revoke
  }

  package enum Operation: Sendable {
    case page(PageOperation)
    case act(Act)
    /// Takes a form with files in it.
    case upload(UUID)
  }

  package enum PageOperation: Sendable {
    case list
    case new
    case album(UUID)
    case confirmDeletion(UUID)
    case photo(UUID, of: UUID)
    /// The bytes, in the size that is asked for.
    case image(UUID, of: UUID)
    case confirmPhotoDeletion(UUID, of: UUID)
    case askRotation(UUID)
    case askRevocation(UUID?, of: UUID)
    case link(UUID, of: UUID)
    case confirmRemoval(UUID, of: UUID)
    /// Where a form has come back at an address that only forms are sent to: leads to the album.
    case back(UUID)
  }

  package enum Act: Sendable {
    case create
    case rename(UUID)
    case delete(UUID)
    case restore(UUID)
    case changePhoto(UUID, of: UUID)
    /// By so many places.
    case movePhoto(UUID, by: Int, of: UUID)
    case makeCover(UUID, of: UUID)
    case deletePhoto(UUID, of: UUID)
    case share(UUID)
    case rotate(UUID)
    case revoke(UUID?, of: UUID)
    case makeLink(UUID)
    case changeLink(UUID, of: UUID)
    case remove(UUID, of: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console"), path.take("albums") else { return nil }
    if path.isAtEnd {
      self = .albums
      return
    }
    if path.take("new") {
      guard path.isAtEnd else { return nil }
      self = .new
      return
    }
    guard let id = path.next().flatMap({ UUID($0) }), let route = Self.part(of: id, &path),
      path.isAtEnd
    else { return nil }
    self = route
  }

  private static func part(of id: UUID, _ path: inout PathSegments) -> AlbumPagesRoute? {
    guard !path.isAtEnd, let word = path.next() else { return .album(id) }
    switch word {
    case "photos": return photo(of: id, &path)
    case "share-link":
      guard !path.isAtEnd else { return .shareLink(id) }
      return path.next().flatMap(LinkStep.init(rawValue:)).map { .shareLinkStep($0, of: id) }
    case "links":
      guard !path.isAtEnd else { return .links(id) }
      guard let link = path.next().flatMap({ UUID($0) }) else { return nil }
      if path.isAtEnd { return .link(link, of: id) }
      return path.take("revoke") ? .revokeLink(link, of: id) : nil
    case "members":
      guard let account = path.next().flatMap({ UUID($0) }) else { return nil }
      return path.take("remove") ? .removal(account, of: id) : nil
    default: return AlbumStep(rawValue: word).map { .step($0, of: id) }
    }
  }

  private static func photo(of id: UUID, _ path: inout PathSegments) -> AlbumPagesRoute? {
    guard !path.isAtEnd else { return .photos(id) }
    guard let photo = path.next().flatMap({ UUID($0) }) else { return nil }
    guard !path.isAtEnd else { return .photo(photo, of: id) }
    return path.next().flatMap(PhotoStep.init(rawValue:)).map { .photoStep($0, photo, of: id) }
  }

  package var path: String {
    switch self {
    case .albums: "/console/albums"
    case .new: "/console/albums/new"
    case .album(let id): "/console/albums/\(id)"
    case .step(let step, let id): "/console/albums/\(id)/\(step.rawValue)"
    case .photos(let id): "/console/albums/\(id)/photos"
    case .photo(let photo, let id): "/console/albums/\(id)/photos/\(photo)"
    case .photoStep(let step, let photo, let id):
      "/console/albums/\(id)/photos/\(photo)/\(step.rawValue)"
    case .shareLink(let id): "/console/albums/\(id)/share-link"
    case .shareLinkStep(let step, let id): "/console/albums/\(id)/share-link/\(step.rawValue)"
    case .links(let id): "/console/albums/\(id)/links"
    case .link(let link, let id): "/console/albums/\(id)/links/\(link)"
    case .revokeLink(let link, let id): "/console/albums/\(id)/links/\(link)/revoke"
    case .removal(let account, let id): "/console/albums/\(id)/members/\(account)/remove"
    }
  }
}

extension AlbumPagesRoute {
  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.photos(let id), .post): .upload(id)
    case (_, .get): page.map { .page($0) }
    case (_, .post): act.map { .act($0) }
    default: nil
    }
  }

  private var page: PageOperation? {
    switch self {
    case .albums: .list
    case .new: .new
    case .album(let id): .album(id)
    case .step(.delete, let id): .confirmDeletion(id)
    case .photo(let photo, let id): .photo(photo, of: id)
    case .photoStep(.image, let photo, let id): .image(photo, of: id)
    case .photoStep(.delete, let photo, let id): .confirmPhotoDeletion(photo, of: id)
    case .shareLinkStep(.rotate, let id): .askRotation(id)
    case .shareLinkStep(.revoke, let id): .askRevocation(nil, of: id)
    case .link(let link, let id): .link(link, of: id)
    case .revokeLink(let link, let id): .askRevocation(link, of: id)
    case .removal(let account, let id): .confirmRemoval(account, of: id)
    case .step(.title, let id), .photos(let id), .shareLink(let id), .links(let id): .back(id)
    case .step(.restore, _), .photoStep: nil
    }
  }

  private var act: Act? {
    switch self {
    case .new: .create
    case .step(.title, let id): .rename(id)
    case .step(.delete, let id): .delete(id)
    case .step(.restore, let id): .restore(id)
    case .photo(let photo, let id): .changePhoto(photo, of: id)
    case .photoStep(.earlier, let photo, let id): .movePhoto(photo, by: -1, of: id)
    case .photoStep(.later, let photo, let id): .movePhoto(photo, by: 1, of: id)
    case .photoStep(.cover, let photo, let id): .makeCover(photo, of: id)
    case .photoStep(.delete, let photo, let id): .deletePhoto(photo, of: id)
    case .shareLink(let id): .share(id)
    case .shareLinkStep(.rotate, let id): .rotate(id)
    case .shareLinkStep(.revoke, let id): .revoke(nil, of: id)
    case .links(let id): .makeLink(id)
    case .link(let link, let id): .changeLink(link, of: id)
    case .revokeLink(let link, let id): .revoke(link, of: id)
    case .removal(let account, let id): .remove(account, of: id)
    case .albums, .album, .photos, .photoStep(.image, _, _): nil
    }
  }
}

extension AlbumPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .upload: "album_pages.upload"
    case .page(let page): page.name
    case .act(let act): act.name
    }
  }
}

extension AlbumPagesRoute.PageOperation {
  fileprivate var name: StaticString {
    switch self {
    case .list: "album_pages.list"
    case .new: "album_pages.new"
    case .album: "album_pages.album"
    case .confirmDeletion: "album_pages.confirm_deletion"
    case .photo: "album_pages.photo"
    case .image: "album_pages.image"
    case .confirmPhotoDeletion: "album_pages.confirm_photo_deletion"
    case .askRotation: "album_pages.ask_rotation"
    case .askRevocation: "album_pages.ask_revocation"
    case .link: "album_pages.link"
    case .confirmRemoval: "album_pages.confirm_removal"
    case .back: "album_pages.back"
    }
  }
}

extension AlbumPagesRoute.Act {
  fileprivate var name: StaticString {
    switch self {
    case .create: "album_pages.create"
    case .rename: "album_pages.rename"
    case .delete: "album_pages.delete"
    case .restore: "album_pages.restore"
    case .changePhoto: "album_pages.change_photo"
    case .movePhoto: "album_pages.move_photo"
    case .makeCover: "album_pages.make_cover"
    case .deletePhoto: "album_pages.delete_photo"
    case .share: "album_pages.share"
    case .rotate: "album_pages.rotate_link"
    case .revoke: "album_pages.revoke_link"
    case .makeLink: "album_pages.make_link"
    case .changeLink: "album_pages.change_link"
    case .remove: "album_pages.remove_member"
    }
  }
}

extension AlbumPagesRoute {
  /// A part of an album's page.
  enum Part: String {
    case photos, upload, share, people
  }

  /// Where that part begins.
  ///
  /// - Parameter query: what of it is to be shown.
  static func part(_ part: Part, of id: UUID, asking query: String = "") -> LocalPath {
    let asked = query.isEmpty ? "" : "?\(query)"
    return LocalPath("\(AlbumPagesRoute.album(id).path)\(asked)#\(part.rawValue)") ?? .root
  }

  /// Where a photo's bytes are for people who are signed in.
  static func image(_ photo: UUID, of id: UUID, size: StaticString) -> LocalPath {
    LocalPath("\(AlbumPagesRoute.photoStep(.image, photo, of: id).path)?size=\(size)") ?? .root
  }
}
