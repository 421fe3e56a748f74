import CFastCGI
import Glibc
import HTTP
import Primitives

/// Answers requests, one at a time, on a thread of its own.
package protocol Handler: AnyObject {
  /// Every error has become an answer already.
  func respond(to request: Request) -> Response

  /// Called once the answer is out, or was cut off.
  func finished(_ request: Request, _ response: Response, _ outcome: Outcome)

  /// Called once, on the handler's own thread, before that ends.
  func end()
}

/// How an exchange ended.
package struct Outcome: Sendable {
  /// Of the body, before the front server compressed it.
  package var bytes: Int
  /// False when the answer was cut off: the reader has gone, or a stream failed.
  package var isWhole: Bool
  /// From the request's arrival here to its last byte out.
  package var microseconds: Int
}

/// A fixed number of threads over one listener, each with a handler of its own.
package final class Responder: Sendable {
  private let listener: Listener
  private let threads: Int
  private let drain = Drain()
  private let makeHandler: @Sendable (Int) -> any Handler

  /// - Parameter makeHandler: called once on each thread, with its number, before its first
  ///   request.
  package init(
    listener: Listener, threads: Int, makeHandler: @escaping @Sendable (Int) -> any Handler
  ) {
    self.listener = listener
    self.threads = threads
    self.makeHandler = makeHandler
  }

  /// Serves until `stop` is called, then returns once every request under way has been answered.
  package func run() {
    signal(SIGPIPE, SIG_IGN)
    FCGX_Init()
    let workers = (0..<threads).map { number in
      Thread { self.serve(number) }
    }
    for worker in workers { worker.join() }
  }

  /// Takes no more requests. Connections not yet accepted stay in the listener's backlog for the
  /// next responder. May be called from any thread, any number of times.
  package func stop() {
    drain.begin()
  }

  private func serve(_ number: Int) {
    let handler = makeHandler(number)
    defer { handler.end() }
    let acceptor = Acceptor(listener: listener, drain: drain)
    let connection = Connection()
    while let descriptor = acceptor.next() {
      let start = Self.clock()
      guard let request = connection.begin(on: descriptor) else { continue }
      let response = handler.respond(to: request)
      let sent = connection.answer(response, withoutBody: request.method == .head)
      handler.finished(
        request, response,
        Outcome(bytes: sent.bytes, isWhole: sent.isWhole, microseconds: Self.clock() - start))
    }
  }

  private static func clock() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
  }
}
