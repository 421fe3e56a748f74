import HTTP
import Primitives
import Testing

@Suite struct HeaderTests {
  @Test(arguments: [
    ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"), ("a\nb", "ab"), ("a\rb", "ab"),
    ("\r\n\r\n<html>", "<html>"), ("a\0b\u{7F}c\u{1F}", "abc"), ("a\tb", "ab"),
    ("plain; q=\"é\"", "plain; q=\"é\""), ("", ""), ("\n", ""),
  ])
  func noValueStartsAnotherHeader(value: String, expected: String) {
    #expect(Header("X", value).value == expected)
    #expect(Response(.ok).with("X", value).headers == [Header("X", expected)])
  }
}

@Suite struct RequestTests {
  @Test(arguments: [
    ("/a?b=c", "/a", "b=c"), ("/a", "/a", ""), ("/a?", "/a", ""), ("/a?b?c", "/a", "b?c"),
    ("?b", "", "b"), ("", "", ""), ("/a%3Fb", "/a%3Fb", ""), ("/a?\u{301}b", "/a", "\u{301}b"),
    ("/a#b?c", "/a#b", "c"),
  ])
  func splitsTheTarget(target: String, path: String, query: String) {
    let request = Request(method: .get, target: target)
    #expect(request.path == path)
    #expect(request.query == query)
  }

  @Test func answersAHeadAsAGet() {
    #expect(Request(method: .head, target: "/").effectiveMethod == .get)
    #expect(Request(method: .put, target: "/").effectiveMethod == .put)
    #expect(Request(method: nil, target: "/").effectiveMethod == nil)
  }
}

@Suite struct RequestBodyTests {
  /// Gives its bytes in pieces, then ends or fails.
  private final class Pieces: BodySource {
    struct Gone: Error {}
    private var pieces: [Bytes]
    private let fails: Bool
    private(set) var reads = 0

    init(_ pieces: [Bytes], fails: Bool = false) {
      self.pieces = pieces
      self.fails = fails
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      reads += 1
      guard let piece = pieces.first else {
        if fails { throw Gone() }
        return 0
      }
      let count = min(piece.count, buffer.count)
      buffer.copyBytes(from: piece[..<count])
      pieces[0].removeFirst(count)
      if pieces[0].isEmpty { pieces.removeFirst() }
      return count
    }
  }

  @Test func collectsInPieces() throws {
    let source = Pieces([[1], [2, 3], [4, 5, 6]])
    #expect(try RequestBody(length: 6, source: source).collect(atMost: 6) == [1, 2, 3, 4, 5, 6])
  }

  @Test func takesNoMoreThanAnnounced() throws {
    let body = RequestBody(length: 2, source: Pieces([[1, 2, 3, 4]]))
    #expect(try body.collect(atMost: 100) == [1, 2])
  }

  @Test(arguments: [7, 1 << 40, Int.max])
  func refusesTheTooLongUnread(length: Int) throws {
    let source = Pieces([[1]])
    let refusal = try problem {
      _ = try RequestBody(length: length, source: source).collect(atMost: 6)
    }
    #expect(refusal.status == .contentTooLarge)
    #expect(source.reads == 0)
  }

  @Test func refusesTheCutShort() throws {
    let refusal = try problem {
      _ = try RequestBody(length: 6, source: Pieces([[1, 2], [3]])).collect(atMost: 6)
    }
    #expect(refusal.code == "body_incomplete")
    #expect(refusal.status == .badRequest)
    #expect(throws: Pieces.Gone.self) {
      try RequestBody(length: 6, source: Pieces([[1, 2]], fails: true)).collect(atMost: 6)
    }
  }

  @Test func anEmptyOneAsksNobody() throws {
    let source = Pieces([[1]], fails: true)
    #expect(try RequestBody(length: 0, source: source).collect(atMost: 0).isEmpty)
    #expect(try RequestBody.empty.collect(atMost: 0).isEmpty)
    #expect(source.reads == 0)
  }

  @Test func fromMemoryIsReadOnce() throws {
    let body = RequestBody([1, 2, 3])
    #expect(try body.collect(atMost: 3) == [1, 2, 3])
    #expect(try problem { _ = try body.collect(atMost: 3) }.code == "body_incomplete")
  }

  /// Between what all problems have and the fields' errors, escaped like everything.
  @Test func showsWhatOnlySomeProblemsHave() {
    let problem = Problem(
      .conflict, "invalid_transition", "No.", fields: [FieldError("a", "b", "c")],
      members: [
        ProblemMember("from", .text("a\"b")), ProblemMember("allowed_from", .texts(["x", "y"])),
        ProblemMember("none", .texts([])),
      ])
    let text = String(decoding: problem.json(requestID: "7"), as: UTF8.self)
    #expect(
      text.hasSuffix(
        #""request_id":"7","from":"a\"b","allowed_from":["x","y"],"none":[],"#
          + #""errors":[{"field":"a","code":"b","detail":"c"}]}"#))
  }
}
