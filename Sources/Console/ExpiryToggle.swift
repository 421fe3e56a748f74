import HTTP
import Language
import Primitives

// A link's expiry that is turned on or off (seed 2), with a date where it is on.

extension ExpiryChoice {
  /// Reads `expires`, which is there when expiration is on, `expires_at`, a date and time without a zone,
  /// and `zone`, the offset it is meant in. Off means never; a date that was filled in is never passed
  /// over: with expiration off it is refused as `date_unused`.
  package init(toggle fields: inout Fields) {
    let isOn = fields.optionalBool("expires") ?? false
    let local = fields.optionalText("expires_at", length: 1...30)
    let zone = fields.optionalText("zone", length: 1...6) ?? Self.universal
    self = .never
    guard isOn else {
      if local != nil { fields.refuse("expires", "date_unused", "does not go with a date") }
      return
    }
    if let local, let instant = Self.instant(local, in: zone) {
      self = .at(instant)
    } else {
      fields.refuse(
        "expires_at", local == nil ? "required" : "not_an_instant", "must be a date and a time")
    }
  }

  /// The fields that `init(toggle:)` reads, as a link has them now.
  ///
  /// - Parameter expiresAt: nil: never.
  package static func toggle(
    _ words: AlbumPagePhrases, _ linkWords: LinkPhrases, at expiresAt: Instant? = nil
  ) -> [FormField] {
    [
      // What comes back shows beside the box itself what was wrong with it.
      FormField(
        "expires", words.expiration, .tick, hint: words.expirationHint, isRequired: false,
        value: expiresAt == nil ? "" : "true", errors: ["date_unused": words.dateUnused]),
      FormField(
        "expires_at", words.date, .dateAndTime, hint: words.dateHint, isRequired: false,
        saysOptional: false, value: expiresAt.map(local) ?? ""),
      zoneField(linkWords),
    ]
  }

  /// As a browser's field for date and time takes it, in UTC, to the minute.
  private static func local(_ instant: Instant) -> String {
    String(instant.iso8601.prefix(16))
  }
}
