import HTTP
import Primitives

/// The addresses of albums and of who joined them (seed 2).
package enum AlbumsRoute: Route {
  case albums
  case album(UUID)
  case restore(UUID)
  case members(UUID)
  case member(UUID, of: UUID)

  package enum Operation: Sendable {
    /// Needs an account of either kind, or a key.
    case account(AccountOperation)
  }

  package enum AccountOperation: Sendable {
    case create
    case list
    case read(UUID)
    case change(UUID)
    case delete(UUID)
    case restore(UUID)
    case listMembers(UUID)
    case removeMember(UUID, of: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), path.take("albums") else { return nil }
    if path.isAtEnd {
      self = .albums
      return
    }
    guard let id = path.next().flatMap({ UUID($0) }), let route = Self.part(of: id, &path) else {
      return nil
    }
    self = route
  }

  private static func part(of id: UUID, _ path: inout PathSegments) -> AlbumsRoute? {
    if path.isAtEnd { return .album(id) }
    if path.take("restore") { return path.isAtEnd ? .restore(id) : nil }
    guard path.take("members") else { return nil }
    if path.isAtEnd { return .members(id) }
    return path.last().flatMap { UUID($0) }.map { .member($0, of: id) }
  }

  package var path: String {
    switch self {
    case .albums: "/v1/albums"
    case .album(let id): "/v1/albums/\(id)"
    case .restore(let id): "/v1/albums/\(id)/restore"
    case .members(let id): "/v1/albums/\(id)/members"
    case .member(let account, let id): "/v1/albums/\(id)/members/\(account)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.albums, .post): .account(.create)
    case (.albums, .get): .account(.list)
    case (.album(let id), .get): .account(.read(id))
    case (.album(let id), .patch): .account(.change(id))
    case (.album(let id), .delete): .account(.delete(id))
    case (.restore(let id), .post): .account(.restore(id))
    case (.members(let id), .get): .account(.listMembers(id))
    case (.member(let account, let id), .delete): .account(.removeMember(account, of: id))
    default: nil
    }
  }
}

extension AlbumsRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .account(.create): "albums.create"
    case .account(.list): "albums.list"
    case .account(.read): "albums.read"
    case .account(.change): "albums.change"
    case .account(.delete): "albums.delete"
    case .account(.restore): "albums.restore"
    case .account(.listMembers): "albums.list_members"
    case .account(.removeMember): "albums.remove_member"
    }
  }
}
