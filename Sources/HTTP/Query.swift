import Primitives

/// A query string's names and values, read by whoever knows what may stand in it.
///
/// Nothing is silently replaced: a name that nobody read, a name given twice, a value out of
/// range are refused with 400 `validation_failed`.
package struct Query: Sendable {
  private var values: [(name: String, value: String)] = []
  private var errors: [FieldError] = []
  private let toleratesOthers: Bool

  /// More names than `maximumNames` and broken escapes are a 400.
  ///
  /// - Parameters:
  ///   - toleratesOthers: passes over what nobody here asks for, readable or not; for addresses that
  ///     strangers lengthen.
  ///   - maximumNames: what a form with many fields may need more of.
  package init(_ text: String, toleratesOthers: Bool = false, maximumNames: Int = 32) throws {
    self.toleratesOthers = toleratesOthers
    // By bytes: a separator and a joining character are one `Character`.
    let pairs = text.utf8.split(separator: UInt8(ascii: "&"), maxSplits: maximumNames)
    for pair in pairs {
      let halves = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false
      ).map(Substring.init)
      if values.count < maximumNames,
        let name = PercentEncoding.decode(halves[0], plusIsSpace: true),
        let value = PercentEncoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
      {
        values.append((name, value))
      } else if !toleratesOthers {
        throw Problem.invalid([FieldError("query", "malformed", "cannot be read")])
      }
    }
  }

  /// What the address of a page for people asks for: what nobody there asks for is passed over, and a
  /// parameter without a value, as forms send them, counts as left out.
  package init(ofPage text: String) throws {
    try self.init(text, toleratesOthers: true)
    replaceValues { _, value in value.isEmpty ? nil : value }
  }

  /// The names that nobody has read yet, in their order; one that is given twice, twice.
  package var names: [String] { values.map(\.name) }

  /// Puts other values in the place of those that are there, before any is read; nil drops one, as if
  /// it had not been given.
  package mutating func replaceValues(_ replace: (_ name: String, _ value: String) -> String?) {
    values = values.compactMap { name, value in replace(name, value).map { (name, $0) } }
  }

  /// Takes a value off by its name; nil when it was not given.
  package mutating func text(_ name: String) -> String? {
    guard let first = values.first(where: { $0.name == name }) else { return nil }
    let before = values.count
    values.removeAll { $0.name == name }
    if before - values.count > 1 {
      errors.append(FieldError(name, "duplicate", "is given more than once"))
    }
    return first.value
  }

  /// One of a few words.
  package mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let text = text(name) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
    errors.append(FieldError(name, "not_allowed", "must be one of: \(allowed)"))
    return nil
  }

  /// `true` or `false`.
  package mutating func truth(_ name: String) -> Bool? {
    word(name, Truth.self).map { $0 == .true }
  }

  private enum Truth: String, CaseIterable {
    case `true`, `false`
  }

  package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
      range.contains(number)
    {
      return number
    }
    errors.append(
      FieldError(
        name, "out_of_range",
        "must be a whole number from \(range.lowerBound) to \(range.upperBound)"))
    return nil
  }

  package mutating func id(_ name: String) -> UUID? {
    guard let text = text(name) else { return nil }
    let id = UUID(text)
    if id == nil { refuse(name, "not_a_uuid", "must be a UUID") }
    return id
  }

  /// A text to be searched for, as it was typed: 1 to 200 characters.
  package mutating func searchText(_ name: String) -> String? {
    guard let text = text(name) else { return nil }
    guard (1...200).contains(text.unicodeScalars.count) else {
      refuse(name, "wrong_length", "must have 1 to 200 characters")
      return nil
    }
    return text
  }

  /// Notes that a value that was read can't be used.
  package mutating func refuse(_ name: String, _ code: String, _ detail: String) {
    errors.append(FieldError(name, code, detail))
  }

  /// Throws when anything was wrong, or was given that nobody asked for.
  package func finish() throws {
    let others =
      toleratesOthers ? [] : values.map { FieldError($0.name, "unknown", "is not known here") }
    guard errors.isEmpty, others.isEmpty else { throw Problem.invalid(errors + others) }
  }
}
