import HTTP
import MariaDB
import Primitives
import Security

/// How much of something one may do in a while, on all processes at once: thirty times at a stretch,
/// and then once every twenty seconds.
///
/// What somebody writes who has no account is counted for their network at one thing, such as a link:
/// whoever shares the network writes elsewhere undisturbed. What an account does is counted for it.
/// Kept where wrong tries are, and forgotten like them.
package struct Allowance: Sendable {
  /// What is done; each kind counts for itself.
  package enum Scope: String, Sendable {
    case comment = "guest_comment"
    case editRequest = "guest_edit_request"
    /// Looking for clients by their connection IDs.
    case connection = "connection_lookup"
  }

  static let atOnce = 30
  /// In seconds.
  static let refill = 20

  private let scope: Scope
  private let subject: Digest
  private let caller: Digest

  /// - Parameters:
  ///   - thing: what is written at, or the account; its SHA-256 is kept.
  ///   - network: as `AddressPrefix` names it, alike; empty where the thing is the account.
  package init(_ scope: Scope, at thing: UUID, from network: String) {
    self.scope = scope
    subject = SHA256.hash(thing.text)
    caller = SHA256.hash(network)
  }

  /// Takes one; throws 429 `too_many_posts` (`too_many_lookups`) with `Retry-After` when there is none.
  ///
  /// In the transaction of what is done: that which fails is given back. Two who take the first one at
  /// once wait for each other, and one of them begins anew.
  package func take(in transaction: Transaction) throws {
    let found = try transaction.first(
      """
      SELECT failures, TIMESTAMPDIFF(MICROSECOND, last_failed_at, UTC_TIMESTAMP(6))
      FROM throttles WHERE \(isThis) FOR UPDATE
      """
    ) { (try $0.next(as: Int.self), try $0.next(as: Int.self)) }
    let (used, rest) = Self.used(found?.0 ?? 0, before: found?.1 ?? 0)
    guard used < Self.atOnce else {
      throw refusal(after: Self.refill - rest / 1_000_000)
    }
    try transaction.execute(
      """
      INSERT INTO throttles (scope, subject, caller, failures, last_failed_at)
      VALUES (\(scope), \(subject.bytes), \(caller.bytes), \(used + 1),
        UTC_TIMESTAMP(6) - INTERVAL \(rest) MICROSECOND)
      ON DUPLICATE KEY UPDATE failures = VALUE(failures), last_failed_at = VALUE(last_failed_at)
      """)
  }

  /// What is still used of what was, so many microseconds later; and what is left over of these.
  static func used(_ count: Int, before age: Int) -> (count: Int, rest: Int) {
    let step = refill * 1_000_000
    let refilled = max(0, age) / step
    return refilled >= count ? (0, 0) : (count - refilled, max(0, age) % step)
  }

  private func refusal(after seconds: Int) -> Problem {
    Problem(
      Status(429), scope == .connection ? "too_many_lookups" : "too_many_posts",
      "That is a lot at once. Please wait \(seconds) seconds and try again.",
      headers: [Header("Retry-After", String(seconds))])
  }

  private var isThis: SQL {
    "scope = \(scope) AND subject = \(subject.bytes) AND caller = \(caller.bytes)"
  }
}
