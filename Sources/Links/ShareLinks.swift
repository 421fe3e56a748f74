import Audit
import HTTP
import MariaDB
import Primitives
import Security

/// The lifecycle of share links, whatever they open. Who may manage a subject is asked by the
/// feature it belongs to, before.
///
/// Whatever changes a link runs in a transaction that has locked the subject's row: that is what
/// makes two changes of one link come one after the other.
package struct ShareLinks: Sendable {
  let sealer: Sealer
  /// For how many days the token of a dead link is kept.
  let keptDays: Int

  package init(sealer: Sealer, keptDays: Int = 30) {
    self.sealer = sealer
    self.keptDays = keptDays
  }

  // MARK: Reading

  /// A subject's one standing link, active or expired; nil without one.
  package func standing(for subject: Subject, on database: any Executor) throws -> IssuedLink? {
    try ShareLinkStore(database: database).standing(of: subject.id).map(unsealed)
  }

  /// A link by its id, for an answer that is given again.
  package func issued(_ id: UUID, on database: any Executor) throws -> IssuedLink {
    guard let found = try ShareLinkStore(database: database).link(id) else {
      throw ShareLinkError.notFound
    }
    return unsealed(found)
  }

  /// A subject's ended links, the newest first, 50 at most.
  package func history(of subject: Subject, on database: any Executor) throws -> [ShareLink] {
    try ShareLinkStore(database: database).ended(of: subject.id)
  }

  /// Which of a subject's links are wanted.
  package enum Range: Sendable {
    /// Those that open.
    case active
    /// The ended ones too.
    case all
    /// Those beside its own one that are not over: what has expired can be extended.
    case further
  }

  /// A page of a subject's links, the newest first.
  ///
  /// - Parameter before: the id of the last link of the page before.
  package func list(
    of subject: Subject, _ range: Range, before: UUID?, limit: Int, on database: any Executor
  ) throws -> [ShareLink] {
    try ShareLinkStore(database: database).links(
      of: subject.id, range, before: before, limit: limit
    ).map(\.link)
  }

  /// The same with their tokens, for those who may see them again.
  package func listIssued(
    of subject: Subject, _ range: Range, before: UUID?, limit: Int, on database: any Executor
  ) throws -> [IssuedLink] {
    try ShareLinkStore(database: database).links(
      of: subject.id, range, before: before, limit: limit
    ).map(unsealed)
  }

  /// The id of what a link of a kind was made for; throws `notFound`. Whether the caller may know of
  /// the link is asked afterwards.
  package func subject(
    ofLink id: UUID, _ kind: SubjectKind, on database: any Executor
  ) throws -> UUID {
    guard let subject = try ShareLinkStore(database: database).subject(of: id, kind) else {
      throw ShareLinkError.notFound
    }
    return subject
  }

  /// The subject's link that a path names: by a token that is not dead, also by an old one in its
  /// grace, or by its id, for a link whose token can't be shown. Throws `notFound`.
  func named(
    _ name: String, of subject: Subject, on database: any Executor
  ) throws -> LinkState {
    let store = ShareLinkStore(database: database)
    let found =
      if let id = UUID(name) {
        try store.state(id, of: subject.id)
      } else {
        try LinkToken(name).flatMap { try store.state($0.digest, of: subject.id) }
      }
    guard let found else { throw ShareLinkError.notFound }
    return found
  }

  /// The database's clock, which decides what has expired.
  package func now(on database: any Executor) throws -> Instant {
    try ShareLinkStore(database: database).now()
  }

  // MARK: Changing

  /// Reads `grace_seconds`: how long an old token goes on, within `graceSeconds`; not at all where it is
  /// left out.
  package static func grace(_ fields: inout Fields) -> Int {
    fields.optionalInteger("grace_seconds", in: graceSeconds) ?? 0
  }

  // MARK: Ending

  /// Ends one of the subject's links, at once and for good. Throws `notFound` for an unknown one and
  /// for one that has been revoked before.
  ///
  /// - Parameter name: as `named` reads it.
  package func revoke(
    _ name: String, of subject: Subject, by manager: LinkManager, in transaction: Transaction
  ) throws {
    let link = try named(name, of: subject, on: transaction)
    guard link.times.revokedAt == nil else { throw ShareLinkError.notFound }
    try ShareLinkStore(database: transaction).revoke(link.id, by: manager.account)
    try record("link.revoked", link.id, of: subject, by: manager, in: transaction)
  }

  // MARK: Details

  /// - Parameter detail: what is to be known beside the link's id.
  func record(
    _ action: String, _ link: UUID, of subject: Subject, by manager: LinkManager,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try subject.chain.append(
      AuditEvent(action, by: manager.actor, from: manager.addressPrefix) { object in
        object.uuid("link_id", link)
        detail(&object)
      },
      to: subject.id, in: transaction)
  }

  func sealed(_ token: LinkToken, of link: UUID) throws -> Sealed {
    try sealer.seal(Array(token.text.utf8), for: Self.sealContext(link))
  }

  /// Without its token when there is no seal, the key that sealed it is gone, or the seal is not this
  /// link's: the link still opens, and can be managed by its id.
  private func unsealed(_ stored: StoredLink) -> IssuedLink {
    let token = stored.sealed.flatMap { opened($0, of: stored.link.id) }
    return IssuedLink(link: stored.link, token: token, isWiped: stored.isWiped)
  }

  /// A token that was sealed for a link; nil when it can't be opened.
  func opened(_ sealed: Sealed, of link: UUID) -> String? {
    do {
      return String(
        decoding: try sealer.open(sealed, for: Self.sealContext(link)), as: UTF8.self)
    } catch {
      return nil
    }
  }

  /// Binds a sealed token to its own row: moved to another, it doesn't open.
  private static func sealContext(_ link: UUID) -> String { "share-link:\(link)" }
}
