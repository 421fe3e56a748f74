import FastCGI
import Glibc
import HTTP
import Primitives

/// One JSON line an event, on standard error. Never a path, a query, a token or a body.
enum Log {
  static func request(_ request: Request, _ response: Response, _ outcome: Outcome) {
    var writer = JSONWriter(capacity: 320)
    writer.line { line in
      line.instant("at", .now())
      line.text("route", literal: response.trace.route)
      line.text("method", request.method?.rawValue ?? "other")
      line.integer("status", response.status.code)
      line.integer("microseconds", outcome.microseconds)
      line.integer("bytes", outcome.bytes)
      line.text("request_id", request.id)
      if let account = response.trace.account { line.uuid("account_id", account) }
      if let link = response.trace.link { line.uuid("link_id", link) }
      if !outcome.isWhole { line.bool("cut_off", true) }
      if let cause = response.trace.cause { line.text("cause", cause) }
    }
    write(writer)
  }

  /// Something that happened beside requests.
  static func event(_ name: StaticString, _ detail: String? = nil) {
    var writer = JSONWriter(capacity: 160)
    writer.line { line in
      line.instant("at", .now())
      line.text("event", literal: name)
      if let detail { line.text("detail", detail) }
    }
    write(writer)
  }

  /// In one call, so that lines of several threads and processes don't mix.
  private static func write(_ writer: borrowing JSONWriter) {
    writer.buffer.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
