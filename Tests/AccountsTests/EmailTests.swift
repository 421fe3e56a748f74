import Testing
@testable import Accounts

@Suite struct EmailTests {
  @Test(arguments: ["a@b", "Ada.Lovelace+x@Example.ORG", "ü@müller.example"])
  func accepts(_ text: String) throws {
    let email = try #require(Email(text))
    #expect(email.text == text)
    #expect(email.key == text.lowercased())
  }

  @Test(arguments: [
    "", "ada", "@", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@.b", "a@b.", "a@b\n", "a\u{0}@b",
    "a\u{2028}@b", "a\u{200B}@b", "a\u{AD}@b", "a@b\u{2060}", "a@\u{FE0F}b",
    String(repeating: "a", count: 65) + "@b",
    "a@" + String(repeating: "b", count: 254),
  ])
  func refuses(_ text: String) {
    #expect(Email(text) == nil)
  }
}
