import Primitives

/// Writes a page straight into bytes, escaped by construction.
///
/// A builder like the one for JSON: elements come out in the order in which they are written, each
/// closed by itself. A `String` is text and always escaped; markup comes only from the elements
/// below, and raw markup only from literals.
///
/// No tree of values lies between a page's code and its bytes: for a page of fifty rows, building
/// and copying one took three times as long as writing it.
package struct PageWriter: ~Copyable {
  private var buffer: ByteBuffer

  package init(capacity: Int = 16 << 10) {
    buffer = ByteBuffer(capacity: capacity)
  }

  /// The page, finished.
  package consuming func finish() -> Bytes { buffer.bytes }

  /// Text, escaped.
  package mutating func text(_ text: String) {
    buffer.append(escaped: text)
  }

  package mutating func text(decimal number: Int) {
    buffer.append(decimal: number)
  }

  /// An instant as people read it, with its zone's name.
  package mutating func text(_ instant: Instant, withSeconds: Bool) {
    CivilTime(instant).appendWords(to: &buffer, withSeconds: withSeconds)
  }

  /// Text that is known to be UTF-8, escaped.
  package mutating func text(utf8: UnsafeRawBufferPointer) {
    buffer.append(escaped: utf8)
  }

  /// Markup as it stands; a literal, so that nothing from outside can become markup.
  package mutating func raw(_ markup: StaticString) {
    buffer.append(literal: markup)
  }

  /// Markup that was made harmless elsewhere.
  package mutating func raw(_ markup: some Markup) {
    markup.bytes.withUnsafeBytes { buffer.append($0) }
  }

  // MARK: Elements

  /// An element that there are many of, with attributes that were put together once.
  package mutating func element(
    _ tag: Tag, _ attributes: AttributeSet, _ content: (inout PageWriter) throws -> Void
  ) rethrows {
    buffer.append(UInt8(ascii: "<"))
    buffer.append(literal: tag.name)
    attributes.bytes.withUnsafeBytes { buffer.append($0) }
    buffer.append(UInt8(ascii: ">"))
    try content(&self)
    close(tag)
  }

  /// An element with whatever `content` writes into it.
  package mutating func element(
    _ tag: Tag, _ attributes: [Attribute], _ content: (inout PageWriter) throws -> Void
  ) rethrows {
    open(tag, attributes)
    try content(&self)
    close(tag)
  }

  /// An element with a text.
  package mutating func element(_ tag: Tag, _ attributes: [Attribute], _ text: String) {
    open(tag, attributes)
    buffer.append(escaped: text)
    close(tag)
  }

  /// An element that has no content and is not closed.
  mutating func void(_ tag: Tag, _ attributes: [Attribute]) {
    open(tag, attributes)
  }

  private mutating func open(_ tag: Tag, _ attributes: [Attribute]) {
    buffer.append(UInt8(ascii: "<"))
    buffer.append(literal: tag.name)
    for attribute in attributes { attribute.write(to: &buffer) }
    buffer.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ tag: Tag) {
    buffer.append(literal: "</")
    buffer.append(literal: tag.name)
    buffer.append(UInt8(ascii: ">"))
  }
}

/// Markup that may stand in a page as it is. What conforms answers for it: it can only be made so
/// that no text from outside comes through it unescaped.
package protocol Markup {
  /// UTF-8.
  var bytes: Bytes { get }
}

/// An element's name.
package struct Tag: Sendable {
  let name: StaticString
}

// MARK: - Escaping

extension ByteBuffer {
  /// Text as it may stand in an element or between quotes: `&`, `<`, `>`, `"` and `'` escaped,
  /// and what HTML forbids (NUL and other control characters) replaced by U+FFFD.
  mutating func append(escaped text: String) {
    var text = text
    text.withUTF8 { append(escaped: UnsafeRawBufferPointer($0)) }
  }

  /// The same for a text's UTF-8.
  package mutating func append(escaped utf8: UnsafeRawBufferPointer) {
    var start = 0
    while true {
      let index = Self.firstToEscape(in: utf8, from: start)
      append(UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
      guard index < utf8.count else { break }
      append(literal: Self.escape(for: utf8[index]))
      // U+0080 to U+009F are control characters of two bytes.
      start = index + (utf8[index] == 0xC2 ? 2 : 1)
    }
  }

  /// The end when nothing is.
  private static func firstToEscape(in utf8: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index < utf8.count {
      if index + 8 <= utf8.count {
        let eight = EightBytes(utf8, at: index)
        let marks =
          eight.marks(below: 0x20) | eight.marks(of: UInt8(ascii: "\""))
          | eight.marks(of: UInt8(ascii: "&"), ignoring: 1)
          | eight.marks(of: UInt8(ascii: "<"), ignoring: 2) | eight.marks(of: 0x7F)
          | eight.marks(of: 0xC2)
        if marks == 0 {
          index += 8
          continue
        }
        index += EightBytes.distance(to: marks)
      }
      // What begins with 0xC2 and is no control character is text.
      if needsLook[Int(utf8[index])], utf8[index] != 0xC2 || utf8[index + 1] < 0xA0 {
        return index
      }
      index += 1
    }
    return index
  }

  /// By byte.
  private static let needsLook: [Bool] = (UInt8.min...UInt8.max).map { byte in
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), 0xC2:
      true
    case 0x09, 0x0A, 0x0D: false
    default: byte < 0x20 || byte == 0x7F
    }
  }

  private static func escape(for byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: "\u{FFFD}"
    }
  }
}
