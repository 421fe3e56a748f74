import Primitives
import Testing

@testable import Security

private let secret = key("k1")
private let signer = TokenSigner(KeyRing(current: secret, older: [key("k0", from: 50)]))
private let noon = Instant(microseconds: 1_770_984_000_000_000)
private let header = #"{"alg":"HS256","kid":"k1","typ":"JWT"}"#
private let payload = #"{"exp":1770984060,"sub":"me","typ":"at+jwt"}"#

private func verify(
  _ token: String, type: String = "at+jwt", at now: Instant = noon
) throws(JWTError) -> JWTClaims {
  try signer.verify(token, type: type, now: now)
}

@Suite struct TokenSignerTests {
  @Test func readsWhatItSigned() throws {
    let text = "\"quotes\" \\ / é 🙂 \u{7F} \n\t\u{1}"
    let token = try signer.sign(
      type: "at+jwt",
      claims: [
        "sub": .text(text), "empty": .text(""), "exp": .integer(noon.seconds + 60),
        "min": .integer(.min), "max": .integer(.max),
      ])
    let claims = try verify(token)
    #expect(claims.text("sub") == text)
    #expect(claims.text("empty") == "")
    #expect(claims.integer("min") == .min)
    #expect(claims.integer("max") == .max)
    #expect(claims.integer("sub") == nil)
    #expect(claims.text("exp") == nil)
    #expect(claims.text("absent") == nil)
  }

  @Test func writesWhatOthersCanRead() throws {
    let token = try signer.sign(
      type: "at+jwt", claims: ["sub": .text("me"), "exp": .integer(1_770_984_060)])
    #expect(token == forge(header, payload, key: secret.secret.revealBytes))
  }

  @Test func readsWhatAnOlderKeySigned() throws {
    let before = TokenSigner(KeyRing(current: key("k0", from: 50)))
    let token = try before.sign(type: "at+jwt", claims: ["exp": .integer(noon.seconds + 1)])
    #expect(throws: Never.self) { try verify(token) }
    let after = TokenSigner(KeyRing(current: secret))
    #expect(throws: JWTError.unknownKey) { try after.verify(token, type: "at+jwt", now: noon) }
  }

  @Test(
    arguments: [
      [:], ["exp": .text("1")], ["exp": .integer(1), "typ": .text("x")],
      ["exp": .integer(1), "sub": .text("a\0b")], ["exp": .integer(1), "": .text("a")],
      ["exp": .integer(1), "a\0b": .integer(1)],
      ["exp": .integer(1), "sub": .text(String(repeating: "x", count: 4_000))],
    ] as [[String: Claim]])
  func refusesToSign(claims: [String: Claim]) {
    #expect(throws: JWTError.unsignable) { try signer.sign(type: "at+jwt", claims: claims) }
  }

  @Test func isSharedByThreads() {
    onThreads(8) { index in
      for round in 0..<200 {
        let claims: [String: Claim] = [
          "sub": .text("\(index) \(round)"), "exp": .integer(noon.seconds + 60),
        ]
        let token = (try? signer.sign(type: "at+jwt", claims: claims)) ?? ""
        if (try? verify(token))?.text("sub") != "\(index) \(round)" { Issue.record("\(index)") }
      }
    }
  }
}

@Suite struct TokenTimeTests {
  private func token(_ claims: [String: Claim]) throws -> String {
    try signer.sign(type: "at+jwt", claims: claims)
  }

  @Test func endsInTheSecondItNames() throws {
    let token = try token(["exp": .integer(noon.seconds)])
    #expect(throws: JWTError.expired) { try verify(token) }
    #expect(throws: Never.self) {
      try verify(token, at: Instant(microseconds: noon.microseconds - 1))
    }
    #expect(throws: Never.self) {
      try signer.verify(token, type: "at+jwt", now: noon + 4, leeway: 5)
    }
    #expect(throws: JWTError.expired) {
      try signer.verify(token, type: "at+jwt", now: noon + 5, leeway: 5)
    }
  }

  @Test func isTakenForRenewalForAWhile() throws {
    let month: Int64 = 30 * 86_400
    let token = try token(["exp": .integer(noon.seconds)])
    #expect(throws: Never.self) {
      try signer.verify(token, type: "at+jwt", now: noon + month + -1, acceptExpiredFor: month)
    }
    #expect(throws: JWTError.expired) {
      try signer.verify(token, type: "at+jwt", now: noon + month, acceptExpiredFor: month)
    }
    #expect(throws: JWTError.wrongType) {
      try signer.verify(token, type: "other", now: noon, acceptExpiredFor: month)
    }
  }

  @Test(arguments: ["nbf", "iat"])
  func beginsInTheSecondItNames(name: String) throws {
    let token = try token(["exp": .integer(noon.seconds + 60), name: .integer(noon.seconds + 10)])
    #expect(throws: JWTError.notYetValid) { try verify(token, at: noon + 9) }
    #expect(throws: Never.self) { try verify(token, at: noon + 10) }
    #expect(throws: Never.self) {
      try signer.verify(token, type: "at+jwt", now: noon + 7, leeway: 3)
    }
  }

  @Test(arguments: [
    #"{"typ":"at+jwt"}"#, #"{"typ":"at+jwt","exp":"1770984060"}"#,
    #"{"typ":"at+jwt","exp":1770984060.5}"#, #"{"typ":"at+jwt","exp":1e12}"#,
    #"{"typ":"at+jwt","exp":null}"#, #"{"typ":"at+jwt","exp":99999999999999999999}"#,
    #"{"typ":"at+jwt","exp":1770984060,"exp":1}"#, #"{"typ":"at+jwt","exp":1770984060,"iat":"0"}"#,
    #"{"typ":"at+jwt","exp":1770984060,"nbf":[1]}"#, #"["exp"]"#, "", "null", "1", #"{"exp":1"#,
    #"{"typ":"at+jwt","exp":1770984060}x"#, "{\"typ\":\"at+jwt\",\"exp\":1770984060}\0{}",
    #"{"typ":"at+jwt","typ":"at+jwt","exp":1770984060}"#,
  ])
  func refusesOddPayloads(payload: String) {
    // libjwt hears of it first and may call it a bad signature; what counts is that it is refused.
    #expect(throws: JWTError.self) {
      try verify(forge(header, payload, key: secret.secret.revealBytes))
    }
  }
}

@Suite struct HostileTokenTests {
  private let key = secret.secret.revealBytes

  @Test func theUnforgedOneIsGood() throws {
    #expect(try verify(forge(header, payload, key: key)).text("sub") == "me")
  }

  @Test(arguments: [
    (#"{"alg":"none","kid":"k1","typ":"JWT"}"#, JWTError.wrongAlgorithm),
    (#"{"alg":"None","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"nOnE","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"hs256","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"HS384","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"HS512","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"RS256","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"ES256","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"","kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":256,"kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"kid":"k1","typ":"JWT"}"#, .wrongAlgorithm),
    (#"{"alg":"none","alg":"HS256","kid":"k1","typ":"JWT"}"#, .malformed),
    (#"{"alg":"HS256","\u0061lg":"none","kid":"k1","typ":"JWT"}"#, .malformed),
    (#"{"alg":"HS256","typ":"JWT"}"#, .malformed),
    (#"{"alg":"HS256","kid":1,"typ":"JWT"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"at+jwt"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"jwt"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT","crit":["exp"]}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT","crit":"exp"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT","jku":"https://example.com/k"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT","b64":"false"}"#, .malformed),
    (#"{"alg":"HS256","kid":"","typ":"JWT"}"#, .unknownKey),
    (#"{"alg":"HS256","kid":"K1","typ":"JWT"}"#, .unknownKey),
    (#"{"alg":"HS256","kid":"../../dev/null","typ":"JWT"}"#, .unknownKey),
    (#"{"alg":"HS256","kid":"x' UNION SELECT 'k1","typ":"JWT"}"#, .unknownKey),
    (#"{"alg":"HS256","kid":"k1\u0000","typ":"JWT"}"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT"}{}"#, .malformed),
    ("{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}\0", .malformed),
    (#"[{"alg":"HS256","kid":"k1","typ":"JWT"}]"#, .malformed),
    (#"{"alg":"HS256","kid":"k1","typ":"JWT",}"#, .malformed), ("{}", .wrongAlgorithm),
    (#"{"alg":"HS256","kid":"k0","typ":"JWT"}"#, .badSignature),
  ])
  func refusesHeaders(header: String, error: JWTError) {
    #expect(throws: error) { try verify(forge(header, payload, key: key)) }
  }

  @Test func refusesEveryChangedCharacter() {
    let token = Array(forge(header, payload, key: key).utf8)
    for index in token.indices {
      for replacement in ["A", "b", "_", ".", "=", " ", "\n", "\0"] {
        var changed = token
        changed[index] = Array(replacement.utf8)[0]
        guard changed != token else { continue }
        let text = String(decoding: changed, as: UTF8.self)
        #expect(throws: JWTError.self, "\(replacement.debugDescription) at \(index)") {
          try verify(text)
        }
      }
    }
  }

  @Test func refusesOtherShapes() {
    let token = forge(header, payload, key: key)
    let parts = token.split(separator: ".").map(String.init)
    let other = forge(header, payload.replacing("me", with: "you"), key: key)
    let otherParts = other.split(separator: ".").map(String.init)
    let none = Base64URL.encode(#"{"alg":"none","kid":"k1","typ":"JWT"}"#.utf8)
    for hostile in [
      "", ".", "..", "...", "a.b.c", parts[0], "\(parts[0]).\(parts[1])",
      "\(parts[0]).\(parts[1]).",
      "\(none).\(parts[1]).", "..\(parts[2])", "\(token).", ".\(token)", "\(token).\(parts[2])",
      "\(token)=", "\(token) ", " \(token)", "\(token)\n", "\(token)\0", "\(token)A",
      "Bearer \(token)", token.replacing(".", with: ". "), token.replacing(".", with: "%2E"),
      "\(parts[0]).\(parts[1]).\(otherParts[2])", "\(parts[0]).\(otherParts[1]).\(parts[2])",
      "\(parts[1]).\(parts[0]).\(parts[2])", "\(parts[0]).\(parts[1]).\(parts[2].dropLast(2))",
      "\(parts[0]).\(parts[1]).\(parts[2].lowercased())",
      "\(parts[0])=.\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).\(parts[2])é",
      String(repeating: token, count: 40), String(repeating: ".", count: 4_000),
      String(repeating: "A", count: 10_000_000),
    ] {
      #expect(throws: JWTError.self, "\(hostile.prefix(300))") { try verify(hostile) }
    }
  }

  /// The last character of a signature has two spare bits: three other spellings mean the same bytes.
  @Test func refusesAnotherSpellingOfTheSignature() throws {
    let token = forge(header, payload, key: key)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    let good = alphabet.filter { (try? verify(token.dropLast() + String($0))) != nil }
    #expect(good.count == 1)
    #expect(good.last == token.last)
  }

  @Test func refusesAnotherKeyAndAnotherType() throws {
    #expect(throws: JWTError.badSignature) {
      try verify(forge(header, payload, key: Bytes(repeating: 0, count: 32)))
    }
    #expect(throws: JWTError.badSignature) { try verify(forge(header, payload, key: [])) }
    let token = forge(header, payload, key: key)
    for type in ["", "at+jwT", "at+jwt ", "JWT", "carrier"] {
      #expect(throws: JWTError.wrongType) { try verify(token, type: type) }
    }
    let untyped = forge(header, #"{"exp":1770984060}"#, key: key)
    #expect(throws: JWTError.wrongType) { try verify(untyped) }
  }

  /// RFC 7515, appendix A.1.
  @Test func agreesWithThePublishedVector() {
    let published = Base64URL.decode(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
    let token =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
      + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
      + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    #expect(HS256.isGenuine(token, key: published ?? []))
    #expect(!HS256.isGenuine(token, key: published?.dropLast() ?? []))
    #expect(!HS256.isGenuine(token.replacing("dBjf", with: "dBjg"), key: published ?? []))
    // A good signature isn't enough: this one names no key of ours.
    #expect(throws: JWTError.malformed) { try verify(token) }
  }
}

@Suite struct FlatJSONTests {
  @Test func readsEscapes() {
    let text = #" { "a" : "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude42" ,"b":-7 } "#
    let members = FlatJSON.members(of: Bytes(text.utf8))
    #expect(members == ["a": .text("\"\\/\u{8}\u{C}\n\r\té🙂"), "b": .integer(-7)])
    #expect(FlatJSON.members(of: Bytes("{}".utf8)) == [:])
  }

  @Test(arguments: [
    #"{"a":"\ud83d"}"#, #"{"a":"\ude42"}"#, #"{"a":"\ud83d\ud83d"}"#, #"{"a":"\ud83dx"}"#,
    #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\u0000"}"#, #"{"a":"x"#, #"{"a":"x\"#, #"{"a":01}"#,
    #"{"a":-}"#, #"{"a":-0}"#, #"{"a":+1}"#, #"{"a":}"#, #"{"a"}"#, #"{a:1}"#, #"{"a":1,}"#,
    #"{,"a":1}"#, #"{"a":1 "b":2}"#, #"{"a":{}}"#, #"{"a":[]}"#, #"{"a":true}"#, "{", "}",
    "{\"a\":\"\n\"}", "\u{FEFF}{}", "{}/**/",
  ])
  func refuses(text: String) {
    #expect(FlatJSON.members(of: Bytes(text.utf8)) == nil)
  }

  @Test func refusesWhatIsNotUTF8AndWhatIsTooMuch() {
    #expect(
      FlatJSON.members(of: Bytes("{\"a\":\"".utf8) + [0xC3, 0x28] + Bytes("\"}".utf8)) == nil)
    let many = (0..<33).map { "\"n\($0)\":1" }.joined(separator: ",")
    #expect(FlatJSON.members(of: Bytes("{\(many)}".utf8)) == nil)
  }
}
