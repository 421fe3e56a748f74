import HTML
import Language
import Links
import Primitives

/// Until when the link works that a shared job's page is seen through.
struct LinkExpiry {
  /// Nil: it never expires.
  let expiresAt: Instant?
  /// By the clock that decides, the database's.
  let now: Instant

  func write(_ phrases: Phrases, to main: inout PageWriter) {
    main.p(.class("quiet")) { $0.linkExpiry(expiresAt, now: now, phrases) }
  }
}
