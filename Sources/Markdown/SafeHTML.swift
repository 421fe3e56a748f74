import HTML
import MariaDB
import Primitives

/// Markup that may stand in a page of ours, whoever wrote the text that it was made from.
///
/// Only this room makes it: by rendering a text, or by reading a column again that was written with
/// one. So no other text becomes markup, and a page takes nothing else (`PageWriter.raw`).
package struct SafeHTML: Sendable, Equatable, Markup {
  /// UTF-8.
  package let bytes: Bytes

  init(rendered bytes: Bytes) {
    self.bytes = bytes
  }
}

extension SafeHTML: SQLReadable {
  /// For columns that nothing but a `SafeHTML` is written to.
  package init?(cell: Cell) {
    guard let bytes = Bytes(cell: cell) else { return nil }
    self.init(rendered: bytes)
  }
}

extension SafeHTML: SQLBindable {
  package var sqlValue: SQLValue { .text(String(decoding: bytes, as: UTF8.self)) }
}
