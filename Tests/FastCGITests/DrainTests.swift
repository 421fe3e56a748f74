import FastCGI
import Glibc
import HTTP
import Primitives
import Testing

/// One responder hands over to the next on the same listener, and nothing is lost.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DrainTests {
  @Test func finishesWhatRunsAndLeavesWhatWaits() throws {
    let listener = try TestListener()
    let gate = Gate()
    let first = TestResponder(listener, threads: 2) { request in
      gate.pass()
      return try echo(request)
    }
    let running = try (0..<2).map { _ in try listener.client() }
    for client in running { client.send(TestRequest(target: "/running").bytes()) }
    gate.waitForArrivals(2)
    let waiting = try (0..<20).map { _ in try listener.client() }
    for client in waiting { client.send(TestRequest(target: "/waiting").bytes()) }

    first.beginStop()
    first.beginStop()
    gate.open()
    first.join()
    #expect(running.map { $0.receive().text } == ["GET /running  ", "GET /running  "])
    #expect(first.outcomes.count == 2, "nothing that waited was taken")

    let second = TestResponder(listener, echo)
    #expect(waiting.allSatisfy { $0.receive().text == "GET /waiting  " })
    second.stop()
    #expect(second.outcomes.count == 20)
    #expect(listener.openDescriptors == 1)
  }

  @Test func endsAtOnceWhenIdle() throws {
    let listener = try TestListener()
    for threads in [1, 2, 8] {
      let responder = TestResponder(listener, threads: threads, echo)
      usleep(20_000)
      responder.stop()
      #expect(responder.outcomes.isEmpty)
    }
  }

  @Test func finishesAStream() throws {
    let listener = try TestListener()
    let gate = Gate()
    let responder = TestResponder(listener, threads: 1) { _ in
      Response(
        .ok,
        body: .stream { sink in
          for round in 0..<40 {
            if round == 20 { gate.pass() }
            try Bytes(repeating: 1, count: 10_000).withUnsafeBytes { try sink.write($0) }
          }
        })
    }
    let client = try listener.client()
    client.send(TestRequest().bytes())
    gate.waitForArrivals(1)
    responder.beginStop()
    gate.open()
    let answer = client.receive()
    responder.join()
    #expect(answer.isWhole)
    #expect(answer.body.count == 400_000)
  }

  /// A connection wakes one waiting thread only. If that one is just ending, another must still
  /// hear of it, or the request waits until somebody else comes.
  @Test func aWakeUpIsNotLostWithTheResponderThatGotIt() throws {
    let listener = try TestListener()
    for round in 0..<100 {
      let ending = TestResponder(listener, threads: 1, echo)
      usleep(2_000)
      let staying = TestResponder(listener, threads: 1, echo)
      usleep(2_000)
      let client = try listener.client()
      ending.beginStop()
      client.send(TestRequest().bytes())
      let answer = client.receive()
      ending.join()
      staying.stop()
      #expect(answer.isWhole, "round \(round)")
      guard answer.isWhole else { return }
      #expect(ending.outcomes.count + staying.outcomes.count == 1)
    }
  }

  @Test func losesNothingInTwoThousandRequests() throws {
    let listener = try TestListener()
    let served = Sum()
    let relay = FastCGI.Thread {
      var current = TestResponder(listener, threads: 3, echo)
      for handover in 1...10 {
        for _ in 0..<3_000 where current.outcomes.count < 160 { usleep(1_000) }
        // By turns: the next is there before, or only after a pause.
        if handover.isMultiple(of: 2) { current.stop() } else { current.beginStop() }
        let next = TestResponder(listener, threads: 3, echo)
        if !handover.isMultiple(of: 2) { current.join() }
        served.add(current.outcomes.count)
        current = next
      }
      for _ in 0..<20_000 where served.value + current.outcomes.count < 2_000 { usleep(1_000) }
      current.stop()
      served.add(current.outcomes.count)
    }
    let lost = onThreads(8) { number in
      (0..<250).count { round in
        let body = Bytes(repeating: UInt8(number), count: round * 37)
        let answer = try? listener.ask(TestRequest(method: "POST", target: "/\(round)", body: body))
        return answer?.isWhole != true || answer?.body != Bytes("POST /\(round)  ".utf8) + body
      }
    }
    relay.join()
    #expect(lost == 0)
    #expect(served.value == 2_000, "each was answered once")
    #expect(listener.openDescriptors == 1)
  }

  @Test func refusesWhatDoesNotListen() {
    for descriptor: Int32 in [-1, 4_095] {
      #expect(throws: ListenerError.self) { try Listener(descriptor: descriptor) }
    }
    let idle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(idle) }
    #expect(throws: ListenerError.self) { try Listener(descriptor: idle) }
  }
}
