import HTTP
import Primitives

/// The addresses of documents' share links (seed 4): managers name a link by its id, guests by its
/// token.
package enum DocumentLinksRoute: Route {
  case shareLinks(document: UUID)
  case shareLink(UUID)
  case opens(UUID)
  case events(UUID)
  case access(token: String)
  case document(token: String)
  /// One of these whose ids can't be read, with the names of those.
  indirect case unreadable(DocumentLinksRoute, fields: [String])

  package enum Operation: Sendable {
    /// Needs a member whose session is alive.
    case member(MemberOperation)
    /// Needs a link that is open, and its password or the grant that stands for it.
    case guest(GuestOperation)
  }

  package enum MemberOperation: Sendable {
    case list(document: UUID)
    case create(document: UUID)
    case change(UUID)
    case revoke(UUID)
    case listOpens(UUID)
    case listEvents(UUID)
    /// Says which ids can't be read.
    case refuse([String])
  }

  package enum GuestOperation: Sendable {
    case access(token: String)
    case read(token: String)
  }

  package init?(_ path: PathSegments) {
    var path = DocumentPath(path)
    guard let route = Self.read(&path), path.isAtEnd else { return nil }
    self = path.unreadable.isEmpty ? route : .unreadable(route, fields: path.unreadable)
  }

  private static func read(_ path: inout DocumentPath) -> DocumentLinksRoute? {
    guard path.take("api") else { return nil }
    if path.take("documents") {
      guard let id = path.id("documentId"), path.take("share-links") else { return nil }
      return .shareLinks(document: id)
    }
    guard path.take("share-links"), let name = path.next() else { return nil }
    if path.isAtEnd { return .shareLink(path.id(of: name, "shareLinkId")) }
    switch path.next() {
    case "opens": return .opens(path.id(of: name, "shareLinkId"))
    case "events": return .events(path.id(of: name, "shareLinkId"))
    case "access": return .access(token: name)
    case "document": return .document(token: name)
    default: return nil
    }
  }

  package var path: String {
    switch self {
    case .shareLinks(let document): "/api/documents/\(document)/share-links"
    case .shareLink(let id): "/api/share-links/\(id)"
    case .opens(let id): "/api/share-links/\(id)/opens"
    case .events(let id): "/api/share-links/\(id)/events"
    case .access(let token): "/api/share-links/\(PercentEncoding.encode(token))/access"
    case .document(let token): "/api/share-links/\(PercentEncoding.encode(token))/document"
    case .unreadable(let route, _): route.path
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.shareLinks(let document), .get): .member(.list(document: document))
    case (.shareLinks(let document), .post): .member(.create(document: document))
    case (.shareLink(let id), .patch): .member(.change(id))
    case (.shareLink(let id), .delete): .member(.revoke(id))
    case (.opens(let id), .get): .member(.listOpens(id))
    case (.events(let id), .get): .member(.listEvents(id))
    case (.access(let token), .post): .guest(.access(token: token))
    case (.document(let token), .get): .guest(.read(token: token))
    case (.unreadable(let route, let fields), _):
      route.operation(for: method).map { _ in .member(.refuse(fields)) }
    default: nil
    }
  }
}

extension DocumentLinksRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .member(.list): "document_links.list"
    case .member(.create): "document_links.create"
    case .member(.change): "document_links.change"
    case .member(.revoke): "document_links.revoke"
    case .member(.listOpens): "document_links.list_opens"
    case .member(.listEvents): "document_links.list_events"
    case .member(.refuse): "document_links.unreadable"
    case .guest(.access): "shared_documents.access"
    case .guest(.read): "shared_documents.read"
    }
  }
}
