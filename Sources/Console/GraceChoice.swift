import HTTP

/// How long the old address goes on after a link was given a new one.
package enum GraceChoice {
  /// In seconds: not at all, an hour, a day, a week.
  private static let seconds = [0, 3_600, 86_400, 7 * 86_400]

  /// Reads `grace`.
  package static func read(_ fields: inout Fields) -> Int {
    let word = fields.text("grace", length: 1...10)
    if let grace = Int(word), seconds.contains(grace) { return grace }
    if !word.isEmpty { fields.refuse("grace", "not_allowed", "must be one of the list") }
    return 0
  }

  /// - Parameter graces: says how long so many seconds are.
  package static func field(_ label: String, _ graces: (Int) -> String) -> FormField {
    FormField(
      "grace", label, .choice(seconds.map { (value: String($0), label: graces($0)) }), value: "0")
  }
}
