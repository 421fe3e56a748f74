import Primitives

/// What a page's form has sent: names and texts, in the order in which they stood on the page.
///
/// Its fields are checked by `Fields`, like those of JSON; the form itself stays, so that what was
/// typed can be shown again beside what was wrong with it.
package struct Form: Sendable {
  private var entries: [(name: String, value: String)] = []

  private static let maximumFields = 200
  /// Of one field's name, in bytes.
  private static let maximumName = 200

  /// No fields at all.
  package init() {}

  /// Reads a body of `application/x-www-form-urlencoded` or `multipart/form-data`; an empty body is
  /// a form without fields.
  ///
  /// Throws 413 for more than `limit` bytes, 415 for another type, 400 `invalid_form` for what
  /// can't be read, has more than 200 fields, or brings a file, which has no place here.
  package static func read(_ request: Request, atMost limit: Int = 256 << 10) throws -> Form {
    guard request.body.length > 0 else { return Form() }
    switch request.headers.mediaType {
    case "application/x-www-form-urlencoded":
      return try Form(urlencoded: try request.body.collect(atMost: limit))
    case "multipart/form-data":
      guard request.body.length <= limit else { throw Problem.tooLarge(limit: limit) }
      return try Form(
        MultipartReader(request.body, type: request.headers.contentType ?? ""), atMost: limit)
    default:
      throw Problem.unsupportedMediaType(
        expected: "application/x-www-form-urlencoded or multipart/form-data")
    }
  }

  /// WHATWG URL §5.1.
  private init(urlencoded body: Bytes) throws {
    // By bytes: a separator and a joining character are one `Character`.
    for pair in body.split(separator: UInt8(ascii: "&"), maxSplits: Self.maximumFields) {
      let halves = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(halves[0]),
        let value = halves.count > 1 ? Self.decode(halves[1]) : ""
      else { throw Problem.invalidForm("A field can't be read.") }
      try add(name, value)
    }
  }

  private static func decode(_ text: ArraySlice<UInt8>) -> String? {
    text.withUnsafeBytes { PercentEncoding.decode(utf8: $0, plusIsSpace: true) }
  }

  private init(_ reader: MultipartReader, atMost limit: Int) throws {
    while let part = try reader.next() {
      let bytes = try reader.collect(atMost: limit)
      if part.fileName != nil {
        // A file field in which nothing was chosen comes without a name and empty.
        guard part.fileName == "", bytes.isEmpty else {
          throw Problem.invalidForm("No file is expected here.")
        }
        continue
      }
      guard let value = String(validating: bytes, as: UTF8.self) else {
        throw Problem.invalidForm("A field is not UTF-8.")
      }
      try add(part.name, value)
    }
  }

  private mutating func add(_ name: String, _ value: String) throws {
    guard entries.count < Self.maximumFields, name.utf8.count <= Self.maximumName else {
      throw Problem.invalidForm("There are too many fields, or one has too long a name.")
    }
    // Browsers send every line break of a text as two characters (HTML §4.10.21.4).
    entries.append((name, Self.withPlainLineBreaks(value)))
  }

  private static func withPlainLineBreaks(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var bytes: Bytes = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte != 0x0A || previous != 0x0D { bytes.append(byte == 0x0D ? 0x0A : byte) }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: What was typed

  /// The first value of a field; nil when the form has none.
  package subscript(name: String) -> String? {
    entries.first { $0.name == name }?.value
  }

  /// The fields in their order.
  package var fields: [(name: String, value: String)] { entries }

  /// Puts a field behind the others.
  package mutating func append(_ name: String, _ value: String) {
    entries.append((name, value))
  }

  /// Takes a field out, for what stands beside those that a person fills in.
  package mutating func take(_ name: String) -> String? {
    let value = self[name]
    entries.removeAll { $0.name == name }
    return value
  }

  /// Checks the fields like those of a JSON object: each must be asked for, and all errors come at
  /// once. An empty field counts as missing, since a browser sends every field that is there.
  package func read<Result>(_ body: (inout Fields) throws -> Result) throws -> Result {
    var fields = Fields(self)
    let result = try body(&fields)
    try fields.finish()
    return result
  }
}

extension Problem {
  package static func invalidForm(_ detail: String) -> Problem {
    Problem(.badRequest, "invalid_form", detail)
  }
}
