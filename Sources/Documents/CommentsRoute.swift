import HTTP
import Primitives

/// The addresses of what is said about documents, and of who asks to write in them (seed 4): members'
/// by the document, guests' by a link's token.
package enum CommentsRoute: Route {
  case comments(document: UUID)
  case comment(UUID, document: UUID)
  case editRequests(document: UUID)
  case editRequest(UUID, document: UUID)
  case sharedComments(token: String)
  case sharedComment(UUID, token: String)
  case sharedEditRequests(token: String)
  /// One of these whose ids can't be read, with the names of those.
  indirect case unreadable(CommentsRoute, fields: [String])

  package enum Operation: Sendable {
    /// Needs a member whose session is alive.
    case member(MemberOperation)
    /// Needs a link that is open.
    case guest(GuestOperation)
  }

  package enum MemberOperation: Sendable {
    case list(document: UUID)
    case post(document: UUID)
    case change(UUID, document: UUID)
    case delete(UUID, document: UUID)
    case listRequests(document: UUID)
    case answerRequest(UUID, document: UUID)
    /// Says which ids can't be read.
    case refuse([String])
  }

  package enum GuestOperation: Sendable {
    case list(token: String)
    case post(token: String)
    case change(UUID, token: String)
    case delete(UUID, token: String)
    case ask(token: String)
    case refuse([String])
  }

  package init?(_ path: PathSegments) {
    var path = DocumentPath(path)
    guard path.take("api"), let route = Self.read(&path), path.isAtEnd else { return nil }
    self = path.unreadable.isEmpty ? route : .unreadable(route, fields: path.unreadable)
  }

  private static func read(_ path: inout DocumentPath) -> CommentsRoute? {
    if path.take("documents") {
      guard let document = path.id("documentId") else { return nil }
      if path.take("comments") {
        return path.isAtEnd
          ? .comments(document: document)
          : path.id("commentId").map { .comment($0, document: document) }
      }
      guard path.take("edit-requests") else { return nil }
      return path.isAtEnd
        ? .editRequests(document: document)
        : path.id("requestId").map { .editRequest($0, document: document) }
    }
    guard path.take("share-links"), let token = path.next() else { return nil }
    if path.take("edit-requests") { return .sharedEditRequests(token: token) }
    guard path.take("comments") else { return nil }
    return path.isAtEnd
      ? .sharedComments(token: token)
      : path.id("commentId").map { .sharedComment($0, token: token) }
  }

  package var path: String {
    switch self {
    case .comments(let document): "/api/documents/\(document)/comments"
    case .comment(let id, let document): "/api/documents/\(document)/comments/\(id)"
    case .editRequests(let document): "/api/documents/\(document)/edit-requests"
    case .editRequest(let id, let document): "/api/documents/\(document)/edit-requests/\(id)"
    case .sharedComments(let token): "/api/share-links/\(PercentEncoding.encode(token))/comments"
    case .sharedComment(let id, let token):
      "/api/share-links/\(PercentEncoding.encode(token))/comments/\(id)"
    case .sharedEditRequests(let token):
      "/api/share-links/\(PercentEncoding.encode(token))/edit-requests"
    case .unreadable(let route, _): route.path
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.comments(let document), .get): .member(.list(document: document))
    case (.comments(let document), .post): .member(.post(document: document))
    case (.comment(let id, let document), .patch): .member(.change(id, document: document))
    case (.comment(let id, let document), .delete): .member(.delete(id, document: document))
    case (.editRequests(let document), .get): .member(.listRequests(document: document))
    case (.editRequest(let id, let document), .patch):
      .member(.answerRequest(id, document: document))
    case (.sharedComments(let token), .get): .guest(.list(token: token))
    case (.sharedComments(let token), .post): .guest(.post(token: token))
    case (.sharedComment(let id, let token), .patch): .guest(.change(id, token: token))
    case (.sharedComment(let id, let token), .delete): .guest(.delete(id, token: token))
    case (.sharedEditRequests(let token), .post): .guest(.ask(token: token))
    case (.unreadable(let route, let fields), _):
      route.operation(for: method).map { $0.refusing(fields) }
    default: nil
    }
  }
}

extension CommentsRoute.Operation: NamedOperation {
  /// In the place of this one: for the same callers.
  fileprivate func refusing(_ fields: [String]) -> Self {
    switch self {
    case .member: .member(.refuse(fields))
    case .guest: .guest(.refuse(fields))
    }
  }

  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .member(.list): "comments.list"
    case .member(.post): "comments.post"
    case .member(.change): "comments.change"
    case .member(.delete): "comments.delete"
    case .member(.listRequests): "edit_requests.list"
    case .member(.answerRequest): "edit_requests.answer"
    case .member(.refuse): "comments.unreadable"
    case .guest(.list): "shared_comments.list"
    case .guest(.post): "shared_comments.post"
    case .guest(.change): "shared_comments.change"
    case .guest(.delete): "shared_comments.delete"
    case .guest(.ask): "shared_edit_requests.ask"
    case .guest(.refuse): "shared_comments.unreadable"
    }
  }
}
