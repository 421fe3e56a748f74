import MariaDB
import Primitives
import Security

/// A link with its sealed token, as it is stored.
struct StoredLink {
  let link: ShareLink
  /// Nil once it was wiped, and of a link that came from elsewhere with nothing but its hash.
  let sealed: Sealed?
  /// Whether its token was forgotten after the keep time.
  let isWiped: Bool
}

/// What whoever changes a link must know of it.
struct LinkState {
  let id: UUID
  let times: LinkTimes
  /// Whether its token was forgotten after the keep time.
  let isWiped: Bool
  let level: LinkLevel
  let remindsBefore: Int?
  let hasPassword: Bool
  let allowsEditRequests: Bool
  /// The database's clock.
  let now: Instant
}

/// What a new row is made from.
struct NewLink {
  let id: UUID
  let subject: Subject
  let createdBy: UUID
  let createdAt: Instant
  let terms: LinkTerms
  let token: LinkToken
  /// Nil for one whose token is shown once and kept nowhere.
  let sealed: Sealed?
  /// Whether it takes the subject's slot; else it is one of many.
  let isOwn: Bool
}

/// The table `links`.
///
/// Whoever changes a link has locked its subject's row, and each statement sees what was committed
/// before it; so links are read here without locks of their own.
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
    UTC_TIMESTAMP(6), l.ended_by, l.sealed_token, l.seal_key, l.wiped_at IS NOT NULL, l.level,
    l.remind_before,
    l.password_hash IS NOT NULL, l.allows_edit_requests,
    (SELECT m.id FROM memberships m
     WHERE m.account_id = l.created_by AND m.workspace_id = l.workspace_id)
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
        AND (l.revoked_at IS NOT NULL OR l.retired_at IS NOT NULL OR l.wiped_at IS NOT NULL)
      ORDER BY l.id DESC LIMIT 50
      """, StoredLink.init
    ).map(\.link)
  }

  /// A page of a subject's links, the newest first.
  ///
  /// - Parameter before: the id of the last link of the page before.
  func links(
    of subject: UUID, _ range: ShareLinks.Range, before: UUID?, limit: Int
  ) throws -> [StoredLink] {
    let start: SQL = before.map { "AND l.id < \($0)" } ?? ""
    let state: SQL =
      switch range {
      case .all: ""
      case .active:
        """
        AND l.revoked_at IS NULL AND l.retired_at IS NULL
        AND (l.expires_at IS NULL OR l.expires_at > UTC_TIMESTAMP(6))
        """
      case .further:
        """
        AND l.slot IS NULL AND l.revoked_at IS NULL AND l.retired_at IS NULL AND l.wiped_at IS NULL
        """
      }
    return try database.query(
      """
      SELECT \(Self.columns) FROM links l WHERE l.subject_id = \(subject) \(start) \(state)
      ORDER BY l.id DESC LIMIT \(limit)
      """, StoredLink.init)
  }

  /// How many links a subject has beside its own one that are neither revoked nor forgotten.
  func countOfFurther(of subject: UUID) throws -> Int {
    try database.first(
      """
      SELECT COUNT(*) FROM links
      WHERE subject_id = \(subject) AND slot IS NULL AND revoked_at IS NULL
        AND retired_at IS NULL AND wiped_at IS NULL
      """
    ) { try $0.next() } ?? 0
  }

  /// What a link of a kind was made for.
  func subject(of link: UUID, _ kind: SubjectKind) throws -> UUID? {
    try database.first(
      "SELECT subject_id FROM links WHERE id = \(link) AND subject_kind = \(kind)"
    ) { try $0.next() }
  }

  private static let state: SQL = """
    l.id, l.expires_at, l.revoked_at, l.retired_at, l.wiped_at IS NOT NULL, l.level,
    l.remind_before, l.password_hash IS NOT NULL, l.allows_edit_requests, UTC_TIMESTAMP(6)
    """

  func stateOfStanding(of subject: UUID) throws -> LinkState? {
    try database.first(
      "SELECT \(Self.state) FROM links l WHERE l.slot = \(subject)", LinkState.init)
  }

  /// The link of a subject that a key which is not dead leads to.
  func state(_ digest: Digest, of subject: UUID) throws -> LinkState? {
    try database.first(
      """
      SELECT \(Self.state) FROM door_keys k JOIN links l ON l.id = k.link_id
      WHERE k.hash = \(digest.bytes) AND (k.dies_at IS NULL OR k.dies_at > UTC_TIMESTAMP(6))
        AND l.subject_id = \(subject)
      """, LinkState.init)
  }

  /// The same by the link's id.
  func state(_ link: UUID, of subject: UUID) throws -> LinkState? {
    try database.first(
      "SELECT \(Self.state) FROM links l WHERE l.id = \(link) AND l.subject_id = \(subject)",
      LinkState.init)
  }

  // MARK: Changing

  func insert(_ link: NewLink) throws {
    let slot = link.isOwn ? link.subject.id : nil
    try database.execute(
      """
      INSERT INTO links
        (id, workspace_id, subject_kind, subject_id, slot, created_by, created_at, expires_at,
         sealed_token, seal_key, level, remind_before, remind_at, password_hash,
         allows_edit_requests)
      VALUES
        (\(link.id), \(link.subject.workspaceID), \(link.subject.kind), \(link.subject.id),
         \(slot), \(link.createdBy), \(link.createdAt), \(link.terms.expiresAt),
         \(link.sealed?.bytes), \(link.sealed?.keyID), \(link.terms.level),
         \(link.terms.remindsBefore),
         \(Self.reminder(of: link.terms.expiresAt, before: link.terms.remindsBefore)),
         \(link.terms.passwordHash), \(link.terms.allowsEditRequests))
      """)
    try DoorKeyStore(database: database).insert(link.token, of: link.id)
  }

  func setExpiry(_ expiresAt: Instant?, of id: UUID) throws {
    try database.execute("UPDATE links SET expires_at = \(expiresAt) WHERE id = \(id)")
  }

  /// When the owner is to be told that a link expires then: never where that would have been before.
  private static func reminder(of expiresAt: Instant?, before hours: Int?) -> SQL {
    """
    IF(\(expiresAt) - INTERVAL \(hours) HOUR > UTC_TIMESTAMP(6),
      \(expiresAt) - INTERVAL \(hours) HOUR, NULL)
    """
  }

  func setReminder(_ hours: Int?, of id: UUID, expiringAt expiresAt: Instant?) throws {
    try database.execute(
      """
      UPDATE links SET remind_before = \(hours),
        remind_at = \(Self.reminder(of: expiresAt, before: hours))
      WHERE id = \(id)
      """)
  }

  func setLevel(_ level: LinkLevel, of id: UUID) throws {
    try database.execute("UPDATE links SET level = \(level) WHERE id = \(id)")
  }

  func setAllowsEditRequests(_ allows: Bool, of id: UUID) throws {
    try database.execute("UPDATE links SET allows_edit_requests = \(allows) WHERE id = \(id)")
  }

  /// Sets or, with nil, removes a password; whoever was let in by the one before is no longer.
  func setPassword(_ hash: String?, of id: UUID) throws {
    try database.execute(
      """
      UPDATE links SET password_hash = \(hash), password_changes = password_changes + 1
      WHERE id = \(id)
      """)
  }

  /// Puts another hash of the same password in the place of one that is still there.
  func rehash(_ id: UUID, from old: String, to new: String) throws {
    try database.execute(
      "UPDATE links SET password_hash = \(new) WHERE id = \(id) AND password_hash = \(old)")
  }

  func setToken(_ sealed: Sealed, of id: UUID) throws {
    try database.execute(
      """
      UPDATE links SET sealed_token = \(sealed.bytes), seal_key = \(sealed.keyID) WHERE id = \(id)
      """)
  }

  /// Frees the slot of an expired link; its door goes on saying "expired".
  func retire(_ id: UUID, by account: UUID) throws {
    try database.execute(
      """
      UPDATE links SET slot = NULL, retired_at = UTC_TIMESTAMP(6), ended_by = \(account)
      WHERE id = \(id)
      """)
  }

  func revoke(_ id: UUID, by account: UUID) throws {
    try database.execute(
      """
      UPDATE links SET slot = NULL, revoked_at = UTC_TIMESTAMP(6), ended_by = \(account)
      WHERE id = \(id)
      """)
  }

  // MARK: Reminders

  /// Links of a kind whose owners are to be told now, those first that have waited longest.
  func toBeTold(
    _ kind: SubjectKind, limit: Int
  ) throws -> [(link: UUID, subject: UUID)] {
    try database.query(
      """
      SELECT id, subject_id FROM links
      WHERE subject_kind = \(kind) AND remind_at <= UTC_TIMESTAMP(6)
      ORDER BY remind_at LIMIT \(limit)
      """
    ) { (try $0.next(), try $0.next()) }
  }

  /// Notes that somebody is told of a link's expiry. False when that was done meanwhile, or put off.
  func tell(of id: UUID) throws -> Bool {
    try database.execute(
      """
      UPDATE links SET remind_at = NULL WHERE id = \(id) AND remind_at <= UTC_TIMESTAMP(6)
      """) == 1
  }

  /// Tries again in an hour.
  func putOffReminder(of id: UUID) throws {
    try database.execute(
      "UPDATE links SET remind_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = \(id)")
  }

  /// Tries again in a minute, unless it was changed meanwhile.
  func delayReminder(of id: UUID) throws {
    try database.execute(
      """
      UPDATE links SET remind_at = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE
      WHERE id = \(id) AND remind_at <= UTC_TIMESTAMP(6)
      """)
  }

  /// Who made a link, as long as they are a member of its workspace.
  func maker(of id: UUID) throws -> UUID? {
    try database.first(
      """
      SELECT m.account_id FROM links l
      JOIN memberships m ON m.account_id = l.created_by AND m.workspace_id = l.workspace_id
      WHERE l.id = \(id)
      """
    ) { try $0.next() }
  }

  // MARK: Keep time

  /// Links of a kind that have been dead for so many days and still have their sealed token, the
  /// longest dead first.
  func due(
    _ kind: SubjectKind, afterDays days: Int, limit: Int
  ) throws -> [(link: UUID, subject: UUID)] {
    try database.query(
      """
      SELECT id, subject_id FROM links
      WHERE subject_kind = \(kind) AND dead_at < UTC_TIMESTAMP(6) - INTERVAL \(days) DAY
      ORDER BY dead_at LIMIT \(limit)
      """
    ) { (try $0.next(), try $0.next()) }
  }

  /// Forgets a link's token. False when it was brought back to life meanwhile, or wiped already.
  func wipe(_ id: UUID, deadForDays days: Int) throws -> Bool {
    try database.execute(
      """
      UPDATE links SET sealed_token = NULL, seal_key = NULL, wiped_at = UTC_TIMESTAMP(6)
      WHERE id = \(id) AND dead_at < UTC_TIMESTAMP(6) - INTERVAL \(days) DAY
      """) == 1
  }
}

extension LinkState {
  init(_ row: inout Row) throws {
    id = try row.next()
    times = LinkTimes(
      expiresAt: try row.next(), revokedAt: try row.next(), retiredAt: try row.next())
    isWiped = try row.next()
    level = try row.next()
    remindsBefore = try row.next()
    hasPassword = try row.next()
    allowsEditRequests = try row.next()
    now = try row.next()
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
    let endedBy: UUID? = try row.next()
    let sealedToken: Bytes? = try row.next()
    let sealKey: String? = try row.next()
    isWiped = try row.next()
    let level: LinkLevel = try row.next()
    let remindsBefore: Int? = try row.next()
    let hasPassword: Bool = try row.next()
    let allowsEditRequests: Bool = try row.next()
    let createdByMembership: UUID? = try row.next()
    link = ShareLink(
      id: id, subjectID: subjectID,
      state: times.state(at: now), createdAt: createdAt, expiresAt: times.expiresAt,
      revokedAt: times.revokedAt, createdBy: createdBy, createdByMembership: createdByMembership,
      level: level, remindsBefore: remindsBefore, hasPassword: hasPassword,
      allowsEditRequests: allowsEditRequests,
      accessCount: accessCount, lastAccessedAt: lastAccessedAt,
      endedAt: times.revokedAt ?? times.retiredAt, endedBy: endedBy)
    sealed = sealedToken.flatMap { bytes in
      sealKey.map { Sealed(keyID: $0, bytes: bytes) }
    }
  }
}
