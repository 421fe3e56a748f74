import Accounts
import Audit
import HTTP
import MariaDB
import Primitives
import Told

// What is done for albums beside answering, by every responder; doing it twice does no harm. Each is
// done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Albums {
  /// How long a deleted album can be restored.
  package static let restorableDays = 30

  /// `Accounts.Handover` of albums: what a leaver made is an owner's who stays.
  package static func handOver(
    from leaver: UUID, to heir: UUID, in workspace: UUID, _ transaction: Transaction
  ) throws {
    try AlbumsStore(database: transaction).handOver(from: leaver, to: heir, in: workspace)
  }

  /// `Accounts.Ending` of albums: they are deleted, so that their links open nothing from then on; and
  /// the account has left what it had joined. Photos that it added to others' albums stay theirs.
  package static func end(
    of closed: ClientAccount, _ request: Request, _ transaction: Transaction
  ) throws {
    let store = AlbumsStore(database: transaction)
    for album in try store.ownForUpdate(of: closed.account) {
      try store.delete(album)
      try AlbumsStore.chain.append(
        AuditEvent("album.deleted", by: closed.actor, from: request.addressPrefix), to: album,
        in: transaction)
    }
    try AlbumMembersStore(database: transaction).deleteAll(of: closed.account)
  }

  /// Forgets the tokens of albums' links that have been dead for the keep time.
  package func wipeDeadLinks(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    _ = try links.wipe(.album, chain: AlbumsStore.chain, on: database, while: goesOn)
  }

  /// Tells owners of albums' links that are about to expire; see `ShareLinks.remind`. Of a deleted
  /// album nobody is told.
  package func remindOfExpiry(
    by told: Told, on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    try links.remind(.album, chain: AlbumsStore.chain, on: database, while: goesOn) {
      reminder, transaction in
      guard let album = try AlbumsStore(database: transaction).album(reminder.subject) else {
        return
      }
      try told.linkExpires(
        ExpiringLink(
          reminder, owner: album.createdBy, title: album.title,
          page: AlbumPagesRoute.part(.share, of: album.id)), in: transaction)
    }
  }

  /// Clears deleted albums that can't be restored any more, piece by piece. The row stays, without a
  /// word of it: by it the doors know what they opened, and its audit chain goes on. One that fails is
  /// passed over, and tried again in a later round. The files of its photos are nobody's then, unless
  /// something else names them. Throws when the database is away.
  package func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try AlbumsStore(database: database).purgeable().forEachPassingOver(putOff) { album in
      for _ in 0..<200 {
        guard goesOn() else { return }
        if try database.transaction({ try clearPiece(of: album, in: $0) }) { break }
      }
    }
  }

  /// True when nothing is left to do.
  private func clearPiece(of album: UUID, in transaction: Transaction) throws -> Bool {
    let store = AlbumsStore(database: transaction)
    guard try store.isPurgeableForUpdate(album) else { return true }
    let named = try PhotosStore(database: transaction).deleteSome(of: album)
    if !named.isEmpty {
      try files.release(named, in: transaction)
      return false
    }
    if try AlbumMembersStore(database: transaction).deleteSome(of: album) { return false }
    try store.empty(album)
    try AlbumsStore.chain.append(
      AuditEvent("album.cleared", by: .system, from: ""), to: album, in: transaction)
    return true
  }
}
