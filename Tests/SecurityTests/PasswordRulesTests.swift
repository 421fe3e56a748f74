import Security
import Testing

@Suite struct PasswordRulesTests {
  private let rules = PasswordRules()

  @Test(arguments: [
    "correct horse battery staple", "Ünïcödé-Wörter", "パスワードは十文字以上です", "tr0ub4dor&3x",
    "👩‍👩‍👧‍👦🙂🎈🚚📦🔑🧭🛣️🏁🔧", "          x", "1234567891011", "aaaaaaaaab",
    String(repeating: "kq9-", count: 32),
  ])
  func accepts(password: String) {
    #expect(rules.objections(to: password) == [])
  }

  @Test(arguments: [
    "1234567890", "password123", "PassWord123", "QWERTYUIOP", "1q2w3e4r5t", "aaaaaaaaaa",
    "AaAaAaAaAaAa", "ababababab", "abcabcabcabc", "abcdefghijkl", "zyxwvutsrqponm", "3456789012345",
    "98765432109876", "poiuytrewq", "1qaz2wsx3edc", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "          ",
  ])
  func knowsTheCommonest(password: String) {
    #expect(rules.objections(to: password) == [.common])
  }

  @Test func countsCharactersAsPeopleDo() {
    #expect(rules.objections(to: "héé̂llo-wo") == [.tooShort])
    #expect(rules.objections(to: "") == [.tooShort])
    #expect(rules.objections(to: String(repeating: "é-q7", count: 32)) == [])
    #expect(rules.objections(to: String(repeating: "é-q7", count: 32) + "x") == [.tooLong])
    // Ten characters that are two kilobytes: each with a hundred accents.
    let tower = "a" + String(repeating: "\u{301}", count: 100)
    #expect(rules.objections(to: String(repeating: tower, count: 10)) == [.tooLong])
    #expect(rules.objections(to: String(repeating: "x", count: 2_000_000)) == [.tooLong])
  }

  @Test(arguments: [
    "anna.maier@example.com", "ANNA.MAIER@example.com1", "annamaier1", "MaierAnna1",
    "maier-anna-maier",
    "Speditions42", "12annamaier",
  ])
  func refusesWhatOthersKnow(password: String) {
    let personal = ["anna.maier@example.com", "Anna Maier", "Speditions GmbH"]
    #expect(rules.objections(to: password, personal: personal) == [.personal])
  }

  @Test func allowsAPassphraseThatHoldsAName() {
    let personal = ["anna.maier@example.com", "Anna", "", "Al"]
    #expect(rules.objections(to: "anna walks to the harbour", personal: personal) == [])
    #expect(rules.objections(to: "palindrome al dente", personal: personal) == [])
  }

  @Test func takesOtherLengths() {
    let rules = PasswordRules(lengths: 8...128)
    #expect(rules.objections(to: "xk7-pq2z") == [])
    #expect(rules.objections(to: "xk7-pq2") == [.tooShort])
    #expect(rules.objections(to: "aaa", personal: ["aaa"]) == [.tooShort, .personal])
  }
}
