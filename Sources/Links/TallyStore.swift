import MariaDB
import Primitives
import Security

/// The tables of what is counted about links: `link_opens`, `link_viewers`, `link_refusals`.
struct TallyStore {
  let database: any Executor
  /// Each adds to rows of its own, so that they never wait for each other.
  let responder: String

  /// How long a view lasts after the last look, in minutes.
  static let viewLasts = 30

  /// How long refusals are kept, in days.
  private static let refusalsKept = 90

  // MARK: Opens

  /// Counts those of the views that are not the going on of an earlier one.
  ///
  /// A viewer (address and browser, of one link) who looks again within half an hour of their last
  /// look is the same view, whichever responder they reach, and whether it is the page or JSON.
  /// They are known by a digest with a salt of the day, so at midnight UTC everyone is new.
  func settle(_ views: some Collection<Views.View>) throws {
    let settlement = UUID.v7()
    var salts: [Int64: Bytes] = [:]
    var opens: [OpensKey: Opens] = [:]
    let looks = try views.map { key, instant in
      let salt = try salts[instant.day] ?? salt(of: instant.day)
      salts[instant.day] = salt
      return Look(link: key.link, viewer: key.digest(salt: salt), at: instant)
    }
    // In the order of their keys, so that two responders don't wait for each other in a ring.
    for batch in looks.sorted(by: <).batches(of: 64) {
      for (link, at) in try counted(batch, by: settlement) {
        opens[OpensKey(link: link, day: at.day), default: Opens()].add(at)
      }
    }
    try write(opens)
  }

  /// Notes that these have looked, and returns those who hadn't for a while. One statement, so that
  /// two responders who have seen the same viewer count them once.
  private func counted(
    _ looks: ArraySlice<Look>, by settlement: UUID
  ) throws -> [(link: UUID, at: Instant)] {
    let rows: [SQL] = looks.map { "(\($0.link), \($0.viewer), \($0.at), \(settlement))" }
    return try database.query(
      """
      INSERT INTO link_viewers (link_id, viewer, last_seen_at, counted_by)
      VALUES \(rows.joined(separator: ", "))
      ON DUPLICATE KEY UPDATE
        counted_by = IF(VALUES(last_seen_at) >= last_seen_at + INTERVAL \(Self.viewLasts) MINUTE,
          VALUES(counted_by), counted_by),
        last_seen_at = GREATEST(last_seen_at, VALUES(last_seen_at))
      RETURNING link_id, last_seen_at, counted_by
      """
    ) { row in
      (
        link: try row.next(as: UUID.self), at: try row.next(as: Instant.self),
        by: try row.next(as: UUID.self)
      )
    }.filter { $0.by == settlement }.map { ($0.link, $0.at) }
  }

  private func write(_ opens: [OpensKey: Opens]) throws {
    for batch in Array(opens).batches(of: 64) {
      let rows: [SQL] = batch.map { key, opens in
        let day = Instant(microseconds: key.day * 86_400_000_000)
        return "(\(key.link), DATE(\(day)), \(responder), \(opens.count), \(opens.last))"
      }
      try database.execute(
        """
        INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at)
        VALUES \(rows.joined(separator: ", "))
        ON DUPLICATE KEY UPDATE opens = opens + VALUES(opens),
          last_opened_at = GREATEST(last_opened_at, VALUES(last_opened_at))
        """)
    }
  }

  /// What makes a viewer's digest that of one day, the same for all responders.
  private func salt(of day: Int64) throws -> Bytes {
    let date: SQL = "DATE(\(Instant(microseconds: day * 86_400_000_000)))"
    func stored() throws -> Bytes? {
      try database.first("SELECT salt FROM viewer_salts WHERE day = \(date)") { try $0.next() }
    }
    if let salt = try stored() { return salt }
    let salt = SecureRandom.bytes(32)
    // Another responder may be quicker; then this waits for it, and its salt is read.
    try database.execute("INSERT IGNORE INTO viewer_salts (day, salt) VALUES (\(date), \(salt))")
    return try stored() ?? salt
  }

  // MARK: Refusals

  func write(_ refusals: [RefusalKey: Int]) throws {
    for batch in Array(refusals).batches(of: 64) {
      let rows: [SQL] = batch.map { key, count in
        let minute = Instant(microseconds: key.minute * 60_000_000)
        return """
          (\(key.link), \(minute), \(key.addressPrefix), \(key.outcome), \(responder), \(count))
          """
      }
      try database.execute(
        """
        INSERT INTO link_refusals
          (link_id, minute, address_prefix, outcome, responder, refusals)
        VALUES \(rows.joined(separator: ", "))
        ON DUPLICATE KEY UPDATE refusals = refusals + VALUES(refusals)
        """)
    }
  }

  // MARK: Clearing

  /// Takes away what has outlived its use, in pieces of 5,000 rows, up to 100,000 of each kind.
  static func clear(on database: any Executor, while goesOn: () -> Bool) throws {
    try inPieces(while: goesOn) {
      try database.execute(
        """
        DELETE FROM link_refusals WHERE minute < UTC_TIMESTAMP() - INTERVAL \(refusalsKept) DAY
        LIMIT 5000
        """)
    }
    try inPieces(while: goesOn) {
      try database.execute(
        """
        DELETE FROM link_viewers
        WHERE last_seen_at < UTC_TIMESTAMP(6) - INTERVAL \(2 * viewLasts) MINUTE LIMIT 5000
        """)
    }
    try database.execute("DELETE FROM viewer_salts WHERE day < UTC_DATE() - INTERVAL 1 DAY")
  }

  private static func inPieces(
    while goesOn: () -> Bool, _ delete: () throws -> Int
  ) throws {
    for _ in 0..<20 where try !goesOn() || delete() < 5_000 { return }
  }
}

/// Refusals that are counted together.
struct RefusalKey: Hashable {
  let link: UUID
  /// Minutes since 1970, UTC.
  let minute: Int64
  var addressPrefix: String
  let outcome: String
}

private struct OpensKey: Hashable {
  let link: UUID
  /// Days since 1970, UTC.
  let day: Int64
}

private struct Opens {
  var count = 0
  var last = Instant(microseconds: 0)

  mutating func add(_ instant: Instant) {
    count += 1
    last = max(last, instant)
  }
}

/// A view as it is stored.
private struct Look: Comparable {
  let link: UUID
  /// 16 bytes.
  let viewer: Bytes
  let at: Instant

  static func < (left: Look, right: Look) -> Bool {
    left.link == right.link
      ? left.viewer.lexicographicallyPrecedes(right.viewer) : left.link < right.link
  }
}

extension Views.Key {
  /// Half a SHA-256: a viewer of this link on this day, and of no other.
  fileprivate func digest(salt: Bytes) -> Bytes {
    var text = salt
    link.append(to: &text)
    text.append(text: address)
    text.append(0)
    text.append(text: userAgent)
    return Array(SHA256.hash(text).bytes.prefix(16))
  }
}

extension Instant {
  /// Days since 1970, UTC.
  fileprivate var day: Int64 { microseconds / 86_400_000_000 }
}
