import HTTP
import MariaDB
import Primitives
import Security

/// The table of sessions.
struct SessionsStore {
  let database: any Executor

  func insert(_ session: NewSession) throws {
    try database.execute(
      """
      INSERT INTO sessions
        (id, account_id, kind, user_agent, address_prefix, created_at, last_used_at)
      VALUES (\(session.id), \(session.account), 'api', \(session.userAgent),
        \(session.addressPrefix), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      """)
  }

  /// Makes a living session a browser's; false when it has ended or has a secret already.
  func giveSecret(_ hash: Digest, to session: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE sessions SET kind = 'browser', secret_hash = \(hash.bytes)
      WHERE id = \(session) AND kind = 'api' AND ended_at IS NULL
      """) == 1
  }

  /// Ends a living session of this account; false when there is none.
  func end(_ session: UUID, of account: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE sessions SET ended_at = UTC_TIMESTAMP(6)
      WHERE id = \(session) AND account_id = \(account) AND ended_at IS NULL
      """) == 1
  }

  /// Ends all living sessions of an account, but perhaps one.
  func endAll(of account: UUID, but kept: UUID?) throws {
    let others: SQL = kept.map { "AND id <> \($0)" } ?? ""
    try database.execute(
      """
      UPDATE sessions SET ended_at = UTC_TIMESTAMP(6)
      WHERE account_id = \(account) AND ended_at IS NULL \(others)
      """)
  }

  /// Notes that a living session's token is renewed, and whose it is; nil when it has ended.
  func renew(_ session: UUID) throws -> Account? {
    let isAlive =
      try database.execute(
        """
        UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6)
        WHERE id = \(session) AND ended_at IS NULL
        """) == 1
    guard isAlive else { return nil }
    return try database.first(
      """
      SELECT \(AccountsStore.columns) FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.id = \(session)
      """, Account.init)
  }

  /// Takes away sessions that nobody has used for 60 days, up to 10,000: a token of theirs can't be
  /// renewed any more, and a browser's is over.
  func clear() throws {
    try database.execute(
      "DELETE FROM sessions WHERE last_used_at < UTC_TIMESTAMP(6) - INTERVAL 60 DAY LIMIT 10000")
  }

  /// Writes down that sessions are in use.
  func touch(_ sessions: Set<UUID>) throws {
    for batch in Array(sessions).batches(of: 64) {
      let ids: [SQL] = batch.map { "\($0)" }
      try database.execute(
        """
        UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6)
        WHERE id IN (\(ids.joined(separator: ", ")))
        """)
    }
  }

  // MARK: Lists

  /// Those that can still be used, the newest first. An API session can be renewed until 30 days
  /// after the end of a token, which is a moment later than 30 days after its last use.
  func living(of account: UUID, _ page: PageRequest) throws -> [Session] {
    let end: SQL = page.after.map { "AND s.id < \($0)" } ?? ""
    return try database.query(
      """
      SELECT s.id, s.kind, s.user_agent, s.address_prefix, s.created_at, s.last_used_at
      FROM sessions s
      WHERE s.account_id = \(account) AND s.ended_at IS NULL AND s.last_used_at >
        UTC_TIMESTAMP(6) - INTERVAL \(Accounts.idleLifetime + Accounts.tokenLifetime) SECOND \(end)
      ORDER BY s.id DESC LIMIT \(page.limit + 1)
      """
    ) { row in
      try Session(
        id: row.next(), kind: row.next(), userAgent: row.next(), addressPrefix: row.next(),
        createdAt: row.next(), lastUsedAt: row.next())
    }
  }

  /// Whether an account was let in from this network in the last 30 days.
  func hasComeFrom(_ addressPrefix: String, emailKey: String) throws -> Bool {
    try database.first(
      """
      SELECT 1 FROM accounts a JOIN sessions s ON s.account_id = a.id
      WHERE a.email_key = \(emailKey) AND s.address_prefix = \(addressPrefix)
        AND s.last_used_at > UTC_TIMESTAMP(6) - INTERVAL \(Accounts.idleLifetime) SECOND
      LIMIT 1
      """
    ) { _ in true } ?? false
  }

  // MARK: Who is asking

  /// Whether the use that is written down is old enough to be written again.
  private static let isUseOld: SQL =
    "s.last_used_at < UTC_TIMESTAMP(6) - INTERVAL \(LastUse.grain) SECOND"

  /// The account behind a living session with its memberships, in one round trip; nil when the
  /// session has ended or never was.
  func identity(session: UUID) throws -> (identity: Identity, isUseOld: Bool)? {
    let rows = try database.query(
      """
      SELECT a.id, a.kind, a.client_id, \(Self.isUseOld), m.id, m.workspace_id, m.role
      FROM sessions s
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN memberships m ON m.account_id = a.id
      WHERE s.id = \(session) AND s.ended_at IS NULL
      ORDER BY m.id LIMIT 1000
      """
    ) { row in
      let account: UUID = try row.next()
      let kind: Account.Kind = try row.next()
      let client: UUID? = try row.next()
      return (account, kind, client, try row.next() as Bool, try Membership(optional: &row))
    }
    guard let (account, kind, client, isUseOld, _) = rows.first else { return nil }
    let identity = Identity(
      account: account, kind: kind, client: client, credential: .session(session),
      memberships: rows.compactMap { $0.4 })
    return (identity, isUseOld)
  }

  /// What a browser's cookie leads to.
  struct Browser {
    let session: UUID
    let isUseOld: Bool
    let account: Account
    let places: [Place]
  }

  /// The living browser session with this secret, in one round trip.
  func browser(_ hash: Digest) throws -> Browser? {
    let rows = try database.query(
      """
      SELECT s.id, \(Self.isUseOld), \(AccountsStore.columns), \(Place.columns)
      FROM sessions s
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN memberships m ON m.account_id = a.id
      LEFT JOIN workspaces w ON w.id = m.workspace_id
      WHERE s.secret_hash = \(hash.bytes) AND s.ended_at IS NULL
        AND s.last_used_at > UTC_TIMESTAMP(6) - INTERVAL \(Accounts.idleLifetime) SECOND
      ORDER BY m.id LIMIT 1000
      """
    ) { row in
      let session: UUID = try row.next()
      let isUseOld: Bool = try row.next()
      return (session, isUseOld, try Account(&row), try Place(optional: &row))
    }
    guard let (session, isUseOld, account, _) = rows.first else { return nil }
    return Browser(
      session: session, isUseOld: isUseOld, account: account, places: rows.compactMap { $0.3 })
  }
}

/// A session that is about to begin.
struct NewSession {
  let id = UUID.v7()
  let account: UUID
  let userAgent: String
  let addressPrefix: String

  init(of account: UUID, from request: Request) {
    self.account = account
    userAgent = request.sessionUserAgent
    addressPrefix = request.addressPrefix
  }
}
