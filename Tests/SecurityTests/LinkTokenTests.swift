import Primitives
import Security
import Testing

@Suite struct LinkTokenTests {
  @Test func isLongAndNew() {
    let tokens = (0..<1_000).map { _ in LinkToken() }
    #expect(Set(tokens.map(\.text)).count == 1_000)
    for token in tokens {
      #expect(token.text.utf8.count == 24)
      #expect(Base64URL.decode(token.text)?.count == 18)
      #expect(LinkToken(token.text)?.digest == token.digest)
    }
  }

  @Test func isLookedUpByItsTextsDigest() throws {
    let token = try #require(LinkToken("/s/abcdefgh".dropFirst(3)))
    #expect(token.text == "abcdefgh")
    #expect(token.digest == SHA256.hash("abcdefgh"))
  }

  @Test(arguments: [
    "", "abcdefg", "abcdefgh ", "abcd efgh", "abcdefgh\n", "abcdefg%20", "abcdefg/", "abcdefg+",
    "abcdefg=", "abcdefgé", "../../../etc", "abcdefgh\0", "ａｂｃｄｅｆｇｈ", "abcdefgh'--",
  ])
  func refuses(text: String) {
    #expect(LinkToken(text) == nil)
  }

  @Test func boundsTheLength() {
    #expect(LinkToken(String(repeating: "a", count: 128)) != nil)
    #expect(LinkToken(String(repeating: "a", count: 129)) == nil)
    #expect(LinkToken(String(repeating: "a", count: 10_000_000)) == nil)
  }
}
