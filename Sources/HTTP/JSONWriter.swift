import Primitives

/// Writes JSON straight into bytes, escaped by construction.
///
/// A builder like the one for pages: fields come out in the order in which they are written.
package struct JSONWriter: ~Copyable {
  package var buffer: ByteBuffer
  /// A comma is due before the next value at this depth.
  private var needsComma = false

  package init(capacity: Int = 1_024) {
    buffer = ByteBuffer(capacity: capacity)
  }

  /// What has been written.
  package var bytes: Bytes { buffer.bytes }

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
    buffer.append(UInt8(ascii: "\n"))
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
    Self.append(value, to: &buffer)
    needsComma = true
  }

  /// A value that is JSON already.
  package mutating func raw(_ value: Bytes) {
    separate()
    value.withUnsafeBytes { buffer.append($0) }
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
    Self.append(value, to: &buffer)
    needsComma = true
  }

  package mutating func text(_ name: StaticString, literal: StaticString) {
    key(name)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(literal: literal)
    buffer.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func integer(_ name: StaticString, _ value: Int?) {
    key(name)
    guard let value else { return null() }
    buffer.append(decimal: value)
    needsComma = true
  }

  package mutating func bool(_ name: StaticString, _ value: Bool?) {
    key(name)
    guard let value else { return null() }
    buffer.append(literal: value ? "true" : "false")
    needsComma = true
  }

  package mutating func uuid(_ name: StaticString, _ value: UUID?) {
    key(name)
    guard let value else { return null() }
    buffer.append(UInt8(ascii: "\""))
    buffer.append(value)
    buffer.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func instant(_ name: StaticString, _ value: Instant?) {
    key(name)
    guard let value else { return null() }
    buffer.append(UInt8(ascii: "\""))
    buffer.append(value)
    buffer.append(UInt8(ascii: "\""))
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
    Self.append(name, to: &buffer)
    buffer.append(UInt8(ascii: ":"))
    needsComma = false
    raw(value)
  }

  /// A text that is known to be UTF-8.
  package mutating func utf8(_ name: StaticString, _ value: Bytes) {
    key(name)
    value.withUnsafeBytes { Self.escape($0, to: &buffer) }
    needsComma = true
  }

  // MARK: Punctuation

  private mutating func open(_ bracket: UInt8) {
    separate()
    buffer.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    buffer.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
  }

  /// Names are literals of plain letters, so they need no escaping.
  private mutating func key(_ name: StaticString) {
    let count = name.utf8CodeUnitCount
    buffer.append(atMost: count + 4) { text in
      var end = 0
      if needsComma {
        text[0] = UInt8(ascii: ",")
        end = 1
      }
      text[end] = UInt8(ascii: "\"")
      UnsafeMutableRawBufferPointer(rebasing: text[(end + 1)...])
        .copyMemory(from: UnsafeRawBufferPointer(start: name.utf8Start, count: count))
      text[end + count + 1] = UInt8(ascii: "\"")
      text[end + count + 2] = UInt8(ascii: ":")
      return end + count + 3
    }
    needsComma = false
  }

  private mutating func null() {
    buffer.append(literal: "null")
    needsComma = true
  }

  // MARK: Strings

  /// RFC 8259 §7. U+2028, U+2029 and `<` need no escape in `application/json`.
  private static func append(_ text: String, to buffer: inout ByteBuffer) {
    var text = text
    text.withUTF8 { escape(UnsafeRawBufferPointer($0), to: &buffer) }
  }

  /// The same for text that is already known to be UTF-8.
  package static func append(utf8: UnsafeRawBufferPointer, to bytes: inout Bytes) {
    escape(utf8, to: &bytes)
  }

  private static func escape(
    _ utf8: UnsafeRawBufferPointer, to sink: inout some ByteSink & ~Copyable
  ) {
    sink.append(UInt8(ascii: "\""))
    var start = 0
    while true {
      let index = firstToEscape(in: utf8, from: start)
      sink.append(UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
      guard index < utf8.count else { break }
      escape(utf8[index], to: &sink)
      start = index + 1
    }
    sink.append(UInt8(ascii: "\""))
  }

  /// The end when nothing is.
  private static func firstToEscape(in utf8: UnsafeRawBufferPointer, from start: Int) -> Int {
    let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    var index = start
    while index + 8 <= utf8.count {
      let eight = EightBytes(utf8, at: index)
      let marks = eight.marks(below: 0x20) | eight.marks(of: quote) | eight.marks(of: backslash)
      if marks != 0 { return index + EightBytes.distance(to: marks) }
      index += 8
    }
    while index < utf8.count {
      let byte = utf8[index]
      if byte < 0x20 || byte == quote || byte == backslash { return index }
      index += 1
    }
    return index
  }

  private static func escape(_ byte: UInt8, to sink: inout some ByteSink & ~Copyable) {
    sink.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): sink.append(byte)
    case UInt8(ascii: "\n"): sink.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): sink.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): sink.append(UInt8(ascii: "t"))
    default:
      for byte in [UInt8(ascii: "u"), 0x30, 0x30, Hex.digit(byte >> 4), Hex.digit(byte & 0xF)] {
        sink.append(byte)
      }
    }
  }
}
