import Links
import MariaDB
import Primitives
import Security

/// What an album's door reads: the link and the album, in one round trip.
struct SharedAlbumsStore {
  let database: any Executor

  private static let opened: SQL = """
    SELECT \(AlbumDoor.columns) \(AlbumDoor.source) WHERE \(Door.isOpened)
    """

  /// Nil for an unknown token.
  func door(_ token: LinkToken) throws -> AlbumDoor? {
    try database.first(Self.opened.binding(Door.key(token)), AlbumDoor.init)
  }

  /// The same with one of the album's photos, in the same round trip; nil for one that isn't there.
  func door(_ token: LinkToken, photo: UUID) throws -> (door: AlbumDoor, files: PhotoFiles?)? {
    try database.first(
      """
      SELECT \(AlbumDoor.columns), p.id IS NOT NULL, \(PhotoFiles.columns)
      \(AlbumDoor.source) LEFT JOIN album_photos p ON p.album_id = a.id AND p.id = \(photo)
      WHERE \(Door.isOpened.binding(Door.key(token)))
      """
    ) { row in
      let door = try AlbumDoor(&row)
      let isThere: Bool = try row.next()
      return (door, isThere ? try PhotoFiles(&row) : nil)
    }
  }
}

/// A link of an album, found by its token; whether it opens is still to be asked.
struct AlbumDoor {
  let album: UUID
  private let state: DoorState
  private let owner: UUID
  private let title: String
  private let version: Int
  private let photoCount: Int
  private let isGone: Bool

  /// What `init` reads, from `source`.
  fileprivate static let columns: SQL = """
    \(Door.columnsWithTerms), a.id, a.created_by, a.title, a.version, a.photos,
    a.deleted_at IS NOT NULL
    """

  fileprivate static let source: SQL = """
    \(Door.source(.album)) JOIN albums a ON a.id = l.subject_id
    """

  init(_ row: inout Row) throws {
    state = try DoorState(withTerms: &row)
    album = try row.next()
    owner = try row.next()
    title = try row.next()
    version = try row.next()
    photoCount = try row.next()
    isGone = try row.next()
  }

  /// What it opens.
  func opened() throws(DoorRefusal) -> SharedAlbum {
    let link = try Door.decide(state, isSubjectGone: isGone)
    return SharedAlbum(
      id: album, owner: owner, title: title, version: version, photoCount: photoCount, link: link)
  }
}
