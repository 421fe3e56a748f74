import FastCGI
import Glibc
import HTTP
import Primitives
import Testing

/// A responder on a real socket, spoken to as the front server speaks.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ResponderTests {
  /// Serves for the length of `body`, and sees that everything that was opened is closed again.
  private func serving(
    threads: Int = 2, _ answer: @escaping TestResponder.Answer = echo,
    _ body: (TestListener, TestResponder) throws -> Void
  ) throws {
    let listener = try TestListener()
    #expect(listener.openDescriptors == 1)
    let responder = TestResponder(listener, threads: threads, answer)
    defer {
      responder.stop()
      #expect(listener.openDescriptors == 1, "a connection was left open")
    }
    try body(listener, responder)
    let last = try listener.ask()
    #expect(last.isWhole, "it no longer answers")
  }

  @Test func answersAPlainRequest() throws {
    try serving { listener, _ in
      let answer = try listener.ask(TestRequest(target: "/a%2Fb?c=d&e"))
      #expect(answer.isWhole)
      #expect(answer.text == "GET /a%2Fb c=d&e ")
      #expect(answer.head == "Status: 200 OK\r\nContent-Length: 17")
      #expect(answer.others.isEmpty)
    }
  }

  @Test func readsTheHeaders() throws {
    try serving({ request in
      let headers = request.headers
      let values: [String?] = [
        headers.accept, headers.acceptLanguage, headers.authorization, headers.contentType,
        headers.cookie, headers.editToken, headers.idempotencyKey, headers.ifNoneMatch,
        headers.origin, headers.purpose, headers.secFetchSite, headers.userAgent,
        request.remoteAddress, request.id,
      ]
      return Response(
        .ok, body: .bytes(Bytes(values.map { $0 ?? "-" }.joined(separator: "|").utf8)))
    }) { listener, _ in
      let names = [
        "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION", "CONTENT_TYPE",
        "HTTP_COOKIE", "HTTP_X_EDIT_TOKEN", "HTTP_IDEMPOTENCY_KEY", "HTTP_IF_NONE_MATCH",
        "HTTP_ORIGIN", "HTTP_SEC_PURPOSE", "HTTP_SEC_FETCH_SITE", "HTTP_USER_AGENT", "REMOTE_ADDR",
        "REQUEST_ID",
      ]
      let all = names.enumerated().map { ($1, "v=\($0)") }
      let others = [
        ("HTTP_ACCEPT_", "x"), ("HTTP_ACCEP", "x"), ("", "x"), ("HTTP_PROXY", "x"),
        ("HTTP_HOST", "x"),
      ]
      let answer = try listener.ask(TestRequest(extra: others + all + others))
      #expect(answer.text == (0..<14).map { "v=\($0)" }.joined(separator: "|"))
      let bare = try listener.ask(TestRequest(extra: [("HTTP_ACCEPT", "")])).text
      #expect(bare.hasPrefix("-|-|-|-|-|-|-|-|-|-|-|-||"))
      #expect(bare.utf8.count == 25 + 36, "it makes up an id")
    }
  }

  @Test(arguments: [("PUT", "PUT"), ("get", "?"), ("BREW", "?"), ("", "?")])
  func knowsItsMethods(sent: String, seen: String) throws {
    try serving { listener, _ in
      let answer = try listener.ask(TestRequest(method: sent))
      #expect(answer.text == "\(seen) /  ")
    }
  }

  @Test func leavesOutTheBodyOfAHead() throws {
    try serving { listener, _ in
      let answer = try listener.ask(TestRequest(method: "HEAD"))
      #expect(answer.isWhole)
      #expect(answer.head.hasSuffix("Content-Length: 8"))
      #expect(answer.body.isEmpty)
    }
  }

  @Test(arguments: [1, 7, 8, 4_096, 65_535], [0, 7, 255])
  func takesABodyInAnyRecords(piece: Int, padding: Int) throws {
    let body = (0..<(piece == 1 ? 3_000 : 200_000)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try serving { listener, _ in
      let request = TestRequest(method: "POST", body: body)
      let answer = try listener.ask(raw: request.bytes(piece: piece, padding: padding))
      #expect(answer.isWhole)
      #expect(answer.body == Bytes("POST /  ".utf8) + body)
    }
  }

  /// However records and writes cut the parameters, they are the same.
  @Test func takesParametersCutAnywhere() throws {
    let request = TestRequest(
      target: "/x", extra: [("HTTP_COOKIE", String(repeating: "c", count: 130)), ("Y", "")])
    let parameters = request.parameters
    try serving { listener, _ in
      for cut in 1..<parameters.count {
        let head =
          Record.begin() + Record.bytes(.params, Bytes(parameters[..<cut]), padding: cut % 9)
        let tail =
          Record.bytes(.params, Bytes(parameters[cut...])) + Record.bytes(.params)
          + Record.bytes(.stdin)
        let client = try listener.client()
        client.send(Bytes(head.dropLast(3)))
        client.send(Bytes(head.suffix(3)) + tail)
        let answer = client.receive()
        #expect(answer.text == "GET /x  ", "cut at \(cut)")
      }
    }
  }

  @Test func takesHugeParameters() throws {
    try serving({ Response(.ok, body: .bytes(Bytes(($0.headers.userAgent ?? "").utf8))) }) {
      listener, _ in
      for length in [127, 128, 65_535, 65_536, 1 << 20] {
        let name = String(repeating: "k", count: length)
        let answer = try listener.ask(TestRequest(extra: [("HTTP_USER_AGENT", name)]))
        #expect(answer.text.utf8.count == length)
      }
      let many = (0..<5_000).map { ("X_\($0)", "y") } + [("HTTP_USER_AGENT", "last")]
      #expect(try listener.ask(TestRequest(extra: many)).text == "last")
    }
  }

  @Test func repairsWhatIsNotUTF8() throws {
    try serving { listener, _ in
      var parameters = Record.pair("REQUEST_METHOD", "GET")
      parameters += [11, 3] + Bytes("REQUEST_URI".utf8) + [0x2F, 0xFF, 0xC3]
      let answer = try listener.ask(
        raw: Record.begin() + Record.stream(.params, parameters) + Record.bytes(.stdin))
      #expect(answer.text == "GET /\u{FFFD}\u{FFFD}  ")
    }
  }

  @Test func closesEvenWhenAskedToKeep() throws {
    try serving { listener, responder in
      let client = try listener.client()
      client.send(TestRequest(keepsConnection: true).bytes())
      #expect(client.receive().isWhole)
      #expect(responder.outcomes.allSatisfy { $0.isWhole })
    }
  }

  @Test func streamsMoreThanOneRecordHolds() throws {
    try serving({ _ in
      Response(
        .ok,
        body: .stream { sink in
          for number in 0..<100 {
            let piece = Bytes(repeating: UInt8(number), count: number * 100)
            try piece.withUnsafeBytes { try sink.write($0) }
          }
          try Bytes(repeating: 0xFF, count: 300_000).withUnsafeBytes { try sink.write($0) }
        })
    }) { listener, responder in
      let answer = try listener.ask()
      #expect(answer.isWhole)
      #expect(!answer.head.contains("Content-Length"))
      #expect(answer.body.count == 795_000)
      #expect(
        answer.body.prefix(495_000).elementsEqual(
          (0..<100).flatMap { Bytes(repeating: UInt8($0), count: $0 * 100) }))
      _ = try listener.ask()
      #expect(responder.outcomes.first.map { $0.isWhole && $0.bytes == 795_000 } == true)
    }
  }

  @Test func aFailedStreamDoesNotLookWhole() throws {
    struct Failure: Error {}
    try serving({ request in
      guard request.path == "/fail" else { return Response(.ok) }
      return Response(
        .ok,
        body: .stream { sink in
          try Bytes(repeating: 1, count: 100_000).withUnsafeBytes { try sink.write($0) }
          throw Failure()
        })
    }) { listener, responder in
      let answer = try listener.ask(TestRequest(target: "/fail"))
      #expect(answer.isClosed)
      #expect(answer.endRecords == 0)
      _ = try listener.ask()
      let outcome = try #require(responder.outcomes.first)
      #expect(!outcome.isWhole)
      #expect(outcome.bytes == 100_000)
    }
  }

  @Test func noticesThatTheReaderHasGone() throws {
    try serving({ request in
      guard request.path == "/long" else { return Response(.ok) }
      return Response(
        .ok,
        body: .stream { sink in
          let piece = Bytes(repeating: 1, count: 1 << 16)
          for _ in 0..<10_000 { try piece.withUnsafeBytes { try sink.write($0) } }
        })
    }) { listener, responder in
      for _ in 0..<20 {
        let client = try listener.client()
        client.send(TestRequest(target: "/long").bytes())
        _ = client.receiveSome(1_000)
      }
      for _ in 0..<500 where responder.outcomes.count < 20 { usleep(10_000) }
      #expect(responder.outcomes.count == 20)
      #expect(responder.outcomes.allSatisfy { !$0.isWhole && $0.bytes < 1 << 28 })
    }
  }

  /// An answer that fits one record is written only at the end; its reader may have gone then too.
  @Test func noticesThatTheReaderOfAShortAnswerHasGone() throws {
    let gate = Gate()
    try serving({ request in
      if request.path == "/wait" { gate.pass() }
      return Response(.ok, body: .bytes([1]))
    }) { listener, responder in
      let client = try listener.client()
      client.send(TestRequest(target: "/wait").bytes())
      gate.waitForArrivals(1)
      client.hangUp()
      gate.open()
      for _ in 0..<500 where responder.outcomes.isEmpty { usleep(10_000) }
      #expect(responder.outcomes.map(\.isWhole) == [false])
    }
  }

  @Test func manyAtOnce() throws {
    try serving(threads: 4) { listener, responder in
      let wrong = onThreads(16) { number in
        (0..<50).count { round in
          let body = Bytes(repeating: UInt8(number), count: round * 1_000)
          let request = TestRequest(method: "POST", target: "/\(number)/\(round)", body: body)
          let answer = try? listener.ask(request)
          return answer?.body != Bytes("POST /\(number)/\(round)  ".utf8) + body
        }
      }
      #expect(wrong == 0)
      #expect(responder.outcomes.count == 800)
    }
  }

  /// Starting and ending leaves no poller and no eventfd behind.
  @Test func leavesNothingBehind() throws {
    let listener = try TestListener()
    let before = anonymousDescriptors()
    for _ in 0..<100 {
      let responder = TestResponder(listener, threads: 3, echo)
      #expect(try listener.ask().isWhole)
      responder.stop()
    }
    // Other suites run meanwhile and have some of their own; a leak would be 100 at the least.
    #expect(anonymousDescriptors() - before < 50)
  }

  private func anonymousDescriptors() -> Int {
    (0..<4_096).count { descriptor in
      var name = [CChar](repeating: 0, count: 64)
      let length = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
      return length > 0 && name.starts(with: "anon_inode:".utf8CString.dropLast())
    }
  }
}
