import Primitives

/// To whom, or from whom, a message goes: an address, and perhaps a name to show.
///
/// One that exists can stand in an envelope and in a header as it is: nothing in it can end a line,
/// open a second address, or add a parameter.
package struct MailAddress: Equatable, Sendable {
  /// As people read it; of any characters.
  package let name: String?
  /// `local@domain`, RFC 5321 §4.1.2 without quoted local parts; beyond ASCII as RFC 6531 allows.
  package let address: String

  /// Nil for what can't be an address, or only as a quoted one.
  package init?(_ address: String, name: String? = nil) {
    let halves = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2, (1...64).contains(halves[0].count),
      (1...253).contains(halves[1].count), address.utf8.count <= 254,
      address.unicodeScalars.allSatisfy(Self.isPlain), halves[0].first != UInt8(ascii: "-")
    else { return nil }
    self.address = address
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// From `name <local@domain>`, or the address alone.
  package init?(parsing text: String) {
    guard text.hasSuffix(">"), let start = text.lastIndex(of: "<") else {
      self.init(text)
      return
    }
    var name = text[..<start]
    while name.last?.isWhitespace == true { name.removeLast() }
    self.init(
      String(text[text.index(after: start)...].dropLast()), name: String(name))
  }

  /// What stands behind the `@`.
  package var domain: String {
    String(address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...])
  }

  /// RFC 5322's atoms and dots, and beyond ASCII what is seen.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}",
      "~", ".", "@":
      true
    default:
      scalar.value > 0xA0 && !scalar.properties.isWhitespace
        && !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
