import Primitives

/// A piece of a page, written straight into the page's bytes.
///
/// Built with `@HTMLBuilder`: a `String` is text and always escaped; markup comes only from the
/// elements of this room, and raw markup only from literals.
package protocol HTML {
  func write(to page: inout Bytes)
}

/// Text, escaped.
extension String: HTML {
  package func write(to page: inout Bytes) { page.append(escaped: self) }
}

/// Nothing.
package struct Empty: HTML {
  package init() {}
  package func write(to page: inout Bytes) {}
}

/// Markup as it stands; a literal, so that nothing from outside can become markup.
package struct Raw: HTML {
  private let markup: StaticString

  package init(_ markup: StaticString) { self.markup = markup }

  package func write(to page: inout Bytes) { page.append(literal: markup) }
}

// MARK: - Builder

@resultBuilder
package enum HTMLBuilder {
  package static func buildExpression<Content: HTML>(_ content: Content) -> Content { content }

  package static func buildBlock() -> Empty { Empty() }

  package static func buildBlock<Content: HTML>(_ content: Content) -> Content { content }

  package static func buildBlock<each Content: HTML>(
    _ content: repeat each Content
  ) -> Sequenced<repeat each Content> {
    Sequenced(content: (repeat each content))
  }

  package static func buildOptional<Content: HTML>(_ content: Content?) -> OptionalHTML<Content> {
    OptionalHTML(content: content)
  }

  package static func buildEither<First: HTML, Second: HTML>(
    first: First
  ) -> Either<First, Second> { .first(first) }

  package static func buildEither<First: HTML, Second: HTML>(
    second: Second
  ) -> Either<First, Second> { .second(second) }

  package static func buildArray<Content: HTML>(_ content: [Content]) -> Many<Content> {
    Many(content: content)
  }
}

/// One after the other.
package struct Sequenced<each Content: HTML>: HTML {
  let content: (repeat each Content)

  package func write(to page: inout Bytes) {
    repeat (each content).write(to: &page)
  }
}

/// There or not.
package struct OptionalHTML<Content: HTML>: HTML {
  let content: Content?

  package func write(to page: inout Bytes) { content?.write(to: &page) }
}

/// One or the other.
package enum Either<First: HTML, Second: HTML>: HTML {
  case first(First)
  case second(Second)

  package func write(to page: inout Bytes) {
    switch self {
    case .first(let content): content.write(to: &page)
    case .second(let content): content.write(to: &page)
    }
  }
}

/// As many as a loop makes.
package struct Many<Content: HTML>: HTML {
  let content: [Content]

  package func write(to page: inout Bytes) {
    for piece in content { piece.write(to: &page) }
  }
}

// MARK: - Escaping

extension [UInt8] {
  /// Text as it may stand in an element or between quotes: `&`, `<`, `>`, `"` and `'` escaped,
  /// and what HTML forbids (NUL and other control characters) replaced by U+FFFD.
  package mutating func append(escaped text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() {
        guard let escape = Self.escape(for: byte) else { continue }
        append(contentsOf: utf8[start..<index])
        append(literal: escape)
        start = index + 1
      }
      append(contentsOf: utf8[start...])
    }
  }

  private static func escape(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    case 0x09, 0x0A, 0x0D: nil
    case 0..<0x20, 0x7F: "\u{FFFD}"
    default: nil
    }
  }
}
