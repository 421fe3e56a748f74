import Audit
import MariaDB
import Primitives

/// The table of workspaces.
struct WorkspaceStore {
  let database: any Executor

  static let chain = AuditChain(of: "workspaces")

  func insert(_ workspace: Workspace) throws {
    try database.execute(
      """
      INSERT INTO workspaces (id, name, created_at)
      VALUES (\(workspace.id), \(workspace.name), \(workspace.createdAt))
      """)
  }

  func workspace(_ id: UUID) throws -> Workspace? {
    try database.first("SELECT name, created_at FROM workspaces WHERE id = \(id)") { row in
      Workspace(id: id, name: try row.next(), createdAt: try row.next())
    }
  }

  /// Locks a workspace until the transaction ends; the time at which that was granted, nil without
  /// such a workspace.
  ///
  /// To be the transaction's first statement: what is read after it is then as it is now.
  func lock(_ id: UUID) throws -> Instant? {
    try database.first(
      "SELECT UTC_TIMESTAMP(6) FROM workspaces WHERE id = \(id) FOR UPDATE"
    ) { try $0.next() }
  }
}
