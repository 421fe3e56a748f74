import MariaDB
import Primitives

extension JobsStore {
  /// Makes one member's jobs of a workspace another's, deleted ones too; those who watch them see it.
  func handOver(from leaver: UUID, to heir: UUID, in workspace: UUID) throws {
    try database.execute(
      """
      UPDATE jobs SET created_by = \(heir), version = version + 1
      WHERE workspace_id = \(workspace) AND created_by = \(leaver)
      """)
  }
}

extension Jobs {
  /// `Accounts.Handover` of jobs: what a leaver made is managed by an owner who stays.
  package static func handOver(
    from leaver: UUID, to heir: UUID, in workspace: UUID, _ transaction: Transaction
  ) throws {
    try JobsStore(database: transaction).handOver(from: leaver, to: heir, in: workspace)
  }
}
