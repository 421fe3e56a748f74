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
    ("jos\u{E9}@example.org", "jose\u{301}@example.org"),
    ("JOS\u{C9}@example.org", "jose\u{301}@EXAMPLE.org"),
    ("\u{AC00}@b", "\u{1100}\u{1161}@b"), ("a@m\u{FC}ller.de", "a@mu\u{308}ller.de"),
    ("\u{1E69}@b", "s\u{307}\u{323}@b"),
  ])
  func isOneHoweverItIsWritten(_ one: String, _ other: String) throws {
    let (one, other) = (try #require(Email(one)), try #require(Email(other)))
    // By bytes, as the database compares: Swift's own comparison would see no difference.
    #expect(Array(one.key.utf8) == Array(other.key.utf8))
    #expect(Array(one.text.utf8) != Array(other.text.utf8), "as typed")
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
