import Primitives

/// Writes CSV (RFC 4180): CRLF, fields quoted where they must be, and cells that a spreadsheet
/// would take for a formula made plain text by an apostrophe in front.
package struct CSVWriter: Sendable {
  package var bytes: Bytes = []
  private var isFirst = true

  package init() {}

  /// An empty cell.
  package mutating func empty() {
    separate()
  }

  package mutating func cell(_ text: String) {
    var text = text
    text.withUTF8 { cell(utf8: UnsafeRawBufferPointer($0)) }
  }

  package mutating func cell(utf8 text: UnsafeRawBufferPointer) {
    separate()
    let isFormula = Self.looksLikeFormula(text)
    let isQuoted = text.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    if isQuoted {
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(contentsOf: text)
    }
  }

  /// A number, a date or a word of our own: nothing in it needs care.
  package mutating func plain(_ write: (inout Bytes) -> Void) {
    separate()
    write(&bytes)
  }

  package mutating func endRow() {
    bytes.append(literal: "\r\n")
    isFirst = true
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  /// OWASP, "CSV Injection", and ASVS 1.2.10: what begins with one of these is evaluated, unless
  /// it is a number.
  private static func looksLikeFormula(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\n"),
      UInt8(ascii: "\r"), 0:
      return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      return !text.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    default: return false
    }
  }
}
