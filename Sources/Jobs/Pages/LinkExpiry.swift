import HTML
import Language
import Primitives

/// Until when the link works that a shared job's page is seen through.
struct LinkExpiry {
  /// Nil: it never expires.
  let expiresAt: Instant?
  /// By the clock that decides, the database's.
  let now: Instant

  func write(_ phrases: Phrases, to main: inout PageWriter) {
    main.p(.class("quiet")) { p in
      guard let expiresAt else { return p.text(phrases.linkNeverExpires) }
      p.text(phrases.linkWorksUntil + " ")
      p.moment(expiresAt)
      p.text(" (\(timeLeft(until: expiresAt, phrases)))")
    }
  }

  /// To the nearest unit.
  private func timeLeft(until end: Instant, _ phrases: Phrases) -> String {
    let minutes = Int((end.microseconds - now.microseconds) / 60_000_000)
    if minutes >= 2 * 24 * 60 { return phrases.inDays((minutes + 12 * 60) / (24 * 60)) }
    if minutes >= 2 * 60 { return phrases.inHours((minutes + 30) / 60) }
    return minutes >= 2 ? phrases.inMinutes(minutes) : phrases.inAMoment
  }
}
