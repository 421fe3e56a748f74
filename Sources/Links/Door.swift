import HTTP
import MariaDB
import Primitives
import Security

/// The one way in. Every shared thing is reached by a query that starts here, and every such query
/// is judged by `decide`; so all doors behave alike.
package enum Door {
  /// What `decide` needs, to be selected first; a feature appends its own columns.
  package static let columns: SQL = """
    l.id, k.dies_at, l.expires_at, l.revoked_at, l.retired_at, w.paused_at, UTC_TIMESTAMP(6)
    """

  /// The same, and what was agreed about the link: for a feature whose links have levels and
  /// passwords. Read back by `DoorState.init(withTerms:)`.
  package static let columnsWithTerms: SQL = """
    \(columns), l.level, l.allows_edit_requests, l.password_hash, l.password_changes
    """

  /// What `columns` come from; a feature joins its subject on `l.subject_id`.
  package static func source(_ kind: SubjectKind) -> SQL {
    switch kind {
    case .job: joined("job")
    case .album: joined("album")
    case .document: joined("document")
    }
  }

  /// A literal for each kind, so that the statement's text, and with it the prepared statement, is
  /// always the same.
  private static func joined(_ kind: SQL) -> SQL {
    """
    FROM door_keys k
    JOIN links l ON l.id = k.link_id AND l.subject_kind = '\(kind)'
    LEFT JOIN workspaces w ON w.id = l.workspace_id
    """
  }

  /// The condition that goes with `source`; its one value is a token's `key`.
  package static let isOpened: SQL = "k.hash = \(Bytes())"

  /// The condition under which `decide` calls a link open, whatever its key and its subject: for what
  /// somebody has by a link that they came through before. `l` and `w` are those of `source`.
  package static let isStanding: SQL = """
    l.revoked_at IS NULL AND l.retired_at IS NULL
    AND (l.expires_at IS NULL OR l.expires_at > UTC_TIMESTAMP(6)) AND w.paused_at IS NULL
    """

  package static func key(_ token: LinkToken) -> SQLValue {
    .bytes(token.digest.bytes)
  }

  /// The token that a path holds; throws `unknown` at once for what can't be one.
  package static func token(_ text: String) throws(DoorRefusal) -> LinkToken {
    guard let token = LinkToken(text) else { throw .unknown }
    return token
  }

  /// The only place that turns what the database knows of a link into whether it opens.
  ///
  /// What can't be read fails closed. A link that was both revoked and has expired is revoked; one
  /// that asks for a password says so only to who could come in with it.
  ///
  /// - Parameters:
  ///   - isSubjectGone: whether what the link opens was deleted.
  ///   - grant: what stands for the password, where the link has one.
  package static func decide(
    _ state: DoorState, isSubjectGone: Bool, showing grant: ShownGrant? = nil
  ) throws(DoorRefusal) -> OpenLink {
    let linkState = state.times.state(at: state.now)
    if linkState == .revoked { throw .revoked(state.linkID) }
    if let diesAt = state.keyDiesAt, diesAt <= state.now { throw .revoked(state.linkID) }
    if linkState == .expired { throw .expired(state.linkID) }
    if state.workspacePausedAt != nil { throw .paused(state.linkID) }
    if isSubjectGone { throw .subjectDeleted(state.linkID) }
    if let lock = state.lock {
      guard let grant, grant.opens(lock, at: state.now) else { throw .locked(state.linkID) }
    }
    return OpenLink(state)
  }
}

/// What the database knows of the link that a token named, read from `Door.columns`.
package struct DoorState: Sendable {
  package let linkID: UUID
  package let keyDiesAt: Instant?
  let times: LinkTimes
  package let workspacePausedAt: Instant?
  /// The database's clock, which decides.
  package let now: Instant
  /// Those of a link that was read without its terms let its guests look, and no more.
  let level: LinkLevel
  let allowsEditRequests: Bool
  let passwordChanges: Int
  /// The password that it asks for; nil: it opens without.
  package let lock: LinkLock?

  /// From `Door.columns`.
  package init(_ row: inout Row) throws {
    try self.init(&row, hasTerms: false)
  }

  /// From `Door.columnsWithTerms`.
  package init(withTerms row: inout Row) throws {
    try self.init(&row, hasTerms: true)
  }

  private init(_ row: inout Row, hasTerms: Bool) throws {
    linkID = try row.next()
    keyDiesAt = try row.next()
    times = LinkTimes(
      expiresAt: try row.next(), revokedAt: try row.next(), retiredAt: try row.next())
    workspacePausedAt = try row.next()
    now = try row.next()
    guard hasTerms else {
      (level, allowsEditRequests, passwordChanges, lock) = (.viewer, false, 0, nil)
      return
    }
    level = try row.next()
    allowsEditRequests = try row.next()
    let passwordHash: String? = try row.next()
    let passwordChanges: Int = try row.next()
    self.passwordChanges = passwordChanges
    lock = passwordHash.map { [linkID] in
      LinkLock(link: linkID, passwordHash: $0, passwordChanges: passwordChanges)
    }
  }
}

/// A link that was found open for this very request. Only `Door.decide` makes one.
package struct OpenLink: Sendable {
  package let id: UUID
  package let expiresAt: Instant?
  package let now: Instant
  package let level: LinkLevel
  /// Whether its guests may ask to become editors.
  package let allowsEditRequests: Bool
  let passwordChanges: Int

  fileprivate init(_ state: DoorState) {
    id = state.linkID
    expiresAt = state.times.expiresAt
    now = state.now
    level = state.level
    allowsEditRequests = state.allowsEditRequests
    passwordChanges = state.passwordChanges
  }
}

/// Why a door stays shut.
package enum DoorRefusal: ProblemConvertible, Equatable {
  case unknown
  case expired(UUID)
  case revoked(UUID)
  case paused(UUID)
  /// It opens with a password, or with the grant that stands for it.
  case locked(UUID)
  /// The link is in order, but what it opens was deleted.
  case subjectDeleted(UUID)

  /// The link that was refused, where it is known.
  package var link: UUID? {
    switch self {
    case .unknown: nil
    case .expired(let id), .revoked(let id), .paused(let id), .locked(let id),
      .subjectDeleted(let id):
      id
    }
  }

  package var problem: Problem {
    switch self {
    case .unknown:
      Problem(.notFound, "share_link_not_found", "This share link does not exist.")
    case .expired: Problem(.gone, "share_link_expired", "This share link has expired.")
    case .revoked: Problem(.gone, "share_link_revoked", "This share link was revoked.")
    case .paused: Problem(.forbidden, "share_link_paused", "This share link is paused.")
    case .locked:
      Problem(
        .unauthorized, "share_link_password_required",
        "This share link opens with a password, and this is not it.",
        headers: [Header("WWW-Authenticate", "Bearer")])
    case .subjectDeleted:
      Problem(.gone, "subject_deleted", "What this share link opened was deleted.")
    }
  }
}

/// A refusal that its caller is told otherwise than it is: what it really was is counted and logged.
package struct VeiledRefusal: ProblemConvertible {
  package let refusal: DoorRefusal
  package let problem: Problem

  /// Unknown, expired, revoked, paused, deleted: one answer for them all (seed 4). A link that only
  /// wants its password says so.
  package init(_ refusal: DoorRefusal) {
    self.refusal = refusal
    if case .locked = refusal {
      problem = refusal.problem
    } else {
      problem = DoorRefusal.unknown.problem
    }
  }

  /// - Parameter problem: what the caller is told.
  package init(_ refusal: DoorRefusal, as problem: Problem) {
    self.refusal = refusal
    self.problem = problem
  }
}
