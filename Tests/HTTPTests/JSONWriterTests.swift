import Foundation
import HTTP
import Primitives
import Testing

@Suite struct JSONWriterTests {
  /// What Foundation, which owes nothing to our reader, makes of it.
  private func parsed(_ bytes: Bytes) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  }

  @Test(arguments: naughtyTexts)
  func textsParseAgain(text: String) throws {
    var writer = JSONWriter()
    writer.object { object in
      object.text("a", text)
      object.raw(text, Bytes("1".utf8))
      object.array("b", [text, text]) { $0.text($1) }
    }
    #expect(!writer.bytes.contains { $0 < 0x20 })
    let object = try #require(try parsed(writer.bytes) as? [String: Any])
    // JSONSerialization drops a byte order mark at a text's start: RFC 8259 leaves that open.
    guard !text.hasPrefix("\u{FEFF}") else { return }
    #expect((object["a"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect((object["b"] as? [String]) == [text, text])
  }

  @Test func writesEachKind() throws {
    var writer = JSONWriter()
    writer.object { object in
      object.text("text", "a\"\\\n\r\t\u{8}\u{0}/ñ")
      object.text("no_text", nil)
      object.integer("least", Int.min)
      object.integer("no_integer", nil)
      object.bool("yes", true)
      object.bool("no_bool", nil)
      object.uuid("id", Primitives.UUID(high: 0x018F_3A5E_7B1C_7DEF, low: 0x8ABC_0123_4567_89AB))
      object.uuid("no_id", nil)
      object.instant("at", Instant(microseconds: 1))
      object.instant("no_at", nil)
      object.object("empty") { _ in }
      object.array("none", [] as [Int]) { _, _ in }
      object.raw("raw", Bytes("[1]".utf8))
    }
    #expect(
      writer.bytes.string
        == #"{"text":"a\"\\\n\r\t\u0008\u0000/ñ","no_text":null,"least":-9223372036854775808,"#
        + #""no_integer":null,"yes":true,"no_bool":null,"#
        + #""id":"018f3a5e-7b1c-7def-8abc-0123456789ab","no_id":null,"#
        + #""at":"1970-01-01T00:00:00.000001Z","no_at":null,"empty":{},"none":[],"raw":[1]}"#)
    #expect((try parsed(writer.bytes) as? [String: Any])?.count == 13)
  }

  /// What must be escaped, at every place of a text that is looked at eight bytes at a time.
  @Test func escapesAtEveryPlace() throws {
    for special in ["\"", "\\", "\n", "\u{1F}", "\u{0}", "\u{20}", "\u{7F}", "é", "\u{2028}"] {
      for place in 0..<20 {
        let text = String(repeating: "a", count: place) + special + String(repeating: "b", count: 9)
        var writer = JSONWriter()
        writer.object { $0.text("t", text + special) }
        let bytes = writer.bytes
        #expect(!bytes.contains { $0 < 0x20 })
        #expect(try parsed(bytes) as? [String: String] == ["t": text + special])
      }
    }
  }

  @Test func setsCommasAtEveryDepth() throws {
    var writer = JSONWriter()
    writer.array(0..<3) { array, number in
      array.object { object in
        object.array("a", 0..<number) { inner, item in
          inner.object { $0.integer("i", item) }
          inner.array(0..<2) { $0.raw(Bytes(String($1).utf8)) }
          inner.text("t")
        }
        object.object("o") { $0.object("p") { $0.bool("q", nil) } }
        object.integer("n", number)
      }
    }
    let inner = #"{"i":0},[0,1],"t""#
    let rest = #""o":{"p":{"q":null}}"#
    #expect(
      writer.bytes.string == #"[{"a":[],\#(rest),"n":0},{"a":[\#(inner)],\#(rest),"n":1},"#
        + #"{"a":[\#(inner),{"i":1},[0,1],"t"],\#(rest),"n":2}]"#)
    #expect((try parsed(writer.bytes) as? [Any])?.count == 3)
  }

  @Test func writesLines() throws {
    var writer = JSONWriter()
    for number in 0..<3 { writer.line { $0.text("t", "line\n\(number)") } }
    let lines = writer.bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 3)
    #expect(writer.bytes.last == UInt8(ascii: "\n"))
    for line in lines { #expect(try parsed(Bytes(line)) is [String: Any]) }
  }

  @Test func anErrorPassesThrough() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Response.json { try $0.object { _ in throw Stop() } }
    }
  }
}

@Suite struct ProblemTests {
  @Test func answersWithAllMembers() throws {
    let refusal = Problem(
      .conflict, "invalid_transition", "No \"way\"\u{0}.",
      fields: [FieldError("a\"b", "odd", "is <odd>")])
    #expect(
      refusal.json(requestID: "r\"1").string
        == #"{"type":"about:blank","title":"Conflict","status":409,"detail":"No \"way\"\u0000.","#
        + #""code":"invalid_transition","request_id":"r\"1","#
        + #""errors":[{"field":"a\"b","code":"odd","detail":"is <odd>"}]}"#)
  }

  @Test func leavesOutWhatIsNotThere() {
    let body = Problem.notFound.json(requestID: "1").string
    #expect(!body.contains("errors"))
    #expect(body.contains(#""status":404"#))
  }

  @Test func saysWhenToTryAgain() {
    #expect(Problem.unavailable(retryAfter: 7).headers == [Header("Retry-After", "7")])
    #expect(Problem.unavailable().status.code == 503)
  }

  @Test(arguments: 100..<600)
  func everyStatusHasAReason(code: Int) {
    let reason = Status(code).reason
    #expect(!reason.isEmpty)
    #expect((reason == "Internal Server Error") == !Self.known.contains(code))
  }

  private static let known: Set = [
    200, 201, 202, 204, 303, 304, 400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429, 503,
    507,
  ]
}
