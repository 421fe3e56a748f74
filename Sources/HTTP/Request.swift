import Primitives

/// A request as a handler sees it: head read and bounded, body not yet touched.
package struct Request {
  /// Nil for a method that nothing here answers to.
  package var method: Method?
  /// The path as sent, still percent-encoded, without the query.
  package var path: String
  /// What stood behind `?`, still percent-encoded; empty without one.
  package var query: String
  package var headers: Headers
  package var body: RequestBody
  /// The client's address as the front server saw it.
  package var remoteAddress: String
  /// Names this request in the log and in `X-Request-Id`; made by the front server.
  package var id: String

  package init(
    method: Method?, target: String, headers: Headers = Headers(),
    body: RequestBody = .empty, remoteAddress: String = "", id: String = ""
  ) {
    self.method = method
    var target = target
    let parts = target.withUTF8 { utf8 in
      utf8.firstIndex(of: UInt8(ascii: "?")).map { mark in
        (
          String(decoding: UnsafeBufferPointer(rebasing: utf8[..<mark]), as: UTF8.self),
          String(decoding: UnsafeBufferPointer(rebasing: utf8[(mark + 1)...]), as: UTF8.self)
        )
      }
    }
    (path, query) = parts ?? (target, "")
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.id = id
  }

  /// A HEAD is answered as the GET would be; the front server leaves the body out.
  package var effectiveMethod: Method? { method == .head ? .get : method }
}

/// The request headers that something here reads; the front server sends no others.
package struct Headers: Sendable {
  package var accept: String?
  package var acceptLanguage: String?
  package var authorization: String?
  package var contentType: String?
  package var cookie: String?
  /// `X-Edit-Token`: lets a guest change what they have written.
  package var editToken: String?
  package var idempotencyKey: String?
  package var ifNoneMatch: String?
  package var origin: String?
  package var purpose: String?
  package var secFetchSite: String?
  package var userAgent: String?

  package init() {}
}

// MARK: - Body

/// Where a body's bytes come from.
package protocol BodySource: AnyObject {
  /// Fills the buffer from its start; zero at the end of the body.
  ///
  /// Throws `Problem` when the sender has gone away.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A body that is read once, from front to back, by whoever handles the request.
package struct RequestBody {
  /// The length the sender announced; zero without a body.
  package let length: Int
  private let source: (any BodySource)?

  package static var empty: RequestBody { RequestBody(length: 0, source: nil) }

  package init(length: Int, source: (any BodySource)?) {
    self.length = length
    self.source = source
  }

  package init(_ bytes: Bytes) {
    self.init(length: bytes.count, source: MemorySource(bytes))
  }

  /// The whole body. Longer than `limit` → 413 before a byte is read; cut short → 400.
  package func collect(atMost limit: Int) throws -> Bytes {
    guard length <= limit else { throw Problem.tooLarge(limit: limit) }
    guard length > 0 else { return [] }
    var filled = 0
    var failure: (any Error)?
    let bytes = Bytes(unsafeUninitializedCapacity: length) { buffer, count in
      do {
        while filled < length {
          let rest = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let read = try self.read(into: rest)
          guard read > 0 else { break }
          filled += read
        }
      } catch {
        failure = error
      }
      count = filled
    }
    if let failure { throw failure }
    guard filled == length else { throw Problem.bodyCutShort }
    return bytes
  }

  /// The next piece of the body; zero at its end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try source?.read(into: buffer) ?? 0
  }
}

/// A body that is already in memory.
private final class MemorySource: BodySource {
  private let bytes: Bytes
  private var position = 0

  init(_ bytes: Bytes) {
    self.bytes = bytes
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
