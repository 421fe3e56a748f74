import Foundation
import Markdown
import Primitives
import Testing

/// What Markdown becomes.
@Suite struct MarkdownTests {
  @Test(arguments: [
    ("Hello *you* and **me**", "<p>Hello <em>you</em> and <strong>me</strong></p>\n"),
    ("a  \nb\nc", "<p>a<br>\nb\nc</p>\n"),
    ("# One\n\n###### Six\n\nTwo\n---\n", "<h2>One</h2>\n<h6>Six</h6>\n<h3>Two</h3>\n"),
    ("#", ""), ("", ""), ("\u{0}", "<p>\u{FFFD}</p>\n"),
    ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
    ("- a\n- b", "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n"),
    ("7. a\n\n8. b", "<ol start=\"7\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n"),
    ("- [x] done\n- [ ] open", "<ul>\n<li>☑ done\n</li>\n<li>☐ open\n</li>\n</ul>\n"),
    ("`a<b`", "<p><code>a&lt;b</code></p>\n"), ("~~gone~~", "<p><del>gone</del></p>\n"),
    (
      "```js\" onload=\"x\nlet a = '<b>'\n```",
      "<pre tabindex=\"0\"><code>let a = &#39;&lt;b&gt;&#39;\n</code></pre>\n"
    ),
    ("***\n", "<hr>\n"),
  ])
  func makes(_ text: String, _ markup: String) throws {
    #expect(try html(text) == markup)
  }

  @Test func makesTables() throws {
    #expect(
      try html("| a | b | c |\n|:-:|--:|---|\n| 1 | <i> |") == """
        <div class="wide" tabindex="0"><table>
        <thead>
        <tr><th scope="col" class="center">a</th><th scope="col" class="right">b</th>\
        <th scope="col">c</th></tr>
        </thead>
        <tbody>
        <tr><td class="center">1</td><td class="right">&lt;i&gt;</td><td></td></tr>
        </tbody>
        </table></div>

        """)
    #expect(try !html("| a |\n|---|\n").contains("tbody"))
  }

  private static let link = "rel=\"nofollow noreferrer noopener\""

  @Test(arguments: [
    ("[a](https://example.org/x?y=1&z=%20#f)", "https://example.org/x?y=1&amp;z=%20#f", "a"),
    ("[a](HTTP://example.org)", "HTTP://example.org", "a"),
    ("[a](mailto:a@example.org)", "mailto:a@example.org", "a"), ("[a](#part)", "#part", "a"),
    ("https://example.org/é", "https://example.org/%C3%A9", "https://example.org/é"),
    ("www.example.org", "http://www.example.org", "www.example.org"),
    ("a@example.org", "mailto:a@example.org", "a@example.org"),
    ("[](https://example.org)", "https://example.org", "https://example.org"),
    ("![a cat](https://example.org/cat.png)", "https://example.org/cat.png", "a cat"),
    (
      "![](https://example.org/cat.png)", "https://example.org/cat.png",
      "https://example.org/cat.png"
    ),
    // An image in a link, and a link in an image: the outer one leads somewhere.
    ("[![a](https://x.example/i)](https://example.org)", "https://example.org", "a"),
    ("![a [b](https://x.example)](https://example.org/i)", "https://example.org/i", "a b"),
  ])
  func leadsOut(_ text: String, _ address: String, _ words: String) throws {
    #expect(try html(text) == "<p><a href=\"\(address)\" \(Self.link)>\(words)</a></p>\n")
  }

  @Test func keepsATitle() throws {
    let made = try html("[a](https://example.org 'b \"c\" <d>')")
    #expect(made.contains("\(Self.link) title=\"b &quot;c&quot; &lt;d&gt;\">a</a>"))
  }

  @Test(arguments: [
    "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java&#10;script:alert(1))",
    "[a](&#x6A;avascript:alert(1))", "[a](\\javascript:alert(1))", "[a](<java\tscript:alert(1)>)",
    "[a](data:text/html,<script>)", "[a](vbscript:x)", "[a](file:///etc/passwd)",
    "[a](//x.example)",
    "[a](/admin)", "[a](../x)", "[a](?x)", "[a](x)", "[a](httpsx://y)", "[a](http:evil)",
    "[a](blob:https://x)", "[a](view-source:https://x)", "[a]: javascript:x\n\n[a]", "[a](ftp://x)",
    "[a](\u{1}javascript:x)", "[a](\u{A0}javascript:x)", "![a](data:image/svg+xml,<svg>)",
    "[a](https://x/\(String(repeating: "y", count: 5_000)))",
  ])
  func leadsNowhereElse(_ text: String) throws {
    #expect(try html(text) == "<p>a</p>\n")
  }

  @Test func leavesAnAddressThatIsNoneOfThem() throws {
    #expect(try html("<javascript:alert(1)>") == "<p>javascript:alert(1)</p>\n")
  }

  @Test func isBounded() throws {
    func nested(_ depth: Int) -> Bytes {
      Array(String(repeating: "> ", count: depth).utf8) + [0x61]
    }
    #expect(Markdown.html(of: nested(90)) != nil)
    #expect(Markdown.html(of: nested(110)) == nil)
    // Six times as long as it was typed, and more than may be kept.
    let quotes = Bytes(repeating: UInt8(ascii: "\""), count: Markdown.maximumMarkup / 6 + 1_000)
    #expect(Markdown.html(of: quotes) == nil)
  }

  @Test func showsATextAsItWasTyped() {
    #expect(
      String(decoding: Markdown.asTyped("<b>\n*a*").bytes, as: UTF8.self)
        == "<pre tabindex=\"0\">&lt;b&gt;\n*a*</pre>\n")
  }
}

func html(_ text: String) throws -> String {
  String(decoding: try #require(Markdown.html(of: Array(text.utf8))).bytes, as: UTF8.self)
}
