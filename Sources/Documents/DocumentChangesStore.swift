import Accounts
import MariaDB
import Primitives

// What becomes of a document as a whole, in its tables. Each statement is for one that is locked.

extension DocumentsStore {
  func delete(_ id: UUID) throws {
    try database.execute("UPDATE documents SET \(Bin.deletion) WHERE id = \(id)")
  }

  /// The document, locked, deleted or not, unless its time for being restored is over.
  func restorableForUpdate(_ id: UUID) throws -> Document? {
    try database.first(
      """
      SELECT \(Document.columns) FROM \(Document.source)
      WHERE d.id = \(id) AND \(Bin.hasNotPassed("d")) FOR UPDATE
      """, Document.init)
  }

  func restore(_ id: UUID) throws {
    try database.execute("UPDATE documents SET \(Bin.restoration) WHERE id = \(id)")
  }

  /// Makes one member's documents of a workspace another's, deleted ones too.
  func handOver(from leaver: UUID, to heir: UUID, in workspace: UUID) throws {
    try database.execute(
      """
      UPDATE documents SET created_by = \(heir)
      WHERE workspace_id = \(workspace) AND created_by = \(leaver)
      """)
  }

  // MARK: Clearing

  /// Takes away a piece of what was written in and about a document; false when there is nothing left.
  func deleteSome(of id: UUID) throws -> Bool {
    let tables: [SQL] = [
      "DELETE FROM document_comments WHERE document_id = \(id) LIMIT 1000",
      "DELETE FROM document_edit_requests WHERE document_id = \(id) LIMIT 1000",
      "DELETE FROM document_versions WHERE document_id = \(id) LIMIT 20",
    ]
    return try tables.contains { try database.execute($0) > 0 }
  }

  /// Leaves of a document what its doors and its audit chain need.
  func empty(_ id: UUID) throws {
    try database.execute(
      "UPDATE documents SET title = '', comments = 0, purge_at = NULL WHERE id = \(id)")
  }
}
