import Accounts
import Clients
import MariaDB
import Primitives

/// The table of jobs, as far as one client's go.
struct ClientJobsStore {
  let database: any Executor

  private static let jobs: SQL = """
    SELECT \(Job.columns), w.name, j.client_approval
    FROM jobs j JOIN workspaces w ON w.id = j.workspace_id
    """

  func job(_ id: UUID, of client: UUID) throws -> ClientJob? {
    try database.first(
      "\(Self.jobs) WHERE j.id = \(id) AND j.client_id = \(client) AND j.deleted_at IS NULL",
      ClientJob.init)
  }

  /// The newest first.
  func page(of client: UUID, _ query: ClientJobQuery) throws -> Page<ClientJob> {
    var sql: SQL = "\(Self.jobs) WHERE j.client_id = \(client) AND j.deleted_at IS NULL"
    if let status = query.status { sql += " AND j.status = \(status)" }
    if let approval = query.approval { sql += " AND j.client_approval = \(approval)" }
    if let after = query.page.after { sql += " AND j.id < \(after)" }
    let found = try database.query(
      """
      SET STATEMENT max_statement_time = 3 FOR
      \(sql) ORDER BY j.id DESC LIMIT \(query.page.limit + 1)
      """, ClientJob.init)
    return Page(found, of: query.page) { $0.job.id }
  }

  func stats(of client: UUID, _ changes: ClientChanges) throws -> ClientStats {
    let found = try database.query(
      """
      SET STATEMENT max_statement_time = 3 FOR
      SELECT status, COUNT(*) FROM jobs
      WHERE client_id = \(client) AND deleted_at IS NULL GROUP BY status
      """
    ) { (try $0.next(as: Job.Status.self), try $0.next(as: Int.self)) }
    let awaiting = try database.first(
      """
      SELECT COUNT(*) FROM jobs
      WHERE client_id = \(client) AND client_approval = \(ClientApproval.pending)
        AND deleted_at IS NULL
      """
    ) { try $0.next(as: Int.self) }
    return ClientStats(
      counts: Job.Status.allCases.map { status in
        (status, found.first { $0.0 == status }?.1 ?? 0)
      },
      awaitingApproval: awaiting ?? 0, changedAt: changes.at)
  }
}

extension ClientJob {
  init(_ row: inout Row) throws {
    job = try Job(&row)
    workspaceName = try row.next()
    approval = try row.next()
  }
}
