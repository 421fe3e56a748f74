import Foundation
import Markdown
import Primitives
import Testing

/// Whatever is typed, what comes out consists of our own tags, written as we write them, and text.
@Suite struct HostileMarkdownTests {
  private static let scripts = [
    "<script>alert(1)</script>", "<ScRiPt src=//x.example></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>", "<IMG SRC=\"javascript:alert('XSS');\">",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>", "<svg/onload=alert`1`>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x></object>",
    "<embed src=x>", "<base href=//x.example>", "<meta http-equiv=refresh content='0;url=//x'>",
    "<link rel=stylesheet href=//x>", "<style>@import'//x'</style>", "<p style=color:red>a</p>",
    "<a href=javascript:alert(1)>x</a>", "<form action=//x><input name=p></form>",
    "<button formaction=javascript:alert(1)>x", "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<marquee onstart=alert(1)>", "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><x:script xmlns:x=\"y\">alert(1)</x:script>",
    "<!DOCTYPE html><script>alert(1)</script>", "</div></main><script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>", "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "`</code><script>alert(1)</script>`", "```\n</code></pre><script>alert(1)</script>\n```",
    "    </code></pre><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;", "\\<script>alert(1)\\</script>",
    "<<script>script>alert(1)",
    "<a\u{0}b onclick=x>", "<div\u{C}onclick=alert(1)>", "\u{FEFF}<script>alert(1)</script>",
  ]

  private static let links = [
    "[a](https://x\" onclick=\"alert(1))", "[a](<https://x\" onclick=\"alert(1)>)",
    "[a](https://x 'y\" onclick=\"alert(1)')", "[a](https://x \"y' onclick='alert(1)\")",
    "![a\" onerror=\"alert(1)](https://x)", "![<script>](https://x)",
    "[<img src=x onerror=y>](https://x)",
    "[a](https://x/<script>alert(1)</script>)", "https://x.example/\"onclick=\"alert(1)",
    "https://x.example/'><script>alert(1)</script>", "<https://x\" onclick=y>",
    "www.x.example/\"><script>",
    "[a][b]\n\n[b]: javascript:alert(1)", "[a][b]\n\n[b]: https://x \"t\\\" onclick=\\\"y\"",
    "[a](javascript://%0aalert(1))", "[a](javascript&colon;alert(1))", "[a](&Tab;javascript:x)",
    "[a](jav&#x0A;ascript:alert(1))", "[![a](javascript:x)](javascript:y)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "<a@x.example\"onclick=y>", "a@x.example\"><script>", "[a]( javascript:x )",
    "[a](#\"><script>)",
    "| <script> | \" onclick=x |\n|:-:|--:|\n| [a](javascript:x) | ![b](data:x) |",
    "- [x] <script>alert(1)</script>", "~~<script>~~", "# <script>alert(1)</script>",
    "1. > <svg onload=x>",
    "*<b*onclick=x>", "[a](\u{202E}tpircsavaj:x)", "~~~<script>\n~~~", "``` \"><script>\n```",
    "[^1]\n\n[^1]: <script>", "<ftp://x\" y>", "[x](mailto:a\" onclick=\"y)",
    "[x](https://x\\\" onclick=y)",
  ]

  /// What `MarkdownWriter` can write; each as it stands there.
  private static let allowed = [
    "/?(?:p|h[2-6]|blockquote|ul|ol|li|code|em|strong|del|thead|tbody|table|tr)", "br", "hr",
    "/(?:pre|a|td|th|div)", "pre tabindex=\"0\"", "div class=\"wide\" tabindex=\"0\"",
    "ol start=\"[0-9]{1,9}\"", "th scope=\"col\"(?: class=\"(?:center|right)\")?",
    "td(?: class=\"(?:center|right)\")?",
    "a href=\"(?:(?i:https?://|mailto:)|#)[^\"<>'\\s]*\" rel=\"nofollow noreferrer noopener\"(?: title=\"[^\"<>']*\")?",
  ].joined(separator: "|")

  static func isHarmless(_ markup: String) throws -> Bool {
    let tags = try NSRegularExpression(pattern: "<(?:\(allowed))>")
    let text = tags.stringByReplacingMatches(
      in: markup, range: NSRange(markup.startIndex..., in: markup), withTemplate: "")
    return !text.contains { "<>\"'".contains($0) }
      && text.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control || "\n\t\r".unicodeScalars.contains($0)
      }
  }

  @Test(arguments: scripts + links)
  func comesOutHarmless(_ text: String) throws {
    for frame in [
      "%", "a % b", "> %", "- %", "# %", "*%*", "[%](https://x)", "![%](https://x)", "| % |\n|---|",
    ] {
      let markup = try html(frame.replacingOccurrences(of: "%", with: text))
      #expect(try Self.isHarmless(markup), "\(markup)")
    }
  }

  /// Pieces of Markdown and HTML in any order, always the same ones.
  @Test func comesOutHarmlessWhateverItIs() throws {
    var generator = Fixed(state: 42)
    let pieces =
      Self.scripts + Self.links
      + [
        "\n", "\n\n", "> ", "- ", "1. ", "# ", "*", "**", "_", "`", "```\n", "~~", "[", "]", "(",
        ")",
        "![", "<", ">", "\"", "'", "&", "\\", "|", "|---|", "    ", "\t", "\u{0}", "\u{85}", "é",
        "&quot;",
        "javascript:", "https://", "www.", "@", ":", "<!--", "-->", "<a href=\"", "on", "=",
      ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 1...12, using: &generator)).compactMap { _ in
        pieces.randomElement(using: &generator)
      }.joined()
      let markup = try html(text)
      #expect(try Self.isHarmless(markup), "\(text)\n→ \(markup)")
    }
  }

  /// The measure itself: it finds what it is there for.
  @Test(arguments: [
    "<script>", "<p onclick=\"x\">",
    "<a href=\"javascript:x\" rel=\"nofollow noreferrer noopener\">",
    "<a href=\"https://x\">", "<td style=\"x\">", "<img src=\"x\">", "a > b", "<p", "\u{1}",
  ])
  func knowsHarm(_ markup: String) throws {
    #expect(try !Self.isHarmless(markup))
  }
}

/// SplitMix64: the same numbers each time.
private struct Fixed: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
