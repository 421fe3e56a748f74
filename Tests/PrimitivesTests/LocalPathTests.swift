import Primitives
import Testing

@Suite struct LocalPathTests {
  @Test(arguments: ["/", "/a", "/a/b?c=d&e=%2F%2Fevil", "/%2F%2Fevil.example", "/a//b", "/ñ"])
  func keepsOurs(text: String) {
    #expect(LocalPath(text)?.text == text)
  }

  @Test(arguments: [
    "", "a", "//evil.example", "///x", "/\\evil.example", "\\/x", "https://evil.example",
    "javascript:alert(1)", " /a", "/a b", "/\t/evil.example", "/\n/evil.example", "/a\0",
    "/a\r\nX: y", "//\u{FE0F}evil.example", "?a", "#a",
  ])
  func refusesWhatLeadsElsewhere(text: String) {
    #expect(LocalPath(text) == nil)
  }
}
