import HTTP
import Primitives
import Security

/// A password that a link asks for, as the door has read it. Prints as `•••`.
package struct LinkLock: Sendable, Redacted {
  package let link: UUID
  let passwordHash: String
  /// Moves with every change of the password.
  let passwordChanges: Int
}

/// What stands for a password that was said: grants of 15 minutes, for one link under one password.
///
/// A grant is asked about at the door each time, together with the link itself; so it ends with the
/// link, its expiry, a pause, and a change of its password, whatever it says itself.
package struct LinkGrants: Sendable {
  let signer: TokenSigner
  let hasher: PasswordHasher

  /// In seconds.
  package static let lifetime: Int64 = 900
  /// So that no other token of ours passes for a grant, and no grant for another token.
  static let tokenType = "grant+jwt"

  /// - Parameter hasher: the process's one, whose gate bounds the memory of all hashing together.
  package init(signer: TokenSigner, hasher: PasswordHasher) {
    self.signer = signer
    self.hasher = hasher
  }

  /// What to keep of a new password. Throws 503 when too many are being hashed.
  package func hash(_ password: String) throws -> String {
    try hashing { () throws(PasswordHashingError) in try hasher.hash(password) }
  }

  /// Whether this is the password. Takes the time and the memory of Argon2, so it is asked behind a
  /// throttle; throws 503 when too many are being hashed.
  package func isRight(_ password: String, for lock: LinkLock) throws -> Bool {
    try hashing { () throws(PasswordHashingError) in
      try hasher.verify(password, against: lock.passwordHash)
    }
  }

  /// The password hashed as we do now, where our parameters have changed since it was set; nil where
  /// they have not, and when too many are being hashed: the next who says it will do.
  package func rehash(_ password: String, of lock: LinkLock) throws -> (old: String, new: String)? {
    guard hasher.needsRehash(lock.passwordHash) else { return nil }
    do throws(PasswordHashingError) {
      return (lock.passwordHash, try hasher.hash(password))
    } catch {
      guard case .busy = error else { throw error }
      return nil
    }
  }

  /// A grant for whoever has said the lock's password.
  ///
  /// - Parameter now: by the database's clock.
  package func grant(for lock: LinkLock, at now: Instant) throws -> String {
    try grant(for: lock.link, passwordChanges: lock.passwordChanges, at: now)
  }

  /// A grant for who was let in: anew where they had one, or where no password is set.
  package func grant(for link: OpenLink) throws -> String {
    try grant(for: link.id, passwordChanges: link.passwordChanges, at: link.now)
  }

  private func grant(
    for link: UUID, passwordChanges: Int, at now: Instant
  ) throws -> String {
    try signer.sign(
      type: Self.tokenType,
      claims: [
        "lnk": .text(link.text), "pwc": .integer(Int64(passwordChanges)),
        "exp": .integer(now.seconds + Self.lifetime),
      ])
  }

  /// What a guest shows to a door; nil where they show nothing.
  package func shown(_ text: String?) -> ShownGrant? {
    text.map { ShownGrant(text: $0, signer: signer) }
  }

  private func hashing<Result>(_ body: () throws(PasswordHashingError) -> Result) throws -> Result {
    do {
      return try body()
    } catch .busy {
      throw Problem.unavailable(retryAfter: 2)
    }
  }
}

/// What somebody calls a grant. Only a door finds out whether it is one. Prints as `•••`.
package struct ShownGrant: Sendable, Redacted {
  fileprivate let text: String
  fileprivate let signer: TokenSigner

  /// Whether it was given by us for this link and this password, and is not over.
  func opens(_ lock: LinkLock, at now: Instant) -> Bool {
    guard
      let claims = try? signer.verify(text, type: LinkGrants.tokenType, now: now),
      claims.text("lnk") == lock.link.text
    else { return false }
    return claims.integer("pwc") == Int64(lock.passwordChanges)
  }
}
