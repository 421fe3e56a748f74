import MariaDB
import Primitives
import Security

/// The table of links for new passwords: one for each account that has asked.
struct PasswordResetStore {
  let database: any Executor

  private static let isOpen: SQL = "r.used_at IS NULL AND r.expires_at > UTC_TIMESTAMP(6)"

  /// Whose link this is, while it works.
  func account(_ token: Digest) throws -> Account? {
    try database.first(
      """
      SELECT \(AccountsStore.columns) FROM password_resets r JOIN accounts a ON a.id = r.account_id
      WHERE r.token_hash = \(token.bytes) AND \(Self.isOpen) AND a.closed_at IS NULL
      """, Account.init)
  }

  /// Uses a link up; false when it no longer works. The account is locked.
  func use(_ token: Digest, of account: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE password_resets r SET r.used_at = UTC_TIMESTAMP(6)
      WHERE r.account_id = \(account) AND r.token_hash = \(token.bytes) AND \(Self.isOpen)
      """) == 1
  }

  /// Ends whatever link an account has. The account is locked.
  func end(of account: UUID) throws {
    try database.execute(
      """
      UPDATE password_resets SET used_at = UTC_TIMESTAMP(6)
      WHERE account_id = \(account) AND used_at IS NULL
      """)
  }

  /// What became of the link that somebody asked for.
  enum Registration {
    case made
    /// By an earlier attempt to send it; it works.
    case stands
    /// It was used, is too old, or a later one was asked for.
    case over
  }

  /// Makes a link work, in the place of any that was asked for earlier. The account is locked.
  func register(
    _ token: Digest, of account: UUID, requestedAt: Instant
  ) throws -> Registration {
    let end = requestedAt + Accounts.resetLifetime
    let found = try database.first(
      """
      SELECT r.token_hash = \(token.bytes) AND \(Self.isOpen), r.requested_at >= \(requestedAt)
      FROM password_resets r WHERE r.account_id = \(account)
      """
    ) { (stands: try $0.next(as: Bool.self), isLater: try $0.next(as: Bool.self)) }
    if let found, found.stands { return .stands }
    if let found, found.isLater { return .over }
    let isDue =
      try database.first("SELECT \(end) > UTC_TIMESTAMP(6)") { try $0.next(as: Bool.self) } ?? false
    guard isDue else { return .over }
    try database.execute(
      """
      INSERT INTO password_resets (account_id, token_hash, requested_at, expires_at)
      VALUES (\(account), \(token.bytes), \(requestedAt), \(end))
      ON DUPLICATE KEY UPDATE token_hash = VALUE(token_hash),
        requested_at = VALUE(requested_at), expires_at = VALUE(expires_at), used_at = NULL
      """)
    return .made
  }
}
