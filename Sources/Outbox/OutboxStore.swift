import MariaDB
import Primitives
import Security

/// Where a message stands.
enum MessageState: String, CaseIterable {
  case waiting, sent, dropped, dead

  static let ended = allCases.filter { $0 != .waiting }

  /// For how long a row is kept once it has ended, in days.
  var keptDays: Int { self == .dead ? 90 : 30 }
}

/// A message that one worker alone may send, until its lease ends.
package struct LeasedMessage: Sendable {
  package let id: UUID
  let kind: String
  let sealed: Sealed
  /// With this one.
  let attempts: Int
  package let createdAt: Instant
  let lease: UUID
}

/// The table of messages.
struct OutboxStore {
  let database: any Executor

  func insert(_ id: UUID, kind: String, _ sealed: Sealed, dedupe: Digest?) throws {
    // A row that is there already is left as it is, and nothing else is passed over.
    try database.execute(
      """
      INSERT INTO outbox
        (id, channel, kind, seal_key_id, sealed, dedupe, next_attempt_at, created_at)
      VALUES (\(id), 'email', \(kind), \(sealed.keyID), \(sealed.bytes), \(dedupe?.bytes),
        UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE kind = kind
      """)
  }

  // MARK: Sending

  private static let isDue: SQL = "state = 'waiting' AND next_attempt_at <= UTC_TIMESTAMP(6)"

  /// Some whose turn has come, those that have waited longest. Locks nothing.
  func due(of kinds: [String], atMost limit: Int) throws -> [UUID] {
    guard !kinds.isEmpty else { return [] }
    let list: SQL = kinds.map { "\($0)" as SQL }.joined(separator: ", ")
    return try database.query(
      """
      SELECT id FROM outbox WHERE \(Self.isDue) AND kind IN (\(list))
      ORDER BY next_attempt_at LIMIT \(limit)
      """
    ) { try $0.next() }
  }

  /// Takes a message for so many seconds; nil when another worker was first, or it has ended. One row
  /// by its key: workers wait for no gap, and on a cluster the later of two commits fails.
  func claim(_ id: UUID, for seconds: Int) throws -> LeasedMessage? {
    let lease = UUID.v7()
    let isOurs =
      try database.execute(
        """
        UPDATE outbox SET lease_id = \(lease), attempts = attempts + 1,
          next_attempt_at = UTC_TIMESTAMP(6) + INTERVAL \(seconds) SECOND
        WHERE id = \(id) AND \(Self.isDue)
        """) == 1
    guard isOurs else { return nil }
    return try database.first(
      """
      SELECT kind, seal_key_id, sealed, attempts, created_at FROM outbox
      WHERE id = \(id) AND lease_id = \(lease) AND state = 'waiting'
      """
    ) { row in
      try LeasedMessage(
        id: id, kind: row.next(), sealed: Sealed(keyID: row.next(), bytes: row.next()),
        attempts: row.next(), createdAt: row.next(), lease: lease)
    }
  }

  /// Ends a message that this lease still holds, and wipes it; false when it doesn't any more.
  @discardableResult
  func end(_ message: LeasedMessage, as state: MessageState, _ error: String?) throws -> Bool {
    try database.execute(
      """
      UPDATE outbox SET state = \(state), sealed = NULL, seal_key_id = NULL, lease_id = NULL,
        last_error = \(error), ended_at = UTC_TIMESTAMP(6)
      WHERE id = \(message.id) AND lease_id = \(message.lease) AND state = 'waiting'
      """) == 1
  }

  /// Puts a message that this lease still holds off for so many seconds; false when it doesn't.
  @discardableResult
  func postpone(_ message: LeasedMessage, for seconds: Int, _ error: String) throws -> Bool {
    try database.execute(
      """
      UPDATE outbox SET lease_id = NULL, last_error = \(error),
        next_attempt_at = UTC_TIMESTAMP(6) + INTERVAL \(seconds) SECOND
      WHERE id = \(message.id) AND lease_id = \(message.lease) AND state = 'waiting'
      """) == 1
  }

  // MARK: Beside

  func clear(_ state: MessageState, atMost limit: Int) throws -> Int {
    try database.execute(
      """
      DELETE FROM outbox WHERE state = \(state)
        AND ended_at < UTC_TIMESTAMP(6) - INTERVAL \(state.keptDays) DAY
      LIMIT \(limit)
      """)
  }

  func figures() throws -> OutboxFigures {
    try database.first(
      """
      SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'waiting'),
        (SELECT COUNT(*) FROM outbox WHERE state = 'dead'),
        (SELECT COALESCE(TIMESTAMPDIFF(SECOND, MIN(created_at), UTC_TIMESTAMP(6)), 0)
          FROM outbox WHERE state = 'waiting')
      """
    ) { try OutboxFigures(waiting: $0.next(), dead: $0.next(), oldest: $0.next()) }
      ?? OutboxFigures(waiting: 0, dead: 0, oldest: 0)
  }
}
