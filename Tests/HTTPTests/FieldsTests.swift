import HTTP
import Primitives
import Testing

@Suite struct FieldsTests {
  private let reader = JSONReader(maximumBytes: 1 << 20)

  private func read<Result>(
    _ text: String, _ body: (inout Fields) throws -> Result
  ) throws -> Result {
    try Fields.read(Bytes(text.utf8), with: reader, body)
  }

  /// What is wrong with a text field `t` of 2 to 5 characters.
  private func refusals(_ text: String) throws -> [String] {
    try problem { try read(text) { _ = $0.text("t", length: 2...5) } }.summary
  }

  @Test func readsEveryKind() throws {
    try read(
      """
      {"t":" ab ","b":false,"i":"2026-01-01T00:00:00+01:00",
       "u":"018F3A5E-7B1C-7def-8abc-0123456789ab","p":" x ","n":null}
      """
    ) { fields in
      let text = fields.text("t", length: 2...5)
      let bool = fields.optionalBool("b")
      let instant = fields.optionalInstant("i")
      let id = fields.optionalUUID("u")
      let password = fields.verbatimText("p")
      #expect(text == "ab")
      #expect(bool == false)
      #expect(instant?.iso8601 == "2025-12-31T23:00:00Z")
      #expect(id?.text == "018f3a5e-7b1c-7def-8abc-0123456789ab")
      #expect(password == " x ")
      #expect(fields.has("n"))
      #expect(!fields.has("missing"))
      let null = fields.value("n")
      let missing = fields.optionalText("missing", length: 1...1)
      #expect(null == nil)
      #expect(missing == nil)
    }
  }

  @Test(arguments: [
    ("{}", ["t:required"]),
    ("{\"t\":null}", ["t:required"]),
    ("{\"t\":7}", ["t:wrong_type"]),
    ("{\"t\":[\"ab\"]}", ["t:wrong_type"]),
    ("{\"t\":{\"t\":\"ab\"}}", ["t:wrong_type"]),
    ("{\"t\":\"\"}", ["t:wrong_length"]),
    ("{\"t\":\" \\u2003 a \\n\"}", ["t:wrong_length"]),
    ("{\"t\":\"abcdef\"}", ["t:wrong_length"]),
    ("{\"t\":\"👨‍👩‍👧‍👦\"}", ["t:wrong_length"]),
    ("{\"t\":\"a\\u0000b\"}", ["t:control_character"]),
    ("{\"t\":\"a\\nb\"}", ["t:control_character"]),
    ("{\"t\":\"a\\u007fb\"}", ["t:control_character"]),
    ("{\"t\":\"a\\u0085b\"}", ["t:control_character"]),
    ("{\"t\":\"a\\u202eb\"}", ["t:control_character"]),
    ("{\"t\":\"a\\u2066b\"}", ["t:control_character"]),
    ("{\"t\":\"a\\ufeffb\"}", ["t:control_character"]),
    ("{\"t\":\"ab\",\"t\":\"cd\"}", ["t:duplicate"]),
    ("{\"t\":\"ab\",\"\\u0074\":\"cd\"}", ["t:duplicate"]),
    ("{\"t\":\"ab\",\"T\":1,\"expire_at\":2}", ["T:unknown", "expire_at:unknown"]),
    ("{\"t\":\"ab\",\"\":1}", [":unknown"]),
    ("{\"x\":1,\"t\":9}", ["t:wrong_type", "x:unknown"]),
  ])
  func refuses(text: String, expected: [String]) throws {
    #expect(try refusals(text) == expected)
  }

  @Test(arguments: ["ab", "👨‍👩‍👧", "日本語です", "é\u{301}a", "a'\\\"b"])
  func countsScalars(text: String) throws {
    var writer = JSONWriter()
    writer.object { $0.text("t", text) }
    let read = try read(writer.bytes.string) { $0.text("t", length: 2...5) }
    #expect(read == text)
  }

  @Test func keepsLineBreaksWhereAllowed() throws {
    let text = try read("{\"t\":\"a\\r\\n\\tb\"}") {
      $0.optionalText("t", length: 1...9, isMultiline: true)
    }
    #expect(text == "a\r\n\tb")
    let refusal = try problem {
      try read("{\"t\":\"a\\u000bb\"}") {
        _ = $0.optionalText("t", length: 1...9, isMultiline: true)
      }
    }
    #expect(refusal.summary == ["t:control_character"])
  }

  @Test(arguments: ["1", "\"true\"", "\"\"", "[]"])
  func refusesWhatIsNoBool(value: String) throws {
    let refusal = try problem { try read("{\"b\":\(value)}") { _ = $0.optionalBool("b") } }
    #expect(refusal.summary == ["b:wrong_type"])
  }

  @Test(arguments: ["1767225600", "\"2026-01-01T00:00:00\"", "\"tomorrow\"", "\"\"", "{}"])
  func refusesWhatIsNoInstant(value: String) throws {
    let refusal = try problem { try read("{\"i\":\(value)}") { _ = $0.optionalInstant("i") } }
    #expect(refusal.summary == ["i:not_an_instant"])
  }

  @Test(arguments: ["7", "\"7\"", "\"018f3a5e7b1c7def8abc0123456789ab\"", "true"])
  func refusesWhatIsNoUUID(value: String) throws {
    let refusal = try problem { try read("{\"u\":\(value)}") { _ = $0.optionalUUID("u") } }
    #expect(refusal.summary == ["u:not_a_uuid"])
  }

  @Test func passwordsAreTakenAsTheyAre() throws {
    let taken = try read("{\"p\":\" \\t\\u0000 \"}") { $0.verbatimText("p") }
    #expect(taken == " \t\0 ")
    for (text, expected) in [("{}", "p:required"), ("{\"p\":1}", "p:wrong_type")] {
      let refusal = try problem { try read(text) { _ = $0.verbatimText("p") } }
      #expect(refusal.summary == [expected])
    }
  }

  @Test func namesNestedFieldsInFull() throws {
    let refusal = try problem {
      try read("{\"a\":{\"b\":1,\"c\":2,\"c\":3},\"d\":4}") { fields in
        let value = fields.value("a")
        var nested = try Fields(try #require(value), prefix: "a.")
        _ = nested.text("b", length: 1...9)
        fields.absorb(nested)
        fields.refuse("e", "odd", "is odd")
      }
    }
    #expect(
      refusal.summary == ["a.c:duplicate", "a.b:wrong_type", "a.c:unknown", "e:odd", "d:unknown"])
  }

  @Test(arguments: ["[]", "7", "null", "\"{}\"", "true"])
  func refusesWhatIsNoObject(text: String) throws {
    #expect(try problem { try read(text) { _ in } }.code == "invalid_json")
  }

  @Test func reportsAllAtOnceButNotWithoutEnd() throws {
    let body = "{" + (0..<5_000).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
    let refusal = try problem { try read(body) { _ in } }
    #expect(refusal.fields.count == 50)
    #expect(refusal.detail.utf8.count < 200)
  }

  @Test func readsARequest() throws {
    func read(_ type: String?, _ body: String) throws -> String? {
      var request = Request(
        method: .post, target: "/", body: body.isEmpty ? .empty : RequestBody(Bytes(body.utf8)))
      request.headers.contentType = type
      return try Fields.read(request, with: reader, atMost: 20) {
        $0.optionalText("t", length: 1...9)
      }
    }
    #expect(try read("application/json; charset=utf-8", "{\"t\":\"a\"}") == "a")
    #expect(try read("Application/JSON", "{\"t\":\"a\"}") == "a")
    #expect(try read("application/merge-patch+json", "{\"t\":\"a\"}") == "a")
    #expect(try read(nil, "{\"t\":\"a\"}") == "a")
    #expect(try read("text/plain", "") == nil, "an empty body counts as {}")
    for type in ["text/plain", "application/x-www-form-urlencoded", "json", "application/jsonx"] {
      #expect(try problem { _ = try read(type, "{}") }.status == .unsupportedMediaType)
    }
    #expect(
      try problem { _ = try read(nil, "{\"t\":\"abcdefghijklmn\"}") }.code
        == "payload_too_large")
  }
}
