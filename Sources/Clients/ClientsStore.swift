import Audit
import MariaDB
import Primitives

/// The table of clients.
struct ClientsStore {
  let database: any Executor

  static let chain = AuditChain(of: "clients")

  /// Throws `connectionTaken`.
  func insert(_ id: UUID, companyName: String, connectionID: ConnectionID) throws {
    do {
      try database.execute(
        """
        INSERT INTO clients (id, company_name, connection_id, created_at)
        VALUES (\(id), \(companyName), \(connectionID.text), UTC_TIMESTAMP(6))
        """)
    } catch let error as DatabaseError where error.kind == .unique("clients_connection") {
      throw ClientsError.connectionTaken
    }
  }

  /// One that is not closed.
  func client(_ id: UUID) throws -> Client? {
    try database.first(
      "SELECT \(Client.columns) FROM clients c WHERE c.id = \(id) AND c.closed_at IS NULL",
      Client.init)
  }

  /// The same, locked until the transaction ends.
  func clientForUpdate(_ id: UUID) throws -> Client? {
    try database.first(
      """
      SELECT \(Client.columns) FROM clients c WHERE c.id = \(id) AND c.closed_at IS NULL FOR UPDATE
      """, Client.init)
  }

  /// The one that a connection ID leads to, locked until the transaction ends.
  func clientForUpdate(by connection: ConnectionID) throws -> Client? {
    try database.first(
      """
      SELECT \(Client.columns) FROM clients c
      WHERE c.connection_id = \(connection.text) AND c.closed_at IS NULL FOR UPDATE
      """, Client.init)
  }

  /// By the primary key; nil for one that is closed.
  func changes(of client: UUID) throws -> ClientChanges? {
    try database.first(
      """
      SELECT jobs_version, jobs_changed_at, profile_version FROM clients
      WHERE id = \(client) AND closed_at IS NULL
      """
    ) { row in
      ClientChanges(
        version: try row.next(), at: try row.next(), profileVersion: try row.next())
    }
  }

  /// Of a client that is locked.
  func update(_ client: UUID, companyName: String, asksFirst: Bool) throws {
    try database.execute(
      """
      UPDATE clients SET company_name = \(companyName), ask_first = \(asksFirst),
        profile_version = profile_version + 1
      WHERE id = \(client)
      """)
  }

  func close(_ client: UUID) throws {
    try database.execute(
      """
      UPDATE clients SET closed_at = UTC_TIMESTAMP(6), profile_version = profile_version + 1
      WHERE id = \(client)
      """)
  }
}
