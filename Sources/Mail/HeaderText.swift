import Primitives

/// Text as it stands in a header (RFC 5322 §2.2, RFC 2047): ASCII in short lines, whatever it was.
enum HeaderText {
  /// Of an unstructured header, such as a subject.
  static func unstructured(_ text: String) -> String {
    let text = visible(text)
    return isPlain(text, also: { _ in true }) ? text : words(text)
  }

  /// A name before an address: one of RFC 5322's phrases.
  static func phrase(_ text: String) -> String {
    let text = visible(text)
    let isPlain = isPlain(text) {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, UInt8(ascii: "-"): true
      default: false
      }
    }
    return isPlain ? text : words(text)
  }

  /// Without what ends a line or turns the direction of what stands beside it: each becomes a space.
  private static func visible(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: scalars.append(" ")
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// What needs no encoding: short, ASCII, nothing that reads like an encoded word, no space at an end.
  private static func isPlain(_ text: String, also isAllowed: (UInt8) -> Bool) -> Bool {
    let utf8 = Array(text.utf8)
    return utf8.count <= 60 && utf8.first != 0x20 && utf8.last != 0x20
      && utf8.allSatisfy { (0x20..<0x7F).contains($0) && isAllowed($0) }
      && !zip(utf8, utf8.dropFirst()).contains {
        $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?")
      }
  }

  /// Encoded words, one a line, each of whole characters. A line of a header that holds one may have
  /// 76 characters: 60 leave room for the header's name.
  private static func words(_ text: String) -> String {
    var words: [String] = []
    var piece: Bytes = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > 36 {
        words.append(word(piece))
        piece = []
      }
      piece += bytes
    }
    if !piece.isEmpty { words.append(word(piece)) }
    return words.joined(separator: "\r\n ")
  }

  private static func word(_ bytes: Bytes) -> String {
    var text = ""
    for character in Base64URL.encode(bytes).unicodeScalars {
      switch character {
      case "-": text.unicodeScalars.append("+")
      case "_": text.unicodeScalars.append("/")
      default: text.unicodeScalars.append(character)
      }
    }
    while !text.utf8.count.isMultiple(of: 4) { text += "=" }
    return "=?UTF-8?B?\(text)?="
  }
}
