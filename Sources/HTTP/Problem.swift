import Primitives

/// A refusal, as `application/problem+json` (RFC 9457) shows it.
///
/// `detail` is for the caller and says nothing of the inside; the cause of a 5xx goes only to the
/// log, under the request's id.
package struct Problem: Error, Sendable {
  package var status: Status
  package var code: String
  package var detail: String
  package var fields: [FieldError]
  package var headers: [Header]
  /// What programs need to know beside the code (RFC 9457 §3.2), in the order of the answer.
  package var members: [ProblemMember]

  package init(
    _ status: Status, _ code: String, _ detail: String, fields: [FieldError] = [],
    headers: [Header] = [], members: [ProblemMember] = []
  ) {
    self.status = status
    self.code = code
    self.detail = detail
    self.fields = fields
    self.headers = headers
    self.members = members
  }
}

/// A member that only some problems have.
package struct ProblemMember: Sendable {
  package enum Value: Sendable {
    case text(String)
    case texts([String])
    case integer(Int)
  }

  package let name: StaticString
  package let value: Value

  package init(_ name: StaticString, _ value: Value) {
    self.name = name
    self.value = value
  }

  fileprivate func write(to object: inout JSONWriter) {
    switch value {
    case .text(let text): object.text(name, text)
    case .texts(let texts): object.array(name, texts) { $0.text($1) }
    case .integer(let number): object.integer(name, number)
    }
  }
}

/// What is wrong with one field.
package struct FieldError: Hashable, Sendable {
  package var field: String
  package var code: String
  package var detail: String
  /// Of the field's text, from 1, where it has many and one of them is wrong; for pages.
  package var line: Int?

  package init(_ field: String, _ code: String, _ detail: String, line: Int? = nil) {
    self.field = field
    self.code = code
    self.detail = detail
    self.line = line
  }
}

/// An error of some room that knows how it answers; the only way an error becomes a status.
package protocol ProblemConvertible: Error {
  var problem: Problem { get }
}

extension Problem: ProblemConvertible {
  package var problem: Problem { self }
}

extension Problem {
  package static let notFound = Problem(.notFound, "not_found", "There is nothing at this address.")
  package static let bodyCutShort = Problem(
    .badRequest, "body_incomplete", "The body ended before its announced length.")
  package static let internalError = Problem(
    .internalServerError, "internal_error", "Something went wrong on our side.")
  package static let storageFull = Problem(
    .insufficientStorage, "storage_full", "There is no room for this. Nothing was kept.")

  package static func invalid(_ fields: [FieldError]) -> Problem {
    let named = fields.prefix(3).map { "\($0.field) \($0.detail)" }.joined(separator: "; ")
    return Problem(.badRequest, "validation_failed", named + ".", fields: Array(fields.prefix(50)))
  }

  package static func invalidJSON(_ detail: String) -> Problem {
    Problem(.badRequest, "invalid_json", detail)
  }

  package static func tooLarge(limit: Int) -> Problem {
    Problem(.contentTooLarge, "payload_too_large", "The body may have at most \(limit) bytes.")
  }

  package static func unsupportedMediaType(expected: String) -> Problem {
    Problem(
      .unsupportedMediaType, "unsupported_media_type", "The body must be \(expected).")
  }

  package static func methodNotAllowed(_ allowed: [Method]) -> Problem {
    Problem(
      .methodNotAllowed, "method_not_allowed", "This address does not answer to that method.",
      headers: [Header("Allow", allowed.map(\.rawValue).joined(separator: ", "))])
  }

  package static func unavailable(retryAfter seconds: Int = 2) -> Problem {
    Problem(
      .serviceUnavailable, "unavailable", "Not available at the moment. Please try again.",
      headers: [Header("Retry-After", String(seconds))])
  }

  /// The body of the answer.
  package func json(requestID: String) -> Bytes {
    var writer = JSONWriter()
    writer.object { object in
      object.text("type", "about:blank")
      object.text("title", status.reason)
      object.integer("status", status.code)
      object.text("detail", detail)
      object.text("code", code)
      object.text("request_id", requestID)
      for member in members { member.write(to: &object) }
      if !fields.isEmpty {
        object.array("errors", fields) { array, field in
          array.object { error in
            error.text("field", field.field)
            error.text("code", field.code)
            error.text("detail", field.detail)
          }
        }
      }
    }
    return writer.bytes
  }
}
