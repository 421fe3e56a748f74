import Console
import HTTP
import Language

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
