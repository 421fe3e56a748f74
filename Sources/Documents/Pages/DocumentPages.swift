import Accounts
import Console
import HTTP
import Primitives

// Members' pages of documents: which of them answers to what.

extension Documents {
  /// Asks the console who is there, and whether a form is theirs, before anything else.
  package func respond(
    to operation: DocumentPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(let page): try show(page, try console.visit(context))
    case .act(let act):
      try perform(act, try console.submission(context, atMost: Console.maximumLongForm))
    }
  }

  private func show(
    _ page: DocumentPagesRoute.PageOperation, _ visit: Visit
  ) throws -> Response {
    switch page {
    case .list: try showList(visit)
    case .new: try DocumentEditor(visit, self).response()
    case .document(let id): try DocumentPage(id, visit, self).response()
    case .edit(let id): try DocumentEditor(id, visit, self).response()
    case .confirmDeletion(let id): try confirmDeletion(of: id, visit)
    case .versions(let id): try DocumentVersionsPage(id, visit, self).response()
    case .version(let version, let id):
      try DocumentVersionPage(version, of: id, visit, self).response()
    case .link(let link, let id): try DocumentLinkPage(link, of: id, visit, self).response()
    case .confirmRevocation(let link, let id): try confirmRevocation(of: link, of: id, visit)
    case .comment(let comment, let id):
      try MemberCommentPage(comment, of: id, visit, self).response()
    case .confirmTakingAway(let comment, let id): try confirmTakingAway(comment, of: id, visit)
    }
  }

  private func perform(
    _ act: DocumentPagesRoute.Act, _ submission: Submission
  ) throws -> Response {
    switch act {
    case .create: try create(submission)
    case .edit(let id): try edit(id, submission)
    case .delete(let id): try delete(id, submission)
    case .restore(let id): try restore(id, submission)
    case .bringBack(let version, let id): try bringBack(version, of: id, submission)
    case .makeLink(let id): try makeLink(of: id, submission)
    case .changeLink(let link, let id): try changeLink(link, of: id, submission)
    case .revokeLink(let link, let id): try revokeLink(link, of: id, submission)
    case .comment(let id): try comment(on: id, submission)
    case .changeComment(let comment, let id): try changeComment(comment, of: id, submission)
    case .takeAway(let comment, let id): try takeAway(comment, of: id, submission)
    case .answer(let request, let id): try answer(request, of: id, submission)
    }
  }

  // MARK: Shared by these

  /// A document for a page that only those see who manage it. Throws `notFound`, `notAManager`.
  func managed(_ id: UUID, for visit: Visit) throws -> Document {
    let document = try visible(id, to: visit.member, on: visit.context.database)
    guard document.isManaged(by: visit.member) else { throw DocumentsError.notAManager }
    return document
  }
}

extension DocumentPagesRoute {
  /// A part of a document's page.
  enum Part: String {
    case links, comments, requests
  }

  /// Where that part begins.
  ///
  /// - Parameter query: what of it is to be shown, as its section reads it.
  static func part(_ part: Part, of id: UUID, asking query: [String] = []) -> LocalPath {
    let path = DocumentPagesRoute.document(id).path
    let asked = query.isEmpty ? "" : "?" + query.joined(separator: "&")
    return LocalPath("\(path)\(asked)#\(part.rawValue)") ?? .root
  }
}
