import Accounts
import MariaDB
import Primitives

/// The table of guests who want to write. Whatever changes it runs while the document is locked.
struct EditRequestsStore {
  let database: any Executor

  // MARK: Reading

  /// The newest first.
  static let order = ListOrder(by: nil, id: "r.id", isDescending: true)

  func requests(
    of document: UUID, in status: EditRequest.Status?, after place: ListPlace?, limit: Int
  ) throws -> [EditRequest] {
    let wanted: SQL = status.map { "AND r.status = \($0)" } ?? ""
    let start: SQL = place.map { "AND \(Self.order.isBehind($0))" } ?? ""
    return try database.query(
      """
      SELECT \(EditRequest.columns) FROM document_edit_requests r
      WHERE r.document_id = \(document) \(wanted) \(start)
      ORDER BY \(Self.order.sql) LIMIT \(limit)
      """, EditRequest.init)
  }

  func request(_ id: UUID, of document: UUID) throws -> EditRequest? {
    try database.first(
      """
      SELECT \(EditRequest.columns) FROM document_edit_requests r
      WHERE r.id = \(id) AND r.document_id = \(document)
      """, EditRequest.init)
  }

  /// What this address has asked by this link, if it waits for an answer.
  func waiting(_ email: Email, link: UUID) throws -> EditRequest? {
    try database.first(
      """
      SELECT \(EditRequest.columns) FROM document_edit_requests r
      WHERE r.link_id = \(link) AND r.email_key = \(email.key) AND r.waiting
      """, EditRequest.init)
  }

  /// How many wait for an answer, of each of these documents, in one round trip; nothing for one without
  /// any.
  ///
  /// - Parameter documents: 200 at most.
  func waiting(of documents: [UUID]) throws -> [UUID: Int] {
    guard !documents.isEmpty else { return [:] }
    let list: SQL = documents.map { "\($0)" as SQL }.joined(separator: ", ")
    let found = try database.query(
      """
      SELECT document_id, COUNT(*) FROM document_edit_requests
      WHERE document_id IN (\(list)) AND status = \(EditRequest.Status.pending)
      GROUP BY document_id
      """
    ) { (try $0.next(as: UUID.self), try $0.next(as: Int.self)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  func hasAny(of document: UUID) throws -> Bool {
    try database.first(
      "SELECT 1 FROM document_edit_requests WHERE document_id = \(document) LIMIT 1"
    ) { _ in true } ?? false
  }

  func waiting(ofLink link: UUID) throws -> Int {
    try database.first(
      "SELECT COUNT(*) FROM document_edit_requests WHERE link_id = \(link) AND waiting"
    ) { try $0.next() } ?? 0
  }

  // MARK: Changing

  func insert(_ id: UUID, _ form: EditRequestForm, link: UUID, document: UUID) throws {
    try database.execute(
      """
      INSERT INTO document_edit_requests
        (id, document_id, link_id, email, email_key, message, status, created_at)
      VALUES (\(id), \(document), \(link), \(form.email.text), \(form.email.key), \(form.message),
        \(EditRequest.Status.pending), UTC_TIMESTAMP(6))
      """)
  }

  func setMessage(_ message: String, of id: UUID) throws {
    try database.execute(
      "UPDATE document_edit_requests SET message = \(message) WHERE id = \(id)")
  }

  func answer(_ id: UUID, with status: EditRequest.Status, by account: UUID) throws {
    try database.execute(
      """
      UPDATE document_edit_requests SET status = \(status), answered_at = UTC_TIMESTAMP(6),
        answered_by = \(account)
      WHERE id = \(id)
      """)
  }
}
