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

  /// Whether this address has asked by this link, and waits.
  func isWaiting(_ email: Email, link: UUID) throws -> Bool {
    try database.first(
      """
      SELECT 1 FROM document_edit_requests
      WHERE link_id = \(link) AND email_key = \(email.key) AND waiting
      """
    ) { _ in true } ?? false
  }

  func waiting(of document: UUID) throws -> Int {
    try database.first(
      """
      SELECT COUNT(*) FROM document_edit_requests
      WHERE document_id = \(document) AND status = \(EditRequest.Status.pending)
      """
    ) { try $0.next() } ?? 0
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

  func answer(_ id: UUID, with status: EditRequest.Status, by account: UUID) throws {
    try database.execute(
      """
      UPDATE document_edit_requests SET status = \(status), answered_at = UTC_TIMESTAMP(6),
        answered_by = \(account)
      WHERE id = \(id)
      """)
  }
}
