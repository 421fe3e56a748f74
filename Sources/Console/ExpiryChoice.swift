import HTTP
import Language
import Links
import Primitives

/// When a link is to expire, as the forms of members' pages ask for it.
package enum ExpiryChoice: Equatable {
  case asItIs
  case never
  case days(Int)
  case at(Instant)

  private static let days = [1, 7, 30]

  /// Reads `expires`: `keep`, a number of days, `date`, or `never`. With `date` goes `expires_at`, a
  /// date and time without a zone, and `zone`, the offset it is meant in; with anything else, a date is
  /// refused: it was meant, and no link lasts longer than that in silence.
  package init(_ fields: inout Fields) {
    let word = fields.optionalText("expires", length: 1...10)
    let local = fields.optionalText("expires_at", length: 1...30)
    let zone = fields.optionalText("zone", length: 1...6) ?? Self.universal
    if word != "date", local != nil {
      fields.refuse("expires", "date_unused", "does not go with a date")
    }
    switch word {
    case nil:
      self = .never
      fields.refuse("expires", "required", "is required")
    case "never": self = .never
    case "keep": self = .asItIs
    case "date":
      if let local, let instant = Self.instant(local, in: zone) {
        self = .at(instant)
        return
      }
      self = .never
      fields.refuse(
        "expires_at", local == nil ? "required" : "not_an_instant", "must be a date and a time")
    case let word?:
      if let days = Int(word), Self.days.contains(days) {
        self = .days(days)
        return
      }
      self = .never
      fields.refuse("expires", "not_allowed", "must be one of: never, 1, 7, 30, date")
    }
  }

  /// What a browser's field for date and time sends, with seconds or without.
  static func instant(_ local: String, in zone: String) -> Instant? {
    guard zones.contains(zone) else { return nil }
    let seconds = local.utf8.count == 16 ? ":00" : ""
    return Instant(iso8601: local + seconds + zone)
  }

  /// As links are told of it. Days are counted from now, to the full minute, so that the same form
  /// sent twice means the same.
  package func wish(from now: Instant) -> ExpiryWish {
    switch self {
    case .asItIs: .unspecified
    case .never: .never
    case .at(let instant): .at(instant)
    case .days(let days):
      .at(
        Instant(microseconds: now.microseconds / 60_000_000 * 60_000_000)
          + Int64(days * 86_400 + 60))
    }
  }

  static let universal = "+00:00"

  /// Every offset from UTC that is somewhere in use.
  private static let zones = [
    "-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00",
    "-04:00", "-03:30", "-03:00", "-02:30", "-02:00", "-01:00", "+00:00", "+01:00", "+02:00",
    "+03:00", "+03:30", "+04:00", "+04:30", "+05:00", "+05:30", "+05:45", "+06:00", "+06:30",
    "+07:00", "+08:00", "+08:45", "+09:00", "+09:30", "+10:00", "+10:30", "+11:00", "+12:00",
    "+12:45", "+13:00", "+13:45", "+14:00",
  ]

  /// The fields that `init` reads.
  ///
  /// - Parameter keeps: whether an expiry may be left as it is; that is then what stands there at
  ///   first.
  package static func fields(_ words: LinkPhrases, keeps: Bool = false) -> [FormField] {
    var choices = [(value: "never", label: words.never)]
    choices += days.map { (value: String($0), label: words.inDays($0)) }
    choices.append((value: "date", label: words.onDate))
    if keeps { choices.insert((value: "keep", label: words.keepExpiry), at: 0) }
    return [
      FormField(
        "expires", words.expiry, .choice(choices), errors: ["date_unused": words.dateUnused]),
      FormField(
        "expires_at", words.date, .dateAndTime, hint: words.dateHint, isRequired: false,
        saysOptional: false),
      zoneField(words),
    ]
  }

  /// Where the field `zone` is chosen.
  static func zoneField(_ words: LinkPhrases) -> FormField {
    let offsets = zones.map { zone in
      (value: zone, label: zone == universal ? "UTC" : "UTC\(zone.replacingMinus)")
    }
    return FormField("zone", words.zone, .choice(offsets), value: universal)
  }
}

extension String {
  /// With the sign that is read as "minus".
  fileprivate var replacingMinus: String {
    hasPrefix("-") ? "\u{2212}" + dropFirst() : self
  }
}
