import FastCGI
import Glibc
import HTTP
import Primitives
import Synchronization

/// A real listening socket in a folder of its own.
final class TestListener: Sendable {
  let path: String
  let listener: Listener
  private let folder: String

  init() throws {
    var template = Array("/tmp/waylink-fastcgi-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(number: errno) }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = folder + "/socket"
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard withSocketAddress(path, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 512) == 0
    else { throw SystemError(number: errno) }
    listener = try Listener(descriptor: descriptor)
  }

  deinit {
    close(listener.descriptor)
    removeFolder()
  }

  /// Takes the name away; connections made before go on.
  func removeFolder() {
    unlink(path)
    rmdir(folder)
  }

  func client() throws -> TestClient { try TestClient(path: path) }

  /// Asks once on a connection of its own.
  func ask(_ request: TestRequest = TestRequest()) throws -> TestAnswer {
    try ask(raw: request.bytes())
  }

  /// Sends just these bytes, says that no more will come, and reads to the end.
  func ask(raw bytes: Bytes) throws -> TestAnswer {
    let client = try client()
    client.send(bytes)
    client.endSending()
    return client.receive()
  }

  /// Descriptors of this process on the server's side of this socket: the listener, and each
  /// connection accepted from it. Others' tests run beside these, so not all are counted.
  var openDescriptors: Int {
    (0..<4_096).count { descriptor in
      var address = sockaddr_un()
      var size = socklen_t(MemoryLayout<sockaddr_un>.size)
      let failure = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(Int32(descriptor), $0, &size)
        }
      }
      guard failure == 0, address.sun_family == sa_family_t(AF_UNIX) else { return false }
      return withUnsafeBytes(of: &address.sun_path) { name in
        name.prefix { $0 != 0 }.elementsEqual(path.utf8)
      }
    }
  }
}

/// A responder at work, until `stop`.
final class TestResponder: Sendable {
  typealias Answer = @Sendable (Request) throws -> Response

  private let responder: Responder
  private let thread: FastCGI.Thread
  private let log = Log()

  init(_ listener: TestListener, threads: Int = 2, _ answer: @escaping Answer) {
    let log = log
    let responder = Responder(listener: listener.listener, threads: threads) { _ in
      TestHandler(log: log, answer: answer)
    }
    self.responder = responder
    thread = FastCGI.Thread { responder.run() }
  }

  /// Asks it to drain, without waiting.
  func beginStop() { responder.stop() }

  /// Waits until it has drained; to be called once.
  func join() { thread.join() }

  func stop() {
    beginStop()
    join()
  }

  var outcomes: [Outcome] { log.outcomes.withLock { $0 } }
}

/// What the handlers of one responder have seen.
final class Log: Sendable {
  let outcomes = Mutex<[Outcome]>([])
}

private final class TestHandler: Handler {
  private let log: Log
  private let answer: TestResponder.Answer

  init(log: Log, answer: @escaping TestResponder.Answer) {
    self.log = log
    self.answer = answer
  }

  func end() {}

  func respond(to request: Request) -> Response {
    do {
      return try answer(request)
    } catch {
      let problem = (error as? any ProblemConvertible)?.problem ?? .internalError
      return Response(problem.status, body: .bytes(problem.json(requestID: request.id)))
    }
  }

  func finished(_ request: Request, _ response: Response, _ outcome: Outcome) {
    log.outcomes.withLock { $0.append(outcome) }
  }
}

/// Says back what was asked: method, path, query and body.
@Sendable func echo(_ request: Request) throws -> Response {
  let body = try request.body.collect(atMost: 16 << 20)
  let line = "\(request.method?.rawValue ?? "?") \(request.path) \(request.query) "
  return Response(.ok, body: .bytes(Bytes(line.utf8) + body))
}
