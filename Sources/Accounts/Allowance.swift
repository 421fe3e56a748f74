import HTTP
import MariaDB
import Primitives
import Security

/// How much of something one may do in a while, on all processes at once: so often at a stretch, and then
/// once in so many seconds, by what it is.
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
    /// Asking for links for new passwords, whosever.
    case passwordResets = "password_resets"
    /// The same for one e-mail.
    case passwordReset = "password_reset"
    /// What such a link is sent to.
    case resetMessage = "reset_message"
    /// Inviting to a workspace.
    case invitations
    /// The same to one e-mail.
    case invitation

    /// How often at a stretch, and in how many seconds once more after that: all of it within the hour
    /// for which it is remembered.
    var rate: (atOnce: Int, refill: Int) {
      switch self {
      case .comment, .editRequest, .connection, .passwordResets: (30, 20)
      case .passwordReset: (6, 600)
      case .resetMessage: (3, 1_200)
      case .invitations: (100, 36)
      case .invitation: (4, 900)
      }
    }
  }

  private let scope: Scope
  private let subject: Digest
  private let caller: Digest

  /// - Parameters:
  ///   - thing: what is written at, or the account; its SHA-256 is kept.
  ///   - network: as `AddressPrefix` names it, alike; empty where the thing is the account.
  package init(_ scope: Scope, at thing: UUID, from network: String) {
    self.init(scope, of: thing.text, from: network)
  }

  /// - Parameter name: of what it is about, such as an e-mail's key; its SHA-256 is kept.
  init(_ scope: Scope, of name: String, from network: String) {
    self.scope = scope
    subject = SHA256.hash(name)
    caller = SHA256.hash(network)
  }

  /// Takes one; throws 429 (`too_many_posts`, `too_many_lookups`, `too_many_attempts` or
  /// `too_many_messages`) with `Retry-After` when there is none.
  ///
  /// In the transaction of what is done: that which fails is given back. Two who take the first one at
  /// once wait for each other, and one of them begins anew.
  package func take(in transaction: Transaction) throws {
    if let wait = try attempt(in: transaction) { throw refusal(after: wait) }
  }

  /// The same, quietly: false when there is none.
  func takes(in transaction: Transaction) throws -> Bool {
    try attempt(in: transaction) == nil
  }

  /// Takes one; when there is none, for how many seconds there will be none.
  private func attempt(in transaction: Transaction) throws -> Int? {
    let found = try transaction.first(
      """
      SELECT failures, TIMESTAMPDIFF(MICROSECOND, last_failed_at, UTC_TIMESTAMP(6))
      FROM throttles WHERE \(isThis) FOR UPDATE
      """
    ) { (try $0.next(as: Int.self), try $0.next(as: Int.self)) }
    let (atOnce, refill) = scope.rate
    let (used, rest) = Self.used(found?.0 ?? 0, before: found?.1 ?? 0, refill: refill)
    guard used < atOnce else { return refill - rest / 1_000_000 }
    try transaction.execute(
      """
      INSERT INTO throttles (scope, subject, caller, failures, last_failed_at)
      VALUES (\(scope), \(subject.bytes), \(caller.bytes), \(used + 1),
        UTC_TIMESTAMP(6) - INTERVAL \(rest) MICROSECOND)
      ON DUPLICATE KEY UPDATE failures = VALUE(failures), last_failed_at = VALUE(last_failed_at)
      """)
    return nil
  }

  /// What is still used of what was, so many microseconds later; and what is left over of these.
  ///
  /// - Parameter refill: in how many seconds one comes back.
  static func used(
    _ count: Int, before age: Int, refill: Int
  ) -> (count: Int, rest: Int) {
    let step = refill * 1_000_000
    let refilled = max(0, age) / step
    return refilled >= count ? (0, 0) : (count - refilled, max(0, age) % step)
  }

  private func refusal(after seconds: Int) -> Problem {
    let code =
      switch scope {
      case .comment, .editRequest: "too_many_posts"
      case .connection: "too_many_lookups"
      case .passwordResets, .passwordReset, .resetMessage: "too_many_attempts"
      case .invitations, .invitation: "too_many_messages"
      }
    return Problem(
      Status(429), code,
      "That is a lot at once. Please wait \(seconds) seconds and try again.",
      headers: [Header("Retry-After", String(seconds))])
  }

  private var isThis: SQL {
    "scope = \(scope) AND subject = \(subject.bytes) AND caller = \(caller.bytes)"
  }
}
