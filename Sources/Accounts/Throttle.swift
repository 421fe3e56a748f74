import MariaDB
import Primitives
import Security

/// Makes guessing at one secret slow, on all processes at once, without locking out anybody else.
///
/// Wrong tries are counted in pools: each is of one subject, and of somebody who guesses at it, from
/// the one caller to all the world. A pool's first tries are free; then each further one makes the
/// next wait, and longer the more there were. The wider the pool, the later it begins and the softer
/// it is.
///
/// - Never by a caller alone: whoever shares an address with a guesser guesses at something else.
/// - The first pool is the caller's own. A pool adds only its first tries to the wider ones, until it
///   has been quiet for an hour: whoever is somebody else at each try stays one network all the same,
///   and no network alone makes the world wait.
/// - Whoever was let in lately is not held by the wider ones.
/// - An hour after the last wrong try all is forgotten.
///
/// A subject that doesn't exist is throttled like one that does. A right first try writes nothing.
package struct Throttle: Sendable {
  /// What is guessed at; each kind counts for itself.
  package enum Scope: String, Sendable {
    case signIn = "sign_in"
    case linkPassword = "link_password"
  }

  /// Whose wrong tries are counted together, and how long these wait.
  package struct Pool: Sendable {
    let caller: Digest
    /// How many come before the first wait.
    let freeTries: Int
    /// In seconds; doubled with every `step` tries more, up to `longestWait`.
    let firstWait: Int64
    let step: Int
    let longestWait: Int64
    /// How many of its tries are counted in the wider pools too.
    let passedOn: Int

    /// One caller's own: after five tries 5 s, doubled each time, up to 15 minutes.
    ///
    /// - Parameter name: whatever tells callers apart; only its SHA-256 is kept.
    package static func caller(_ name: String) -> Pool {
      Pool(
        caller: SHA256.hash(name), freeTries: 5, firstWait: 5, step: 1, longestWait: 900,
        passedOn: 10)
    }

    /// A network's, as `AddressPrefix` names it: after 100 tries 1 s, doubled each 20 tries, up to
    /// 5 s. What it is made to wait, everybody new behind the same address waits.
    package static func network(_ prefix: String) -> Pool {
      Pool(
        caller: SHA256.hash("network \(prefix)"), freeTries: 100, firstWait: 1, step: 20,
        longestWait: 5, passedOn: 50)
    }

    /// All the world's: 1 s, doubled each 20 tries, up to 30 s.
    ///
    /// - Parameter freeTries: a multiple of what each narrower pool passes on, or one of these alone
    ///   makes everybody wait.
    package static func everybody(after freeTries: Int) -> Pool {
      Pool(
        caller: .zero, freeTries: freeTries, firstWait: 1, step: 20, longestWait: 30, passedOn: 0)
    }

    /// How many seconds are left to wait; 0 for none.
    func wait(after tries: Tries) -> Int {
      guard tries.count >= freeTries else { return 0 }
      let doublings = min((tries.count - freeTries) / step, 16)
      let left = min(firstWait << Int64(doublings), longestWait) * 1_000_000 - tries.age
      return left > 0 ? Int((left + 999_999) / 1_000_000) : 0
    }
  }

  /// How long a wrong try is remembered, in seconds.
  static let memory: Int64 = 3_600

  let scope: Scope
  let subject: Digest
  let own: Pool
  let shared: [Pool]

  var pools: [Pool] { [own] + shared }

  /// - Parameters:
  ///   - subject: what is guessed at, such as an account's e-mail; only its SHA-256 is kept.
  ///   - own: the caller's pool.
  ///   - shared: those that it lies in, the narrowest first.
  package init(_ scope: Scope, subject: String, own: Pool, shared: [Pool]) {
    self.scope = scope
    self.subject = SHA256.hash(subject)
    self.own = own
    self.shared = shared
  }

  /// Makes one try, which gives nil when the guess was wrong.
  ///
  /// Throws 429 `too_many_attempts` with `Retry-After` when it must wait, before the try; and after
  /// it, whatever came of it, when others have used up the tries meanwhile: many guesses at once are
  /// no way around, and the refusal doesn't tell whether the guess was right.
  ///
  /// - Parameter isKnown: whether the caller was let in lately; asked only when a shared pool would
  ///   make it wait.
  package func guarding<Result>(
    on database: MariaDB.Connection, isKnown: () throws -> Bool, _ attempt: () throws -> Result?
  ) throws -> Result? {
    let store = ThrottleStore(database: database)
    try refuse(try store.tries(self), isKnown)
    let result = try attempt()
    let tries = try store.tries(self)
    let ownCount = tries.first?.count ?? 0
    if result == nil {
      try store.count(in: reached(by: tries), of: self)
      try refuse(tries, isKnown)
    } else {
      try refuse(tries, isKnown)
      if ownCount > 0 { try store.forget(self) }
    }
    return result
  }

  /// The caller's pool, and each wider one while those within it pass their tries on.
  ///
  /// - Parameter tries: of each pool, in their order.
  private func reached(by tries: [Tries]) -> ArraySlice<Pool> {
    let last = pools.indices.first { tries[$0].count >= pools[$0].passedOn }
    return pools.prefix(through: last ?? pools.endIndex - 1)
  }

  /// - Parameter tries: of each pool, in their order.
  private func refuse(_ tries: [Tries], _ isKnown: () throws -> Bool) throws {
    let waits = zip(pools, tries).map { $0.wait(after: $1) }
    if let own = waits.first, own > 0 { throw AccountsError.tooManyAttempts(retryAfter: own) }
    if let longest = waits.dropFirst().max(), longest > 0, try !isKnown() {
      throw AccountsError.tooManyAttempts(retryAfter: longest)
    }
  }

  /// Takes away what is forgotten, in pieces of 10,000 rows, 50 of them at most.
  ///
  /// - Parameter goesOn: asked before each piece.
  static func clear(on database: MariaDB.Connection, while goesOn: () -> Bool) throws {
    let store = ThrottleStore(database: database)
    for _ in 0..<50 where try !goesOn() || store.clear(atMost: 10_000) < 10_000 { return }
  }
}

/// The wrong tries of a pool that are remembered.
struct Tries {
  var count = 0
  /// Since the last of them, in microseconds.
  var age: Int64 = 0
}
