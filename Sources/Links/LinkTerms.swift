import HTTP
import Primitives

/// What a link lets its guests do, from less to more.
package enum LinkLevel: String, Sendable, CaseIterable {
  case viewer, commenter, collaborator
}

/// What is agreed about a link when it is made.
package struct LinkTerms: Sendable {
  package var level: LinkLevel
  /// Nil: never.
  package var expiresAt: Instant?
  /// For how many hours before its expiry its owner is told of it; nil: not at all.
  package var remindsBefore: Int?
  /// The password's hash, as `PasswordHasher` makes it; nil: it opens without.
  package var passwordHash: String?
  /// Whether guests may ask to become editors.
  package var allowsEditRequests: Bool

  package init(
    level: LinkLevel = .viewer, expiresAt: Instant? = nil, remindsBefore: Int? = Self.usualReminder,
    passwordHash: String? = nil, allowsEditRequests: Bool = false
  ) {
    self.level = level
    self.expiresAt = expiresAt
    self.remindsBefore = remindsBefore
    self.passwordHash = passwordHash
    self.allowsEditRequests = allowsEditRequests
  }
}

/// What is to become otherwise about a link; nil and `unspecified`: it stays as it is.
package struct LinkTermsChange: Sendable {
  package var level: LinkLevel?
  package var expiry: ExpiryWish
  /// In the inner optional nil: not at all any more.
  package var remindsBefore: Int??
  package var password: PasswordWish
  package var allowsEditRequests: Bool?

  package init(
    level: LinkLevel? = nil, expiry: ExpiryWish = .unspecified, remindsBefore: Int?? = nil,
    password: PasswordWish = .unspecified, allowsEditRequests: Bool? = nil
  ) {
    self.level = level
    self.expiry = expiry
    self.remindsBefore = remindsBefore
    self.password = password
    self.allowsEditRequests = allowsEditRequests
  }
}

extension LinkTerms {
  /// In hours.
  package static let usualReminder = 24

  /// Of a new link, of which something was said: what was not is as it is for most. It lets its guests
  /// look, never expires, and if it does, its owner is told a day before.
  package init(_ change: LinkTermsChange) {
    self.init(
      level: change.level ?? .viewer, expiresAt: change.expiry.instant,
      remindsBefore: change.remindsBefore ?? Self.usualReminder)
  }
}

/// What a caller wants of a link's expiry.
package enum ExpiryWish: Equatable, Sendable {
  /// Nothing was said.
  case unspecified
  case never
  case at(Instant)

  /// Reads a field: left out, `null`, or an instant with an offset.
  package init(_ fields: inout Fields, name: String = "expires_at") {
    let isGiven = fields.has(name)
    switch fields.optionalInstant(name) {
    case .some(let instant): self = .at(instant)
    case .none: self = isGiven ? .never : .unspecified
    }
  }

  /// The instant asked for; nil for never, and where nothing was said.
  package var instant: Instant? {
    if case .at(let instant) = self { instant } else { nil }
  }
}

/// What is to become of a link's password.
package enum PasswordWish: Sendable {
  /// Nothing was said.
  case unspecified
  /// The link shall open without.
  case none
  /// The hash of a new one.
  case hash(String)
}
