import MariaDB
import Primitives
import Security

/// Makes guessing at one secret slow, on all processes at once, without locking out anybody else.
///
/// - From one caller (a network, see `AddressPrefix`) at one subject the first five wrong tries are
///   free. Then each further one makes the next wait: 5 s, doubling, up to 15 minutes.
/// - At one subject from all callers together it begins after 100 wrong tries, and waits 1 s to 30 s.
///   A single caller adds only its first ten to these, so it takes many callers to get there; and
///   one from which the subject's owner has been let in lately is not held by it.
/// - Never by the caller alone: whoever shares an address with a guesser guesses at something else.
/// - An hour after the last wrong try all is forgotten.
///
/// A subject that doesn't exist is throttled like one that does. A right first try writes nothing.
package struct Throttle: Sendable {
  /// What is guessed at; each kind counts for itself.
  package enum Scope: String, Sendable {
    case signIn = "sign_in"
  }

  static let freeTries = 5
  static let freeTriesOfAll = 100
  /// What one caller adds to the tries of all.
  static let countedForAll = 10
  /// How long a wrong try is remembered, in seconds.
  static let memory: Int64 = 3_600

  let scope: Scope
  let subject: Digest
  let caller: Digest

  /// - Parameters:
  ///   - subject: what is guessed at, such as an account's e-mail; only its SHA-256 is kept.
  ///   - caller: where from, as `AddressPrefix` says it.
  package init(_ scope: Scope, subject: String, caller: String) {
    self.scope = scope
    self.subject = SHA256.hash(subject)
    self.caller = SHA256.hash(caller)
  }

  /// Makes one try, which gives nil when the guess was wrong.
  ///
  /// Throws 429 `too_many_attempts` with `Retry-After` when it must wait, before the try; and after
  /// it, whatever came of it, when others have used up the tries meanwhile: many guesses at once are
  /// no way around, and the refusal doesn't tell whether the guess was right.
  ///
  /// - Parameter isKnown: whether the subject's owner was let in from this caller lately; asked only
  ///   when the tries of all callers would make it wait.
  package func guarding<Result>(
    on database: MariaDB.Connection, isKnown: () throws -> Bool, _ attempt: () throws -> Result?
  ) throws -> Result? {
    let store = ThrottleStore(database: database)
    try refuse(try store.tries(self), isKnown)
    let result = try attempt()
    let tries = try store.tries(self)
    if result == nil {
      try store.count(self, forAll: tries.own.count < Self.countedForAll)
      try refuse(tries, isKnown)
    } else {
      try refuse(tries, isKnown)
      if tries.own.count > 0 { try store.forget(self) }
    }
    return result
  }

  private func refuse(_ tries: Tries, _ isKnown: () throws -> Bool) throws {
    let own = tries.own.wait(after: Self.freeTries, from: 5, doubledEach: 1, atMost: 900)
    if own > 0 { throw AccountsError.tooManyAttempts(retryAfter: own) }
    let all = tries.all.wait(after: Self.freeTriesOfAll, from: 1, doubledEach: 20, atMost: 30)
    if all > 0, try !isKnown() { throw AccountsError.tooManyAttempts(retryAfter: all) }
  }

  /// Takes away what is forgotten, in pieces of 10,000 rows, 50 of them at most.
  ///
  /// - Parameter goesOn: asked before each piece.
  static func clear(on database: MariaDB.Connection, while goesOn: () -> Bool) throws {
    let store = ThrottleStore(database: database)
    for _ in 0..<50 where try !goesOn() || store.clear(atMost: 10_000) < 10_000 { return }
  }
}

/// The wrong tries at one subject that are remembered.
struct Tries {
  struct Count {
    var count = 0
    /// Since the last of them, in microseconds.
    var age: Int64 = 0

    /// How many seconds are left to wait; 0 for none.
    ///
    /// The wait after `free` tries is `first` seconds, and doubles with each `step` more.
    func wait(after free: Int, from first: Int64, doubledEach step: Int, atMost limit: Int64) -> Int
    {
      guard count >= free else { return 0 }
      let doublings = min((count - free) / step, 16)
      let left = min(first << Int64(doublings), limit) * 1_000_000 - age
      return left > 0 ? Int((left + 999_999) / 1_000_000) : 0
    }
  }

  /// From this caller.
  var own = Count()
  /// From all callers together.
  var all = Count()
}
