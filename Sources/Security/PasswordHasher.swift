import COpenSSL
import Primitives

/// Why a password couldn't be hashed or checked.
package enum PasswordHashingError: Error, Equatable {
  /// As much is being hashed as there is memory for, and the queue is full or didn't move in time.
  /// The caller should be asked to come back: HTTP 503.
  case busy
  /// What is stored isn't an Argon2id PHC string, or asks for more work than any of ours.
  case unusableHash
  /// libargon2's own code, as when the system has no memory.
  case failed(code: Int)
}

/// Hashes passwords with Argon2id (RFC 9106) and checks them.
///
/// Each hash takes memory and a core for tens of milliseconds, so they pass a gate: never more at
/// once than the budget of memory allows, a short queue behind it, and `busy` for the rest. One
/// hasher serves the process; every method may be called from any thread, and blocks it.
///
/// A password is hashed in Unicode's Normalization Form C (RFC 8265, NIST SP 800-63B): `é` is the
/// same password from a keyboard that sends one scalar and from one that sends two.
package final class PasswordHasher: Sendable {
  /// The costs of one hash. The defaults are OWASP's for Argon2id.
  package struct Parameters: Equatable, Sendable {
    package var memoryKiB: Int
    package var iterations: Int
    package var lanes: Int

    package init(memoryKiB: Int = 19_456, iterations: Int = 2, lanes: Int = 1) {
      self.memoryKiB = memoryKiB
      self.iterations = iterations
      self.lanes = lanes
    }

    /// Whether libargon2 can use these, and they stay below 1 GiB, 16 passes and 8 lanes: a hash
    /// that somebody slipped into the database must not stop the process.
    package var isSane: Bool {
      (1...16).contains(iterations) && (1...8).contains(lanes)
        && (8 * lanes...1_048_576).contains(memoryKiB)
    }
  }

  package let parameters: Parameters
  private let budgetKiB: Int
  private let gate: MemoryGate
  private static let saltLength = 16
  private static let tagLength = 32

  /// - Parameters:
  ///   - parameters: For new hashes; they must be sane. Old ones are checked with their own.
  ///   - budgetKiB: Memory for all hashes that run at once; at least one always may.
  ///   - queue: How many more may wait.
  ///   - timeoutMilliseconds: How long each of them waits at most.
  package init(
    parameters: Parameters = Parameters(), budgetKiB: Int = 65_536, queue: Int = 16,
    timeoutMilliseconds: Int = 2_000
  ) {
    precondition(parameters.isSane, "configuration checks the parameters before this")
    self.parameters = parameters
    self.budgetKiB = max(budgetKiB, parameters.memoryKiB)
    gate = MemoryGate(
      budget: self.budgetKiB, queue: queue, timeoutMilliseconds: timeoutMilliseconds)
  }

  /// What to store for a password: a PHC string of about 97 characters, with a fresh salt.
  package func hash(_ password: String) throws(PasswordHashingError) -> String {
    let salt = SecureRandom.bytes(Self.saltLength)
    let tag = try tag(of: password, salt: salt, parameters: parameters, length: Self.tagLength)
    return PHCString(parameters: parameters, salt: salt, tag: tag).text
  }

  /// Whether the password is the one that was hashed, with the costs that the stored string names.
  package func verify(
    _ password: String, against stored: String
  ) throws(PasswordHashingError) -> Bool {
    guard let stored = PHCString(stored), stored.parameters.isSane,
      stored.parameters.memoryKiB <= budgetKiB
    else { throw .unusableHash }
    let tag = try tag(
      of: password, salt: stored.salt, parameters: stored.parameters, length: stored.tag.count)
    return CRYPTO_memcmp(tag, stored.tag, tag.count) == 0
  }

  /// Takes as long as `verify` with the current parameters, and throws as it does. For an account
  /// that doesn't exist: the time of an answer must not tell which do.
  package func verifyNothing(_ password: String) throws(PasswordHashingError) {
    _ = try hash(password)
  }

  /// Whether the stored string was made otherwise than `hash` would today. To be asked after a
  /// password was found right, which is the only moment at which it can be hashed anew.
  package func needsRehash(_ stored: String) -> Bool {
    guard let stored = PHCString(stored) else { return true }
    return stored.parameters != parameters || stored.salt.count != Self.saltLength
      || stored.tag.count != Self.tagLength
  }

  private func tag(
    of password: String, salt: Bytes, parameters: Parameters, length: Int
  ) throws(PasswordHashingError) -> Bytes {
    let password = password.composed
    return try gate.holding(parameters.memoryKiB) { () throws(PasswordHashingError) in
      try Argon2id.tag(of: password, salt: salt, parameters: parameters, length: length)
    }
  }
}
