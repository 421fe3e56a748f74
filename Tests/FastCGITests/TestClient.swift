import Glibc
import HTTP
import Primitives

/// Records of the FastCGI specification 1.0, built by hand.
enum Record {
  enum Kind: UInt8 {
    case begin = 1, abort, end, params, stdin, stdout, stderr, data, getValues, getValuesResult
    case unknown
  }

  static func bytes(
    _ kind: Kind, _ content: Bytes = [], id: UInt16 = 1, padding: Int = 0
  ) -> Bytes {
    bytes(type: kind.rawValue, content, id: id, padding: padding)
  }

  static func bytes(type: UInt8, _ content: Bytes, id: UInt16, padding: Int = 0) -> Bytes {
    [
      1, type, UInt8(id >> 8), UInt8(truncatingIfNeeded: id), UInt8(content.count >> 8),
      UInt8(truncatingIfNeeded: content.count), UInt8(padding), 0,
    ] + content + Bytes(repeating: 0xAA, count: padding)
  }

  static func begin(role: UInt8 = 1, keepsConnection: Bool = false, id: UInt16 = 1) -> Bytes {
    bytes(.begin, [0, role, keepsConnection ? 1 : 0, 0, 0, 0, 0, 0], id: id)
  }

  /// A stream in records of at most `size` bytes, with the empty one that ends it.
  static func stream(_ kind: Kind, _ content: Bytes, size: Int = 65_535, padding: Int = 0) -> Bytes
  {
    var records: Bytes = []
    for start in stride(from: 0, to: content.count, by: size) {
      let piece = Bytes(content[start..<min(start + size, content.count)])
      records += bytes(kind, piece, padding: padding)
    }
    return records + bytes(kind)
  }

  static func pair(_ name: String, _ value: String) -> Bytes {
    length(name.utf8.count) + length(value.utf8.count) + Bytes(name.utf8) + Bytes(value.utf8)
  }

  private static func length(_ count: Int) -> Bytes {
    if count < 128 { return [UInt8(count)] }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }.enumerated().map {
      $0 == 0 ? $1 | 0x80 : $1
    }
  }
}

/// A request as the front server would send it.
struct TestRequest {
  var method = "GET"
  var target = "/"
  var body: Bytes = []
  var extra: [(String, String)] = []
  var keepsConnection = false

  var parameters: Bytes {
    var pairs = Record.pair("REQUEST_METHOD", method) + Record.pair("REQUEST_URI", target)
    if !body.isEmpty { pairs += Record.pair("CONTENT_LENGTH", String(body.count)) }
    for (name, value) in extra { pairs += Record.pair(name, value) }
    return pairs
  }

  /// All records in a row. `piece`: content bytes a record.
  func bytes(piece: Int = 65_535, padding: Int = 0) -> Bytes {
    Record.begin(keepsConnection: keepsConnection)
      + Record.stream(.params, parameters, size: piece, padding: padding)
      + Record.stream(.stdin, body, size: piece, padding: padding)
  }
}

/// What came back before the connection was closed.
struct TestAnswer {
  var stdout: Bytes = []
  /// Whole records, other than stdout's, by type.
  var others: [UInt8] = []
  var endRecords = 0
  /// False when nothing came for ten seconds.
  var isClosed = false

  /// An end record came, and the head is one.
  var isWhole: Bool { isClosed && endRecords == 1 && !status.isEmpty }
  var head: String { String(decoding: split.head, as: UTF8.self) }
  var body: Bytes { split.body }
  var text: String { String(decoding: body, as: UTF8.self) }
  var status: String {
    head.hasPrefix("Status: ") ? String(head.dropFirst(8).prefix(3)) : ""
  }

  private var split: (head: Bytes, body: Bytes) {
    let end = Bytes("\r\n\r\n".utf8)
    guard stdout.count >= 4 else { return (stdout, []) }
    for index in 0...(stdout.count - 4) where stdout[index..<index + 4].elementsEqual(end) {
      return (Bytes(stdout[..<index]), Bytes(stdout[(index + 4)...]))
    }
    return (stdout, [])
  }
}

/// One connection to a listener, closed when it is let go.
final class TestClient {
  private let descriptor: Int32
  private var received: Bytes = []

  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let failure = withSocketAddress(path) { connect(descriptor, $0, $1) }
    guard failure == 0 else { throw SystemError(number: errno) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  deinit { close(descriptor) }

  /// False when the other side has closed before all was sent.
  @discardableResult func send(_ bytes: Bytes) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Ends the connection in both directions, as a close does.
  func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Some bytes of the answer; false at its end.
  func receiveSome(_ count: Int = 65_536) -> Bool {
    var buffer = Bytes(repeating: 0, count: count)
    let read = recv(descriptor, &buffer, count, 0)
    if read > 0 { received += buffer[..<read] }
    wasClosed = read == 0 || (read < 0 && errno == ECONNRESET)
    return read > 0
  }

  private var wasClosed = false

  /// All that comes until the other side closes.
  func receive() -> TestAnswer {
    while receiveSome() {}
    // libfcgi holds its thread for two seconds for a peer that does not close.
    hangUp()
    var answer = TestAnswer()
    answer.isClosed = wasClosed
    var rest = received[...]
    while rest.count >= 8 {
      let header = Bytes(rest.prefix(8))
      let length = Int(header[4]) << 8 | Int(header[5])
      guard rest.count >= 8 + length + Int(header[6]) else { break }
      switch Record.Kind(rawValue: header[1]) {
      case .stdout: answer.stdout += rest.dropFirst(8).prefix(length)
      case .end: answer.endRecords += 1
      default: answer.others.append(header[1])
      }
      rest = rest.dropFirst(8 + length + Int(header[6]))
    }
    return answer
  }
}

struct SystemError: Error {
  var number: Int32
}

func withSocketAddress<Result>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
