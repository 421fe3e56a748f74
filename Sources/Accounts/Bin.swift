import Audit
import MariaDB
import Primitives

/// What becomes of the things of one kind that are deleted: for 30 days each can be restored, then what
/// it holds is cleared.
///
/// Their table says so in `deleted_at` and `purge_at`. A row stays, without a word of the thing: by it the
/// doors know what they opened, and its audit chain goes on.
package struct Bin: Sendable {
  private static let days = 30

  private let table: SQL
  private let chain: AuditChain
  private let cleared: String

  /// - Parameters:
  ///   - table: where they are, by their `id`.
  ///   - chain: their records.
  ///   - cleared: the clearing of one, as the records name it.
  package init(of table: SQL, _ chain: AuditChain, cleared: String) {
    self.table = table
    self.chain = chain
    self.cleared = cleared
  }

  /// What a thing's row says once it is deleted; behind SET.
  package static let deletion: SQL = """
    deleted_at = UTC_TIMESTAMP(6), purge_at = UTC_TIMESTAMP(6) + INTERVAL \(days) DAY
    """

  /// The same once it is restored.
  package static let restoration: SQL = "deleted_at = NULL, purge_at = NULL"

  /// The condition for a thing that is there, or can be restored.
  ///
  /// - Parameter row: its table, as the query calls it.
  package static func hasNotPassed(_ row: SQL) -> SQL {
    "(\(row).deleted_at IS NULL OR \(row).purge_at > UTC_TIMESTAMP(6))"
  }

  // MARK: Clearing

  /// Clears some of what can't be restored any more, piece by piece, each in a transaction that has
  /// locked the row. One that fails is passed over, and tried again in a later round. Throws when the
  /// database is away.
  ///
  /// - Parameters:
  ///   - goesOn: asked before each piece; what is left is found again the next time.
  ///   - putOff: hears of one that was passed over: which, and why. For the log; the cause can quote
  ///     data.
  ///   - clearPiece: takes away a piece of what one holds; true when nothing is left to take.
  package func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool,
    puttingOff putOff: (UUID, any Error) -> Void,
    _ clearPiece: (UUID, Transaction) throws -> Bool
  ) throws {
    try due(on: database).forEachPassingOver(putOff) { id in
      for _ in 0..<Self.piecesAtOnce {
        guard goesOn() else { return }
        let isDone = try database.transaction { transaction in
          guard try isDueForUpdate(id, in: transaction) else { return true }
          guard try clearPiece(id, transaction) else { return false }
          try chain.append(
            AuditEvent(cleared, by: .system, from: ""), to: id, in: transaction)
          return true
        }
        if isDone { break }
      }
    }
  }

  private static let piecesAtOnce = 200

  /// Any ten of them, so that ten that can't be cleared leave room for the others in the next round.
  private func due(on database: any Executor) throws -> [UUID] {
    try database.query(
      "SELECT id FROM \(table) WHERE purge_at <= UTC_TIMESTAMP(6) ORDER BY RAND() LIMIT 10"
    ) { try $0.next() }
  }

  /// Locks the row if the thing is still one of those.
  private func isDueForUpdate(_ id: UUID, in transaction: Transaction) throws -> Bool {
    try transaction.first(
      "SELECT 1 FROM \(table) WHERE id = \(id) AND purge_at <= UTC_TIMESTAMP(6) FOR UPDATE"
    ) { _ in true } ?? false
  }
}
