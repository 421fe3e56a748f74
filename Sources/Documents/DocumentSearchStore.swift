import Accounts
import MariaDB
import Primitives

/// A page of a workspace's documents.
///
/// Without a filter each order is read off its own index: a page costs the same wherever it lies.
/// `q` is looked for along that order, in the title and in the words as they stand: a workspace has
/// thousands of documents, not millions. What takes longer than its time is refused.
package struct DocumentSearch {
  let workspace: UUID
  let query: DocumentQuery
  let database: any Executor

  package init(workspace: UUID, query: DocumentQuery, database: any Executor) {
    self.workspace = workspace
    self.query = query
    self.database = database
  }

  /// One more than `query.limit`, if there is one. Throws `tooManyToFilter` (422).
  package func page() throws -> [Document] {
    var sql: SQL = """
      SELECT \(Document.columns) FROM \(Document.source)
      WHERE d.workspace_id = \(workspace) AND \(presence)
      """
    if let pattern = query.pattern {
      sql += " AND (d.title LIKE \(pattern) OR v.body LIKE \(pattern))"
    }
    if let place = query.start { sql += " AND \(order.isBehind(place))" }
    sql += " ORDER BY \(order.sql) LIMIT \(query.limit + 1)"
    if query.pattern != nil || query.isOfDeleted {
      sql = "SET STATEMENT max_statement_time = 3 FOR \(sql)"
    }
    do {
      return try database.query(sql, Document.init)
    } catch let error as DatabaseError where error.kind == .timeout {
      throw DocumentsError.tooManyToFilter
    }
  }

  private var presence: SQL {
    query.isOfDeleted
      ? "d.deleted_at IS NOT NULL AND d.purge_at > UTC_TIMESTAMP(6)" : "d.deleted_at IS NULL"
  }

  private var order: ListOrder {
    let column: SQL? =
      switch query.order.key {
      case .created: nil
      case .updated: "d.updated_at"
      case .title: "d.title"
      }
    return ListOrder(by: column, id: "d.id", isDescending: query.order.isDescending)
  }
}
