import Accounts
import MariaDB
import Primitives
import Told

// What is done for documents beside answering, by every responder; doing it twice does no harm. Each
// is done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Documents {
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
  /// document nobody is told as long as it is.
  package func remindOfExpiry(
    by told: Told, on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try links.remind(
      .document, chain: DocumentsStore.chain, on: database, while: goesOn, puttingOff: putOff
    ) {
      reminder, transaction in
      guard let document = try DocumentsStore(database: transaction).document(reminder.subject)
      else {
        return false
      }
      try told.linkExpires(
        ExpiringLink(
          reminder, owner: document.createdBy, title: document.title,
          page: DocumentPagesRoute.document(document.id).address), in: transaction)
      return true
    }
  }

  /// Clears deleted documents that can't be restored any more, what was written in and about them in
  /// pieces; see `Bin`.
  package static func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try DocumentsStore.bin.clear(on: database, while: goesOn, puttingOff: putOff) {
      document, transaction in
      let store = DocumentsStore(database: transaction)
      if try store.deleteSome(of: document) { return false }
      try store.empty(document)
      return true
    }
  }
}
