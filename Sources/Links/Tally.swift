import Audit
import Glibc
import HTTP
import MariaDB
import Primitives
import Synchronization

/// Counts what happens at doors without making anyone wait: in memory, and into the database once
/// a second by a thread of its own. A kill loses at most that second.
package final class Tally: Sendable {
  private struct OpenKey: Hashable {
    let link: UUID
    /// Days since 1970, UTC.
    let day: Int64
  }

  private struct Opens {
    var count = 0
    var last = Instant(microseconds: 0)
  }

  private struct RefusalKey: Hashable {
    let link: UUID
    /// Minutes since 1970, UTC.
    let minute: Int64
    var addressPrefix: String
    let outcome: String
  }

  private struct Counts {
    var opens: [OpenKey: Opens] = [:]
    var refusals: [RefusalKey: Int] = [:]
    /// How many networks each link has rows for.
    var networks: [UUID: Int] = [:]
  }

  /// Of one link in one second; what comes from further ones is counted together. Whoever has many
  /// addresses must not fill the disk either.
  private static let maximumNetworks = 20

  /// How long refusals are kept, in days.
  private static let refusalsKept = 90

  /// Beyond this many rows in a second, what comes on top is not counted: memory has a bound.
  private static let capacity = 100_000

  private let counts = Mutex(Counts())
  private let responder: String

  /// - Parameter responder: names this process among its peers; each adds to rows of its own.
  package init(responder: String) {
    self.responder = responder
  }

  // MARK: Counting

  /// A guest has opened a link: counted unless a robot, a preview or a prefetch did it.
  package func opened(_ link: OpenLink, by request: Request) {
    guard request.method == .get, request.headers.purpose == nil,
      !Robots.isRobot(request.headers.userAgent)
    else { return }
    let now = Instant.now()
    let key = OpenKey(link: link.id, day: now.microseconds / 86_400_000_000)
    counts.withLock { counts in
      guard counts.opens.count < Self.capacity || counts.opens[key] != nil else { return }
      counts.opens[key, default: Opens()].count += 1
      counts.opens[key]?.last = now
    }
  }

  /// A known link was refused. Unknown tokens are not kept: a stranger must not fill the disk.
  package func refused(_ refusal: DoorRefusal, to request: Request) {
    guard let link = refusal.link else { return }
    var key = RefusalKey(
      link: link, minute: Instant.now().microseconds / 60_000_000,
      addressPrefix: AddressPrefix.of(request.remoteAddress), outcome: refusal.problem.code)
    counts.withLock { counts in
      if counts.refusals[key] == nil {
        if counts.networks[link, default: 0] >= Self.maximumNetworks { key.addressPrefix = "other" }
        guard counts.refusals.count < Self.capacity else { return }
        counts.networks[link, default: 0] += 1
      }
      counts.refusals[key, default: 0] += 1
    }
  }

  // MARK: Writing

  /// Writes what was counted since the last time. On failure it is kept for the next time.
  package func flush(to database: MariaDB.Connection) throws {
    let taken = counts.withLock { counts in
      defer { counts = Counts() }
      return counts
    }
    guard !taken.opens.isEmpty || !taken.refusals.isEmpty else { return }
    do {
      try database.transaction { transaction in
        try write(taken.opens, to: transaction)
        try write(taken.refusals, to: transaction)
      }
    } catch let error as DatabaseError where error.kind == .outcomeUnknown {
      // Counted perhaps; twice would be worse than not at all.
      throw error
    } catch {
      giveBack(taken)
      throw error
    }
  }

  /// Takes away refusals that have been kept long enough, up to 10,000 rows.
  package static func clear(on database: any Executor) throws {
    try database.execute(
      """
      DELETE FROM link_refusals WHERE minute < UTC_TIMESTAMP() - INTERVAL \(refusalsKept) DAY
      LIMIT 10000
      """)
  }

  private func giveBack(_ taken: Counts) {
    counts.withLock { counts in
      for (key, opens) in taken.opens where counts.opens.count < Self.capacity {
        var merged = counts.opens[key] ?? Opens()
        merged.count += opens.count
        merged.last = max(merged.last, opens.last)
        counts.opens[key] = merged
      }
      for (key, count) in taken.refusals where counts.refusals.count < Self.capacity {
        counts.refusals[key, default: 0] += count
      }
    }
  }

  private func write(_ opens: [OpenKey: Opens], to transaction: Transaction) throws {
    for batch in Array(opens).batches(of: 64) {
      let rows: [SQL] = batch.map { key, opens in
        let day = Instant(microseconds: key.day * 86_400_000_000)
        return "(\(key.link), DATE(\(day)), \(responder), \(opens.count), \(opens.last))"
      }
      try transaction.execute(
        """
        INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at)
        VALUES \(rows.joined(separator: ", "))
        ON DUPLICATE KEY UPDATE opens = opens + VALUES(opens),
          last_opened_at = GREATEST(last_opened_at, VALUES(last_opened_at))
        """)
    }
  }

  private func write(_ refusals: [RefusalKey: Int], to transaction: Transaction) throws {
    for batch in Array(refusals).batches(of: 64) {
      let rows: [SQL] = batch.map { key, count in
        let minute = Instant(microseconds: key.minute * 60_000_000)
        return """
          (\(key.link), \(minute), \(key.addressPrefix), \(key.outcome), \(responder), \(count))
          """
      }
      try transaction.execute(
        """
        INSERT INTO link_refusals
          (link_id, minute, address_prefix, outcome, responder, refusals)
        VALUES \(rows.joined(separator: ", "))
        ON DUPLICATE KEY UPDATE refusals = refusals + VALUES(refusals)
        """)
    }
  }
}

/// Those who open links without anyone looking.
enum Robots {
  /// What crawlers, link previews of messengers, and mail scanners call themselves.
  private static let names: [StaticString] = [
    "bot", "crawler", "spider", "preview", "facebookexternalhit", "whatsapp", "slack", "telegram",
    "discord", "skype", "embedly", "google-safety", "safelinks", "scanner", "headless-fetch",
    "pinterest", "vkshare", "iframely",
  ]

  /// Whether a `User-Agent` names one; without any it is nobody's browser either.
  ///
  /// On the way of every guest, hence by bytes: `String.contains` takes 80 µs for all names.
  static func isRobot(_ userAgent: String?) -> Bool {
    guard let userAgent else { return true }
    let lowered = userAgent.utf8.map { byte -> CChar in
      CChar(bitPattern: (0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    return withExtendedLifetime(lowered) {
      (lowered + [0]).withUnsafeBufferPointer { text in
        guard let text = text.baseAddress else { return false }
        return names.contains { name in
          name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) {
            strstr(text, $0) != nil
          }
        }
      }
    }
  }
}

extension Array {
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
