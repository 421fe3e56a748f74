import Accounts
import MariaDB
import Primitives

/// Pages of albums, the newest first, one more than are shown.
struct AlbumSearch {
  let account: UUID
  let database: any Executor

  private static let order = ListOrder(by: nil, id: "a.id", isDescending: true)

  /// - Parameters:
  ///   - workspace: nil for those that lie in none.
  ///   - isDeleted: those that can be restored, instead of those that are there.
  func own(
    in workspace: UUID?, isDeleted: Bool, behind place: ListPlace?, limit: Int
  ) throws -> [SeenAlbum] {
    let presence: SQL =
      isDeleted
      ? "a.deleted_at IS NOT NULL AND a.purge_at > UTC_TIMESTAMP(6)" : "a.deleted_at IS NULL"
    return try database.query(
      """
      SELECT \(Album.columns) FROM albums a
      WHERE a.created_by = \(account) AND a.workspace_id <=> \(workspace) AND \(presence)
        \(Self.behind(place))
      ORDER BY \(Self.order.sql) LIMIT \(limit)
      """
    ) { (try Album(&$0), AlbumRole.owner) }
  }

  /// Others' that the account has joined through a link that stands, or that it was left in.
  func joined(behind place: ListPlace?, limit: Int) throws -> [SeenAlbum] {
    try database.query(
      """
      SELECT \(Album.columns), j.is_collaborator
      FROM (
        SELECT m.album_id, MAX(m.role = 'collaborator') AS is_collaborator
        FROM \(AlbumMembersStore.source)
        WHERE m.account_id = \(account) AND \(AlbumMembersStore.isStanding) GROUP BY m.album_id
      ) j JOIN albums a ON a.id = j.album_id
      WHERE a.deleted_at IS NULL AND a.created_by <> \(account) \(Self.behind(place))
      ORDER BY \(Self.order.sql) LIMIT \(limit)
      """
    ) { row in
      (try Album(&row), try row.next(as: Bool.self) ? AlbumRole.collaborator : .viewer)
    }
  }

  private static func behind(_ place: ListPlace?) -> SQL {
    place.map { "AND \(order.isBehind($0))" } ?? ""
  }
}
