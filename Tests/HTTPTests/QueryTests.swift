import HTTP
import Testing

@Suite struct QueryTests {
  private enum Format: String, CaseIterable { case csv, json }

  @Test func readsWhatWasGiven() throws {
    var query = try Query("format=csv&limit=7&q=a+b%26c%3D%C3%B1&empty=&bare&&")
    let format = query.word("format", Format.self)
    let limit = query.integer("limit", in: 1...200)
    let texts = ["q", "empty", "bare", "missing"].map { query.text($0) }
    #expect(format == .csv)
    #expect(limit == 7)
    #expect(texts == ["a b&c=ñ", "", "", nil])
    try query.finish()
  }

  @Test func namesWhatNobodyHasReadYet() throws {
    var query = try Query("attr%5Ba%5D=1&limit=7&b=2&b=3")
    #expect(query.names == ["attr[a]", "limit", "b", "b"])
    _ = query.text("b")
    #expect(query.names == ["attr[a]", "limit"])
  }

  @Test func keepsLaterEqualsSigns() throws {
    var query = try Query("cursor=a==")
    let cursor = query.text("cursor")
    #expect(cursor == "a==")
  }

  @Test func refusesTheUnknown() throws {
    var query = try Query("limit=7&limt=8&%3Cb%3E=1")
    _ = query.integer("limit", in: 1...200)
    let refusal = try problem { try query.finish() }
    #expect(refusal.status == .badRequest)
    #expect(refusal.code == "validation_failed")
    #expect(refusal.summary == ["limt:unknown", "<b>:unknown"])
  }

  @Test(arguments: ["limit=7&limit=7", "limit=7&%6Cimit=8", "limit=7&limit"])
  func refusesDuplicates(text: String) throws {
    var query = try Query(text)
    _ = query.integer("limit", in: 1...200)
    #expect(try problem { try query.finish() }.summary.contains("limit:duplicate"))
  }

  @Test(arguments: [
    "", "0", "201", "-1", "%2B7", "7.0", "7e0", " 7", "7%20", "0x7", "٧", "9223372036854775808",
    "99999999999999999999999999999999", "NaN", "7,8",
  ])
  func refusesIntegers(text: String) throws {
    var query = try Query("limit=\(text)")
    let limit = query.integer("limit", in: 1...200)
    #expect(limit == nil)
    #expect(try problem { try query.finish() }.summary == ["limit:out_of_range"])
  }

  @Test(arguments: ["", "CSV", "csv ", "xml", "csv,json"])
  func refusesWords(text: String) throws {
    var query = try Query("format=\(PercentEncoding.encode(text))")
    let format = query.word("format", Format.self)
    #expect(format == nil)
    let refusal = try problem { try query.finish() }
    #expect(refusal.summary == ["format:not_allowed"])
    #expect(refusal.detail.contains("csv, json"))
  }

  @Test(arguments: ["%", "a=%4", "a=%zz", "%FF=1", "a=%C0%AF", "a=%ED%A0%80"])
  func refusesBrokenEscapes(text: String) throws {
    #expect(try problem { _ = try Query(text) }.summary == ["query:malformed"])
  }

  /// `&` followed by a joining character is still a separator.
  @Test func separatesByBytes() throws {
    var query = try Query("a=1&\u{301}b=2&c=\u{301}3")
    let texts = ["a", "\u{301}b", "c"].map { query.text($0) }
    #expect(texts == ["1", "2", "\u{301}3"])
  }

  @Test func boundsTheCount() throws {
    func names(_ count: Int) -> String { (0..<count).map { "n\($0)=1" }.joined(separator: "&") }
    _ = try Query(names(32))
    #expect(try problem { _ = try Query(names(33)) }.status == .badRequest)
    #expect(try problem { _ = try Query(names(10_000)) }.status == .badRequest)
    _ = try Query(String(repeating: "&", count: 10_000))
  }

  @Test func boundsTheCountAsTold() throws {
    func names(_ count: Int) -> String { (0..<count).map { "n\($0)=1" }.joined(separator: "&") }
    var query = try Query(names(40), maximumNames: 40)
    #expect(query.text("n39") == "1")
    #expect(try problem { _ = try Query(names(41), maximumNames: 40) }.status == .badRequest)
  }

  @Test func putsOtherValuesInPlace() throws {
    var query = try Query("a=&b=1&c=2&a=3")
    query.replaceValues { name, value in
      value.isEmpty ? nil : name == "b" ? value + "0" : value
    }
    let texts = ["a", "b", "c"].map { query.text($0) }
    #expect(texts == ["3", "10", "2"])
    try query.finish()
  }

  @Test func refusalsOfTheCallerCount() throws {
    var query = try Query("cursor=zz")
    _ = query.text("cursor")
    query.refuse("cursor", "bad_cursor", "cannot be read")
    #expect(try problem { try query.finish() }.summary == ["cursor:bad_cursor"])
  }
}
