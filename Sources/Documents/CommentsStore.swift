import Accounts
import MariaDB
import Primitives
import Security

/// The table of comments. Whatever changes one runs while its document is locked.
struct CommentsStore {
  let database: any Executor

  // MARK: Reading

  /// The oldest first, answers among them.
  static let order = ListOrder(by: nil, id: "c.id", isDescending: false)

  func comments(of document: UUID, after place: ListPlace?, limit: Int) throws -> [Comment] {
    let start: SQL = place.map { "AND \(Self.order.isBehind($0))" } ?? ""
    return try database.query(
      """
      SELECT \(Comment.columns) FROM document_comments c
      WHERE c.document_id = \(document) \(start) ORDER BY \(Self.order.sql) LIMIT \(limit)
      """, Comment.init)
  }

  func comment(_ id: UUID, of document: UUID) throws -> Comment? {
    try database.first(
      """
      SELECT \(Comment.columns) FROM document_comments c
      WHERE c.id = \(id) AND c.document_id = \(document)
      """, Comment.init)
  }

  /// What lets a guest change a comment.
  func editHash(of id: UUID) throws -> Bytes? {
    try database.first("SELECT edit_hash FROM document_comments WHERE id = \(id)") {
      try $0.next() as Bytes?
    } ?? nil
  }

  /// How many a link's guests have, empty places among them.
  func count(ofLink link: UUID) throws -> Int {
    try database.first("SELECT COUNT(*) FROM document_comments WHERE link_id = \(link)") {
      try $0.next()
    } ?? 0
  }

  func hasAnswers(_ id: UUID) throws -> Bool {
    try database.first("SELECT 1 FROM document_comments WHERE parent_id = \(id) LIMIT 1") { _ in
      true
    } ?? false
  }

  // MARK: Changing

  func insert(
    _ id: UUID, _ form: CommentForm, by author: CommentAuthor, on document: UUID
  ) throws {
    let (link, account, hash): (UUID?, UUID?, Bytes?) =
      switch author {
      case .member(let account, _): (nil, account, nil)
      case .guest(let link, _, let hash): (link, nil, hash.bytes)
      }
    try database.execute(
      """
      INSERT INTO document_comments
        (id, document_id, parent_id, link_id, account_id, author, body, edit_hash, created_at)
      VALUES (\(id), \(document), \(form.parentID), \(link), \(account), \(author.name),
        \(form.body), \(hash), UTC_TIMESTAMP(6))
      """)
    try count(1, of: document)
  }

  func setBody(_ body: String, of id: UUID) throws {
    try database.execute(
      """
      UPDATE document_comments SET body = \(body), edited_at = UTC_TIMESTAMP(6) WHERE id = \(id)
      """)
  }

  /// Leaves a place without words, for the answers.
  ///
  /// - Parameter account: of whoever took it away; nil: its author, a guest.
  func empty(_ id: UUID, by account: UUID?) throws {
    try database.execute(
      """
      UPDATE document_comments SET author = '', body = '', edit_hash = NULL, edited_at = NULL,
        deleted_at = UTC_TIMESTAMP(6), deleted_by = \(account)
      WHERE id = \(id)
      """)
  }

  func delete(_ id: UUID, of document: UUID) throws {
    try database.execute("DELETE FROM document_comments WHERE id = \(id)")
    try count(-1, of: document)
  }

  private func count(_ number: Int, of document: UUID) throws {
    try database.execute(
      "UPDATE documents SET comments = comments + \(number) WHERE id = \(document)")
  }
}
