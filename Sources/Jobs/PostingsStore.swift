import Clients
import MariaDB
import Primitives

/// For whom jobs are posted, in their table.
struct PostingsStore {
  let database: any Executor

  /// Jobs that wait for a client's word, or were refused, locked until the transaction ends. There are
  /// few: `Consent.maximumPending` of a workspace may wait.
  func jobsForUpdate(
    of client: UUID, in workspace: UUID, _ approvals: [ClientApproval]
  ) throws -> [UUID] {
    let words: [SQL] = approvals.map { "\($0)" }
    return try database.query(
      """
      SELECT id FROM jobs
      WHERE client_id = \(client) AND workspace_id = \(workspace)
        AND client_approval IN (\(words.joined(separator: ", ")))
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
