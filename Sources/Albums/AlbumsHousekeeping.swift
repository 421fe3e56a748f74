import Accounts
import Audit
import HTTP
import MariaDB
import Primitives
import Told

// What is done for albums beside answering, by every responder; doing it twice does no harm. Each is
// done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Albums {
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
  /// album nobody is told as long as it is.
  package func remindOfExpiry(
    by told: Told, on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try links.remind(
      .album, chain: AlbumsStore.chain, on: database, while: goesOn, puttingOff: putOff
    ) {
      reminder, transaction in
      guard let album = try AlbumsStore(database: transaction).album(reminder.subject) else {
        return false
      }
      try told.linkExpires(
        ExpiringLink(
          reminder, owner: album.createdBy, title: album.title,
          page: AlbumPagesRoute.part(.share, of: album.id)), in: transaction)
      return true
    }
  }

  /// Clears deleted albums that can't be restored any more, their photos and who joined them in pieces;
  /// see `Bin`. The files of the photos are nobody's then, unless something else names them.
  package func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try AlbumsStore.bin.clear(on: database, while: goesOn, puttingOff: putOff, clearPiece)
  }

  /// True when nothing is left to do.
  private func clearPiece(of album: UUID, in transaction: Transaction) throws -> Bool {
    let named = try PhotosStore(database: transaction).deleteSome(of: album)
    if !named.isEmpty {
      try files.release(named, in: transaction)
      return false
    }
    if try AlbumMembersStore(database: transaction).deleteSome(of: album) { return false }
    try AlbumsStore(database: transaction).empty(album)
    return true
  }
}
