import Accounts
import Audit
import MariaDB
import Primitives

/// The table of albums.
struct AlbumsStore {
  let database: any Executor

  static let chain = AuditChain(of: "albums")
  static let bin = Bin(of: "albums", chain, cleared: "album.cleared")

  // MARK: Reading

  /// One that is there; nil for a deleted one.
  func album(_ id: UUID) throws -> Album? {
    try album("a.id = \(id) AND a.deleted_at IS NULL")
  }

  /// The same, locked until the transaction ends.
  func albumForUpdate(_ id: UUID) throws -> Album? {
    try album("a.id = \(id) AND a.deleted_at IS NULL FOR UPDATE")
  }

  /// One that is certainly there, because it is locked.
  func present(_ id: UUID) throws -> Album {
    guard let album = try album(id) else { throw AlbumsError.notFound }
    return album
  }

  /// The same, deleted or not: what a repeated `POST` has made.
  func made(_ id: UUID) throws -> Album? {
    try album("a.id = \(id)")
  }

  /// The album, locked, deleted or not, unless its time for being restored is over.
  func restorableForUpdate(_ id: UUID) throws -> Album? {
    try album("a.id = \(id) AND \(Bin.hasNotPassed("a")) FOR UPDATE")
  }

  private func album(_ condition: SQL) throws -> Album? {
    try database.first("SELECT \(Album.columns) FROM albums a WHERE \(condition)", Album.init)
  }

  // MARK: Changing

  func insert(_ id: UUID, title: String, of account: UUID, in workspace: UUID?) throws {
    try database.execute(
      """
      INSERT INTO albums (id, workspace_id, created_by, title, created_at, updated_at)
      VALUES (\(id), \(workspace), \(account), \(title), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      """)
  }

  static let moved: SQL = "version = version + 1, updated_at = UTC_TIMESTAMP(6)"

  func setTitle(_ title: String, of id: UUID) throws {
    try database.execute(
      "UPDATE albums SET title = \(title), \(Self.moved) WHERE id = \(id)")
  }

  func setCover(_ photo: UUID?, of id: UUID) throws {
    try database.execute(
      "UPDATE albums SET cover_photo_id = \(photo), \(Self.moved) WHERE id = \(id)")
  }

  func delete(_ id: UUID) throws {
    try database.execute("UPDATE albums SET \(Bin.deletion), \(Self.moved) WHERE id = \(id)")
  }

  func restore(_ id: UUID) throws {
    try database.execute("UPDATE albums SET \(Bin.restoration), \(Self.moved) WHERE id = \(id)")
  }

  /// Makes one member's albums of a workspace another's, deleted ones too. Whoever has become the owner
  /// of what they had joined is its owner, and nothing beside.
  func handOver(from leaver: UUID, to heir: UUID, in workspace: UUID) throws {
    try database.execute(
      """
      UPDATE albums SET created_by = \(heir), \(Self.moved)
      WHERE workspace_id = \(workspace) AND created_by = \(leaver)
      """)
    try database.execute(
      """
      DELETE FROM album_members WHERE account_id = \(heir) AND album_id IN
        (SELECT id FROM albums WHERE workspace_id = \(workspace) AND created_by = \(heir))
      """)
  }

  /// Those of an account that are there, locked until the transaction ends.
  func ownForUpdate(of account: UUID) throws -> [UUID] {
    try database.query(
      """
      SELECT id FROM albums WHERE created_by = \(account) AND deleted_at IS NULL
      ORDER BY id FOR UPDATE
      """
    ) { try $0.next() }
  }

  // MARK: Clearing

  /// Leaves of an album what its doors and its audit chain need.
  func empty(_ id: UUID) throws {
    try database.execute(
      """
      UPDATE albums SET title = '', photos = 0, cover_photo_id = NULL, purge_at = NULL,
        \(Self.moved)
      WHERE id = \(id)
      """)
  }
}
