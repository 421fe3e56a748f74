import Links
import MariaDB
import Primitives
import Security

/// What an album's door reads: the link and the album, in one round trip.
struct SharedAlbumsStore {
  let database: any Executor

  private static let opened: SQL = """
    SELECT \(Door.columnsWithTerms), a.id, a.created_by, a.title, a.version,
      a.deleted_at IS NOT NULL
    \(Door.source(.album)) JOIN albums a ON a.id = l.subject_id
    WHERE \(Door.isOpened)
    """

  /// Nil for an unknown token.
  func door(_ token: LinkToken) throws -> AlbumDoor? {
    try database.first(Self.opened.binding(Door.key(token)), AlbumDoor.init)
  }
}

/// A link of an album, found by its token; whether it opens is still to be asked.
struct AlbumDoor {
  let album: UUID
  private let state: DoorState
  private let owner: UUID
  private let title: String
  private let version: Int
  private let isGone: Bool

  init(_ row: inout Row) throws {
    state = try DoorState(withTerms: &row)
    album = try row.next()
    owner = try row.next()
    title = try row.next()
    version = try row.next()
    isGone = try row.next()
  }

  /// What it opens.
  func opened() throws(DoorRefusal) -> SharedAlbum {
    let link = try Door.decide(state, isSubjectGone: isGone)
    return SharedAlbum(id: album, owner: owner, title: title, version: version, link: link)
  }
}
