import HTTP
import Primitives

/// The addresses of an album's photos, for those who own it or have joined it (seed 2).
package enum AlbumPhotosRoute: Route {
  case photos(album: UUID)
  case photo(UUID, album: UUID)

  package enum Operation: Sendable {
    /// Needs an account of either kind, or a key.
    case account(AccountOperation)
  }

  package enum AccountOperation: Sendable {
    case add(album: UUID)
    case list(album: UUID)
    case show(UUID, album: UUID)
    case change(UUID, album: UUID)
    case delete(UUID, album: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), path.take("albums"), let album = path.next().flatMap({ UUID($0) }),
      path.take("photos")
    else { return nil }
    if path.isAtEnd {
      self = .photos(album: album)
    } else {
      guard let photo = path.last().flatMap({ UUID($0) }) else { return nil }
      self = .photo(photo, album: album)
    }
  }

  package var path: String {
    switch self {
    case .photos(let album): "/v1/albums/\(album)/photos"
    case .photo(let photo, let album): "/v1/albums/\(album)/photos/\(photo)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.photos(let album), .post): .account(.add(album: album))
    case (.photos(let album), .get): .account(.list(album: album))
    case (.photo(let photo, let album), .get): .account(.show(photo, album: album))
    case (.photo(let photo, let album), .patch): .account(.change(photo, album: album))
    case (.photo(let photo, let album), .delete): .account(.delete(photo, album: album))
    default: nil
    }
  }
}

extension AlbumPhotosRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .account(.add): "album_photos.add"
    case .account(.list): "album_photos.list"
    case .account(.show): "album_photos.show"
    case .account(.change): "album_photos.change"
    case .account(.delete): "album_photos.delete"
    }
  }
}
