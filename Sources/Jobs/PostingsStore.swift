import Clients
import MariaDB
import Primitives

/// For whom jobs are posted, in their table.
struct PostingsStore {
  let database: any Executor

  /// Jobs that wait for a client's word, or were refused, locked until the transaction ends. There are
  /// few: `Consent.maximumPending` of a workspace may wait. Deleted ones are asked about anew when they
  /// are restored.
  func jobsForUpdate(
    of client: UUID, in workspace: UUID, _ approvals: [ClientApproval]
  ) throws -> [UUID] {
    let words: [SQL] = approvals.map { "\($0)" }
    return try database.query(
      """
      SELECT id FROM jobs
      WHERE client_id = \(client) AND workspace_id = \(workspace)
        AND client_approval IN (\(words.joined(separator: ", "))) AND deleted_at IS NULL
      ORDER BY id LIMIT 1000 FOR UPDATE
      """
    ) { try $0.next() }
  }

  /// How many of a workspace's jobs wait for a client's word. The pair is locked.
  func pending(for client: UUID, in workspace: UUID) throws -> Int {
    try database.first(
      """
      SELECT COUNT(*) FROM jobs
      WHERE client_id = \(client) AND client_approval = \(ClientApproval.pending)
        AND workspace_id = \(workspace) AND deleted_at IS NULL
      """
    ) { try $0.next() } ?? 0
  }

  /// Whether a workspace has any job for a client, a deleted one that can be restored too: as it is
  /// now, whatever the transaction has seen before.
  func hasAny(for client: UUID, in workspace: UUID) throws -> Bool {
    // Each by name, so that the index finds this pair's jobs and no others'.
    let any: [SQL] = ClientApproval.allCases.map { "\($0)" }
    return try database.first(
      """
      SELECT 1 FROM jobs FORCE INDEX (jobs_by_approval)
      WHERE client_id = \(client) AND client_approval IN (\(any.joined(separator: ", ")))
        AND workspace_id = \(workspace) AND (deleted_at IS NULL OR purge_at > UTC_TIMESTAMP(6)) LIMIT 1 LOCK IN SHARE MODE
      """
    ) { _ in true } ?? false
  }

  /// How many of a workspace's jobs for these clients are in which state; none of those there are none
  /// of.
  func counts(
    of clients: [UUID], in workspace: UUID
  ) throws -> [(client: UUID, status: Job.Status, count: Int)] {
    guard !clients.isEmpty else { return [] }
    let ids: [SQL] = clients.map { "\($0)" }
    return try database.query(
      """
      SET STATEMENT max_statement_time = 3 FOR
      SELECT client_id, status, COUNT(*) FROM jobs
      WHERE workspace_id = \(workspace) AND deleted_at IS NULL
        AND client_id IN (\(ids.joined(separator: ", ")))
      GROUP BY client_id, status
      """
    ) { (try $0.next(), try $0.next(), try $0.next()) }
  }

  /// Of a job that is locked; nil for a client: for nobody.
  func move(_ job: UUID, to client: UUID?, _ approval: ClientApproval) throws {
    try database.execute(
      """
      UPDATE jobs SET client_id = \(client), client_approval = \(approval),
        version = version + 1, updated_at = UTC_TIMESTAMP(6)
      WHERE id = \(job)
      """)
  }

  /// Of a job that is locked.
  func set(_ approval: ClientApproval, of job: UUID) throws {
    try database.execute(
      """
      UPDATE jobs SET client_approval = \(approval), version = version + 1,
        updated_at = UTC_TIMESTAMP(6)
      WHERE id = \(job)
      """)
  }
}
