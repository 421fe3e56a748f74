import Audit
import HTTP
import MariaDB
import Primitives

/// What a share link opens.
package enum SubjectKind: String, Sendable {
  case job, album, document
}

/// The one thing that a link is made for, with what is needed to manage it.
package struct Subject: Sendable {
  package let kind: SubjectKind
  package let id: UUID
  /// Nil for what belongs to an account and to no workspace.
  package let workspaceID: UUID?
  /// Where its history is kept.
  package let chain: AuditChain

  package init(kind: SubjectKind, id: UUID, workspaceID: UUID?, chain: AuditChain) {
    self.kind = kind
    self.id = id
    self.workspaceID = workspaceID
    self.chain = chain
  }
}

/// A link as its managers see it; never with its token.
package struct ShareLink: Sendable {
  package enum State: String, Sendable {
    case active, expired, revoked
  }

  package let id: UUID
  package let subjectID: UUID
  package let state: State
  package let createdAt: Instant
  /// Nil: never.
  package let expiresAt: Instant?
  package let revokedAt: Instant?
  package let createdBy: UUID
  /// That account's membership of the link's workspace, as long as there is one.
  package let createdByMembership: UUID?
  package let level: LinkLevel
  /// For how many hours before its expiry its owner is told of it; nil: not at all.
  package let remindsBefore: Int?
  package let hasPassword: Bool
  /// Whether guests may ask to become editors.
  package let allowsEditRequests: Bool
  package let accessCount: Int
  package let lastAccessedAt: Instant?
  /// When it was revoked, or another took its place; nil while it stands.
  package let endedAt: Instant?
  /// The account that did it; nil also where that was not kept yet.
  package let endedBy: UUID?

  /// - Parameter subject: the name under which the subject's id stands: `job_id`, `album_id`.
  package func write(to object: inout JSONWriter, subject: StaticString) {
    object.uuid("id", id)
    object.uuid(subject, subjectID)
    object.text("state", state.rawValue)
    object.instant("created_at", createdAt)
    object.instant("expires_at", expiresAt)
    object.instant("revoked_at", revokedAt)
    object.uuid("created_by", createdBy)
    object.integer("access_count", accessCount)
    object.instant("last_accessed_at", lastAccessedAt)
  }

  /// The same of one that has ended: with when, and by whom.
  package func writeEnded(to object: inout JSONWriter, subject: StaticString) {
    write(to: &object, subject: subject)
    object.instant("ended_at", endedAt)
    object.uuid("ended_by", endedBy)
  }
}

/// Who manages a link, as its records need it. Whether they may is asked before.
package struct LinkManager: Sendable {
  /// Whose a new link is.
  package let account: UUID
  /// As the audit log names them: the account itself, or its key.
  package let actor: Actor
  /// Their network; see `AddressPrefix`.
  package let addressPrefix: String

  package init(account: UUID, actor: Actor, addressPrefix: String) {
    self.account = account
    self.actor = actor
    self.addressPrefix = addressPrefix
  }
}

/// The instants that a link's state follows from, in the one order in which they count.
struct LinkTimes: Sendable {
  /// Nil: never.
  let expiresAt: Instant?
  let revokedAt: Instant?
  /// When a new link took the place of this one, which had expired.
  let retiredAt: Instant?

  /// - Parameter now: by the database's clock.
  func state(at now: Instant) -> ShareLink.State {
    if revokedAt != nil { return .revoked }
    if retiredAt != nil { return .expired }
    return expiresAt.map { $0 <= now } ?? false ? .expired : .active
  }
}

/// A link with the token that opens it, for those who may see it again.
package struct IssuedLink: Sendable {
  package let link: ShareLink
  /// Nil once the sealed token was wiped, where it can't be opened any more, and for a link that came
  /// from elsewhere with nothing but its hash.
  package let token: String?
  /// Whether it was wiped: such a link can't be changed any more.
  package let isWiped: Bool
}
