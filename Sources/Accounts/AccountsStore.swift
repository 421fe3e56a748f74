import Audit
import MariaDB
import Primitives

/// The tables of accounts and workspaces.
struct AccountsStore {
  let database: any Executor

  static let chain = AuditChain(of: "accounts")

  /// Of `accounts a`, as `Account` reads them.
  static let columns: SQL = "a.id, a.kind, a.email, a.name, a.created_at"

  /// What signing in needs of an account.
  struct Credentials {
    let account: Account
    let passwordHash: String
  }

  func credentials(emailKey: String) throws -> Credentials? {
    try database.first(
      """
      SELECT \(Self.columns), a.password_hash FROM accounts a WHERE a.email_key = \(emailKey)
      """
    ) { row in
      Credentials(account: try Account(&row), passwordHash: try row.next())
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

  /// Locks the account until the transaction ends.
  func passwordHashForUpdate(of account: UUID) throws -> String? {
    try database.first("SELECT password_hash FROM accounts WHERE id = \(account) FOR UPDATE") {
      try $0.next()
    }
  }

  func setPasswordHash(_ hash: String, of account: UUID) throws {
    try database.execute("UPDATE accounts SET password_hash = \(hash) WHERE id = \(account)")
  }
}

extension Account {
  /// From `AccountsStore.columns`.
  init(_ row: inout Row) throws {
    id = try row.next()
    kind = try row.next()
    email = try row.next()
    name = try row.next()
    createdAt = try row.next()
  }
}
