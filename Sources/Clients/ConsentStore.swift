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
      ON DUPLICATE KEY UPDATE consent = VALUE(consent), decided_at = VALUE(decided_at),
        refused_postings = 0, last_refused_at = NULL
      """)
  }

  /// Counts a posting of a blocked workspace. The pair is locked.
  func countRefusal(of client: UUID, _ workspace: UUID) throws {
    try database.execute(
      """
      UPDATE client_workspaces
      SET refused_postings = LEAST(refused_postings + 1, 1000000), last_refused_at = UTC_TIMESTAMP(6)
      WHERE client_id = \(client) AND workspace_id = \(workspace)
      """)
  }

  /// Forgets a workspace that posts nothing for the client, and that nothing was decided on.
  func deleteUndecided(_ workspace: UUID, of client: UUID) throws -> Bool {
    try database.execute(
      """
      DELETE FROM client_workspaces
      WHERE client_id = \(client) AND workspace_id = \(workspace) AND decided_at IS NULL
      """) > 0
  }

  private static let workspaces: SQL = """
    SELECT w.id, w.name, k.consent, k.created_at, k.decided_at, k.refused_postings,
      k.last_refused_at
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

  /// Which of a client's workspaces.
  enum Some {
    /// Those that wait for its word.
    case pending
    case others
  }

  /// The same of some of them.
  func workspaces(
    of client: UUID, _ some: Some, _ page: PageRequest
  ) throws -> [LinkedWorkspace] {
    let start: SQL = page.after.map { "AND k.workspace_id > \($0)" } ?? ""
    let consent: SQL =
      some == .pending ? "k.consent = \(Consent.pending)" : "k.consent <> \(Consent.pending)"
    return try database.query(
      """
      \(Self.workspaces) WHERE k.client_id = \(client) AND \(consent) \(start)
      ORDER BY k.workspace_id LIMIT \(page.limit + 1)
      """, LinkedWorkspace.init)
  }

  func workspace(_ id: UUID, of client: UUID) throws -> LinkedWorkspace? {
    try database.first(
      "\(Self.workspaces) WHERE k.client_id = \(client) AND k.workspace_id = \(id)",
      LinkedWorkspace.init)
  }

  /// What a workspace is called that a client has been told of: it posts for the client, has been
  /// decided on, or has looked the client up.
  func name(of workspace: UUID, knownTo client: UUID) throws -> String? {
    try database.first(
      """
      SELECT w.name FROM workspaces w
      WHERE w.id = \(workspace) AND (
        EXISTS (SELECT 1 FROM client_workspaces k
          WHERE k.client_id = \(client) AND k.workspace_id = w.id)
        OR EXISTS (SELECT 1 FROM connection_lookups l
          WHERE l.client_id = \(client) AND l.workspace_id = w.id))
      """
    ) { try $0.next() }
  }

  /// Some of those that wait for the word of a client that was closed within the last week: of this one,
  /// or of all.
  func waitingForClosed(_ client: UUID?) throws -> [(client: UUID, workspace: UUID)] {
    let this: SQL = client.map { "c.id = \($0) AND" } ?? ""
    return try database.query(
      """
      SELECT k.client_id, k.workspace_id
      FROM clients c JOIN client_workspaces k ON k.client_id = c.id
      WHERE \(this) c.closed_at > UTC_TIMESTAMP(6) - INTERVAL 7 DAY AND k.consent = \(Consent.pending)
      LIMIT 100
      """
    ) { (try $0.next(), try $0.next()) }
  }

  /// Clients that a workspace posts for, 200 at most: those that take it before those that don't, and
  /// then by name.
  func choice(of workspace: UUID) throws -> [LinkedClient] {
    try database.query(
      """
      SET STATEMENT max_statement_time = 3 FOR
      \(Self.clients) WHERE k.workspace_id = \(workspace)
      ORDER BY c.closed_at IS NOT NULL OR k.consent = \(Consent.blocked), c.company_name, c.id
      LIMIT 200
      """, LinkedClient.init)
  }

  /// Clients that a workspace posts for, by id; one more than the page holds, if there is one.
  func clients(of workspace: UUID, _ page: PageRequest) throws -> [LinkedClient] {
    let start: SQL = page.after.map { "AND k.client_id > \($0)" } ?? ""
    return try database.query(
      """
      \(Self.clients) WHERE k.workspace_id = \(workspace) \(start)
      ORDER BY k.client_id LIMIT \(page.limit + 1)
      """, LinkedClient.init)
  }

  func client(_ id: UUID, of workspace: UUID) throws -> LinkedClient? {
    try database.first(
      "\(Self.clients) WHERE k.client_id = \(id) AND k.workspace_id = \(workspace)",
      LinkedClient.init)
  }

  private static let clients: SQL = """
    SELECT c.id, c.company_name, k.consent, c.closed_at IS NOT NULL
    FROM client_workspaces k JOIN clients c ON c.id = k.client_id
    """
}

extension LinkedClient {
  init(_ row: inout Row) throws {
    id = try row.next()
    companyName = try row.next()
    consent = try row.next()
    isClosed = try row.next()
  }
}

extension LinkedWorkspace {
  init(_ row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    consent = try row.next()
    since = try row.next()
    decidedAt = try row.next()
    refusedPostings = try row.next()
    lastRefusedAt = try row.next()
  }
}
