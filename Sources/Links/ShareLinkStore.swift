import MariaDB
import Primitives
import Security

/// A link with its sealed token, as it is stored.
struct StoredLink {
  let link: ShareLink
  let sealed: Sealed?
}

/// What a new row is made from.
struct NewLink {
  let id: UUID
  let subject: Subject
  let createdBy: UUID
  let createdAt: Instant
  let expiresAt: Instant?
  let token: LinkToken
  let sealed: Sealed
}

/// The tables `links` and `door_keys`.
struct ShareLinkStore {
  let database: any Executor

  func now() throws -> Instant {
    guard let now: Instant = try database.first("SELECT UTC_TIMESTAMP(6)", { try $0.next() }) else {
      throw ShareLinkError.notFound
    }
    return now
  }

  // MARK: Reading

  private static let columns: SQL = """
    l.id, l.subject_id, l.created_at, l.expires_at, l.revoked_at, l.retired_at, l.created_by,
    (SELECT CAST(COALESCE(SUM(o.opens), 0) AS UNSIGNED) FROM link_opens o WHERE o.link_id = l.id),
    (SELECT MAX(o.last_opened_at) FROM link_opens o WHERE o.link_id = l.id),
    UTC_TIMESTAMP(6), l.sealed_token, l.seal_key
    """

  func standing(of subject: UUID) throws -> StoredLink? {
    try database.first(
      "SELECT \(Self.columns) FROM links l WHERE l.slot = \(subject)", StoredLink.init)
  }

  func link(_ id: UUID) throws -> StoredLink? {
    try database.first("SELECT \(Self.columns) FROM links l WHERE l.id = \(id)", StoredLink.init)
  }

  func ended(of subject: UUID) throws -> [ShareLink] {
    try database.query(
      """
      SELECT \(Self.columns) FROM links l
      WHERE l.subject_id = \(subject) AND l.slot IS NULL
      ORDER BY l.id DESC LIMIT 50
      """, StoredLink.init
    ).map(\.link)
  }

  /// What creating must know of the link in the slot.
  struct Standing {
    let id: UUID
    let times: LinkTimes
  }

  func standingForUpdate(of subject: UUID) throws -> Standing? {
    try database.first(
      "SELECT id, expires_at, revoked_at, retired_at FROM links WHERE slot = \(subject) FOR UPDATE"
    ) { row in
      let id: UUID = try row.next()
      return Standing(
        id: id,
        times: LinkTimes(
          expiresAt: try row.next(), revokedAt: try row.next(), retiredAt: try row.next()))
    }
  }

  /// The link of a subject that a token opens, if it was not revoked.
  func revocable(_ digest: Digest, of subject: UUID) throws -> UUID? {
    try database.first(
      """
      SELECT l.id FROM door_keys k JOIN links l ON l.id = k.link_id
      WHERE k.hash = \(digest.bytes) AND l.subject_id = \(subject) AND l.revoked_at IS NULL
      """
    ) { try $0.next() }
  }

  /// The same by the link's id.
  func revocable(_ link: UUID, of subject: UUID) throws -> UUID? {
    try database.first(
      """
      SELECT id FROM links
      WHERE id = \(link) AND subject_id = \(subject) AND revoked_at IS NULL
      """
    ) { try $0.next() }
  }

  // MARK: Changing

  func insert(_ link: NewLink) throws {
    try database.execute(
      """
      INSERT INTO links
        (id, workspace_id, subject_kind, subject_id, slot, created_by, created_at, expires_at,
         sealed_token, seal_key)
      VALUES
        (\(link.id), \(link.subject.workspaceID), \(link.subject.kind), \(link.subject.id),
         \(link.subject.id), \(link.createdBy), \(link.createdAt), \(link.expiresAt),
         \(link.sealed.bytes), \(link.sealed.keyID))
      """)
    try database.execute(
      "INSERT INTO door_keys (hash, link_id) VALUES (\(link.token.digest.bytes), \(link.id))")
  }

  /// Frees the slot of an expired link; its door goes on saying "expired".
  func retire(_ id: UUID) throws {
    try database.execute(
      "UPDATE links SET slot = NULL, retired_at = UTC_TIMESTAMP(6) WHERE id = \(id)")
  }

  /// False when somebody else has revoked it meanwhile.
  func revoke(_ id: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE links SET slot = NULL, revoked_at = UTC_TIMESTAMP(6)
      WHERE id = \(id) AND revoked_at IS NULL
      """) == 1
  }
}

extension StoredLink {
  init(_ row: inout Row) throws {
    let id: UUID = try row.next()
    let subjectID: UUID = try row.next()
    let createdAt: Instant = try row.next()
    let times = LinkTimes(
      expiresAt: try row.next(), revokedAt: try row.next(), retiredAt: try row.next())
    let createdBy: UUID = try row.next()
    let accessCount: Int = try row.next()
    let lastAccessedAt: Instant? = try row.next()
    let now: Instant = try row.next()
    let sealedToken: Bytes? = try row.next()
    let sealKey: String? = try row.next()
    link = ShareLink(
      id: id, subjectID: subjectID,
      state: times.state(at: now), createdAt: createdAt, expiresAt: times.expiresAt,
      revokedAt: times.revokedAt, createdBy: createdBy,
      accessCount: accessCount, lastAccessedAt: lastAccessedAt)
    sealed = sealedToken.flatMap { bytes in
      sealKey.map { Sealed(keyID: $0, bytes: bytes) }
    }
  }
}
