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
  /// The password's hash, as `PasswordHasher` makes it; nil: it opens without.
  package var passwordHash: String?
  /// Whether guests may ask to become editors.
  package var allowsEditRequests: Bool

  package init(
    level: LinkLevel = .viewer, expiresAt: Instant? = nil, passwordHash: String? = nil,
    allowsEditRequests: Bool = false
  ) {
    self.level = level
    self.expiresAt = expiresAt
    self.passwordHash = passwordHash
    self.allowsEditRequests = allowsEditRequests
  }
}

/// What is to become otherwise about a link; nil and `unspecified`: it stays as it is.
package struct LinkTermsChange: Sendable {
  package var level: LinkLevel?
  package var expiry: ExpiryWish
  package var password: PasswordWish
  package var allowsEditRequests: Bool?

  package init(
    level: LinkLevel? = nil, expiry: ExpiryWish = .unspecified,
    password: PasswordWish = .unspecified, allowsEditRequests: Bool? = nil
  ) {
    self.level = level
    self.expiry = expiry
    self.password = password
    self.allowsEditRequests = allowsEditRequests
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
