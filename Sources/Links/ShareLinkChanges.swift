import HTTP
import MariaDB
import Primitives
import Security

// What can be changed about a link that is not over: how long it opens, and by which token.

extension ShareLinks {
  /// For how many seconds an old token may go on opening: 30 days.
  package static let graceSeconds = 0...(30 * 86_400)

  /// How many tokens may open one link: the newest, and nine in their grace.
  static let maximumKeys = 10

  /// Extends, shortens or removes the expiry of one of the subject's links; its tokens stay as they
  /// are, and an expired link opens again. Returns the link's id.
  ///
  /// Throws `notFound`, `expiresInPast`, `revoked` and `ended`. The expiry that it has already is no
  /// change, and not recorded.
  ///
  /// - Parameters:
  ///   - expiresAt: nil: never.
  ///   - name: as `named` reads it.
  package func setExpiry(
    _ expiresAt: Instant?, of name: String, for subject: Subject, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> UUID {
    let link = try named(name, of: subject, on: transaction)
    if let expiresAt, expiresAt <= link.now { throw ShareLinkError.expiresInPast }
    try link.demandChangeable()
    guard expiresAt != link.times.expiresAt else { return link.id }
    try ShareLinkStore(database: transaction).setExpiry(expiresAt, of: link.id)
    try record("link.expiry_changed", link.id, of: subject, by: manager, in: transaction) {
      $0.instant("expires_at", expiresAt)
      $0.instant("expired_at_before", link.times.expiresAt)
    }
    return link.id
  }

  /// Gives one of the subject's links a new token. Returns the link's id.
  ///
  /// The old tokens stop at once, or after the grace; none lives longer for it, and of more than
  /// `maximumKeys` those stop first that would anyway. An expired link stays expired: whether it
  /// opens and by which token are two things. Throws `notFound`, `revoked` and `ended`.
  ///
  /// - Parameters:
  ///   - name: as `named` reads it.
  ///   - grace: in seconds, within `graceSeconds`.
  package func rotate(
    _ name: String, of subject: Subject, grace: Int, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> UUID {
    let link = try named(name, of: subject, on: transaction)
    try link.demandChangeable()
    let keys = DoorKeyStore(database: transaction)
    let end = Instant(microseconds: link.now.microseconds + Int64(grace) * 1_000_000)
    let living = try keys.living(of: link.id, at: link.now)
    for key in Self.ending(living, by: end, now: link.now) { try keys.end(key) }
    let token = LinkToken()
    try keys.insert(token, of: link.id)
    try ShareLinkStore(database: transaction).setToken(
      try sealed(token, of: link.id), of: link.id)
    try record("link.rotated", link.id, of: subject, by: manager, in: transaction) {
      $0.instant("old_tokens_end_at", end)
    }
    return link.id
  }

  /// When each of the keys stops now that a new one comes.
  static func ending(
    _ keys: [(hash: Bytes, diesAt: Instant?)], by end: Instant, now: Instant
  ) -> [DoorKeyStore.Old] {
    keys.map { DoorKeyStore.Old(hash: $0.hash, diesAt: min($0.diesAt ?? end, end)) }
      .sorted { $0.diesAt > $1.diesAt }
      .enumerated().map { place, key in
        place < maximumKeys - 1 ? key : DoorKeyStore.Old(hash: key.hash, diesAt: now)
      }
  }
}

extension LinkState {
  /// Throws unless the link may still be changed.
  fileprivate func demandChangeable() throws(ShareLinkError) {
    if times.revokedAt != nil { throw .revoked }
    if times.retiredAt != nil || isWiped { throw .ended }
  }
}
