import Primitives

/// What a new password must be (NIST SP 800-63B, section 5.1.1.2): long enough and not among the
/// first that a guesser tries. No rule asks for kinds of characters. Old passwords aren't judged.
package struct PasswordRules: Sendable {
  /// What is wrong with a password.
  package enum Objection: Hashable, Sendable {
    case tooShort
    case tooLong
    /// Among the commonest, one pattern repeated, or a run along the alphabet or the keyboard.
    case common
    /// Little more than the person's own name or address.
    case personal
  }

  /// In characters as people count them.
  package let lengths: ClosedRange<Int>

  /// One character can be made of any number of bytes, so they are bounded too.
  package static let maximumBytes = 1_024

  package init(lengths: ClosedRange<Int> = 10...128) {
    self.lengths = lengths
  }

  /// All that is wrong, most basic first; empty for a good password. `personal` is what others know
  /// of the person: e-mail addresses, names.
  package func objections(to password: String, personal: [String] = []) -> [Objection] {
    guard password.utf8.count <= Self.maximumBytes else { return [.tooLong] }
    let count = password.count
    if count > lengths.upperBound { return [.tooLong] }
    var objections: [Objection] = []
    if count < lengths.lowerBound { objections.append(.tooShort) }
    let folded = password.lowercased()
    if CommonPasswords.contains(folded) || isPattern(Array(folded)) { objections.append(.common) }
    if isPersonal(folded, personal) { objections.append(.personal) }
    return objections
  }

  /// `aaaaaaaaaa`, `abcabcabcabc`, `3456789012`, `poiuytrewq`.
  private func isPattern(_ text: [Character]) -> Bool {
    guard text.count >= 4 else { return false }
    let isRepeated = (1...3).contains { period in
      text.indices.dropFirst(period).allSatisfy { text[$0] == text[$0 - period] }
    }
    return isRepeated || Self.rows.contains { isWalk(text, along: $0) }
  }

  private static let rows: [[Character]] = [
    Array("1234567890"), Array("abcdefghijklmnopqrstuvwxyz"), Array("qwertyuiopasdfghjklzxcvbnm"),
    Array("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"),
  ]

  /// Whether each character follows the one before it along the row, all forwards or all backwards,
  /// over the end too.
  private func isWalk(_ text: [Character], along row: [Character]) -> Bool {
    let places = text.compactMap { row.firstIndex(of: $0) }
    guard places.count == text.count else { return false }
    let steps = zip(places.dropFirst(), places).map { ($0 - $1 + row.count) % row.count }
    return steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == row.count - 1 }
  }

  /// Whether fewer than six characters are left once everything personal is cut out.
  private func isPersonal(_ folded: String, _ personal: [String]) -> Bool {
    var rest = folded
    for term in terms(of: personal) {
      while let found = rest.firstRange(of: term) { rest.removeSubrange(found) }
    }
    return rest != folded && rest.count < 6
  }

  /// The whole texts, and their words of three letters and more; the longest first.
  private func terms(of personal: [String]) -> [String] {
    let whole = personal.map { $0.lowercased() }
    let words = whole.flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
    let joined = whole.map { $0.filter { $0.isLetter || $0.isNumber } }
    return Set(whole + words + joined).filter { $0.count >= 3 }.sorted { $0.count > $1.count }
  }
}
