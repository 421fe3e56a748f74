import Console
import HTTP
import Language
import Links
import Primitives

/// When a link is to expire, as the forms of members' pages ask for it.
enum ExpiryChoice: Equatable {
  case never
  case days(Int)
  case at(Instant)

  static let days = [1, 7, 30]

  /// Reads `expires`: a number of days, `date`, or `never`, which is meant too where it is missing. Only `date` needs
  /// `expires_at`, a date and time without a zone, and `zone`, the offset it is meant in.
  init(_ fields: inout Fields) {
    let word = fields.optionalText("expires", length: 1...10)
    let local = fields.optionalText("expires_at", length: 1...30)
    let zone = fields.optionalText("zone", length: 1...6) ?? Self.universal
    switch word {
    case nil, "never": self = .never
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
  private static func instant(_ local: String, in zone: String) -> Instant? {
    guard zones.contains(zone) else { return nil }
    let seconds = local.utf8.count == 16 ? ":00" : ""
    return Instant(iso8601: local + seconds + zone)
  }

  /// The instant that is meant; nil for never. Days are counted from now, to the full minute, so
  /// that the same form sent twice means the same.
  private func instant(from now: Instant) -> Instant? {
    switch self {
    case .never: nil
    case .at(let instant): instant
    case .days(let days):
      Instant(microseconds: now.microseconds / 60_000_000 * 60_000_000) + Int64(days * 86_400 + 60)
    }
  }

  /// The same, as links are told of it.
  func wish(from now: Instant) -> ExpiryWish {
    guard let instant = instant(from: now) else { return .never }
    return .at(instant)
  }

  static let universal = "+00:00"

  /// Every offset from UTC that is somewhere in use.
  static let zones = [
    "-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00",
    "-04:00", "-03:30", "-03:00", "-02:30", "-02:00", "-01:00", "+00:00", "+01:00", "+02:00",
    "+03:00", "+03:30", "+04:00", "+04:30", "+05:00", "+05:30", "+05:45", "+06:00", "+06:30",
    "+07:00", "+08:00", "+08:45", "+09:00", "+09:30", "+10:00", "+10:30", "+11:00", "+12:00",
    "+12:45", "+13:00", "+13:45", "+14:00",
  ]

  /// The fields that `init` reads.
  static func fields(_ words: JobPagePhrases) -> [FormField] {
    let choices =
      [("never", words.never)] + days.map { (String($0), words.inDays($0)) } + [
        ("date", words.onDate)
      ]
    let offsets = zones.map { zone in
      (zone, zone == universal ? "UTC" : "UTC\(zone.replacingMinus)")
    }
    return [
      FormField("expires", words.expiry, .choice(choices.map { (value: $0.0, label: $0.1) })),
      FormField(
        "expires_at", words.date, .dateAndTime, hint: words.dateHint, isRequired: false,
        saysOptional: false),
      FormField(
        "zone", words.zone, .choice(offsets.map { (value: $0.0, label: $0.1) }), value: universal),
    ]
  }
}

extension String {
  /// With the sign that is read as "minus".
  fileprivate var replacingMinus: String {
    hasPrefix("-") ? "\u{2212}" + dropFirst() : self
  }
}

/// How long the old address goes on after a rotation.
enum GraceChoice {
  /// In seconds: at once, an hour, a day, a week.
  static let seconds = [0, 3_600, 86_400, 7 * 86_400]

  /// Reads `grace`.
  static func read(_ fields: inout Fields) -> Int {
    let word = fields.text("grace", length: 1...10)
    if let grace = Int(word), seconds.contains(grace) { return grace }
    if !word.isEmpty { fields.refuse("grace", "not_allowed", "must be one of the list") }
    return 0
  }

  static func field(_ words: JobPagePhrases) -> FormField {
    FormField(
      "grace", words.grace,
      .choice(seconds.map { (value: String($0), label: words.graces($0)) }), value: "0")
  }
}
