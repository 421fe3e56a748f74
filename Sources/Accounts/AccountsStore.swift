import Audit
import MariaDB
import Primitives

/// The tables of accounts, workspaces, memberships and sessions.
struct AccountsStore {
  let database: any Executor

  static let chain = AuditChain(of: "accounts")

  /// What signing in needs of an account.
  struct Credentials {
    let account: Account
    let passwordHash: String
  }

  func credentials(emailKey: String) throws -> Credentials? {
    try database.first(
      """
      SELECT id, kind, email, name, created_at, password_hash FROM accounts
      WHERE email_key = \(emailKey)
      """
    ) { row in
      let account = try Account(
        id: row.next(), kind: row.next(), email: row.next(), name: row.next(),
        createdAt: row.next())
      return Credentials(account: account, passwordHash: try row.next())
    }
  }

  /// Throws `AccountsError.emailTaken`.
  func insert(_ account: Account, emailKey: String, passwordHash: String) throws {
    do {
      try database.execute(
        """
        INSERT INTO accounts (id, kind, email, email_key, name, password_hash, created_at)
        VALUES (\(account.id), \(account.kind), \(account.email), \(emailKey), \(account.name),
          \(passwordHash), \(account.createdAt))
        """)
    } catch let error as DatabaseError where error.kind == .unique("accounts_email") {
      throw AccountsError.emailTaken
    }
  }

  func insert(_ workspace: Workspace) throws {
    try database.execute(
      """
      INSERT INTO workspaces (id, name, created_at)
      VALUES (\(workspace.id), \(workspace.name), \(workspace.createdAt))
      """)
  }

  func insert(_ membership: Membership, of account: UUID, at now: Instant) throws {
    try database.execute(
      """
      INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
      VALUES (\(membership.id), \(membership.workspaceID), \(account), \(membership.role), \(now))
      """)
  }

  func insertSession(_ id: UUID, of account: UUID, userAgent: String) throws {
    try database.execute(
      """
      INSERT INTO sessions (id, account_id, user_agent, created_at)
      VALUES (\(id), \(account), \(userAgent), UTC_TIMESTAMP(6))
      """)
  }

  func setPasswordHash(_ hash: String, of account: UUID) throws {
    try database.execute("UPDATE accounts SET password_hash = \(hash) WHERE id = \(account)")
  }

  /// The account behind a living session with its memberships, in one round trip; nil when the
  /// session has ended or never was.
  func signedIn(session: UUID) throws -> (
    account: UUID, kind: Account.Kind, memberships: [Membership]
  )? {
    let rows = try database.query(
      """
      SELECT a.id, a.kind, m.id, m.workspace_id, m.role
      FROM sessions s
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN memberships m ON m.account_id = a.id
      WHERE s.id = \(session) AND s.ended_at IS NULL
      ORDER BY m.id LIMIT 1000
      """
    ) { row in
      let account: UUID = try row.next()
      let kind: Account.Kind = try row.next()
      return (account, kind, try Self.membership(&row))
    }
    guard let first = rows.first else { return nil }
    return (first.0, first.1, rows.compactMap { $0.2 })
  }

  private static func membership(_ row: inout Row) throws -> Membership? {
    let id: UUID? = try row.next()
    let workspace: UUID? = try row.next()
    let role: Membership.Role? = try row.next()
    guard let id, let workspace, let role else { return nil }
    return Membership(id: id, workspaceID: workspace, role: role)
  }
}
