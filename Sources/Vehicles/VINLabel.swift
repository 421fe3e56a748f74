/// What a label's barcode carries beside the number, mostly one of Code 39:
///
/// - in front `I`, which says that a VIN follows (ANSI MH10.8.2, data identifier I);
/// - behind it Code 39's own check character (ISO/IEC 16388, annex A), over all that stands before;
/// - around it `*`, Code 39's start and stop, which some scanners send along.
enum VINLabel {
  /// The 17 characters of a label that carries more than them; nil where it isn't one.
  static func number(in text: String) -> String? {
    var characters = Array(text.unicodeScalars)
    if characters.count > 2, characters.first == "*", characters.last == "*" {
      characters = Array(characters.dropFirst().dropLast())
    }
    let check = checkCharacter(of: characters.dropLast())
    // First, for no number begins with it, and the last digit of one may be its check character.
    if characters.count > VIN.length, ["I", "i"].contains(characters.first) {
      characters.removeFirst()
    }
    if characters.count == VIN.length + 1, characters.last == check { characters.removeLast() }
    // As many characters of which some are separators would be another number.
    guard characters.count == VIN.length,
      characters.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 })
    else { return nil }
    return String(String.UnicodeScalarView(characters))
  }

  private static let code39 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%".unicodeScalars)

  /// Nil for what Code 39 can't write.
  private static func checkCharacter(of characters: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    var sum = 0
    for character in characters {
      guard let value = code39.firstIndex(of: character) else { return nil }
      sum += value
    }
    return code39[sum % code39.count]
  }
}
