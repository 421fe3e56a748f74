import MariaDB
import Primitives

/// The table of wrong tries.
struct ThrottleStore {
  let database: any Executor

  /// Who stands for all callers together: no SHA-256 is all zeros.
  private static let all = Bytes(repeating: 0, count: 32)

  private static let isForgotten: SQL =
    "last_failed_at < UTC_TIMESTAMP(6) - INTERVAL \(Throttle.memory) SECOND"

  func tries(_ throttle: Throttle) throws -> Tries {
    var tries = Tries()
    try database.forEach(
      """
      SELECT caller, failures, TIMESTAMPDIFF(MICROSECOND, last_failed_at, UTC_TIMESTAMP(6))
      FROM throttles
      WHERE scope = \(throttle.scope) AND subject = \(throttle.subject.bytes)
        AND caller IN (\(throttle.caller.bytes), \(Self.all)) AND NOT \(Self.isForgotten)
      """
    ) { row in
      let caller: Bytes = try row.next()
      let count = Tries.Count(count: try row.next(), age: try row.next())
      if caller == Self.all { tries.all = count } else { tries.own = count }
    }
    return tries
  }

  /// Counts a wrong try, also among those of all callers if so wished.
  func count(_ throttle: Throttle, forAll: Bool) throws {
    let callers = forAll ? [throttle.caller.bytes, Self.all] : [throttle.caller.bytes]
    for caller in callers {
      try database.execute(
        """
        INSERT INTO throttles (scope, subject, caller, failures, last_failed_at)
        VALUES (\(throttle.scope), \(throttle.subject.bytes), \(caller), 1, UTC_TIMESTAMP(6))
        ON DUPLICATE KEY UPDATE failures = IF(\(Self.isForgotten), 1, failures + 1),
          last_failed_at = UTC_TIMESTAMP(6)
        """)
    }
  }

  /// Forgets this caller's tries; those of all stay, or one who knows a password could hide the
  /// guesses of others.
  func forget(_ throttle: Throttle) throws {
    try database.execute(
      """
      DELETE FROM throttles WHERE scope = \(throttle.scope)
        AND subject = \(throttle.subject.bytes) AND caller = \(throttle.caller.bytes)
      """)
  }

  func clear(atMost limit: Int) throws -> Int {
    try database.execute("DELETE FROM throttles WHERE \(Self.isForgotten) LIMIT \(limit)")
  }
}
