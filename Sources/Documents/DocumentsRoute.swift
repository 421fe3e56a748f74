import HTTP
import Primitives

/// The addresses of documents (seed 4), and of what is said about them.
package enum DocumentsRoute: Route {
  case documents(workspace: UUID)
  case document(UUID)
  case restore(UUID)
  case versions(UUID)
  case version(Int, of: UUID)
  /// One of these whose ids can't be read, with the names of those.
  indirect case unreadable(DocumentsRoute, fields: [String])

  package enum Operation: Sendable {
    /// Needs a member whose session is alive.
    case member(MemberOperation)
  }

  package enum MemberOperation: Sendable {
    case create(workspace: UUID)
    case list(workspace: UUID)
    case read(UUID)
    case change(UUID)
    case delete(UUID)
    case restore(UUID)
    case listVersions(UUID)
    case readVersion(Int, of: UUID)
    /// Says which ids can't be read.
    case refuse([String])
  }

  package init?(_ path: PathSegments) {
    var path = DocumentPath(path)
    guard let route = Self.read(&path) else { return nil }
    self = path.unreadable.isEmpty ? route : .unreadable(route, fields: path.unreadable)
  }

  private static func read(_ path: inout DocumentPath) -> DocumentsRoute? {
    guard path.take("api") else { return nil }
    if path.take("workspaces") {
      let workspace = path.id("workspaceId")
      return path.take("documents") && path.isAtEnd
        ? workspace.map { .documents(workspace: $0) } : nil
    }
    guard path.take("documents"), let id = path.id("documentId") else { return nil }
    return path.isAtEnd ? .document(id) : part(of: id, &path)
  }

  private static func part(of id: UUID, _ path: inout DocumentPath) -> DocumentsRoute? {
    if path.take("restore") { return path.isAtEnd ? .restore(id) : nil }
    guard path.take("versions") else { return nil }
    if path.isAtEnd { return .versions(id) }
    let version = path.number("version")
    return path.isAtEnd ? version.map { .version($0, of: id) } : nil
  }

  package var path: String {
    switch self {
    case .documents(let workspace): "/api/workspaces/\(workspace)/documents"
    case .document(let id): "/api/documents/\(id)"
    case .restore(let id): "/api/documents/\(id)/restore"
    case .versions(let id): "/api/documents/\(id)/versions"
    case .version(let version, let id): "/api/documents/\(id)/versions/\(version)"
    case .unreadable(let route, _): route.path
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.documents(let workspace), .post): .member(.create(workspace: workspace))
    case (.documents(let workspace), .get): .member(.list(workspace: workspace))
    case (.document(let id), .get): .member(.read(id))
    case (.document(let id), .patch): .member(.change(id))
    case (.document(let id), .delete): .member(.delete(id))
    case (.restore(let id), .post): .member(.restore(id))
    case (.versions(let id), .get): .member(.listVersions(id))
    case (.version(let version, let id), .get): .member(.readVersion(version, of: id))
    case (.unreadable(let route, let fields), _):
      route.operation(for: method).map { $0.refusing(fields) }
    default: nil
    }
  }
}

extension DocumentsRoute.Operation: NamedOperation {
  /// In the place of this one: for the same callers.
  fileprivate func refusing(_ fields: [String]) -> Self {
    switch self {
    case .member: .member(.refuse(fields))
    }
  }

  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .member(.create): "documents.create"
    case .member(.list): "documents.list"
    case .member(.read): "documents.read"
    case .member(.change): "documents.change"
    case .member(.delete): "documents.delete"
    case .member(.restore): "documents.restore"
    case .member(.listVersions): "documents.list_versions"
    case .member(.readVersion): "documents.read_version"
    case .member(.refuse): "documents.unreadable"
    }
  }
}
