/// What the ninth character says of the others.
package enum VINCheckDigit: Equatable, Sendable {
  /// It is the one that they ask for.
  case holds
  /// Another one was to be expected. Of vehicles for North America and China it is a slip; those for
  /// Europe carry what their makers like in this place. So this is for a warning, and no reason to
  /// refuse anything.
  case differs(expected: Character)
  /// Numbers from before 1981 have none.
  case none
}

extension VIN {
  /// 49 CFR 565.15 (c): each character's value by its weight, the sum modulo 11, X for ten.
  package var checkDigit: VINCheckDigit {
    guard isStandard else { return .none }
    let sum = zip(text.utf8, Self.weights).reduce(0) { $0 + Self.value(of: $1.0) * $1.1 }
    let expected: Character = sum % 11 == 10 ? "X" : Character(String(sum % 11))
    return Array(text)[8] == expected ? .holds : .differs(expected: expected)
  }

  /// By position; the check digit itself doesn't count.
  private static let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

  /// From A to Z; 0 for those that no VIN has.
  private static let letterValues = [
    1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9,
  ]

  private static func value(of character: UInt8) -> Int {
    let letter = Int(character) - Int(UInt8(ascii: "A"))
    return letterValues.indices.contains(letter)
      ? letterValues[letter] : Int(character) - Int(UInt8(ascii: "0"))
  }
}
