import HTTP
import MariaDB
import Primitives
import Security

// How links come to be: a subject's own one, further ones, and those whose token is shown once.

extension ShareLinks {
  /// Makes a subject's link, or finds its active one. An expired one that stands is retired.
  ///
  /// The database too allows only one link in the slot. Throws `exists` when the active one has
  /// another expiry than wished, and `expiresInPast`.
  package func createOrReturn(
    for subject: Subject, expiry: ExpiryWish, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> (id: UUID, isNew: Bool) {
    let store = ShareLinkStore(database: transaction)
    let now = try store.now()
    if let expiresAt = expiry.instant, expiresAt <= now { throw ShareLinkError.expiresInPast() }
    if let standing = try store.stateOfStanding(of: subject.id) {
      if standing.times.state(at: now) == .active {
        guard expiry == .unspecified || expiry.instant == standing.times.expiresAt else {
          throw ShareLinkError.exists
        }
        return (standing.id, false)
      }
      try retire(standing, of: subject, by: manager, in: transaction)
    }
    let made = try make(
      .own, for: subject, LinkTerms(expiresAt: expiry.instant), by: manager, in: transaction)
    return (made.id, true)
  }

  /// Makes a subject's link, or changes the terms of the one that stands: its token stays,
  /// and an expired one that is extended opens again. One whose token was forgotten after the keep
  /// time is retired, and a new one made.
  ///
  /// The database too allows only one link in the slot. Throws `expiresInPast`, and has then changed
  /// nothing.
  ///
  /// - Parameter change: what is not said stays as it is; of a new link see `LinkTerms.init`.
  package func createOrUpdate(
    for subject: Subject, to change: LinkTermsChange, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> (id: UUID, isNew: Bool) {
    if let standing = try ShareLinkStore(database: transaction).stateOfStanding(of: subject.id) {
      if !standing.isWiped {
        let id = try self.change(
          standing.id.text, of: subject, to: change, by: manager, in: transaction)
        return (id, false)
      }
      try retire(standing, of: subject, by: manager, in: transaction)
    }
    let made = try make(
      .own, for: subject, LinkTerms(change), by: manager, in: transaction)
    return (made.id, true)
  }

  /// Makes one of a subject's many links. Its token is in what this returns, and nowhere else.
  ///
  /// Throws `expiresInPast`.
  package func create(
    for subject: Subject, terms: LinkTerms, by manager: LinkManager, in transaction: Transaction
  ) throws -> (id: UUID, token: LinkToken) {
    try make(.shownOnce, for: subject, terms, by: manager, in: transaction)
  }

  /// How many links a subject may have beside its own one.
  package static let maximumFurther = 100

  /// Makes a link beside a subject's own one, whose token can be seen again. Returns its id.
  ///
  /// Throws `expiresInPast` and `tooMany`; those that are revoked or forgotten don't count.
  package func createFurther(
    for subject: Subject, terms: LinkTerms, by manager: LinkManager, in transaction: Transaction
  ) throws -> UUID {
    let count = try ShareLinkStore(database: transaction).countOfFurther(of: subject.id)
    guard count < Self.maximumFurther else { throw ShareLinkError.tooMany }
    return try make(.further, for: subject, terms, by: manager, in: transaction).id
  }

  /// How a link lies beside others of its subject, and what is kept of its token.
  private enum Kind {
    /// In the slot, and sealed.
    case own
    /// Sealed.
    case further
    /// Kept nowhere.
    case shownOnce
  }

  private func make(
    _ kind: Kind, for subject: Subject, _ terms: LinkTerms, by manager: LinkManager,
    in transaction: Transaction
  ) throws -> (id: UUID, token: LinkToken) {
    let store = ShareLinkStore(database: transaction)
    let now = try store.now()
    if let expiresAt = terms.expiresAt, expiresAt <= now { throw ShareLinkError.expiresInPast() }
    let (id, token) = (UUID.v7(), LinkToken())
    let link = NewLink(
      id: id, subject: subject, createdBy: manager.account, createdAt: now, terms: terms,
      token: token, sealed: kind == .shownOnce ? nil : try sealed(token, of: id),
      isOwn: kind == .own)
    try store.insert(link)
    try record(link, by: manager, in: transaction)
    return (id, token)
  }

  /// Frees the slot of a link that is over; what took its place is the manager's doing.
  private func retire(
    _ link: LinkState, of subject: Subject, by manager: LinkManager, in transaction: Transaction
  ) throws {
    try ShareLinkStore(database: transaction).retire(link.id, by: manager.account)
    try record("link.retired", link.id, of: subject, by: manager, in: transaction)
  }

  private func record(
    _ link: NewLink, by manager: LinkManager, in transaction: Transaction
  ) throws {
    try record("link.created", link.id, of: link.subject, by: manager, in: transaction) {
      $0.instant("expires_at", link.terms.expiresAt)
      // What is so of every job's link need not be said.
      guard link.subject.kind != .job else { return }
      $0.text("level", link.terms.level.rawValue)
      $0.bool("has_password", link.terms.passwordHash != nil)
      $0.bool("allows_edit_requests", link.terms.allowsEditRequests)
    }
  }
}
