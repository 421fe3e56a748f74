import HTTP
import MariaDB
import Primitives
import Security

// What can be changed about a link that is not over: its terms, and by which token it opens.

extension ShareLinks {
  /// For how many seconds an old token may go on opening: 30 days.
  package static let graceSeconds = 0...(30 * 86_400)

  /// How many tokens may open one link: the newest, and nine in their grace.
  static let maximumKeys = 10

  /// Changes the terms of one of the subject's links; its tokens stay as they are, and an expired link
  /// that is extended opens again. Returns the link's id.
  ///
  /// A new password, or none, ends what was let in by the one before. What is so already is no
  /// change, and not recorded; each change has a record of its own, never with a password. Throws
  /// `notFound`, `expiresInPast`, `revoked` and `ended`, and has then changed nothing.
  ///
  /// - Parameter name: as `named` reads it.
  package func change(
    _ name: String, of subject: Subject, to change: LinkTermsChange, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> UUID {
    let link = try named(name, of: subject, on: transaction)
    if let expiresAt = change.expiry.instant, expiresAt <= link.now {
      throw ShareLinkError.expiresInPast()
    }
    try link.demandChangeable()
    try LinkRevision(
      link: link, store: ShareLinkStore(database: transaction),
      record: { try record($0, link.id, of: subject, by: manager, in: transaction, detail: $1) }
    ).perform(change)
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

  /// Puts a hash of our parameters in the place of an older one of the same password. What is let in
  /// by it doesn't change, so it is no change of the link and not recorded; where the password was
  /// changed meanwhile, nothing happens.
  package func rehash(
    _ link: UUID, from old: String, to new: String, on database: any Executor
  ) throws {
    try ShareLinkStore(database: database).rehash(link, from: old, to: new)
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

/// One link's change under way.
private struct LinkRevision {
  let link: LinkState
  let store: ShareLinkStore
  /// Adds to the subject's chain.
  let record: (_ action: String, _ detail: (inout JSONWriter) -> Void) throws -> Void

  func perform(_ change: LinkTermsChange) throws {
    switch change.expiry {
    case .unspecified: break
    case .never: try setExpiry(nil)
    case .at(let instant): try setExpiry(instant)
    }
    if let level = change.level { try setLevel(level) }
    try setReminder(change)
    switch change.password {
    case .unspecified: break
    case .none: try setPassword(nil)
    case .hash(let hash): try setPassword(hash)
    }
    if let allows = change.allowsEditRequests { try setAllowsEditRequests(allows) }
  }

  private func setExpiry(_ expiresAt: Instant?) throws {
    guard expiresAt != link.times.expiresAt else { return }
    try store.setExpiry(expiresAt, of: link.id)
    try record("link.expiry_changed") {
      $0.instant("expires_at", expiresAt)
      $0.instant("expired_at_before", link.times.expiresAt)
    }
  }

  /// What is told of an expiry goes with it: of another one its owner hears anew.
  private func setReminder(_ change: LinkTermsChange) throws {
    let hours = change.remindsBefore ?? link.remindsBefore
    let expiresAt =
      change.expiry == .unspecified ? link.times.expiresAt : change.expiry.instant
    guard hours != link.remindsBefore || expiresAt != link.times.expiresAt else { return }
    try store.setReminder(hours, of: link.id, expiringAt: expiresAt)
    guard hours != link.remindsBefore else { return }
    try record("link.reminder_changed") { $0.integer("remind_before_hours", hours) }
  }

  private func setLevel(_ level: LinkLevel) throws {
    guard level != link.level else { return }
    try store.setLevel(level, of: link.id)
    try record("link.level_changed") {
      $0.text("level", level.rawValue)
      $0.text("level_before", link.level.rawValue)
    }
  }

  /// Removing one that isn't there is no change; setting one always is, since what it was can't be
  /// compared.
  private func setPassword(_ hash: String?) throws {
    guard hash != nil || link.hasPassword else { return }
    try store.setPassword(hash, of: link.id)
    try record(hash == nil ? "link.password_removed" : "link.password_set") {
      $0.bool("had_password", link.hasPassword)
    }
  }

  private func setAllowsEditRequests(_ allows: Bool) throws {
    guard allows != link.allowsEditRequests else { return }
    try store.setAllowsEditRequests(allows, of: link.id)
    try record("link.edit_requests_changed") { $0.bool("allows_edit_requests", allows) }
  }
}
