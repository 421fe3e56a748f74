import Primitives

/// Writes JSON straight into bytes, escaped by construction.
///
/// A builder like the one for pages: fields come out in the order in which they are written.
package struct JSONWriter: Sendable {
  package var bytes: Bytes
  /// A comma is due before the next value at this depth.
  private var needsComma = false

  package init(capacity: Int = 1_024) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  // MARK: Values in an array, or the top value

  package mutating func object(_ write: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "{"))
    try write(&self)
    close(UInt8(ascii: "}"))
  }

  /// An object on a line of its own, as NDJSON has them.
  package mutating func line(_ write: (inout JSONWriter) throws -> Void) rethrows {
    needsComma = false
    try object(write)
    bytes.append(UInt8(ascii: "\n"))
  }

  package mutating func array<Items: Sequence>(
    _ items: Items, _ write: (inout JSONWriter, Items.Element) throws -> Void
  ) rethrows {
    open(UInt8(ascii: "["))
    for item in items { try write(&self, item) }
    close(UInt8(ascii: "]"))
  }

  package mutating func text(_ value: String) {
    separate()
    Self.append(value, to: &bytes)
    needsComma = true
  }

  /// A value that is JSON already.
  package mutating func raw(_ value: Bytes) {
    separate()
    bytes.append(contentsOf: value)
    needsComma = true
  }

  // MARK: Fields of an object

  package mutating func object(
    _ name: StaticString, _ write: (inout JSONWriter) throws -> Void
  ) rethrows {
    key(name)
    try object(write)
  }

  package mutating func array<Items: Sequence>(
    _ name: StaticString, _ items: Items,
    _ write: (inout JSONWriter, Items.Element) throws -> Void
  ) rethrows {
    key(name)
    try array(items, write)
  }

  /// Nil is written as `null`, as in all of these.
  package mutating func text(_ name: StaticString, _ value: String?) {
    key(name)
    guard let value else { return null() }
    Self.append(value, to: &bytes)
    needsComma = true
  }

  package mutating func integer(_ name: StaticString, _ value: Int?) {
    key(name)
    guard let value else { return null() }
    bytes.append(decimal: value)
    needsComma = true
  }

  package mutating func bool(_ name: StaticString, _ value: Bool?) {
    key(name)
    guard let value else { return null() }
    bytes.append(literal: value ? "true" : "false")
    needsComma = true
  }

  package mutating func uuid(_ name: StaticString, _ value: UUID?) {
    key(name)
    guard let value else { return null() }
    bytes.append(UInt8(ascii: "\""))
    value.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func instant(_ name: StaticString, _ value: Instant?) {
    key(name)
    guard let value else { return null() }
    bytes.append(UInt8(ascii: "\""))
    value.appendISO8601(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// A value that is JSON already.
  package mutating func raw(_ name: StaticString, _ value: Bytes) {
    key(name)
    raw(value)
  }

  /// The same under a name that is not a literal.
  package mutating func raw(_ name: String, _ value: Bytes) {
    separate()
    Self.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
    raw(value)
  }

  /// A text that is known to be UTF-8.
  package mutating func utf8(_ name: StaticString, _ value: Bytes) {
    key(name)
    value.withUnsafeBytes { Self.append(utf8: $0, to: &bytes) }
    needsComma = true
  }

  // MARK: Punctuation

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  /// Names are literals of plain letters, so they need no escaping.
  private mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(literal: name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func null() {
    bytes.append(literal: "null")
    needsComma = true
  }

  // MARK: Strings

  /// RFC 8259 §7. U+2028, U+2029 and `<` need no escape in `application/json`.
  package static func append(_ text: String, to bytes: inout Bytes) {
    var text = text
    text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0), to: &bytes) }
  }

  /// The same for text that is already known to be UTF-8.
  package static func append(utf8: UnsafeRawBufferPointer, to bytes: inout Bytes) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    for (index, byte) in utf8.enumerated() {
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
      append(escaped: byte, to: &bytes)
      start = index + 1
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start...]))
    bytes.append(UInt8(ascii: "\""))
  }

  private static func append(escaped byte: UInt8, to bytes: inout Bytes) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(literal: "u00")
      bytes.append(Hex.digit(byte >> 4))
      bytes.append(Hex.digit(byte & 0xF))
    }
  }
}
