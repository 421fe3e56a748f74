import CMark
import HTML
import Primitives

/// Markdown: CommonMark with GitHub's tables, strikethrough, task lists, and web addresses that are
/// links by themselves.
package enum Markdown {
  /// How long a text may be, in bytes.
  package static let maximumLength = 1 << 20

  /// How long what is made of it may be, in bytes.
  package static let maximumMarkup = 8 << 20

  /// How deep blocks and words may lie in each other: far more than anyone writes, and few enough for
  /// every browser.
  static let maximumDepth = 100

  /// Moves with every change of what a text is made into, so that what was stored can be made again.
  package static let version = 1

  /// Makes a text into markup; nil for one that lies too deep, or becomes too long.
  ///
  /// There is no bound to the time that some texts take, and they are read by a C library: where
  /// strangers write, ask `MarkdownRenderer`, which does it in a process of its own.
  package static func html(of text: Bytes) -> SafeHTML? {
    guard let root = parsed(text) else { return nil }
    defer { cmark_node_free(root) }
    guard let events = cmark_iter_new(root) else { return nil }
    defer { cmark_iter_free(events) }
    var writer = MarkdownWriter(capacity: text.count + text.count / 2)
    while true {
      let event = cmark_iter_next(events)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(events) else { break }
      writer.write(MarkdownNode(node), isEntered: event == CMARK_EVENT_ENTER)
      guard writer.depth <= maximumDepth, writer.length <= maximumMarkup else { return nil }
    }
    return SafeHTML(rendered: writer.bytes)
  }

  /// A text as it was typed, line by line, with nothing made of it.
  package static func asTyped(_ text: String) -> SafeHTML {
    var page = ByteBuffer(capacity: text.utf8.count + 64)
    page.append(literal: "<pre tabindex=\"0\">")
    Array(text.utf8).withUnsafeBytes { page.append(escaped: $0) }
    page.append(literal: "</pre>\n")
    return SafeHTML(rendered: page.bytes)
  }

  /// For once, and not for two threads at a time. The library never changes an extension after that.
  private static let isRegistered: Bool = {
    cmark_gfm_core_extensions_ensure_registered()
    return true
  }()

  /// The tree of a text, for the caller to free.
  private static func parsed(_ text: Bytes) -> OpaquePointer? {
    guard isRegistered, let parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8) else { return nil }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      guard let found = cmark_find_syntax_extension(name) else { return nil }
      cmark_parser_attach_syntax_extension(parser, found)
    }
    text.withUnsafeBytes { bytes in
      cmark_parser_feed(parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
    return cmark_parser_finish(parser)
  }
}
