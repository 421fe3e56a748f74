import MariaDB
import Primitives

/// The table of memberships. Whatever changes a workspace's rows has locked the workspace before.
struct MembershipsStore {
  let database: any Executor

  private static let listed: SQL = """
    SELECT m.id, m.workspace_id, m.role, m.created_at, a.id, a.name, a.email
    FROM memberships m JOIN accounts a ON a.id = m.account_id
    """

  // MARK: Reading

  /// The oldest first.
  func members(of workspace: UUID, _ page: PageRequest) throws -> [WorkspaceMember] {
    let start: SQL = page.after.map { "AND m.id > \($0)" } ?? ""
    return try database.query(
      """
      \(Self.listed) WHERE m.workspace_id = \(workspace) \(start)
      ORDER BY m.id LIMIT \(page.limit + 1)
      """, WorkspaceMember.init)
  }

  func member(_ id: UUID, of workspace: UUID) throws -> WorkspaceMember? {
    try database.first(
      "\(Self.listed) WHERE m.id = \(id) AND m.workspace_id = \(workspace)", WorkspaceMember.init)
  }

  func membership(of account: UUID, in workspace: UUID) throws -> Membership? {
    try database.first(
      """
      SELECT id, workspace_id, role FROM memberships
      WHERE account_id = \(account) AND workspace_id = \(workspace)
      """
    ) { row in
      Membership(id: try row.next(), workspaceID: try row.next(), role: try row.next())
    }
  }

  /// All that an account has, in the order in which it came to them.
  func places(of account: UUID) throws -> [Place] {
    try database.query(
      """
      SELECT \(Place.columns) FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
      WHERE m.account_id = \(account) ORDER BY m.id LIMIT 1000
      """
    ) { try Place(optional: &$0) }.compactMap { $0 }
  }

  /// The account that has been an owner longest, besides one membership; nil without another owner.
  func oldestOwner(of workspace: UUID, besides membership: UUID) throws -> UUID? {
    try database.first(
      """
      SELECT account_id FROM memberships
      WHERE workspace_id = \(workspace) AND role = 'owner' AND id <> \(membership)
      ORDER BY id LIMIT 1
      """
    ) { try $0.next() }
  }

  /// Whether an account is still a member anywhere, as it is now: two workspaces that let somebody
  /// go at once must not each count on the other.
  func hasAny(_ account: UUID) throws -> Bool {
    try database.first(
      "SELECT 1 FROM memberships WHERE account_id = \(account) LIMIT 1 FOR UPDATE"
    ) { _ in true } ?? false
  }

  // MARK: Changing

  func insert(_ membership: Membership, of account: UUID, at now: Instant) throws {
    try database.execute(
      """
      INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
      VALUES (\(membership.id), \(membership.workspaceID), \(account), \(membership.role), \(now))
      """)
  }

  func setRole(_ role: Membership.Role, of id: UUID) throws {
    try database.execute("UPDATE memberships SET role = \(role) WHERE id = \(id)")
  }

  func delete(_ id: UUID) throws {
    try database.execute("DELETE FROM memberships WHERE id = \(id)")
  }
}

extension WorkspaceMember {
  init(_ row: inout Row) throws {
    membership = Membership(
      id: try row.next(), workspaceID: try row.next(), role: try row.next())
    since = try row.next()
    account = try row.next()
    name = try row.next()
    email = try row.next()
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
