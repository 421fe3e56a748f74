import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Security

// What members do with comments: every member of the workspace speaks, changes and takes back their
// own; those who manage the document take away anybody's.

extension Documents {
  package func respond(
    to operation: CommentsRoute.MemberOperation, as member: Member, _ context: Context
  ) throws -> Response {
    switch operation {
    case .list(let document):
      try listComments(
        of: visible(document, to: member, on: context.database).id, context)
    case .post(let document): try postComment(on: document, member, context)
    case .change(let id, let document): try changeComment(id, on: document, member, context)
    case .delete(let id, let document): try deleteComment(id, on: document, member, context)
    case .listRequests(let document): try listRequests(of: document, member, context)
    case .answerRequest(let id, let document):
      try answerRequest(id, of: document, member, context)
    case .refuse(let fields): throw Problem.unreadable(fields)
    }
  }

  /// `POST /api/documents/{id}/comments`.
  private func postComment(
    on document: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: 64 << 10)
    let repeatKey = try RepeatKey(
      context.request, caller: member.caller, route: "comments.post",
      body: SHA256.hash(Array(document.text.utf8) + body))
    let form = try Fields.read(body, with: context.reader) { CommentForm(&$0, isGuests: false) }
    let (effect, comment) = try post(form, on: document, once: repeatKey, member, context)
    return answer(comment, status: effect.status)
  }

  /// Adds a member's comment, under the name of their account; see `add`.
  package func post(
    _ form: CommentForm, on document: UUID, once repeatKey: RepeatKey?, _ member: Member,
    _ context: Context
  ) throws -> (effect: Effect, comment: Comment) {
    let id = UUID.v7()
    return try context.database.transaction { transaction in
      let document = try visibleForUpdate(document, to: member, in: transaction)
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let names = try Accounts.names(of: [member.account], on: transaction)
        try add(
          form, as: id, by: .member(member.account, name: names[member.account] ?? ""),
          member.actor, to: document, context, in: transaction)
        return Effect(.created, resource: id)
      }
      return (effect, try comment(effect.resource ?? id, of: document, in: transaction))
    }
  }

  /// `PATCH /api/documents/{id}/comments/{commentId}`.
  private func changeComment(
    _ id: UUID, on document: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let body = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      CommentForm.body(&$0)
    }
    return answer(try change(id, to: body, on: document, member, context))
  }

  /// Changes a member's own comment. Throws `commentNotFound`, and `notYourComment` (403) for
  /// another's, whoever manages the document: nobody's words are put into their mouth.
  package func change(
    _ id: UUID, to body: String, on document: UUID, _ member: Member, _ context: Context
  ) throws -> Comment {
    try context.database.transaction { transaction in
      let document = try visibleForUpdate(document, to: member, in: transaction)
      let found = try comment(id, of: document, in: transaction)
      guard found.accountID == member.account else { throw DocumentsError.notYourComment }
      return try change(
        found, to: body, member.actor, on: document, context, in: transaction)
    }
  }

  /// `DELETE /api/documents/{id}/comments/{commentId}`.
  private func deleteComment(
    _ id: UUID, on document: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try takeAway(id, on: document, member, context)
    return Response(.noContent)
  }

  /// Takes away a member's own comment, or anybody's for those who manage the document; others are
  /// refused with `notAManager`, and that is recorded. Throws `commentNotFound`.
  package func takeAway(
    _ id: UUID, on document: UUID, _ member: Member, _ context: Context
  ) throws {
    let isDone: Bool = try context.database.transaction { transaction in
      let document = try visibleForUpdate(document, to: member, in: transaction)
      let found = try comment(id, of: document, in: transaction)
      guard found.accountID == member.account else { return false }
      try delete(
        found, by: member.account, member.actor, on: document, context, in: transaction)
      return true
    }
    guard !isDone else { return }
    try managing(document, as: member, context, "comment.deleted") { document, transaction in
      try delete(
        try comment(id, of: document, in: transaction), by: member.account, member.actor,
        on: document, context, in: transaction)
    }
  }
}
