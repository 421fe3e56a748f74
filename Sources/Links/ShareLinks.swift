import Audit
import MariaDB
import Primitives
import Security

/// The lifecycle of share links, whatever they open. Who may manage a subject is asked by the
/// feature it belongs to, before.
package struct ShareLinks: Sendable {
  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
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
    return try unsealed(found)
  }

  /// A subject's ended links, the newest first, 50 at most.
  package func history(of subject: Subject, on database: any Executor) throws -> [ShareLink] {
    try ShareLinkStore(database: database).ended(of: subject.id)
  }

  // MARK: Changing

  /// Makes a subject's link, or finds its active one. An expired one that stands is retired.
  ///
  /// The subject's row is locked until the transaction ends; beyond that the database allows only
  /// one link in the slot. Throws `exists` when the active one has another expiry than wished.
  package func createOrReturn(
    for subject: Subject, expiry: ExpiryWish, by actor: (account: UUID, from: String),
    in transaction: Transaction
  ) throws -> (id: UUID, isNew: Bool) {
    let store = ShareLinkStore(database: transaction)
    let now = try store.now()
    if let expiresAt = expiry.instant, expiresAt <= now { throw ShareLinkError.expiresInPast }
    if let standing = try store.standingForUpdate(of: subject.id) {
      if standing.times.state(at: now) == .active {
        guard expiry == .unspecified || expiry.instant == standing.times.expiresAt else {
          throw ShareLinkError.exists
        }
        return (standing.id, false)
      }
      try store.retire(standing.id)
      try record("link.retired", standing.id, of: subject, by: actor, in: transaction)
    }
    let id = UUID.v7()
    let token = LinkToken()
    let sealed = try sealer.seal(Array(token.text.utf8), for: Self.sealContext(id))
    try store.insert(
      NewLink(
        id: id, subject: subject, createdBy: actor.account, createdAt: now,
        expiresAt: expiry.instant, token: token, sealed: sealed))
    try record("link.created", id, of: subject, by: actor, in: transaction)
    return (id, true)
  }

  /// Ends one of the subject's links, at once and for good. Throws `notFound` for an unknown one and
  /// for one that has been revoked before.
  ///
  /// - Parameter name: the link's token, or its id, for a link whose token can't be shown any more.
  package func revoke(
    _ name: String, of subject: Subject, by actor: (account: UUID, from: String),
    in transaction: Transaction
  ) throws {
    let store = ShareLinkStore(database: transaction)
    guard let id = try revocable(name, of: subject, in: store), try store.revoke(id) else {
      throw ShareLinkError.notFound
    }
    try record("link.revoked", id, of: subject, by: actor, in: transaction)
  }

  private func revocable(
    _ name: String, of subject: Subject, in store: ShareLinkStore
  ) throws -> UUID? {
    if let id = UUID(name) { return try store.revocable(id, of: subject.id) }
    return try LinkToken(name).flatMap { try store.revocable($0.digest, of: subject.id) }
  }

  // MARK: Details

  private func record(
    _ action: String, _ link: UUID, of subject: Subject, by actor: (account: UUID, from: String),
    in transaction: Transaction
  ) throws {
    try subject.chain.append(
      AuditEvent(
        action, by: .account(actor.account), detail: "{\"link_id\":\"\(link)\"}",
        from: actor.from),
      to: subject.id, in: transaction)
  }

  /// Without its token when the key that sealed it is gone, or the seal is not this link's: the
  /// link still opens, and can be managed by its id.
  private func unsealed(_ stored: StoredLink) throws -> IssuedLink {
    do {
      let token = try stored.sealed.map {
        String(decoding: try sealer.open($0, for: Self.sealContext(stored.link.id)), as: UTF8.self)
      }
      return IssuedLink(link: stored.link, token: token)
    } catch is SealError {
      return IssuedLink(link: stored.link, token: nil)
    }
  }

  /// Binds a sealed token to its own row: moved to another, it doesn't open.
  private static func sealContext(_ link: UUID) -> String { "share-link:\(link)" }
}
