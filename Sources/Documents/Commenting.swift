import Accounts
import Audit
import HTTP
import MariaDB
import Primitives
import Security

// What members and guests do alike with comments: each in a transaction that has locked the document.

extension Documents {
  /// How many comments a document may have.
  static let maximumComments = 10_000
  /// With how many of them guests have to stop: the rest is the members', whatever guests do.
  static let maximumBesideGuests = 9_000
  /// How many one link's guests may have said: those of the others have room then.
  static let maximumOfALink = 3_000

  /// A page of what was said about a document, the oldest first.
  func listComments(of document: UUID, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let page = ListedPage(&query, of: "documents.comments", by: .id)
    try query.finish()
    let found = try CommentsStore(database: context.database).comments(
      of: document, after: page.place, limit: page.limit)
    return Response.json { json in
      json.object { answer in
        answer.array("comments", page.shown(of: found)) { array, comment in
          array.object { comment.write(to: &$0) }
        }
        answer.text("nextCursor", page.next(after: found) { .uuid($0.id) })
      }
    }
  }

  /// Adds a comment. Throws 409 `too_many_comments`, and 400 for a `parentId` that is no comment of
  /// this document, that is deleted, or an answer itself.
  func add(
    _ form: CommentForm, as id: UUID, by author: CommentAuthor, _ actor: Actor,
    to document: Document, _ context: Context, in transaction: Transaction
  ) throws {
    let store = CommentsStore(database: transaction)
    guard try hasRoom(for: author, on: document, store) else {
      throw DocumentsError.tooManyComments
    }
    if let parent = form.parentID {
      let found = try store.comment(parent, of: document.id)
      guard let found, !found.isDeleted else {
        throw Problem.invalid([
          FieldError("parentId", "unknown_comment", "is no comment of this document")
        ])
      }
      guard found.parentID == nil else {
        throw Problem.invalid([
          FieldError("parentId", "is_an_answer", "is an answer, which can't be answered")
        ])
      }
    }
    try store.insert(id, form, by: author, on: document.id)
    try record("comment.posted", id, by: author, actor, on: document, context, in: transaction)
  }

  private func hasRoom(
    for author: CommentAuthor, on document: Document, _ store: CommentsStore
  ) throws -> Bool {
    switch author {
    case .member: document.commentCount < Self.maximumComments
    case .guest(let link, _, _):
      try document.commentCount < Self.maximumBesideGuests
        && store.count(ofLink: link) < Self.maximumOfALink
    }
  }

  /// Changes a comment's words, unless they are what they were.
  func change(
    _ comment: Comment, to body: String, _ actor: Actor, on document: Document,
    _ context: Context, in transaction: Transaction
  ) throws -> Comment {
    guard comment.body != body else { return comment }
    let store = CommentsStore(database: transaction)
    try store.setBody(body, of: comment.id)
    try record("comment.changed", comment, actor, on: document, context, in: transaction)
    guard let changed = try store.comment(comment.id, of: document.id) else {
      throw DocumentsError.commentNotFound
    }
    return changed
  }

  /// Takes a comment away: it disappears, or leaves an empty place while it has answers; with the last
  /// answer such a place goes too.
  ///
  /// - Parameter account: of whoever does it; nil: its author, a guest.
  func delete(
    _ comment: Comment, by account: UUID?, _ actor: Actor, on document: Document,
    _ context: Context, in transaction: Transaction
  ) throws {
    let store = CommentsStore(database: transaction)
    if try store.hasAnswers(comment.id) {
      try store.empty(comment.id, by: account)
    } else {
      try store.delete(comment.id, of: document.id)
      if let id = comment.parentID, let parent = try store.comment(id, of: document.id),
        parent.isDeleted, try !store.hasAnswers(id)
      {
        try store.delete(id, of: document.id)
      }
    }
    try record("comment.deleted", comment, actor, on: document, context, in: transaction)
  }

  /// A comment that is there; a deleted one's place is none. Throws `commentNotFound`.
  func comment(
    _ id: UUID, of document: Document, in transaction: Transaction
  ) throws -> Comment {
    let found = try CommentsStore(database: transaction).comment(id, of: document.id)
    guard let found, !found.isDeleted else { throw DocumentsError.commentNotFound }
    return found
  }

  func answer(_ comment: Comment, status: Status = .ok) -> Response {
    Response.json(status) { json in json.object { comment.write(to: &$0) } }
  }

  // MARK: Records

  private func record(
    _ action: String, _ comment: Comment, _ actor: Actor, on document: Document,
    _ context: Context, in transaction: Transaction
  ) throws {
    try record(action, on: document.id, by: actor, context, in: transaction) { detail in
      detail.uuid("comment_id", comment.id)
      if let link = comment.linkID { detail.uuid("link_id", link) }
    }
  }

  private func record(
    _ action: String, _ comment: UUID, by author: CommentAuthor, _ actor: Actor,
    on document: Document, _ context: Context, in transaction: Transaction
  ) throws {
    try record(action, on: document.id, by: actor, context, in: transaction) { detail in
      detail.uuid("comment_id", comment)
      if case .guest(let link, _, _) = author { detail.uuid("link_id", link) }
    }
  }
}
