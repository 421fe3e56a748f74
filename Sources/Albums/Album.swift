import Accounts
import Links
import MariaDB
import Primitives

/// Photos that somebody shows to others, as they stand: without the photos.
package struct Album: Sendable {
  package let id: UUID
  /// Where it was made; nil for a client's.
  package let workspaceID: UUID?
  /// The account that owns it.
  package let createdBy: UUID
  /// What that account is called; nil for one that is gone.
  package let ownerName: String?
  package let title: String
  package let photoCount: Int
  /// The one that was chosen, or else the first; nil without photos.
  package let coverPhotoID: UUID?
  /// Counts whatever a guest could see change.
  package let version: Int
  package let createdAt: Instant
  package let updatedAt: Instant
  package let deletedAt: Instant?
}

/// What an account is to an album, from less to more.
package enum AlbumRole: String, Comparable, Sendable {
  case viewer, collaborator, owner

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .collaborator: 1
    case .owner: 2
    }
  }

  package static func < (left: AlbumRole, right: AlbumRole) -> Bool { left.rank < right.rank }
}

/// An album that an account was found to see, and as what.
package typealias SeenAlbum = (album: Album, role: AlbumRole)

extension Album {
  /// What share links open, and where its history is kept.
  package var subject: Subject {
    Subject(kind: .album, id: id, workspaceID: workspaceID, chain: AlbumsStore.chain)
  }

  /// Whether it belongs to an account, or to the one behind a key in the key's workspace. What somebody
  /// made in a workspace passes on in the transaction in which they leave it, so nothing else is asked.
  func isOwned(by identity: Identity) -> Bool {
    guard createdBy == identity.account else { return false }
    guard identity.session == nil else { return true }
    return workspaceID.flatMap(identity.membership(in:)) != nil
  }

  /// The columns that `init` reads, of the table under the name `a`.
  static let columns: SQL = """
    a.id, a.workspace_id, a.created_by, (SELECT o.name FROM accounts o WHERE o.id = a.created_by),
    a.title, a.photos,
    COALESCE(a.cover_photo_id, (SELECT f.id FROM album_photos f WHERE f.album_id = a.id
      ORDER BY f.place, f.id LIMIT 1)), a.version, a.created_at, a.updated_at, a.deleted_at
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    workspaceID = try row.next()
    createdBy = try row.next()
    ownerName = try row.next()
    title = try row.next()
    photoCount = try row.next()
    coverPhotoID = try row.next()
    version = try row.next()
    createdAt = try row.next()
    updatedAt = try row.next()
    deletedAt = try row.next()
  }
}
