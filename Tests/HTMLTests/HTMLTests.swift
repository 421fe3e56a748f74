import HTML
import Primitives
import Testing

private func rendered(_ content: (inout PageWriter) -> Void) -> String {
  var page = PageWriter()
  content(&page)
  return String(decoding: page.finish(), as: UTF8.self)
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
    #expect(Array(rendered { $0.text(text) }.utf8) == Array(escaped.utf8))
    #expect(
      Array(rendered { $0.p(.title(text), .class(text), .ariaLabel(text), text: text) }.utf8)
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
      let escaped = rendered { $0.text(text) }
      #expect(!escaped.utf8.contains { "<>\"'".utf8.contains($0) })
      #expect(
        !escaped.unicodeScalars.contains {
          ($0.value < 0x20 && ![9, 10, 13].contains($0.value)) || (0x7F..<0xA0).contains($0.value)
        })
    }
  }

  @Test func rawMarkupStaysAsItIs() {
    #expect(rendered { $0.raw("<hr>&nbsp;") } == "<hr>&nbsp;")
  }
}

@Suite struct AddressTests {
  private func href(_ address: Address) -> String {
    String(rendered { $0.a(.href(address), text: "") }.dropFirst(9).dropLast(6))
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

@Suite struct ElementTests {
  @Test func writesInOrder() {
    var page = PageWriter()
    page.ul { ul in
      for name in ["<a>", "b"] { ul.li(text: name) }
    }
    page.div { _ in }
    #expect(
      String(decoding: page.finish(), as: UTF8.self)
        == "<ul><li>&lt;a&gt;</li><li>b</li></ul><div></div>")
  }

  @Test func attributesInOrder() {
    let shown = rendered {
      $0.a(
        .id("x"), .href(Address(path: "/e")), .download, .nofollow, .ariaCurrent("page"), text: "y")
      $0.time(.datetime(Instant(microseconds: 0)), text: "then")
      $0.progress(.value("7"), .max(10), .ariaHidden) { _ in }
    }
    #expect(
      shown == "<a id=\"x\" href=\"/e\" download rel=\"nofollow\" aria-current=\"page\">y</a>"
        + "<time datetime=\"1970-01-01T00:00:00Z\">then</time>"
        + "<progress value=\"7\" max=\"10\" aria-hidden=\"true\"></progress>")
  }

  /// Each element opens and closes by the name that it is called by.
  @Test func elementsBearTheirNames() {
    let shown = rendered {
      $0.main(text: "")
      $0.main { _ in }
      $0.header(text: "")
      $0.header { _ in }
      $0.footer(text: "")
      $0.footer { _ in }
      $0.nav(text: "")
      $0.nav { _ in }
      $0.section(text: "")
      $0.section { _ in }
      $0.article(text: "")
      $0.article { _ in }
      $0.aside(text: "")
      $0.aside { _ in }
      $0.div(text: "")
      $0.div { _ in }
      $0.p(text: "")
      $0.p { _ in }
      $0.span(text: "")
      $0.span { _ in }
      $0.strong(text: "")
      $0.strong { _ in }
      $0.em(text: "")
      $0.em { _ in }
      $0.small(text: "")
      $0.small { _ in }
      $0.ul(text: "")
      $0.ul { _ in }
      $0.ol(text: "")
      $0.ol { _ in }
      $0.li(text: "")
      $0.li { _ in }
      $0.dl(text: "")
      $0.dl { _ in }
      $0.dt(text: "")
      $0.dt { _ in }
      $0.dd(text: "")
      $0.dd { _ in }
      $0.h1(text: "")
      $0.h1 { _ in }
      $0.h2(text: "")
      $0.h2 { _ in }
      $0.h3(text: "")
      $0.h3 { _ in }
      $0.a(text: "")
      $0.a { _ in }
      $0.table(text: "")
      $0.table { _ in }
      $0.caption(text: "")
      $0.caption { _ in }
      $0.thead(text: "")
      $0.thead { _ in }
      $0.tbody(text: "")
      $0.tbody { _ in }
      $0.tr(text: "")
      $0.tr { _ in }
      $0.th(text: "")
      $0.th { _ in }
      $0.td(text: "")
      $0.td { _ in }
      $0.time(text: "")
      $0.time { _ in }
      $0.code(text: "")
      $0.code { _ in }
      $0.pre(text: "")
      $0.pre { _ in }
      $0.details(text: "")
      $0.details { _ in }
      $0.summary(text: "")
      $0.summary { _ in }
      $0.progress(text: "")
      $0.progress { _ in }
    }
    let names = """
      main header footer nav section article aside div p span strong em small ul ol li dl dt dd \
      h1 h2 h3 a table caption thead tbody tr th td time code pre details summary progress
      """
    #expect(
      shown
        == names.split(separator: " ").map { "<\($0)></\($0)><\($0)></\($0)>" }.joined())
  }
}

@Suite struct DocumentTests {
  @Test func golden() {
    let page = Document(
      title: "A & \"B\"", language: "es\"><script>", stylesheets: ["/a.css?v=1&w", "/b.css"],
      scripts: ["/c.js"]
    ).render { $0.main(.id("main")) { $0.p(text: "<hello>") } }
    let expected = """
      <!doctype html>
      <html lang="es&quot;&gt;&lt;script&gt;"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width,initial-scale=1">\
      <meta name="color-scheme" content="light dark">\
      <meta name="robots" content="noindex,nofollow">\
      <meta name="referrer" content="no-referrer"><title>A &amp; &quot;B&quot;</title>\
      <link rel="stylesheet" href="/a.css?v=1&amp;w"><link rel="stylesheet" href="/b.css">\
      <script type="module" src="/c.js"></script></head><body>\
      <main id="main"><p>&lt;hello&gt;</p></main></body></html>

      """
    #expect(String(decoding: page, as: UTF8.self) == expected)
  }
}
