import HTTP
import Primitives

/// The addresses of an album's share links (seed 2): its own one, and those beside it.
package enum AlbumLinksRoute: Route {
  case shareLink(album: UUID)
  case rotation(album: UUID)
  case furtherLinks(album: UUID)
  case furtherLink(UUID, album: UUID)
  case opens(UUID, album: UUID)
  case events(UUID, album: UUID)

  package enum Operation: Sendable {
    /// Needs an account of either kind, or a key.
    case account(AccountOperation)
  }

  package enum AccountOperation: Sendable {
    case share(album: UUID)
    case show(album: UUID)
    case rotate(album: UUID)
    case revoke(album: UUID)
    case createFurther(album: UUID)
    case listFurther(album: UUID)
    case changeFurther(UUID, album: UUID)
    case revokeFurther(UUID, album: UUID)
    case listOpens(UUID, album: UUID)
    case listEvents(UUID, album: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), path.take("albums"), let album = path.next().flatMap({ UUID($0) }),
      let route = Self.part(of: album, &path), path.isAtEnd
    else { return nil }
    self = route
  }

  private static func part(of album: UUID, _ path: inout PathSegments) -> AlbumLinksRoute? {
    if path.take("share-link") {
      return path.take("rotate") ? .rotation(album: album) : .shareLink(album: album)
    }
    guard path.take("share-links") else { return nil }
    if path.isAtEnd { return .furtherLinks(album: album) }
    guard let link = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.take("opens") { return .opens(link, album: album) }
    return path.take("events")
      ? .events(link, album: album) : .furtherLink(link, album: album)
  }

  package var path: String {
    switch self {
    case .shareLink(let album): "/v1/albums/\(album)/share-link"
    case .rotation(let album): "/v1/albums/\(album)/share-link/rotate"
    case .furtherLinks(let album): "/v1/albums/\(album)/share-links"
    case .furtherLink(let link, let album): "/v1/albums/\(album)/share-links/\(link)"
    case .opens(let link, let album): "/v1/albums/\(album)/share-links/\(link)/opens"
    case .events(let link, let album): "/v1/albums/\(album)/share-links/\(link)/events"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.shareLink(let album), .post): .account(.share(album: album))
    case (.shareLink(let album), .get): .account(.show(album: album))
    case (.shareLink(let album), .delete): .account(.revoke(album: album))
    case (.rotation(let album), .post): .account(.rotate(album: album))
    case (.furtherLinks(let album), .post): .account(.createFurther(album: album))
    case (.furtherLinks(let album), .get): .account(.listFurther(album: album))
    case (.furtherLink(let link, let album), .patch):
      .account(.changeFurther(link, album: album))
    case (.furtherLink(let link, let album), .delete):
      .account(.revokeFurther(link, album: album))
    case (.opens(let link, let album), .get): .account(.listOpens(link, album: album))
    case (.events(let link, let album), .get): .account(.listEvents(link, album: album))
    default: nil
    }
  }
}

extension AlbumLinksRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .account(.share): "album_links.share"
    case .account(.show): "album_links.show"
    case .account(.rotate): "album_links.rotate"
    case .account(.revoke): "album_links.revoke"
    case .account(.createFurther): "album_links.create_further"
    case .account(.listFurther): "album_links.list_further"
    case .account(.changeFurther): "album_links.change_further"
    case .account(.revokeFurther): "album_links.revoke_further"
    case .account(.listOpens): "album_links.list_opens"
    case .account(.listEvents): "album_links.list_events"
    }
  }
}
