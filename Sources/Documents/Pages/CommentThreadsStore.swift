import Accounts
import MariaDB
import Primitives

// Comments in the order in which a page shows them, and where in it one of them is to be read.

extension CommentsStore {
  /// By threads, answers behind what they answer: read off an index, wherever a page begins.
  private static let threadOrder = ListOrder(by: "c.thread_id", id: "c.id", isDescending: false)

  /// A page of threads.
  ///
  /// - Parameter start: the comment that it begins with; nil: the first. Before an answer stands the
  ///   comment that it answers.
  func threads(of document: UUID, from start: UUID?) throws -> CommentThreads {
    let first = try start.flatMap { try comment($0, of: document) }
    let limit = CommentThreads.most
    var shown = first.map { [$0] } ?? []
    shown += try inThreads(of: document, after: first, limit: limit + 1 - shown.count)
    let next = shown.count > limit ? shown.removeLast().id : nil
    var context: [Comment] = []
    if let answered = first?.parentID, let parent = try comment(answered, of: document) {
      context.append(parent)
    }
    return CommentThreads(context + shown, isContinued: first != nil, next: next)
  }

  /// The page that a comment is read on begins with this one; nil: it is the first, on which all of
  /// them stand.
  func start(for comment: UUID, of document: UUID) throws -> UUID? {
    let count = try database.first("SELECT comments FROM documents WHERE id = \(document)") {
      try $0.next(as: Int.self)
    }
    return count ?? 0 > CommentThreads.most ? comment : nil
  }

  /// The comment where one stood that may be gone: itself, while answers keep its place; what it
  /// answered; the one behind it; or the last. Nil when there is none any more.
  func neighbour(of comment: Comment, on document: UUID) throws -> UUID? {
    if let place = try self.comment(comment.id, of: document) { return place.id }
    if let parent = comment.parentID, try self.comment(parent, of: document) != nil {
      return parent
    }
    if let behind = try inThreads(of: document, after: comment, limit: 1).first { return behind.id }
    return try database.first(
      """
      SELECT c.id FROM document_comments c WHERE c.document_id = \(document)
      ORDER BY c.thread_id DESC, c.id DESC LIMIT 1
      """
    ) { try $0.next() }
  }

  private func inThreads(
    of document: UUID, after place: Comment?, limit: Int
  ) throws -> [Comment] {
    try database.query(
      Self.inThreads(of: document, after: place, limit: limit), Comment.init)
  }

  /// - Parameter place: the comment that stands before them; nil: from the first.
  static func inThreads(of document: UUID, after place: Comment?, limit: Int) -> SQL {
    let start: SQL =
      place.map { place in
        let thread = place.parentID ?? place.id
        return "AND \(threadOrder.isBehind(ListPlace(value: .uuid(thread), tie: .uuid(place.id))))"
      } ?? ""
    return """
      SELECT \(Comment.columns) FROM document_comments c
      WHERE c.document_id = \(document) \(start) ORDER BY \(threadOrder.sql) LIMIT \(limit)
      """
  }
}
