import HTTP
import Primitives

/// The addresses of members' pages of documents (seed 4). All of them speak HTML, and are no part of
/// the API. A link is named by its id: its token stands in no address but its own.
package enum DocumentPagesRoute: Route {
  case documents
  case new
  case document(UUID)
  case edit(UUID)
  case delete(UUID)
  case restore(UUID)
  case versions(UUID)
  case version(Int, of: UUID)
  /// Makes an old version the current one again.
  case bringBack(Int, of: UUID)
  case links(UUID)
  case link(UUID, of: UUID)
  case revoke(UUID, of: UUID)
  case comments(UUID)
  case changeComment(UUID, of: UUID)
  /// The page before, and the act itself.
  case takeAway(comment: UUID, of: UUID)
  case answer(request: UUID, of: UUID)

  package enum Operation: Sendable {
    /// A page for a member who is signed in.
    case page(PageOperation)
    /// What a form of such a page does.
    case act(Act)
  }

  package enum PageOperation: Sendable {
    case list
    case new
    case document(UUID)
    case edit(UUID)
    case confirmDeletion(UUID)
    case versions(UUID)
    case version(Int, of: UUID)
    case link(UUID, of: UUID)
    case confirmRevocation(UUID, of: UUID)
    case comment(UUID, of: UUID)
    case confirmTakingAway(comment: UUID, of: UUID)
  }

  package enum Act: Sendable {
    case create
    case edit(UUID)
    case delete(UUID)
    case restore(UUID)
    case bringBack(Int, of: UUID)
    case makeLink(UUID)
    case changeLink(UUID, of: UUID)
    case revokeLink(UUID, of: UUID)
    case comment(UUID)
    case changeComment(UUID, of: UUID)
    case takeAway(comment: UUID, of: UUID)
    case answer(request: UUID, of: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console"), path.take("documents") else { return nil }
    if path.isAtEnd {
      self = .documents
      return
    }
    if path.take("new") {
      guard path.isAtEnd else { return nil }
      self = .new
      return
    }
    guard let id = path.next().flatMap({ UUID($0) }), let route = Self.part(of: id, &path) else {
      return nil
    }
    self = route
  }

  private static func part(of id: UUID, _ path: inout PathSegments) -> DocumentPagesRoute? {
    if path.isAtEnd { return .document(id) }
    if path.take("versions") { return version(of: id, &path) }
    if path.take("links") {
      if path.isAtEnd { return .links(id) }
      guard let link = path.next().flatMap({ UUID($0) }) else { return nil }
      if path.isAtEnd { return .link(link, of: id) }
      return path.last() == "revoke" ? .revoke(link, of: id) : nil
    }
    if path.take("comments") {
      if path.isAtEnd { return .comments(id) }
      guard let comment = path.next().flatMap({ UUID($0) }) else { return nil }
      switch path.last() {
      case "edit": return .changeComment(comment, of: id)
      case "delete": return .takeAway(comment: comment, of: id)
      default: return nil
      }
    }
    if path.take("requests") {
      return path.last().flatMap({ UUID($0) }).map { .answer(request: $0, of: id) }
    }
    switch path.last() {
    case "edit": return .edit(id)
    case "delete": return .delete(id)
    case "restore": return .restore(id)
    default: return nil
    }
  }

  private static func version(of id: UUID, _ path: inout PathSegments) -> DocumentPagesRoute? {
    if path.isAtEnd { return .versions(id) }
    // As we write it: no sign, no zeros before it.
    guard let text = path.next(), let version = UInt32(text), version > 0, String(version) == text
    else { return nil }
    if path.isAtEnd { return .version(Int(version), of: id) }
    return path.last() == "restore" ? .bringBack(Int(version), of: id) : nil
  }

  package var path: String {
    switch self {
    case .documents: "/console/documents"
    case .new: "/console/documents/new"
    case .document(let id): "/console/documents/\(id)"
    case .edit(let id): "/console/documents/\(id)/edit"
    case .delete(let id): "/console/documents/\(id)/delete"
    case .restore(let id): "/console/documents/\(id)/restore"
    case .versions(let id): "/console/documents/\(id)/versions"
    case .version(let version, let id): "/console/documents/\(id)/versions/\(version)"
    case .bringBack(let version, let id): "/console/documents/\(id)/versions/\(version)/restore"
    case .links(let id): "/console/documents/\(id)/links"
    case .link(let link, let id): "/console/documents/\(id)/links/\(link)"
    case .revoke(let link, let id): "/console/documents/\(id)/links/\(link)/revoke"
    case .comments(let id): "/console/documents/\(id)/comments"
    case .changeComment(let comment, let id):
      "/console/documents/\(id)/comments/\(comment)/edit"
    case .takeAway(let comment, let id): "/console/documents/\(id)/comments/\(comment)/delete"
    case .answer(let request, let id): "/console/documents/\(id)/requests/\(request)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch method {
    case .get: page.map { .page($0) }
    case .post: act.map { .act($0) }
    default: nil
    }
  }

  private var page: PageOperation? {
    switch self {
    case .documents: .list
    case .new: .new
    case .document(let id): .document(id)
    case .edit(let id): .edit(id)
    case .delete(let id): .confirmDeletion(id)
    case .versions(let id): .versions(id)
    case .version(let version, let id): .version(version, of: id)
    case .link(let link, let id): .link(link, of: id)
    case .revoke(let link, let id): .confirmRevocation(link, of: id)
    case .changeComment(let comment, let id): .comment(comment, of: id)
    case .takeAway(let comment, let id): .confirmTakingAway(comment: comment, of: id)
    case .restore, .bringBack, .links, .comments, .answer: nil
    }
  }

  private var act: Act? {
    switch self {
    case .new: .create
    case .edit(let id): .edit(id)
    case .delete(let id): .delete(id)
    case .restore(let id): .restore(id)
    case .bringBack(let version, let id): .bringBack(version, of: id)
    case .links(let id): .makeLink(id)
    case .link(let link, let id): .changeLink(link, of: id)
    case .revoke(let link, let id): .revokeLink(link, of: id)
    case .comments(let id): .comment(id)
    case .changeComment(let comment, let id): .changeComment(comment, of: id)
    case .takeAway(let comment, let id): .takeAway(comment: comment, of: id)
    case .answer(let request, let id): .answer(request: request, of: id)
    case .documents, .document, .versions, .version: nil
    }
  }
}

extension DocumentPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .page(.list): "document_pages.list"
    case .page(.new): "document_pages.new"
    case .page(.document): "document_pages.document"
    case .page(.edit): "document_pages.show_edit"
    case .page(.confirmDeletion): "document_pages.confirm_deletion"
    case .page(.versions): "document_pages.versions"
    case .page(.version): "document_pages.version"
    case .page(.link): "document_pages.link"
    case .page(.confirmRevocation): "document_pages.confirm_revocation"
    case .page(.comment): "document_pages.show_comment"
    case .page(.confirmTakingAway): "document_pages.confirm_taking_away"
    case .act(.create): "document_pages.create"
    case .act(.edit): "document_pages.edit"
    case .act(.delete): "document_pages.delete"
    case .act(.restore): "document_pages.restore"
    case .act(.bringBack): "document_pages.bring_back"
    case .act(.makeLink): "document_pages.make_link"
    case .act(.changeLink): "document_pages.change_link"
    case .act(.revokeLink): "document_pages.revoke_link"
    case .act(.comment): "document_pages.comment"
    case .act(.changeComment): "document_pages.change_comment"
    case .act(.takeAway): "document_pages.take_away_comment"
    case .act(.answer): "document_pages.answer_request"
    }
  }
}
