import HTTP
import Primitives
import Testing

@Suite struct JSONReaderTests {
  private let reader = JSONReader(maximumBytes: 1 << 16)

  private func isRefused(_ bytes: Bytes) -> Bool {
    do {
      try reader.read(bytes) { _ in }
      return false
    } catch let refusal as Problem {
      return refusal.code == "invalid_json" && refusal.status == .badRequest
    } catch {
      return false
    }
  }

  @Test(arguments: [
    "", " ", "\n", "{", "}", "[", "[1,]", "[,1]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}",
    "{\"a\":}", "{1:2}", "[1 2]", "{}{}", "[] []", "{} x", "nul", "True", "NaN", "Infinity",
    "-Infinity", "undefined", "01", "-", "-01", "+1", "1.", ".5", "1e", "1e+", "0x10", "1_000",
    "1e400", "-1e400", "18446744073709551616", "-9223372036854775809", "\"", "\"\\x\"", "\"\\u12\"",
    "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\nb\"", "\"\u{1}\"", "\"\t\"", "/* c */ 1", "1 // c",
    "\u{0}", "{}\u{0}", "\u{A0}1", "[\"a\" \"b\"]",
  ])
  func refuses(text: String) {
    #expect(isRefused(Bytes(text.utf8)))
  }

  @Test(
    arguments: [
      [0xFF], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3, 0x22], [0xFE, 0xFF, 0x00, 0x31],
      [0x31, 0x00],
    ] as [Bytes])
  func refusesWhatIsNotUTF8(bytes: Bytes) {
    #expect(isRefused(bytes))
  }

  @Test func boundsDepth() throws {
    func tower(_ depth: Int, _ open: String, _ close: String) -> Bytes {
      Bytes(
        (String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
    }
    let limit = JSONReader.maximumDepth
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      #expect(!isRefused(tower(limit - 1, open, close)))
      #expect(isRefused(tower(limit + 1, open, close)))
      #expect(isRefused(tower(5_000, open, close)))
      #expect(isRefused(Bytes(String(repeating: open, count: 10_000).utf8)))
    }
    #expect(!isRefused(Bytes("[]".utf8)), "a refusal leaves the reader fit for the next text")
  }

  @Test func boundsLength() {
    func list(_ length: Int) -> Bytes {
      Bytes("[\"\(String(repeating: "a", count: length))\"]".utf8)
    }
    #expect(!isRefused(list(60_000)))
    #expect(isRefused(list(1 << 16)))
    #expect(isRefused(list(1 << 20)))
    #expect(!isRefused(list(10)))
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("1.0", nil), ("-0.0", nil),
      ("1e2", nil), ("0.1", nil), ("\"7\"", nil), ("true", nil), ("null", nil),
    ] as [(String, Int?)])
  func integers(text: String, expected: Int?) throws {
    #expect(try reader.read(Bytes(text.utf8)) { $0.integer } == expected)
  }

  @Test(arguments: [
    ("9223372036854775808", "9223372036854775808"),
    ("18446744073709551615", "18446744073709551615"),
    ("1.50", "1.5"), ("-0", "0"), ("1E2", "100.0"), ("0.1", "0.1"), ("1e-400", "0.0"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"), ("true", "true"), ("null", "null"),
    ("\"a\\u0022\\/\\u00f1\\ud83d\\ude00\\u0000\"", "\"a\\\"/ñ😀\\u0000\""),
  ])
  func writesScalarsAgain(text: String, expected: String) throws {
    var bytes: Bytes = []
    #expect(try reader.read(Bytes(text.utf8)) { $0.appendScalar(to: &bytes) })
    #expect(bytes.string == expected)
    #expect(!isRefused(bytes))
  }

  @Test func writesNoContainerAsAScalar() throws {
    for text in ["[]", "{}", "[1]"] {
      var bytes: Bytes = []
      #expect(try !reader.read(Bytes(text.utf8)) { $0.appendScalar(to: &bytes) })
      #expect(bytes.isEmpty)
    }
  }

  @Test func walksInOrderAndShowsDuplicates() throws {
    var names: [String] = []
    var values: [Int?] = []
    try reader.read(Bytes("{\"b\":1,\"a\":2,\"b\":3,\"\":{\"x\":[1]}}".utf8)) { json in
      #expect(json.kind == .object)
      json.forEachField { name, value in
        names.append(String(decoding: name, as: UTF8.self))
        values.append(value.integer)
      }
      #expect(json.forEachElement { _ in } == nil)
      #expect(json.text == nil)
      #expect(json.bool == nil)
    }
    #expect(names == ["b", "a", "b", ""])
    #expect(values == [1, 2, 3, nil])
  }

  @Test func walksNestedElements() throws {
    let sums = try reader.read(Bytes("[[1,2],[],[3,[4]],5]".utf8)) { json in
      var sums: [Int] = []
      json.forEachElement { row in
        var sum = 0
        let isArray: Void? = row.forEachElement { sum += $0.integer ?? 0 }
        sums.append(isArray == nil ? -1 : sum)
      }
      return sums
    }
    #expect(sums == [3, 0, 3, -1])
  }

  /// Every cut of a good text is refused, and reading stays inside the text.
  @Test func refusesEveryPrefix() {
    let text = Bytes("{\"a\":[1,-2.5e3,\"ñ\\u00e9\\n\",null,true,{\"b\":false}]}".utf8)
    #expect(!isRefused(text))
    for length in 0..<text.count { #expect(isRefused(Bytes(text[..<length])), "\(length)") }
  }

  /// Whatever comes: an answer, no crash.
  @Test func survivesMutations() {
    var generator = SeededGenerator(seed: 7)
    let text = Bytes("{\"title\":\"ñ\\ud83d\\ude00\",\"a\":[1,2.5,1e9,null,{\"b\":[[]]}]}".utf8)
    for _ in 0..<20_000 {
      var mutated = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        mutated[Int.random(in: 0..<mutated.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? reader.read(mutated) { json in
        json.forEachField { _, value in
          var bytes: Bytes = []
          if value.appendScalar(to: &bytes) {
            #expect(String(validating: bytes, as: UTF8.self) != nil)
          }
          value.forEachElement { _ in }
        }
      }
    }
  }

  @Test(arguments: naughtyTexts)
  func textsSurvive(text: String) throws {
    var writer = JSONWriter()
    writer.array([text]) { $0.text($1) }
    try JSONReader().read(writer.bytes) { json in
      json.forEachElement { #expect($0.text.map { Array($0.utf8) } == Array(text.utf8)) }
    }
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
