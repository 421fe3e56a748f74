import Primitives

/// A status code with the reason that stands beside it.
package struct Status: Hashable, Sendable {
  package let code: Int

  package init(_ code: Int) {
    self.code = code
  }

  package static let ok = Status(200)
  package static let created = Status(201)
  package static let noContent = Status(204)
  package static let seeOther = Status(303)
  package static let notModified = Status(304)
  package static let badRequest = Status(400)
  package static let unauthorized = Status(401)
  package static let forbidden = Status(403)
  package static let notFound = Status(404)
  package static let methodNotAllowed = Status(405)
  package static let conflict = Status(409)
  package static let gone = Status(410)
  package static let contentTooLarge = Status(413)
  package static let unsupportedMediaType = Status(415)
  package static let unprocessableContent = Status(422)
  package static let tooManyRequests = Status(429)
  package static let internalServerError = Status(500)
  package static let serviceUnavailable = Status(503)
  package static let insufficientStorage = Status(507)

  package var reason: String {
    switch code {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 409: "Conflict"
    case 410: "Gone"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 503: "Service Unavailable"
    case 507: "Insufficient Storage"
    default: "Internal Server Error"
    }
  }
}

/// One response header. Line breaks in a value are dropped: no value can start another header.
package struct Header: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    var value = value
    let isPlain = value.withUTF8 { utf8 in
      // Without a way out of the loop it goes sixteen bytes at a time.
      utf8.reduce(true) { $0 && $1 >= 0x20 && $1 != 0x7F }
    }
    self.value =
      isPlain ? value : String(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
  }
}

/// Where a streamed answer goes.
package protocol ResponseSink: AnyObject {
  /// Throws `ClientGone` when nobody reads any more.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Whoever asked has hung up; nothing more need be done for them.
package struct ClientGone: Error {
  package init() {}
}

/// An answer: complete, or streamed by a closure that the responder calls once the head is out.
package struct Response {
  package enum Body {
    case none
    case bytes(Bytes)
    /// An error thrown here cuts the answer off, so that what was sent can't pass for the whole.
    case stream((any ResponseSink) throws -> Void)
  }

  package var status: Status
  package var headers: [Header]
  package var body: Body
  package var trace = Trace()

  package init(_ status: Status, headers: [Header] = [], body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package static func json(
    _ status: Status = .ok, headers: [Header] = [], _ write: (inout JSONWriter) throws -> Void
  ) rethrows -> Response {
    var writer = JSONWriter()
    try write(&writer)
    return Response(
      status, headers: [Header("Content-Type", "application/json")] + headers,
      body: .bytes(writer.bytes))
  }

  /// The answer to a form that had its effect: a page to fetch (RFC 9110 §15.4.4), so that loading
  /// it again repeats nothing.
  package static func seeOther(_ path: LocalPath) -> Response {
    Response(.seeOther, headers: [Header("Location", path.text)])
  }

  package mutating func set(_ name: String, _ value: String) {
    headers.append(Header(name, value))
  }

  package func with(_ name: String, _ value: String) -> Response {
    var copy = self
    copy.set(name, value)
    return copy
  }
}

/// What the log says of an exchange; never a token, never a word of what was asked or answered.
package struct Trace: Sendable {
  /// The route's name.
  package var route: StaticString = "none"
  package var account: UUID?
  package var link: UUID?
  /// Why a 5xx happened.
  package var cause: String?

  package init() {}
}
