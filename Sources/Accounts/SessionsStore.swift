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

  // MARK: Who is asking

  /// Whether the use that is written down is old enough to be written again.
  private static let isUseOld: SQL =
    "s.last_used_at < UTC_TIMESTAMP(6) - INTERVAL \(LastUse.grain) SECOND"

  /// The account behind a living session with its memberships, in one round trip; nil when the
  /// session has ended or never was.
  func identity(session: UUID) throws -> (identity: Identity, isUseOld: Bool)? {
    let rows = try database.query(
      """
      SELECT a.id, a.kind, \(Self.isUseOld), m.id, m.workspace_id, m.role
      FROM sessions s
      JOIN accounts a ON a.id = s.account_id
      LEFT JOIN memberships m ON m.account_id = a.id
      WHERE s.id = \(session) AND s.ended_at IS NULL
      ORDER BY m.id LIMIT 1000
      """
    ) { row in
      let account: UUID = try row.next()
      let kind: Account.Kind = try row.next()
      return (account, kind, try row.next() as Bool, try Membership(optional: &row))
    }
    guard let (account, kind, isUseOld, _) = rows.first else { return nil }
    let identity = Identity(
      account: account, kind: kind, credential: .session(session),
      memberships: rows.compactMap { $0.3 })
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

extension Place {
  /// Of `memberships m` and `workspaces w`.
  static let columns: SQL = "m.id, m.workspace_id, m.role, w.name, w.created_at"

  /// Nil for the empty side of an outer join.
  init?(optional row: inout Row) throws {
    let membership = try Membership(optional: &row)
    let name: String? = try row.next()
    let createdAt: Instant? = try row.next()
    guard let membership, let name, let createdAt else { return nil }
    self.membership = membership
    workspace = Workspace(id: membership.workspaceID, name: name, createdAt: createdAt)
  }
}

extension Membership {
  /// From `id, workspace_id, role`; nil for the empty side of an outer join.
  init?(optional row: inout Row) throws {
    let id: UUID? = try row.next()
    let workspace: UUID? = try row.next()
    let role: Membership.Role? = try row.next()
    guard let id, let workspace, let role else { return nil }
    self.init(id: id, workspaceID: workspace, role: role)
  }
}
