import HTTP
import Primitives

/// A declared attribute of a job's tasks: shown, exported and, later on, sorted by.
struct Column: Equatable, Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case string, number, boolean, datetime
  }

  let key: String
  let label: String
  let kind: Kind
  /// Whether guests see it.
  let isPublic: Bool

  /// As many as a task may have attributes.
  static let maximum = 32

  /// The fields of a task itself; a column of such a name would hide one in an export.
  private static let reserved: Set<String> = [
    "id", "title", "status", "attributes", "started_at", "completed_at", "position", "error",
  ]
}

// MARK: - Reading

extension Column {
  /// Reads the field `columns`: nil and `[]` mean none.
  static func list(_ fields: inout Fields) throws -> [Column] {
    guard let value = fields.value("columns") else { return [] }
    var columns: [Column] = []
    var count = 0
    let isArray: Void? = try value.forEachElement { element in
      count += 1
      guard count <= maximum else { return }
      guard element.kind == .object else {
        return fields.refuse("columns[\(count - 1)]", "wrong_type", "must be an object")
      }
      var nested = try Fields(element, prefix: "columns[\(count - 1)].")
      columns.append(Column(&nested))
      fields.absorb(nested)
    }
    if isArray == nil { fields.refuse("columns", "wrong_type", "must be an array") }
    if count > maximum {
      fields.refuse("columns", "too_many", "may have at most \(maximum) entries")
    }
    if Set(columns.map(\.key)).count != columns.count {
      fields.refuse("columns", "duplicate", "must have different keys")
    }
    return columns
  }

  private init(_ fields: inout Fields) {
    key = fields.text("key", length: 1...64)
    label = fields.text("label", length: 1...100)
    let word = fields.text("type", length: 1...20)
    if !word.isEmpty, Kind(rawValue: word) == nil {
      fields.refuse("type", "not_allowed", "must be one of: string, number, boolean, datetime")
    }
    kind = Kind(rawValue: word) ?? .string
    isPublic = fields.optionalBool("public") ?? true
    if !key.isEmpty, !Self.isUsable(key) {
      fields.refuse(
        "key", "not_allowed", "must be a-z, 0-9 and _, begin with a letter, and be no task field")
    }
  }

  static func isUsable(_ key: String) -> Bool {
    guard let first = key.utf8.first, (0x61...0x7A).contains(first), !reserved.contains(key) else {
      return false
    }
    return key.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
    }
  }

  /// Reads columns back from what `json` wrote for members, which was checked when it came.
  static func stored(_ json: Bytes, _ reader: JSONReader) throws -> [Column] {
    try reader.read(json) { value in
      var columns: [Column] = []
      try value.forEachElement { columns.append(try Column(stored: $0)) }
      return columns
    }
  }

  private init(stored json: JSON) throws {
    var (key, label, kind): (String?, String?, Kind?)
    var isPublic = true
    json.forEachField { name, value in
      switch String(decoding: name, as: UTF8.self) {
      case "key": key = value.text
      case "label": label = value.text
      case "type": kind = value.text.flatMap(Kind.init(rawValue:))
      case "public": isPublic = value.bool ?? false
      default: break
      }
    }
    guard let key, let label, let kind else { throw Problem.internalError }
    self.init(key: key, label: label, kind: kind, isPublic: isPublic)
  }
}

// MARK: - Writing

extension Column {
  /// Who the list is for.
  enum Audience {
    case member, guest
  }

  static func json(_ columns: [Column], for audience: Audience) -> Bytes {
    var writer = JSONWriter()
    writer.array(columns.seen(by: audience)) { array, column in
      array.object { object in
        object.text("key", column.key)
        object.text("label", column.label)
        object.text("type", column.kind.rawValue)
        if audience == .member { object.bool("public", column.isPublic) }
      }
    }
    return writer.bytes
  }
}

extension [Column] {
  /// Whether values that were checked against others fit these.
  func haveTheTypes(of others: [Column]) -> Bool {
    count == others.count
      && allSatisfy { column in
        others.contains { $0.key == column.key && $0.kind == column.kind }
      }
  }

  /// Guests see the public ones only.
  func seen(by audience: Column.Audience) -> [Column] {
    filter { audience == .member || $0.isPublic }
  }
}
