import MariaDB
import Primitives
import Security

/// The table of API keys.
struct KeysStore {
  let database: any Executor

  /// Whom a living key stands for, in one round trip; nil for a key that has ended or never was.
  func identity(_ hash: Digest) throws -> (identity: Identity, isUseOld: Bool)? {
    try database.first(
      """
      SELECT k.id, m.account_id, a.kind, m.id, m.workspace_id, m.role,
        k.last_used_at IS NULL
          OR k.last_used_at < UTC_TIMESTAMP(6) - INTERVAL \(LastUse.grain) SECOND
      FROM api_keys k
      JOIN memberships m ON m.id = k.membership_id
      JOIN accounts a ON a.id = m.account_id
      WHERE k.secret_hash = \(hash.bytes) AND k.ended_at IS NULL
      """
    ) { row in
      let key: UUID = try row.next()
      let account: UUID = try row.next()
      let kind: Account.Kind = try row.next()
      let membership = Membership(
        id: try row.next(), workspaceID: try row.next(), role: try row.next())
      let identity = Identity(
        account: account, kind: kind, client: nil, credential: .key(key),
        memberships: [membership])
      return (identity, try row.next())
    }
  }

  private static let living: SQL = """
    SELECT id, name, created_by, created_at, last_used_at FROM api_keys WHERE ended_at IS NULL
    """

  func living(of workspace: UUID, _ page: PageRequest) throws -> [APIKey] {
    let start: SQL = page.after.map { "AND id > \($0)" } ?? ""
    return try database.query(
      """
      \(Self.living) AND workspace_id = \(workspace) \(start)
      ORDER BY id LIMIT \(page.limit + 1)
      """, APIKey.init)
  }

  /// Nil when no such key is alive.
  func living(_ id: UUID, of workspace: UUID) throws -> APIKey? {
    try database.first(
      "\(Self.living) AND id = \(id) AND workspace_id = \(workspace)", APIKey.init)
  }

  /// How many are alive.
  func count(of workspace: UUID) throws -> Int {
    try database.first(
      "SELECT COUNT(*) FROM api_keys WHERE workspace_id = \(workspace) AND ended_at IS NULL"
    ) { try $0.next() } ?? 0
  }

  func insert(_ key: APIKey, as membership: Membership, hash: Digest) throws {
    try database.execute(
      """
      INSERT INTO api_keys
        (id, workspace_id, membership_id, created_by, name, secret_hash, created_at)
      VALUES (\(key.id), \(membership.workspaceID), \(membership.id), \(key.createdBy),
        \(key.name), \(hash.bytes), \(key.createdAt))
      """)
  }

  /// False when no such key is alive.
  func end(_ id: UUID, of workspace: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE api_keys SET ended_at = UTC_TIMESTAMP(6)
      WHERE id = \(id) AND workspace_id = \(workspace) AND ended_at IS NULL
      """) == 1
  }

  /// How many are alive that act as a membership.
  func count(actingAs membership: UUID) throws -> Int {
    try database.first(
      "SELECT COUNT(*) FROM api_keys WHERE membership_id = \(membership) AND ended_at IS NULL"
    ) { try $0.next() } ?? 0
  }

  /// Ends all keys that act as a membership.
  func endAll(of membership: UUID) throws {
    try database.execute(
      """
      UPDATE api_keys SET ended_at = UTC_TIMESTAMP(6)
      WHERE membership_id = \(membership) AND ended_at IS NULL
      """)
  }

  /// Writes down that keys are in use.
  func touch(_ keys: Set<UUID>) throws {
    for batch in Array(keys).batches(of: 64) {
      let ids: [SQL] = batch.map { "\($0)" }
      try database.execute(
        """
        UPDATE api_keys SET last_used_at = UTC_TIMESTAMP(6)
        WHERE id IN (\(ids.joined(separator: ", ")))
        """)
    }
  }
}

extension APIKey {
  fileprivate init(_ row: inout Row) throws {
    self.init(
      id: try row.next(), name: try row.next(), createdBy: try row.next(),
      createdAt: try row.next(), lastUsedAt: try row.next())
  }
}
