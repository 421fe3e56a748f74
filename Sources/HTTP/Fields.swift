import Primitives

/// Reads the fields of a JSON object or of a form, noting everything that is wrong with them before
/// it throws once: 400 `validation_failed` with all of it in `errors`.
///
/// Every field must be asked for: one that nobody knows is refused, so that a misspelt
/// `expires_at` can't become a link that never expires.
package struct Fields {
  private enum Value {
    case json(JSON)
    /// What a form sent; never empty.
    case typed(String)
  }

  private var values: [String: Value] = [:]
  private var errors: [FieldError] = []
  private let prefix: String

  /// - Parameter prefix: stands before each field's name in errors, for nested objects.
  package init(_ json: JSON, prefix: String = "") throws {
    self.prefix = prefix
    guard json.kind == .object else {
      throw Problem.invalidJSON("The body must be a JSON object.")
    }
    json.forEachField { name, value in
      let name = String(decoding: name, as: UTF8.self)
      add(.json(value), as: name)
    }
  }

  /// A form's fields; an empty one counts as missing.
  init(_ form: Form) {
    prefix = ""
    for (name, value) in form.fields where !value.isEmpty { add(.typed(value), as: name) }
  }

  private mutating func add(_ value: Value, as name: String) {
    if values.updateValue(value, forKey: name) != nil {
      errors.append(FieldError(prefix + name, "duplicate", "is given more than once"))
    }
  }

  /// Parses a body into fields. An empty body counts as `{}`.
  package static func read<Result>(
    _ request: Request, with reader: JSONReader, atMost limit: Int = 1 << 20,
    _ body: (inout Fields) throws -> Result
  ) throws -> Result {
    try request.requireJSON()
    return try read(try request.body.collect(atMost: limit), with: reader, body)
  }

  /// The same for a body that was collected before.
  package static func read<Result>(
    _ bytes: Bytes, with reader: JSONReader, _ body: (inout Fields) throws -> Result
  ) throws -> Result {
    try reader.read(bytes.isEmpty ? Array("{}".utf8) : bytes) { json in
      var fields = try Fields(json)
      let result = try body(&fields)
      try fields.finish()
      return result
    }
  }

  /// Reads what a program sends as JSON and a page as a form, whichever the body calls itself.
  package static func readEither<Result>(
    _ request: Request, with reader: JSONReader, atMost limit: Int = 64 << 10,
    _ body: (inout Fields) throws -> Result
  ) throws -> Result {
    switch request.headers.mediaType {
    case "application/x-www-form-urlencoded", "multipart/form-data":
      try Form.read(request, atMost: limit).read(body)
    default: try read(request, with: reader, atMost: limit, body)
    }
  }

  // MARK: Fields

  /// A value to be looked at by the caller; `null` and a missing field are nil. A form has only
  /// texts, none of which is any good here.
  package mutating func value(_ name: String) -> JSON? {
    switch taken(name) {
    case .json(let value): return value
    case .typed:
      refuse(name, "wrong_type", "can't be sent by a form")
      return nil
    case nil: return nil
    }
  }

  private mutating func taken(_ name: String) -> Value? {
    let value = values.removeValue(forKey: name)
    if case .json(let json) = value, json.isNull { return nil }
    return value
  }

  /// Whether the field is there at all, if only as `null`.
  package func has(_ name: String) -> Bool { values[name] != nil }

  /// A text that must be there: `length` counts characters (Unicode scalars), without the white
  /// space at both ends, which is dropped. Line breaks are kept only where `isMultiline`.
  package mutating func text(
    _ name: String, length: ClosedRange<Int>, isMultiline: Bool = false
  ) -> String {
    if let text = optionalText(name, length: length, isMultiline: isMultiline) { return text }
    if !isRefused(name) {
      refuse(name, "required", "is required")
    }
    return ""
  }

  /// A text that may be missing. Line breaks are kept only where `isMultiline`.
  package mutating func optionalText(
    _ name: String, length: ClosedRange<Int>, isMultiline: Bool = false
  ) -> String? {
    guard let raw = optionalVerbatimText(name) else { return nil }
    let text = raw.trimmed
    guard length.contains(text.unicodeScalars.count) else {
      refuse(
        name, "wrong_length",
        "must have \(length.lowerBound) to \(length.upperBound) characters")
      return nil
    }
    guard text.unicodeScalars.allSatisfy({ $0.isAllowed(isMultiline: isMultiline) }) else {
      refuse(name, "control_character", "must not contain control characters")
      return nil
    }
    return text
  }

  /// A text taken just as it is: a password.
  package mutating func verbatimText(_ name: String) -> String {
    if let text = optionalVerbatimText(name) { return text }
    if !isRefused(name) {
      refuse(name, "required", "is required")
    }
    return ""
  }

  /// The same, nil where it is missing.
  package mutating func optionalVerbatimText(_ name: String) -> String? {
    switch taken(name) {
    case .typed(let text): return text
    case .json(let value):
      if value.text == nil { refuse(name, "wrong_type", "must be a text") }
      return value.text
    case nil: return nil
    }
  }

  /// A longer text that must be there, if only as an empty one, as `optionalProse` takes it.
  package mutating func prose(_ name: String, atMost length: Int) -> String {
    if let text = optionalProse(name, atMost: length) { return text }
    if !isRefused(name) {
      refuse(name, "required", "is required; it may be empty")
    }
    return ""
  }

  /// A longer text, kept just as it was typed: up to so many bytes of UTF-8, and no control characters
  /// but tabs and ends of lines. An order of writing that Unicode marks belongs to a text.
  package mutating func optionalProse(_ name: String, atMost length: Int) -> String? {
    guard let text = optionalVerbatimText(name) else { return nil }
    guard text.utf8.count <= length else {
      refuse(name, "too_long", "must have at most \(length) bytes")
      return nil
    }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: true
      default: scalar.properties.generalCategory != .control
      }
    }
    guard isPlain else {
      refuse(name, "control_character", "must not contain control characters")
      return nil
    }
    return text
  }

  /// In a form, a box that was ticked sends `true`, and one that wasn't sends nothing.
  package mutating func optionalBool(_ name: String) -> Bool? {
    let bool: Bool?
    switch taken(name) {
    case .json(let value): bool = value.bool
    case .typed(let text): bool = ["true": true, "false": false][text]
    case nil: return nil
    }
    if bool == nil { refuse(name, "wrong_type", "must be true or false") }
    return bool
  }

  /// A whole number within a range.
  package mutating func optionalInteger(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = value.integer else {
      refuse(name, "wrong_type", "must be a whole number")
      return nil
    }
    guard range.contains(number) else {
      refuse(
        name, "out_of_range", "must be from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// An instant with an offset.
  package mutating func optionalInstant(_ name: String) -> Instant? {
    guard let text = textOrEmpty(name) else { return nil }
    guard let instant = Instant(iso8601: text) else {
      refuse(
        name, "not_an_instant",
        "must be an ISO 8601 instant with a time zone offset, such as 2026-12-31T23:59:59Z")
      return nil
    }
    return instant
  }

  package mutating func optionalUUID(_ name: String) -> UUID? {
    guard let text = textOrEmpty(name) else { return nil }
    let id = UUID(text)
    if id == nil { refuse(name, "not_a_uuid", "must be a UUID") }
    return id
  }

  /// A text as it is; empty for what is no text, which is then no instant and no id either.
  private mutating func textOrEmpty(_ name: String) -> String? {
    switch taken(name) {
    case .typed(let text): text.trimmed
    case .json(let value): value.text ?? ""
    case nil: nil
    }
  }

  // MARK: Errors

  /// Whether something was found wrong with a field.
  package func isRefused(_ name: String) -> Bool {
    errors.contains { $0.field == prefix + name }
  }

  /// - Parameter line: see `FieldError`.
  package mutating func refuse(
    _ name: String, _ code: String, _ detail: String, line: Int? = nil
  ) {
    errors.append(FieldError(prefix + name, code, detail, line: line))
  }

  /// Takes over what a nested object found wrong.
  package mutating func absorb(_ nested: Fields) {
    errors += nested.allErrors
  }

  /// Throws when anything was wrong.
  package func finish() throws {
    let all = allErrors
    if !all.isEmpty { throw Problem.invalid(all) }
  }

  /// For a mistake in a field that has an answer of its own: throws that when nothing else is wrong, and
  /// otherwise all of it.
  package mutating func finish(orElse own: some ProblemConvertible) throws {
    guard !allErrors.isEmpty else { throw own }
    errors += own.problem.fields
    try finish()
  }

  private var allErrors: [FieldError] {
    errors
      + values.keys.sorted().map { FieldError(prefix + $0, "unknown", "is not known here") }
  }
}

extension Request {
  /// Throws 415 when a body is there that doesn't call itself JSON.
  package func requireJSON() throws {
    guard body.length > 0, let type = headers.mediaType else { return }
    guard type == "application/json" || type.hasSuffix("+json") else {
      throw Problem.unsupportedMediaType(expected: "application/json")
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    guard let first = unicodeScalars.firstIndex(where: { !isSpace($0) }),
      let last = unicodeScalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(unicodeScalars[first...last])
  }
}

extension Unicode.Scalar {
  /// Control characters have no place in a title or a name; neither has U+FEFF or an unpaired
  /// direction override that would turn the text around it. A text of several lines is an own paragraph
  /// wherever it stands, and people paste them into it unseen: it keeps them, as prose does.
  fileprivate func isAllowed(isMultiline: Bool) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: isMultiline
    case 0..<0x20, 0x7F..<0xA0: false
    default: true
    }
  }
}
