import HTTP
import Primitives
import Testing

@Suite struct FormTests {
  private func form(
    _ body: String, type: String = "application/x-www-form-urlencoded", atMost limit: Int = 1 << 20
  ) throws -> Form {
    try form(Bytes(body.utf8), type: type, atMost: limit)
  }

  private func form(_ body: Bytes, type: String, atMost limit: Int = 1 << 20) throws -> Form {
    var request = Request(method: .post, target: "/", body: RequestBody(body))
    request.headers.contentType = type
    return try Form.read(request, atMost: limit)
  }

  private func pairs(_ form: Form) -> [String] { form.fields.map { "\($0.name)=\($0.value)" } }

  @Test(arguments: [
    ("a=1&b=2", ["a=1", "b=2"]), ("", []), ("a", ["a="]), ("a=", ["a="]), ("=1", ["=1"]),
    ("a=1&&b=2&", ["a=1", "b=2"]), ("a=x%3Dy=z", ["a=x=y=z"]), ("a+b=c+d%2B", ["a b=c d+"]),
    ("a=%E2%82%AC", ["a=€"]), ("a=1&a=2", ["a=1", "a=2"]), ("a=x%0D%0Ay%0Dz%0A", ["a=x\ny\nz\n"]),
    ("a=1&\u{301}b=2", ["a=1", "\u{301}b=2"]),
  ])
  func readsURLEncoded(body: String, expected: [String]) throws {
    #expect(try pairs(form(body)) == expected)
  }

  @Test(arguments: [
    "a=%", "a=%4", "a=%zz", "%ff=1", "a=%C3%28", "a=%00%80",
    String(repeating: "a=1&", count: 201), String(repeating: "n", count: 201) + "=1",
  ])
  func refusesMalformed(body: String) throws {
    #expect(try problem { _ = try form(body) }.code == "invalid_form")
  }

  @Test func refusesOtherTypesAndTheTooLong() throws {
    for type in ["text/plain", "application/json", "multipart/mixed; boundary=b", "", "form"] {
      #expect(try problem { _ = try form("a=1", type: type) }.status == .unsupportedMediaType)
    }
    #expect(try problem { _ = try form("a=123456", atMost: 7) }.status == .contentTooLarge)
    let multipart = "multipart/form-data; boundary=b"
    #expect(
      try problem { _ = try form("a=123456", type: multipart, atMost: 7) }.status
        == .contentTooLarge)
    #expect(try form("", type: "text/plain").fields.isEmpty)
  }

  @Test func checksFieldsLikeJSON() throws {
    let sent = try form(
      "t=+ab+&e=&b=true&i=2026-01-01T00:00:00%2B01:00&u=018f3a5e-7b1c-7def-8abc-0123456789ab&p=+x+")
    try sent.read { fields in
      let text = fields.text("t", length: 2...5)
      let empty = fields.optionalText("e", length: 1...5)
      let bool = fields.optionalBool("b")
      let missing = fields.optionalBool("c")
      let instant = fields.optionalInstant("i")
      let id = fields.optionalUUID("u")
      let password = fields.verbatimText("p")
      #expect(text == "ab" && empty == nil && bool == true && missing == nil)
      #expect(instant?.iso8601 == "2025-12-31T23:00:00Z")
      #expect(id != nil && password == " x ")
    }
    let refusal = try problem {
      try form("t=abcdef&n=&b=7&i=soon&u=1&u=2&v=1&x=1").read { fields in
        _ = fields.text("t", length: 2...5)
        _ = fields.text("n", length: 2...5)
        _ = fields.optionalBool("b")
        _ = fields.optionalInstant("i")
        _ = fields.value("v")
      }
    }
    #expect(
      refusal.summary == [
        "u:duplicate", "t:wrong_length", "n:required", "b:wrong_type", "i:not_an_instant",
        "v:wrong_type", "u:unknown", "x:unknown",
      ])
  }

  @Test func keepsWhatWasTyped() throws {
    var sent = try form("token=t&email=%3Cx%3E&email=y")
    #expect(sent["email"] == "<x>" && sent["other"] == nil)
    #expect(sent.take("token") == "t")
    #expect(pairs(sent) == ["email=<x>", "email=y"])
  }

  // MARK: Multipart

  private let multipart = "multipart/form-data; boundary=AaB03x"

  private func part(_ name: String, _ value: String, _ more: String = "") -> String {
    "--AaB03x\r\nContent-Disposition: form-data; name=\"\(name)\"\(more)\r\n\r\n\(value)\r\n"
  }

  @Test func readsMultipart() throws {
    let body =
      "preamble\r\n" + part("a", "1") + part("b", "") + part("c", "x\r\n--AaB03\r\ny")
      + part("d%22\\\"", "é") + "--AaB03x  \r\nContent-Disposition: form-data; name=e\r\n"
      + "content-type: Text/Plain; charset=utf-8\r\n\r\n5\r\n"
      + part("f", "", "; filename=\"\"") + "--AaB03x--\r\nepilogue"
    let sent = try form(body, type: multipart)
    #expect(pairs(sent) == ["a=1", "b=", "c=x\n--AaB03\ny", "d\"\"=é", "e=5"])
  }

  @Test func refusesFilesHere() throws {
    for file in [part("f", "x", "; filename=\"\""), part("f", "", "; filename=\"a.png\"")] {
      let refusal = try problem { _ = try form(file + "--AaB03x--", type: multipart) }
      #expect(refusal.code == "invalid_form")
    }
  }

  @Test(arguments: [
    "x", "--AaB03x", "--AaB03x\r\n", "--AaB03x\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\nnonsense\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\nx",
    "--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--AaB03xy",
    "--AaB03x\r\nX: " + String(repeating: "y", count: 5_000) + "\r\n\r\nx\r\n--AaB03x--",
    "--AaB03x\r\n" + String(repeating: "y", count: 100_000),
  ])
  func refusesMalformedMultipart(body: String) throws {
    #expect(try problem { _ = try form(body, type: multipart) }.code == "invalid_form")
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
    "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\u{E9}",
    "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
  ])
  func refusesABoundaryThatIsNone(type: String) throws {
    #expect(try problem { _ = try form("--a--", type: type) }.code == "invalid_form")
  }

  @Test func refusesWhatIsNotUTF8() throws {
    let body =
      Bytes("--AaB03x\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8) + [0xFF]
      + Bytes("\r\n--AaB03x--".utf8)
    #expect(try problem { _ = try form(body, type: multipart) }.code == "invalid_form")
  }

  /// However the bytes arrive, the parts are the same, and a large one is never held whole.
  @Test(arguments: [1, 2, 3, 7, 4_096, 1 << 20])
  func readsPieceByPiece(step: Int) throws {
    let large = (0..<90_000).map { UInt8(truncatingIfNeeded: $0 % 7 == 0 ? 0x0D : $0) }
    let head = "--AaB03x\r\nContent-Disposition: form-data; name=f; filename=\"C:\\a.bin\"\r\n"
    let body =
      Bytes((part("a", "1") + head + "Content-Type: image/PNG\r\n\r\n").utf8) + large
      + Bytes("\r\n--AaB03x--".utf8)
    let source = Steps(body, step: step)
    let reader = try MultipartReader(
      RequestBody(length: body.count, source: source), type: multipart)
    let first = try reader.next()
    #expect(first?.name == "a" && first?.fileName == nil)
    let file = try #require(try reader.next())
    #expect(file.fileName == "C:\\a.bin" && file.mediaType == "image/png")
    var content: Bytes = []
    while let piece = try reader.piece() {
      #expect(piece.count <= 64 << 10)
      content += piece
    }
    #expect(content == large)
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test func passesOverWhatNobodyReads() throws {
    let body = part("a", String(repeating: "x", count: 100_000)) + part("b", "2") + "--AaB03x--"
    let reader = try MultipartReader(RequestBody(Bytes(body.utf8)), type: multipart)
    _ = try reader.next()
    #expect(try reader.next()?.name == "b")
    #expect(try problem { _ = try reader.collect(atMost: 0) }.status == .contentTooLarge)
  }

  private final class Steps: BodySource {
    private let bytes: Bytes
    private let step: Int
    private var position = 0

    init(_ bytes: Bytes, step: Int) {
      self.bytes = bytes
      self.step = step
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let count = min(step, buffer.count, bytes.count - position)
      buffer.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
  }
}
