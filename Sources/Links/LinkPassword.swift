import HTTP
import Security

/// What a password of a link must be: long enough for a guesser who is slowed down, and typed just so.
package enum LinkPassword {
  /// In characters as people count them.
  package static let lengths = 8...128

  /// Reads a new password from a field; nil where none is given. What is wrong with it is noted.
  package static func read(_ fields: inout Fields, name: String) -> String? {
    guard let text = fields.optionalVerbatimText(name) else { return nil }
    if text.utf8.contains(0) {
      fields.refuse(name, "control_character", "must not contain NUL")
    } else if text.utf8.count > PasswordRules.maximumBytes || text.count > lengths.upperBound {
      fields.refuse(name, "too_long", "must have at most \(lengths.upperBound) characters")
    } else if text.count < lengths.lowerBound {
      fields.refuse(name, "too_short", "must have at least \(lengths.lowerBound) characters")
    } else {
      return text
    }
    return nil
  }
}
