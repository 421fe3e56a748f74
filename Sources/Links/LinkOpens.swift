import HTTP
import MariaDB
import Primitives

/// How often a link was opened, by day.
package struct LinkOpens: Sendable {
  /// A day of UTC, at its beginning, and what was counted on it.
  package typealias Day = (day: Instant, count: Int)

  /// Every day of the range, also those without an open; the last one is today, by the database's
  /// clock.
  package let days: [Day]
  /// Since the link was made, whatever the range.
  package let total: Int
  package let lastOpenedAt: Instant?

  /// How many days a request asks for: `days`, 1 to 366, default 30; throws 400 for anything else.
  package static func days(_ request: Request) throws -> Int {
    var query = try Query(request.query)
    let days = query.integer("days", in: 1...366) ?? 30
    try query.finish()
    return days
  }

  package func write(to object: inout JSONWriter) {
    object.array("opens", days) { array, day in
      array.object { object in
        object.text("day", day.day.date)
        object.integer("count", day.count)
      }
    }
    object.integer("total", total)
    object.instant("last_opened_at", lastOpenedAt)
  }
}

extension ShareLinks {
  /// What was counted of one of the subject's links on the last days, today included. Throws
  /// `notFound`.
  ///
  /// - Parameter name: as `named` reads it.
  package func opens(
    of name: String, for subject: Subject, days: Int, on database: any Executor
  ) throws -> LinkOpens {
    try LinkOpens(
      of: named(name, of: subject, on: database).id, days: days, on: database)
  }
}

extension Instant {
  /// The day of UTC, as `2026-12-31`.
  package var date: String { String(iso8601.prefix(10)) }
}

extension LinkOpens {
  fileprivate init(of link: UUID, days: Int, on database: any Executor) throws {
    let sum = try database.first(
      """
      SELECT UTC_DATE(), CAST(COALESCE(SUM(opens), 0) AS UNSIGNED), MAX(last_opened_at)
      FROM link_opens WHERE link_id = \(link)
      """
    ) { (try $0.next(as: Instant.self), try $0.next(as: Int.self), try $0.next(as: Instant?.self)) }
    guard let (today, total, last) = sum else { throw ShareLinkError.notFound }
    let range = (0..<days).reversed().map {
      Instant(microseconds: today.microseconds - Int64($0) * 86_400_000_000)
    }
    let counts = try database.query(
      """
      SELECT day, CAST(SUM(opens) AS UNSIGNED) FROM link_opens
      WHERE link_id = \(link) AND day BETWEEN DATE(\(range.first ?? today)) AND DATE(\(today))
      GROUP BY day
      """
    ) { (try $0.next(as: Instant.self), try $0.next(as: Int.self)) }
    let byDay = Dictionary(counts, uniquingKeysWith: +)
    self.days = range.map { ($0, byDay[$0] ?? 0) }
    self.total = total
    lastOpenedAt = last
  }
}
