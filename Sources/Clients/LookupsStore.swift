import Accounts
import MariaDB
import Primitives

/// Who looked, as the table says it.
private enum ActorKind: String {
  case account, key
}

/// The table of look-ups.
struct LookupsStore {
  let database: any Executor

  func insert(of client: UUID, for workspace: UUID, by member: Member) throws {
    let key: UUID? = if case .key(let id) = member.identity.credential { id } else { nil }
    try database.execute(
      """
      INSERT INTO connection_lookups (client_id, id, workspace_id, actor_kind, actor_id, at)
      VALUES (\(client), \(UUID.v7()), \(workspace), \(key == nil ? ActorKind.account : .key),
        \(key ?? member.account), UTC_TIMESTAMP(6))
      """)
  }

  /// One more than the page holds, if there is one.
  func lookups(of client: UUID, _ page: PageRequest) throws -> [Lookup] {
    let end: SQL = page.after.map { "AND k.id < \($0)" } ?? ""
    return try database.query(
      """
      SELECT k.id, k.workspace_id, w.name, k.actor_kind = 'key', k.at, c.consent
      FROM connection_lookups k JOIN workspaces w ON w.id = k.workspace_id
        LEFT JOIN client_workspaces c
          ON c.client_id = k.client_id AND c.workspace_id = k.workspace_id
      WHERE k.client_id = \(client) \(end)
      ORDER BY k.id DESC LIMIT \(page.limit + 1)
      """
    ) { row in
      Lookup(
        id: try row.next(), workspace: try row.next(), workspaceName: try row.next(),
        isByKey: try row.next(), at: try row.next(), consent: try row.next())
    }
  }

  /// Whether a workspace has looked the client up within the time that is known.
  func has(_ workspace: UUID, lookedUp client: UUID) throws -> Bool {
    try database.first(
      """
      SELECT 1 FROM connection_lookups
      WHERE client_id = \(client) AND workspace_id = \(workspace) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Those of a year ago, up to 10,000.
  func clear() throws {
    try database.execute(
      """
      DELETE FROM connection_lookups WHERE at < UTC_TIMESTAMP(6) - INTERVAL 365 DAY LIMIT 10000
      """)
  }
}
