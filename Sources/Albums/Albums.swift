import Accounts
import Audit
import Files
import HTTP
import Imaging
import Links
import MariaDB
import Primitives

/// Albums, their photos, their share links and the people who joined them (seed 2): what each operation does, for
/// whom.
package struct Albums: Sendable {
  let links: ShareLinks
  let tally: Tally
  let site: Site
  let files: Files
  let imaging: Imaging
  /// Of uploads.
  let lanes: BulkLanes

  /// How many people may have joined an album, and how many photos it may have.
  static let maximumMembers = 1_000
  static let maximumPhotos = 2_000

  package init(
    links: ShareLinks, tally: Tally, site: Site, files: Files, imaging: Imaging, lanes: BulkLanes
  ) {
    self.links = links
    self.tally = tally
    self.site = site
    self.files = files
    self.imaging = imaging
    self.lanes = lanes
  }

  /// What accounts of either kind do with albums, and keys.
  package func respond(
    to operation: AlbumsRoute.AccountOperation, as identity: Identity, _ context: Context
  ) throws -> Response {
    switch operation {
    case .create: try create(identity, context)
    case .list: try list(identity, context)
    case .read(let id): try read(id, identity, context)
    case .change(let id): try change(id, identity, context)
    case .delete(let id): try delete(id, identity, context)
    case .restore(let id): try restore(id, identity, context)
    case .listMembers(let id): try listMembers(of: id, identity, context)
    case .removeMember(let account, let id): try remove(account, from: id, identity, context)
    }
  }

  // MARK: Shared by these

  /// An album that the account owns or has joined, and as what; any other is `notFound`.
  func seen(
    _ id: UUID, by identity: Identity, on database: any Executor
  ) throws -> SeenAlbum {
    guard let album = try AlbumsStore(database: database).album(id) else {
      throw AlbumsError.notFound
    }
    guard let role = try role(of: identity, in: album, on: database) else {
      throw AlbumsError.notFound
    }
    return (album, role)
  }

  /// Nil for who may not know of it. A key acts in its own workspace, and has joined nothing; of what
  /// was deleted only its owner knows.
  func role(
    of identity: Identity, in album: Album, on database: any Executor
  ) throws -> AlbumRole? {
    if album.isOwned(by: identity) { return .owner }
    guard identity.session != nil, album.deletedAt == nil else { return nil }
    return try AlbumMembersStore(database: database).standing(
      of: identity.account, in: album.id)?.role
  }

  /// Does `work` in a transaction that has locked the album, for its owner. Those who have joined it
  /// are refused with 403, and that is recorded; see `Context.managing`.
  ///
  /// - Parameters:
  ///   - action: what is to be done, as the records name it.
  ///   - refusal: what those who have joined are told.
  ///   - find: reads the album, and locks it.
  func managing<Result>(
    _ id: UUID, as identity: Identity, _ context: Context, _ action: StaticString,
    or refusal: some ProblemConvertible = AlbumsError.notTheOwner,
    find: (AlbumsStore, UUID) throws -> Album? = { try $0.albumForUpdate($1) },
    _ work: (Album, Transaction) throws -> Result
  ) throws -> Result {
    try context.managing(
      id, by: identity.actor, in: AlbumsStore.chain, action, unknown: AlbumsError.notFound,
      refused: refusal, find: { try find(AlbumsStore(database: $0), id) },
      isManaged: { album, transaction in
        try role(of: identity, in: album, on: transaction).map { $0 == .owner }
      }, work)
  }

  /// Writes down what an account did, in the album's chain.
  ///
  /// - Parameter detail: fields of ids, numbers and states; never a word that anyone wrote.
  func record(
    _ action: String, on album: UUID, _ identity: Identity, _ context: Context,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try AlbumsStore.chain.append(
      AuditEvent(action, by: identity.actor, from: context.request.addressPrefix, detail: detail),
      to: album, in: transaction)
  }
}
