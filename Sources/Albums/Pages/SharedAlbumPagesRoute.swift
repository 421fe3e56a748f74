import HTTP
import Primitives

/// The addresses of the pages behind an album's share link (seed 2).
package enum SharedAlbumPagesRoute: Route {
  case album(token: String)
  case photo(UUID, token: String)
  case join(token: String)

  package enum Operation: Sendable {
    /// For whoever has the link.
    case page(PageOperation, token: String)
    /// For whoever has it and is signed in: the page that asks, and the act itself.
    case confirmJoining(token: String)
    case join(token: String)
  }

  package enum PageOperation: Sendable {
    case album
    case photo(UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard let (token, part) = SharedAlbumPart.read(&path) else { return nil }
    switch part {
    case .album: self = .album(token: token)
    case .photo(let photo): self = .photo(photo, token: token)
    case .step("join"): self = .join(token: token)
    case .step: return nil
    }
  }

  package var path: String {
    switch self {
    case .album(let token): Albums.pagePath(token: token)
    case .photo(let photo, let token): "\(Albums.pagePath(token: token))/photos/\(photo)"
    case .join(let token): "\(Albums.pagePath(token: token))/join"
    }
  }

  /// Whether it is a page for people who are signed in, to which they are led back from there.
  package var isForAccounts: Bool {
    if case .join = self { true } else { false }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.album(let token), .get): .page(.album, token: token)
    case (.photo(let photo, let token), .get): .page(.photo(photo), token: token)
    case (.join(let token), .get): .confirmJoining(token: token)
    case (.join(let token), .post): .join(token: token)
    default: nil
    }
  }
}

extension SharedAlbumPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .page(.album, _): "shared_albums.page"
    case .page(.photo, _): "shared_albums.photo_page"
    case .confirmJoining: "shared_albums.confirm_joining"
    case .join: "shared_albums.join"
    }
  }
}
