import MariaDB
import Primitives
import Security

/// The table of wrong tries.
struct ThrottleStore {
  let database: any Executor

  private static let isForgotten: SQL =
    "last_failed_at < UTC_TIMESTAMP(6) - INTERVAL \(Throttle.memory) SECOND"

  /// Of each of the throttle's pools, in their order.
  func tries(_ throttle: Throttle) throws -> [Tries] {
    let callers: [SQL] = throttle.pools.map { "\($0.caller.bytes)" }
    var found: [Digest: Tries] = [:]
    try database.forEach(
      """
      SELECT caller, failures, TIMESTAMPDIFF(MICROSECOND, last_failed_at, UTC_TIMESTAMP(6))
      FROM throttles
      WHERE scope = \(throttle.scope) AND subject = \(throttle.subject.bytes)
        AND caller IN (\(callers.joined(separator: ", "))) AND NOT \(Self.isForgotten)
      """
    ) { row in
      let caller: Bytes = try row.next()
      let tries = Tries(count: try row.next(), age: try row.next())
      if let digest = Digest(caller) { found[digest] = tries }
    }
    return throttle.pools.map { found[$0.caller] ?? Tries() }
  }

  /// Counts a wrong try in some of the throttle's pools.
  func count(in pools: ArraySlice<Throttle.Pool>, of throttle: Throttle) throws {
    for pool in pools {
      try database.execute(
        """
        INSERT INTO throttles (scope, subject, caller, failures, last_failed_at)
        VALUES (\(throttle.scope), \(throttle.subject.bytes), \(pool.caller.bytes), 1,
          UTC_TIMESTAMP(6))
        ON DUPLICATE KEY UPDATE failures = IF(\(Self.isForgotten), 1, failures + 1),
          last_failed_at = UTC_TIMESTAMP(6)
        """)
    }
  }

  /// Forgets this caller's tries; those of the others stay, or one who knows a password could hide
  /// the guesses of others.
  func forget(_ throttle: Throttle) throws {
    try database.execute(
      """
      DELETE FROM throttles WHERE scope = \(throttle.scope)
        AND subject = \(throttle.subject.bytes) AND caller = \(throttle.own.caller.bytes)
      """)
  }

  func clear(atMost limit: Int) throws -> Int {
    try database.execute("DELETE FROM throttles WHERE \(Self.isForgotten) LIMIT \(limit)")
  }
}
