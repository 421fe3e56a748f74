import MariaDB
import Primitives

extension ShareLinks {
  /// Makes one member's links of a workspace another's, the ended ones too: for when the first has
  /// left it.
  package static func handOver(
    from leaver: UUID, to heir: UUID, in workspace: UUID, _ transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE links SET created_by = \(heir)
      WHERE workspace_id = \(workspace) AND created_by = \(leaver)
      """)
  }
}
