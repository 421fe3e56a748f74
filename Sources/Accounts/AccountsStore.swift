import Audit
import Language
import MariaDB
import Primitives

/// The table of accounts.
struct AccountsStore {
  let database: any Executor

  static let chain = AuditChain(of: "accounts")

  /// Of `accounts a`, as `Account` reads them.
  static let columns: SQL = "a.id, a.kind, a.client_id, a.email, a.name, a.created_at"

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
  ///
  /// - Parameter language: in which its owner is written to.
  func insert(
    _ account: Account, emailKey: String, passwordHash: String, language: Language
  ) throws {
    do {
      try database.execute(
        """
        INSERT INTO accounts
          (id, kind, client_id, email, email_key, name, password_hash, language, created_at)
        VALUES (\(account.id), \(account.kind), \(account.client), \(account.email), \(emailKey),
          \(account.name), \(passwordHash), \(language), \(account.createdAt))
        """)
    } catch let error as DatabaseError where error.kind == .unique("accounts_email") {
      throw AccountsError.emailTaken
    }
  }

  func credentials(_ account: UUID) throws -> Credentials? {
    try database.first(
      "SELECT \(Self.columns), a.password_hash FROM accounts a WHERE a.id = \(account)"
    ) { row in
      Credentials(account: try Account(&row), passwordHash: try row.next())
    }
  }

  func account(_ id: UUID) throws -> Account? {
    try database.first(
      "SELECT \(Self.columns) FROM accounts a WHERE a.id = \(id)", Account.init)
  }

  func account(emailKey: String) throws -> Account? {
    try database.first(
      "SELECT \(Self.columns) FROM accounts a WHERE a.email_key = \(emailKey)", Account.init)
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

  func setName(_ name: String, of account: UUID) throws {
    try database.execute("UPDATE accounts SET name = \(name) WHERE id = \(account)")
  }

  /// Leaves of an account what records name it by. Its e-mail is free again: what stands in the place
  /// of its key has no `@`, so no address is like it.
  func close(_ account: UUID) throws {
    try database.execute(
      """
      UPDATE accounts SET email = '', email_key = \("closed \(account)"), name = '',
        password_hash = '', closed_at = UTC_TIMESTAMP(6)
      WHERE id = \(account)
      """)
  }
}

extension Account {
  /// From `AccountsStore.columns`.
  init(_ row: inout Row) throws {
    id = try row.next()
    kind = try row.next()
    client = try row.next()
    email = try row.next()
    name = try row.next()
    createdAt = try row.next()
  }
}
