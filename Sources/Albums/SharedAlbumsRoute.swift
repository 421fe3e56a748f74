import HTTP
import Primitives

/// The addresses of an album through its share link (seed 2).
package enum SharedAlbumsRoute: Route {
  case album(token: String)
  case photo(UUID, token: String)
  case acceptance(token: String)

  package enum Operation: Sendable {
    /// Needs a link that is open.
    case guest(GuestOperation)
    /// Needs an account of either kind too.
    case account(AccountOperation)
  }

  package enum GuestOperation: Sendable {
    case read(token: String)
    case showPhoto(UUID, token: String)
  }

  package enum AccountOperation: Sendable {
    case accept(token: String)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), let (token, part) = SharedAlbumPart.read(&path) else { return nil }
    switch part {
    case .album: self = .album(token: token)
    case .photo(let photo): self = .photo(photo, token: token)
    case .step("accept"): self = .acceptance(token: token)
    case .step: return nil
    }
  }

  package var path: String {
    switch self {
    case .album(let token): "/v1/shared/albums/\(PercentEncoding.encode(token))"
    case .photo(let photo, let token):
      "/v1/shared/albums/\(PercentEncoding.encode(token))/photos/\(photo)"
    case .acceptance(let token): "/v1/shared/albums/\(PercentEncoding.encode(token))/accept"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.album(let token), .get): .guest(.read(token: token))
    case (.photo(let photo, let token), .get): .guest(.showPhoto(photo, token: token))
    case (.acceptance(let token), .post): .account(.accept(token: token))
    default: nil
    }
  }
}

extension SharedAlbumsRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .guest(.read): "shared_albums.read"
    case .guest(.showPhoto): "shared_albums.show_photo"
    case .account(.accept): "shared_albums.accept"
    }
  }
}

/// What an address names of an album that a link opens, in the API and among pages alike.
enum SharedAlbumPart {
  case album
  case photo(UUID)
  /// Whatever else stands there.
  case step(String)

  /// Reads `shared/albums/{token}` and what comes behind it; nil for another address.
  static func read(_ path: inout PathSegments) -> (token: String, part: SharedAlbumPart)? {
    guard path.take("shared"), path.take("albums"), let token = path.next() else { return nil }
    if path.isAtEnd { return (token, .album) }
    guard path.take("photos") else { return path.last().map { (token, .step($0)) } }
    return path.last().flatMap { UUID($0) }.map { (token, .photo($0)) }
  }
}
