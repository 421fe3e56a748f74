import Audit
import MariaDB
import Primitives
import Told

// What is done for documents beside answering, by every responder; doing it twice does no harm. Each
// is done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Documents {
  /// How long a deleted document can be restored.
  package static let restorableDays = 30

  /// `Accounts.Handover` of documents: what a leaver made is managed by an owner who stays.
  package static func handOver(
    from leaver: UUID, to heir: UUID, in workspace: UUID, _ transaction: Transaction
  ) throws {
    try DocumentsStore(database: transaction).handOver(from: leaver, to: heir, in: workspace)
  }

  /// Forgets the tokens of documents' links that have been dead for the keep time.
  package func wipeDeadLinks(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    _ = try links.wipe(.document, chain: DocumentsStore.chain, on: database, while: goesOn)
  }

  /// Tells owners of documents' links that are about to expire; see `ShareLinks.remind`. Of a deleted
  /// document nobody is told.
  package func remindOfExpiry(
    by told: Told, on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    try links.remind(.document, chain: DocumentsStore.chain, on: database, while: goesOn) {
      reminder, transaction in
      guard let document = try DocumentsStore(database: transaction).document(reminder.subject)
      else {
        return
      }
      try told.linkExpires(
        ExpiringLink(
          reminder, owner: document.createdBy, title: document.title,
          page: DocumentPagesRoute.document(document.id).address), in: transaction)
    }
  }

  /// Clears deleted documents that can't be restored any more, piece by piece. The row stays, without
  /// a word of it: by it the doors know what they opened, and its audit chain goes on. One that fails
  /// is passed over, and tried again in a later round. Throws when the database is away.
  package static func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try DocumentsStore(database: database).purgeable().forEachPassingOver(putOff) { document in
      for _ in 0..<200 {
        guard goesOn() else { return }
        if try database.transaction({ try clearPiece(of: document, in: $0) }) { break }
      }
    }
  }

  /// True when nothing is left to do.
  private static func clearPiece(of document: UUID, in transaction: Transaction) throws -> Bool {
    let store = DocumentsStore(database: transaction)
    guard try store.isPurgeableForUpdate(document) else { return true }
    if try store.deleteSome(of: document) { return false }
    try store.empty(document)
    try DocumentsStore.chain.append(
      AuditEvent("document.cleared", by: .system, from: ""), to: document, in: transaction)
    return true
  }
}
