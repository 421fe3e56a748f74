import MariaDB
import Primitives

// Comments in the order in which a page shows them. A document has a bounded number of them, so that they
// may be put in order at each page.

extension CommentsStore {
  /// A page of threads.
  ///
  /// - Parameter start: the comment that it begins with; nil: the first. Before an answer stands the
  ///   comment that it answers.
  func threads(of document: UUID, from start: UUID?) throws -> CommentThreads {
    let first = try start.flatMap { try comment($0, of: document) }
    let limit = CommentThreads.most
    var found = try inThreads(of: document, from: first, limit: limit + 1)
    let next = found.count > limit ? found.removeLast().id : nil
    var context: [Comment] = []
    if let answered = first?.parentID, let parent = try comment(answered, of: document) {
      context.append(parent)
    }
    return CommentThreads(context + found, isContinued: first != nil, next: next)
  }

  private func inThreads(
    of document: UUID, from first: Comment?, limit: Int
  ) throws -> [Comment] {
    let thread: SQL = "COALESCE(c.parent_id, c.id)"
    let start: SQL =
      first.map { first in
        let (top, id) = (first.parentID ?? first.id, first.id)
        return "AND (\(thread) > \(top) OR (\(thread) = \(top) AND c.id >= \(id)))"
      } ?? ""
    return try database.query(
      """
      SELECT \(Comment.columns) FROM document_comments c
      WHERE c.document_id = \(document) \(start) ORDER BY \(thread), c.id LIMIT \(limit)
      """, Comment.init)
  }
}
