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
  package private(set) var bytes: Bytes

  package init(capacity: Int = 16 << 10) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// The page, finished.
  package consuming func finish() -> Bytes { bytes }

  /// Text, escaped.
  package mutating func text(_ text: String) {
    bytes.append(escaped: text)
  }

  /// Markup as it stands; a literal, so that nothing from outside can become markup.
  package mutating func raw(_ markup: StaticString) {
    bytes.append(literal: markup)
  }

  // MARK: Elements

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
    bytes.append(escaped: text)
    close(tag)
  }

  private mutating func open(_ tag: Tag, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(literal: tag.name)
    for attribute in attributes { attribute.write(to: &bytes) }
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ tag: Tag) {
    bytes.append(literal: "</")
    bytes.append(literal: tag.name)
    bytes.append(UInt8(ascii: ">"))
  }
}

/// An element's name.
package struct Tag: Sendable {
  let name: StaticString
}

// MARK: - Escaping

extension [UInt8] {
  /// Text as it may stand in an element or between quotes: `&`, `<`, `>`, `"` and `'` escaped,
  /// and what HTML forbids (NUL and other control characters) replaced by U+FFFD.
  mutating func append(escaped text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() where Self.needsLook[Int(byte)] {
        // U+0080 to U+009F are control characters of two bytes; what else begins so is text.
        let isPair = byte == 0xC2
        if isPair, utf8[index + 1] >= 0xA0 { continue }
        append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        append(literal: Self.escape(for: byte))
        start = index + (isPair ? 2 : 1)
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
  }

  /// By byte: nearly all need none, and finding that out is most of the work.
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
