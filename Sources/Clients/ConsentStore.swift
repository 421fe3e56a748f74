import Accounts
import MariaDB
import Primitives

/// The table of workspaces that post for clients.
struct ConsentStore {
  let database: any Executor

  /// Locks the pair until the transaction ends; nil for one that is not linked.
  func consentForUpdate(of client: UUID, _ workspace: UUID) throws -> Consent? {
    try database.first(
      """
      SELECT consent FROM client_workspaces
      WHERE client_id = \(client) AND workspace_id = \(workspace) FOR UPDATE
      """
    ) { try $0.next() }
  }

  /// The workspace's first posting.
  func insert(_ consent: Consent, of client: UUID, _ workspace: UUID) throws {
    try database.execute(
      """
      INSERT INTO client_workspaces (client_id, workspace_id, consent, created_at)
      VALUES (\(client), \(workspace), \(consent), UTC_TIMESTAMP(6))
      """)
  }

  /// What the client decided.
  func set(_ consent: Consent, of client: UUID, _ workspace: UUID) throws {
    try database.execute(
      """
      INSERT INTO client_workspaces (client_id, workspace_id, consent, created_at, decided_at)
      VALUES (\(client), \(workspace), \(consent), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE consent = VALUE(consent), decided_at = VALUE(decided_at)
      """)
  }

  private static let workspaces: SQL = """
    SELECT w.id, w.name, k.consent, k.created_at, k.decided_at
    FROM client_workspaces k JOIN workspaces w ON w.id = k.workspace_id
    """

  /// One more than the page holds, if there is one, by id.
  func workspaces(of client: UUID, _ page: PageRequest) throws -> [LinkedWorkspace] {
    let start: SQL = page.after.map { "AND k.workspace_id > \($0)" } ?? ""
    return try database.query(
      """
      \(Self.workspaces) WHERE k.client_id = \(client) \(start)
      ORDER BY k.workspace_id LIMIT \(page.limit + 1)
      """, LinkedWorkspace.init)
  }

  func workspace(_ id: UUID, of client: UUID) throws -> LinkedWorkspace? {
    try database.first(
      "\(Self.workspaces) WHERE k.client_id = \(client) AND k.workspace_id = \(id)",
      LinkedWorkspace.init)
  }

  /// Those that wait for the client's word, up to 1,000.
  func pending(of client: UUID) throws -> [UUID] {
    try database.query(
      """
      SELECT workspace_id FROM client_workspaces
      WHERE client_id = \(client) AND consent = \(Consent.pending) LIMIT 1000
      """
    ) { try $0.next() }
  }

  /// Clients that a workspace posts for, by id; one more than the page holds, if there is one.
  func clients(of workspace: UUID, _ page: PageRequest) throws -> [LinkedClient] {
    let start: SQL = page.after.map { "AND k.client_id > \($0)" } ?? ""
    return try database.query(
      """
      SELECT c.id, c.company_name, k.consent
      FROM client_workspaces k JOIN clients c ON c.id = k.client_id
      WHERE k.workspace_id = \(workspace) \(start)
      ORDER BY k.client_id LIMIT \(page.limit + 1)
      """
    ) { row in
      LinkedClient(id: try row.next(), companyName: try row.next(), consent: try row.next())
    }
  }
}

extension LinkedWorkspace {
  init(_ row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    consent = try row.next()
    since = try row.next()
    decidedAt = try row.next()
  }
}
