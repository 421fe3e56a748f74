import HTML
import Language
import Primitives

extension PageWriter {
  /// Until when a link works, for its guests.
  ///
  /// - Parameters:
  ///   - expiresAt: nil: for ever.
  ///   - now: by the clock that decides, the database's.
  package mutating func linkExpiry(_ expiresAt: Instant?, now: Instant, _ phrases: Phrases) {
    guard let expiresAt else { return text(phrases.linkNeverExpires) }
    text(phrases.linkWorksUntil + " ")
    moment(expiresAt)
    text(" (\(phrases.timeLeft(until: expiresAt, at: now)))")
  }
}

extension Phrases {
  /// To the nearest unit.
  fileprivate func timeLeft(until end: Instant, at now: Instant) -> String {
    let minutes = Int((end.microseconds - now.microseconds) / 60_000_000)
    if minutes >= 2 * 24 * 60 { return inDays((minutes + 12 * 60) / (24 * 60)) }
    if minutes >= 2 * 60 { return inHours((minutes + 30) / 60) }
    return minutes >= 2 ? inMinutes(minutes) : inAMoment
  }
}
