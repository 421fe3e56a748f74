import HTML
import Primitives
import Testing

private func rendered<Content: HTML>(@HTMLBuilder _ content: () -> Content) -> String {
  var page: Bytes = []
  content().write(to: &page)
  return String(decoding: page, as: UTF8.self)
}

@Suite struct EscapingTests {
  @Test(arguments: [
    ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
    ("\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)"),
    ("' autofocus onfocus='x", "&#39; autofocus onfocus=&#39;x"),
    ("&lt;&amp;&#60;", "&amp;lt;&amp;amp;&amp;#60;"),
    ("<!--]]>--><![CDATA[", "&lt;!--]]&gt;--&gt;&lt;![CDATA["),
    ("a\0b\u{1}\u{8}\u{B}\u{1F}\u{7F}c", "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}c"),
    ("a\u{80}\u{85}\u{9F}\u{A0}é", "a\u{FFFD}\u{FFFD}\u{FFFD}\u{A0}é"),
    ("tab\tline\nreturn\r", "tab\tline\nreturn\r"),
    ("مرحبا \u{202E}x שלום", "مرحبا \u{202E}x שלום"), ("👨‍👩‍👧‍👦 日本語 e\u{301}", "👨‍👩‍👧‍👦 日本語 e\u{301}"),
    ("<\u{301}b>", "&lt;\u{301}b&gt;"), ("", ""), ("`${x}`=", "`${x}`="),
  ])
  func textAndAttributes(text: String, escaped: String) {
    #expect(Array(rendered { text }.utf8) == Array(escaped.utf8))
    #expect(
      Array(rendered { p(.title(text), .class(text), .ariaLabel(text)) { text } }.utf8)
        == Array(
          "<p title=\"\(escaped)\" class=\"\(escaped)\" aria-label=\"\(escaped)\">\(escaped)</p>"
            .utf8))
  }

  /// No byte that could end a text or an attribute is left, in whatever company it stands.
  @Test func noMarkupFromAnyScalar() {
    let scalars = (0..<0x3000).compactMap(Unicode.Scalar.init)
    for neighbour in ["", "<", "\"", "\u{301}", "\u{200D}"] {
      var text = ""
      for scalar in scalars { text += neighbour + String(scalar) }
      let escaped = rendered { text }
      #expect(!escaped.utf8.contains { "<>\"'".utf8.contains($0) })
      #expect(
        !escaped.unicodeScalars.contains {
          ($0.value < 0x20 && ![9, 10, 13].contains($0.value)) || (0x7F..<0xA0).contains($0.value)
        })
    }
  }

  @Test func rawMarkupStaysAsItIs() {
    #expect(rendered { Raw("<hr>&nbsp;") } == "<hr>&nbsp;")
  }
}

@Suite struct AddressTests {
  private func href(_ address: Address) -> String {
    String(rendered { a(.href(address)) { "" } }.dropFirst(9).dropLast(6))
  }

  @Test(arguments: [
    ("/", "/"), ("/shared/jobs/abc-_", "/shared/jobs/abc-_"), ("/a?b=c&d=%22", "/a?b=c&amp;d=%22"),
    ("/a\"><script>", "/a&quot;&gt;&lt;script&gt;"), ("/a//b", "/a//b"), ("/ñ", "/ñ"),
  ])
  func keepsPathsOfOurOwn(path: String, expected: String) {
    #expect(href(Address(path: path)) == expected)
  }

  @Test(arguments: [
    "", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
    "javascript:alert(1)", "https://evil.example", "evil", " /a", "/\t/evil.example",
    "/\n/evil.example", "/a b", "/a\0", "/a\u{7F}", "?x", "#x",
    // One `Character` with the slash before it; a browser drops it and sees `//evil.example`.
    "//\u{FE0F}evil.example", "//\u{301}evil.example", "//\u{200D}evil.example",
  ])
  func refusesToLeaveTheSite(path: String) {
    #expect(href(Address(path: path)) == "/")
  }

  @Test(arguments: [
    "https://example.com/?a=b", "http://example.com", "HTTPS://example.com", "mailto:a@example.com",
  ])
  func keepsWebAddresses(url: String) throws {
    #expect(href(try #require(Address(url: url))) == url)
  }

  @Test(arguments: [
    "", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " https://a.example",
    "\u{1}javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
    "//evil.example", "/path", "https:evil.example", "https:/evil.example", "https://a\nb",
    "https://a b", "https://a\0", "javascript://https://", "blob:https://a", "ftp://a", "https",
  ])
  func refusesOtherSchemes(url: String) {
    #expect(Address(url: url) == nil)
  }

  @Test func fragments() {
    #expect(href(Address(fragment: "tasks")) == "#tasks")
  }
}

@Suite struct BuilderTests {
  @HTMLBuilder private func list(_ names: [String], note: String?, isLong: Bool) -> some HTML {
    h1 { "Names" }
    if names.isEmpty {
      p { "None" }
    } else {
      ul {
        for name in names {
          li { name }
          "\n"
        }
      }
    }
    if let note { em { note } }
    if isLong { Raw("<hr>") }
    switch names.count {
    case 0: Empty()
    case 1: "one"
    default: "many"
    }
  }

  @Test(
    arguments: [
      ([], nil, false, "<h1>Names</h1><p>None</p>"),
      (["<a>"], "&", true, "<h1>Names</h1><ul><li>&lt;a&gt;</li>\n</ul><em>&amp;</em><hr>one"),
      (["a", "b"], nil, true, "<h1>Names</h1><ul><li>a</li>\n<li>b</li>\n</ul><hr>many"),
    ] as [([String], String?, Bool, String)])
  func branches(names: [String], note: String?, isLong: Bool, expected: String) {
    #expect(rendered { list(names, note: note, isLong: isLong) } == expected)
  }

  @Test func nothing() {
    #expect(rendered {} == "")
    #expect(rendered { div {} } == "<div></div>")
  }

  @Test func attributesInOrder() {
    let shown = rendered {
      a(.id("x"), .href(Address(path: "/e")), .download, .nofollow, .ariaCurrent("page")) { "y" }
      time(.datetime(Instant(microseconds: 0))) { "then" }
      progress(.value("7"), .max(10), .ariaHidden) {}
    }
    #expect(
      shown == "<a id=\"x\" href=\"/e\" download rel=\"nofollow\" aria-current=\"page\">y</a>"
        + "<time datetime=\"1970-01-01T00:00:00Z\">then</time>"
        + "<progress value=\"7\" max=\"10\" aria-hidden=\"true\"></progress>")
  }

  /// Each element opens and closes by the name that it is called by.
  @Test func elementsBearTheirNames() {
    let shown = rendered {
      main { header { footer { nav { section { article { aside { "1" } } } } } } }
      strong {
        small {
          ol {
            li {
              dl {
                dt { "2" }; dd { "3" }
              }
            }
          }
        }
      }
      h2 { h3 { span { code { pre { details { summary { "4" } } } } } } }
      table {
        caption { "5" }; thead { tr { th { "6" } } }; tbody { tr { td { "7" } } }
      }
    }
    #expect(
      shown == "<main><header><footer><nav><section><article><aside>1</aside></article></section>"
        + "</nav></footer></header></main><strong><small><ol><li><dl><dt>2</dt><dd>3</dd></dl></li>"
        + "</ol></small></strong><h2><h3><span><code><pre><details><summary>4</summary></details>"
        + "</pre></code></span></h3></h2><table><caption>5</caption><thead><tr><th>6</th></tr>"
        + "</thead><tbody><tr><td>7</td></tr></tbody></table>")
  }
}

@Suite struct DocumentTests {
  @Test func golden() {
    let page = Document(
      title: "A & \"B\"", language: "es\"><script>", stylesheets: ["/a.css?v=1&w", "/b.css"],
      scripts: ["/c.js"]
    ) {
      main(.id("main")) { p { "<hello>" } }
    }.render(capacity: 0)
    let expected = """
      <!doctype html>
      <html lang="es&quot;&gt;&lt;script&gt;"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width,initial-scale=1">\
      <meta name="color-scheme" content="light dark">\
      <meta name="robots" content="noindex,nofollow">\
      <meta name="referrer" content="no-referrer"><title>A &amp; &quot;B&quot;</title>\
      <link rel="stylesheet" href="/a.css?v=1&amp;w"><link rel="stylesheet" href="/b.css">\
      <script defer src="/c.js"></script></head><body>\
      <main id="main"><p>&lt;hello&gt;</p></main></body></html>

      """
    #expect(String(decoding: page, as: UTF8.self) == expected)
  }
}
