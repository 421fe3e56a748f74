import HTTP
import Primitives

/// The addresses of the pages behind a document's share link (seed 4), and of what their forms send.
///
/// All of them lie below the first, and so do their cookies: what lets somebody in at one link is sent
/// to nothing else, not even to the API.
package enum SharedDocumentPagesRoute: Route {
  case document(token: String)
  case password(token: String)
  case comments(token: String)
  case comment(UUID, token: String)
  case deletion(UUID, token: String)
  case editRequests(token: String)

  package enum Operation: Sendable {
    case page(PageOperation, token: String)
    case act(Act, token: String)
  }

  /// For whoever has the link, and its password where there is one.
  package enum PageOperation: Sendable {
    case document
    /// A guest's own comment, to be changed or deleted.
    case comment(UUID)
    /// Where a form has come back at an address that only forms are sent to: leads to the document.
    case back
  }

  /// What a form does, after it was seen to come from one of these pages.
  package enum Act: Sendable {
    case enter
    case post
    case change(UUID)
    case delete(UUID)
    case ask
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("shared"), path.take("documents"), let token = path.next() else { return nil }
    guard !path.isAtEnd else {
      self = .document(token: token)
      return
    }
    guard let route = Self.part(of: token, &path), path.isAtEnd else { return nil }
    self = route
  }

  private static func part(
    of token: String, _ path: inout PathSegments
  ) -> SharedDocumentPagesRoute? {
    switch path.next() {
    case "password": return .password(token: token)
    case "edit-requests": return .editRequests(token: token)
    case "comments":
      if path.isAtEnd { return .comments(token: token) }
      guard let id = path.next().flatMap({ UUID($0) }) else { return nil }
      if path.isAtEnd { return .comment(id, token: token) }
      return path.take("delete") ? .deletion(id, token: token) : nil
    default: return nil
    }
  }

  package var token: String {
    switch self {
    case .document(let token), .password(let token), .comments(let token), .comment(_, let token),
      .deletion(_, let token), .editRequests(let token):
      token
    }
  }

  package var path: String {
    let document = "/shared/documents/\(PercentEncoding.encode(token))"
    return switch self {
    case .document: document
    case .password: "\(document)/password"
    case .comments: "\(document)/comments"
    case .comment(let id, _): "\(document)/comments/\(id)"
    case .deletion(let id, _): "\(document)/comments/\(id)/delete"
    case .editRequests: "\(document)/edit-requests"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.document(let token), .get): .page(.document, token: token)
    case (.comment(let id, let token), .get): .page(.comment(id), token: token)
    case (_, .get): .page(.back, token: token)
    case (.password(let token), .post): .act(.enter, token: token)
    case (.comments(let token), .post): .act(.post, token: token)
    case (.comment(let id, let token), .post): .act(.change(id), token: token)
    case (.deletion(let id, let token), .post): .act(.delete(id), token: token)
    case (.editRequests(let token), .post): .act(.ask, token: token)
    default: nil
    }
  }
}

extension SharedDocumentPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .page(.document, _): "shared_documents.page"
    case .page(.comment, _): "shared_documents.comment_page"
    case .page(.back, _): "shared_documents.back"
    case .act(.enter, _): "shared_documents.enter"
    case .act(.post, _): "shared_documents.post_comment"
    case .act(.change, _): "shared_documents.change_comment"
    case .act(.delete, _): "shared_documents.delete_comment"
    case .act(.ask, _): "shared_documents.ask_to_edit"
    }
  }
}
