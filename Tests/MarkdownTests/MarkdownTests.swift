import Markdown
import Primitives
import Testing

@Suite struct MarkdownTests {
  @Test func makesAParagraph() {
    #expect(Markdown.html(of: Array("Hello *you*".utf8))?.text == "<p>Hello <em>you</em></p>\n")
  }
}

extension SafeHTML {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
