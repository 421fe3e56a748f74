import HTTP
import Primitives

/// A task as a caller sends it: `{title, status?, attributes?}`, checked.
struct TaskInput {
  private(set) var title: Bytes = []
  private(set) var status = JobTask.Status.pending
  /// As it is stored: a flat JSON object, empty for none.
  private(set) var attributes: Bytes = []
  /// Of the attributes being read; they lie in the text, so it is empty again afterwards.
  private var names: [UnsafeRawBufferPointer] = []

  static let titleLength = 1...500
  static let maximumAttributes = 32
  static let maximumValueBytes = 2_000
  /// What the column holds.
  static let maximumBytes = 65_535

  /// What is wrong with a task; where it stands, the caller knows.
  struct Fault: Error {
    let error: FieldError

    init(_ field: String, _ code: String, _ detail: String) {
      error = FieldError(field, code, detail)
    }
  }

  /// To be read into.
  init() {}

  /// A task that is a title, and pending. Throws `Fault`.
  init(title: String) throws {
    var title = title
    try title.withUTF8 { try take(title: UnsafeRawBufferPointer($0)) }
  }

  /// Takes over a task's fields, in memory that is there already. Throws `Fault`.
  mutating func read(_ json: JSON, columns: ColumnKinds) throws {
    title.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    status = .pending
    var (hasTitle, hasStatus, hasAttributes) = (false, false, false)
    let isObject: Void? = try json.forEachField { name, value in
      if name.elementsEqual("title".utf8) {
        guard !hasTitle else { throw Fault("title", "duplicate", "is given more than once") }
        hasTitle = true
        try readTitle(value)
      } else if name.elementsEqual("status".utf8) {
        guard !hasStatus else { throw Fault("status", "duplicate", "is given more than once") }
        hasStatus = true
        try readStatus(value)
      } else if name.elementsEqual("attributes".utf8) {
        guard !hasAttributes else {
          throw Fault("attributes", "duplicate", "is given more than once")
        }
        hasAttributes = true
        try readAttributes(value, columns: columns)
      } else {
        throw Fault(String(decoding: name, as: UTF8.self), "unknown", "is not known here")
      }
    }
    guard isObject != nil else { throw Fault("task", "wrong_type", "must be a JSON object") }
    guard hasTitle else { throw Fault("title", "required", "is required") }
  }

  private mutating func readTitle(_ value: JSON) throws {
    let isText: Void? = try value.withText { try take(title: $0) }
    if isText == nil { throw Fault("title", "wrong_type", "must be a text") }
  }

  private mutating func take(title text: UnsafeRawBufferPointer) throws {
    let characters = text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    guard Self.titleLength.contains(characters), !text.isBlank else {
      throw Fault("title", "wrong_length", "must have 1 to 500 characters")
    }
    guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Fault("title", "control_character", "must not contain control characters")
    }
    title.append(contentsOf: text)
  }

  private mutating func readStatus(_ value: JSON) throws {
    guard !value.isNull else { return }
    guard let word = value.text, let status = JobTask.Status(rawValue: word) else {
      let allowed = JobTask.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("status", "not_allowed", "must be one of: \(allowed)")
    }
    self.status = status
  }

  /// Takes over attributes alone. Throws `Fault`.
  mutating func readAttributes(_ value: JSON, columns: ColumnKinds) throws {
    guard !value.isNull else { return }
    defer { names.removeAll(keepingCapacity: true) }
    let isObject: Void? = try value.forEachField { name, value in
      guard names.count < Self.maximumAttributes else {
        throw Fault("attributes", "too_many", "may have at most \(Self.maximumAttributes) entries")
      }
      guard (1...64).contains(name.count) else {
        throw Fault("attributes", "wrong_length", "must have names of 1 to 64 bytes")
      }
      guard !names.contains(where: { $0.isSame(as: name) }) else {
        throw Fault(Self.name(name), "duplicate", "is given more than once")
      }
      names.append(name)
      try check(value, under: name, columns)
      attributes.append(UInt8(ascii: names.count == 1 ? "{" : ","))
      JSONWriter.append(utf8: name, to: &attributes)
      attributes.append(UInt8(ascii: ":"))
      guard value.appendScalar(to: &attributes) else {
        throw Fault(
          Self.name(name), "not_a_scalar", "must be a text, a number, true, false or null")
      }
    }
    guard isObject != nil else { throw Fault("attributes", "wrong_type", "must be a JSON object") }
    if !names.isEmpty { attributes.append(UInt8(ascii: "}")) }
    guard attributes.count <= Self.maximumBytes else {
      throw Fault("attributes", "too_long", "may have at most \(Self.maximumBytes) bytes together")
    }
  }

  /// A declared column takes values of its type only; what else is sent along is kept as it is.
  private func check(
    _ value: JSON, under name: UnsafeRawBufferPointer, _ columns: ColumnKinds
  ) throws {
    let kind = value.kind
    if kind == .text, value.withText({ $0.count }) ?? 0 > Self.maximumValueBytes {
      throw Fault(Self.name(name), "too_long", "may have at most \(Self.maximumValueBytes) bytes")
    }
    guard kind != .null, let declared = columns.kind(of: name) else { return }
    let fits =
      switch declared {
      case .string: kind == .text
      case .number: kind == .number
      case .boolean: kind == .bool
      case .datetime: value.text.flatMap { Instant(iso8601: $0) } != nil
      }
    if !fits { throw Fault(Self.name(name), "wrong_type", "must be a \(declared.rawValue)") }
  }

  private static func name(_ name: UnsafeRawBufferPointer) -> String {
    "attributes." + String(decoding: name, as: UTF8.self)
  }
}

/// The types of a job's declared columns, looked up by a name's UTF-8.
struct ColumnKinds {
  private let kinds: [(key: Bytes, kind: Column.Kind)]

  init(_ columns: [Column]) {
    kinds = columns.map { (Array($0.key.utf8), $0.kind) }
  }

  func kind(of name: UnsafeRawBufferPointer) -> Column.Kind? {
    kinds.first { name.isSame(as: $0.key) }?.kind
  }
}

extension UnsafeRawBufferPointer {
  /// Nothing but white space, of any script. One visible ASCII character settles it.
  fileprivate var isBlank: Bool {
    if contains(where: { (0x21...0x7E).contains($0) }) { return false }
    return String(decoding: self, as: UTF8.self).unicodeScalars.allSatisfy {
      $0.properties.isWhitespace
    }
  }
}
