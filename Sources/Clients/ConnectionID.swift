import Primitives
import Security

/// What a client gives to those who are to post jobs for it: 24 lower-case hex digits from 12 random
/// bytes, set once when it registers (seed 1).
package struct ConnectionID: Equatable, Sendable {
  package let text: String

  /// A new one, which nobody can guess.
  init() {
    text = Hex.encode(SecureRandom.bytes(12))
  }

  /// One that is in the database, which keeps its form.
  init(stored text: String) {
    self.text = text
  }

  /// As somebody typed or pasted it: dashes and spaces dropped, upper case lowered. Nil for what then
  /// is not 24 hex digits of ASCII.
  package init?(typed text: String) {
    guard text.utf8.count <= Self.longestTyped else { return nil }
    let digits = text.unicodeScalars.filter { $0 != "-" && $0 != " " }
    guard digits.count == Self.length else { return nil }
    var lowered = ""
    for digit in digits {
      switch digit {
      case "0"..."9", "a"..."f": lowered.unicodeScalars.append(digit)
      case "A"..."F": lowered += digit.properties.lowercaseMapping
      default: return nil
      }
    }
    self.text = lowered
  }

  package static let length = 24
  /// With a separator behind each digit, and room to spare.
  package static let longestTyped = 200
}
