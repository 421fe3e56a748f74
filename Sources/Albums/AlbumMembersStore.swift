import Accounts
import Links
import MariaDB
import Primitives

/// The table `album_members`. Whoever changes it has locked the album's row.
struct AlbumMembersStore {
  let database: any Executor

  /// Each row under the name `m`, with its link and that link's workspace as the door has them.
  static let source: SQL = """
    album_members m JOIN links l ON l.id = m.link_id LEFT JOIN workspaces w ON w.id = l.workspace_id
    """

  /// Whether a row of `source` gives anything at the moment.
  static let isStanding: SQL = "(m.is_kept OR (\(Door.isStanding)))"

  // MARK: Reading

  /// What an account is to an album; nil without a link that stands. Of several the best one counts.
  func standing(of account: UUID, in album: UUID) throws -> AlbumStanding? {
    let found = try database.first(
      """
      SELECT MAX(m.role = 'collaborator'), MIN(m.accepted_at) FROM \(Self.source)
      WHERE m.album_id = \(album) AND m.account_id = \(account) AND \(Self.isStanding)
      """
    ) { (try $0.next(as: Bool?.self), try $0.next(as: Instant?.self)) }
    guard case (let isCollaborator?, let acceptedAt?)? = found else { return nil }
    return AlbumStanding(role: isCollaborator ? .collaborator : .viewer, acceptedAt: acceptedAt)
  }

  /// Everyone who has joined an album, those first who came first.
  func members(
    of album: UUID, behind place: ListPlace?, limit: Int
  ) throws -> [AlbumMember] {
    let start: SQL = place.map { "WHERE \(AlbumMember.order.isBehind($0))" } ?? ""
    return try database.query(
      """
      SELECT p.account_id, o.name, COALESCE(p.role_now, p.role_ever), p.accepted_at, p.role_now IS NULL
      FROM (
        SELECT m.account_id, MIN(m.accepted_at) AS accepted_at,
          MAX(m.role = 'collaborator') AS role_ever,
          MAX(IF(\(Self.isStanding), m.role = 'collaborator', NULL)) AS role_now
        FROM \(Self.source) WHERE m.album_id = \(album) GROUP BY m.account_id
      ) p LEFT JOIN accounts o ON o.id = p.account_id
      \(start) ORDER BY \(AlbumMember.order.sql) LIMIT \(limit)
      """
    ) { row in
      AlbumMember(
        account: try row.next(), name: try row.next(),
        role: try row.next(as: Bool.self) ? .collaborator : .viewer,
        acceptedAt: try row.next(), isPaused: try row.next())
    }
  }

  func count(of album: UUID) throws -> Int {
    try database.first(
      "SELECT COUNT(DISTINCT account_id) FROM album_members WHERE album_id = \(album)"
    ) { try $0.next() } ?? 0
  }

  func isMember(_ account: UUID, of album: UUID) throws -> Bool {
    try database.first(
      """
      SELECT 1 FROM album_members WHERE album_id = \(album) AND account_id = \(account) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// What an account was let in as by one link; nil when it hasn't come through it.
  func role(of account: UUID, in album: UUID, by link: UUID) throws -> AlbumRole? {
    try database.first(
      """
      SELECT role = 'collaborator' FROM album_members
      WHERE album_id = \(album) AND account_id = \(account) AND link_id = \(link)
      """
    ) { try $0.next(as: Bool.self) ? .collaborator : .viewer }
  }

  // MARK: Changing

  /// - Parameter role: never that of the owner.
  func insert(_ account: UUID, as role: AlbumRole, in album: UUID, by link: UUID) throws {
    try database.execute(
      """
      INSERT INTO album_members (album_id, account_id, link_id, role, accepted_at)
      VALUES (\(album), \(account), \(link), \(role.rawValue), UTC_TIMESTAMP(6))
      """)
  }

  func raise(_ account: UUID, in album: UUID, by link: UUID) throws {
    try database.execute(
      """
      UPDATE album_members SET role = 'collaborator'
      WHERE album_id = \(album) AND account_id = \(account) AND link_id = \(link)
      """)
  }

  /// False when there is nobody to remove.
  func delete(_ account: UUID, from album: UUID) throws -> Bool {
    try database.execute(
      "DELETE FROM album_members WHERE album_id = \(album) AND account_id = \(account)") > 0
  }

  /// Takes somebody out of all that they have joined.
  func deleteAll(of account: UUID) throws {
    try database.execute("DELETE FROM album_members WHERE account_id = \(account)")
  }

  /// Takes away what a link has given; how many.
  func delete(throughLink link: UUID) throws -> Int {
    try database.execute("DELETE FROM album_members WHERE link_id = \(link)")
  }

  /// Leaves people in an album whatever becomes of the link they came through; how many.
  func keep(throughLink link: UUID) throws -> Int {
    try database.execute("UPDATE album_members SET is_kept = TRUE WHERE link_id = \(link)")
  }

  /// Takes away a piece of an album's; false when there is nothing left.
  func deleteSome(of album: UUID) throws -> Bool {
    try database.execute("DELETE FROM album_members WHERE album_id = \(album) LIMIT 1000") > 0
  }
}

extension AlbumMember {
  /// Those first who came first.
  static let order = ListOrder(by: "p.accepted_at", id: "p.account_id", isDescending: false)
}
