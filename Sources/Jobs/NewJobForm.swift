import Clients
import HTTP
import Primitives

/// `{title, description?, columns?, workspace_id?, connection_id?, client_id?}`: a new job as it was
/// asked for, checked.
struct NewJobForm {
  let title: String
  let description: String?
  let columns: [Column]
  let workspaceID: UUID?
  /// For whom it is posted; nil for nobody.
  let wish: PostingWish?
  /// Those that come with it; empty for a body of JSON, which brings none.
  let tasks: PastedTasks?

  /// As the API takes it.
  init(_ fields: inout Fields) throws {
    title = Self.title(&fields)
    description = Self.description(&fields)
    columns = try Column.list(&fields)
    workspaceID = fields.optionalUUID("workspace_id")
    tasks = nil
    wish = try fields.postingWish()
  }

  /// As the page for it sends it: with tasks, and with columns that need no key.
  init(page fields: inout Fields) throws {
    title = Self.title(&fields)
    description = Self.description(&fields)
    columns = Self.columns(&fields)
    workspaceID = fields.optionalUUID("workspace_id")
    tasks = PastedTasks(&fields)
    let isForClient = fields.optionalBool(Self.forClientField) ?? false
    wish = try fields.chosenClient(isWanted: isForClient)
  }

  private static func title(_ fields: inout Fields) -> String {
    fields.text("title", length: 1...500)
  }

  private static func description(_ fields: inout Fields) -> String? {
    fields.optionalText("description", length: 0...10_000, isMultiline: true)
  }

  // MARK: The page's columns

  /// The one that says whether there is a client.
  static let forClientField = "for_client"
  /// As many rows for columns as the page has.
  static let columnRows = 1...4

  static func name(_ row: Int, _ part: String) -> String { "column\(row)_\(part)" }

  /// Rows without a name and without a key are passed over.
  private static func columns(_ fields: inout Fields) -> [Column] {
    var columns: [Column] = []
    for row in columnRows {
      let label = fields.optionalText(name(row, "label"), length: 1...100)
      let key = fields.optionalText(name(row, "key"), length: 1...64)
      let word = fields.optionalText(name(row, "type"), length: 1...20)
      let isPublic = fields.optionalBool(name(row, "public")) ?? true
      guard label != nil || key != nil else { continue }
      if label == nil { fields.refuse(name(row, "label"), "required", "is required") }
      let kind = Column.Kind(rawValue: word ?? Column.Kind.string.rawValue)
      if kind == nil {
        fields.refuse(name(row, "type"), "not_allowed", "must be one of the list")
      }
      let taken = Set(columns.map(\.key))
      if let key, !Column.isUsable(key) {
        fields.refuse(name(row, "key"), "not_a_key", "must be a-z, 0-9 and _, and no task field")
      } else if let key, taken.contains(key) {
        fields.refuse(name(row, "key"), "same_key", "must differ from the others")
      }
      columns.append(
        Column(
          key: key ?? Column.key(for: label ?? "", row, without: taken), label: label ?? "",
          kind: kind ?? .string, isPublic: isPublic))
    }
    return columns
  }
}

extension Column {
  /// A key for a column that was only given a name: its letters and digits in ASCII, `_` between
  /// them; `column3` for a name that has none.
  ///
  /// - Parameters:
  ///   - row: tells it apart where the name can't.
  ///   - taken: the keys of the columns before it.
  static func key(for label: String, _ row: Int, without taken: Set<String>) -> String {
    var key = ""
    for scalar in label.lowercased().unicodeScalars {
      let part = plain(scalar)
      if part == "_", key.isEmpty || key.hasSuffix("_") { continue }
      key += part
    }
    key = String(key.prefix(60))
    while key.hasSuffix("_") { key.removeLast() }
    if !isUsable(key) { key = key.isEmpty ? "column\(row)" : "column_\(key)" }
    return taken.contains(key) ? "\(key.prefix(60))_\(row)" : key
  }

  /// What a character becomes in a key: itself, the letter that it is written like, or `_`.
  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "a"..."z", "0"..."9": String(scalar)
    case "à"..."å": "a"
    case "ç": "c"
    case "è"..."ë": "e"
    case "ì"..."ï": "i"
    case "ñ": "n"
    case "ò"..."ö", "ø": "o"
    case "ù"..."ü": "u"
    case "ý", "ÿ": "y"
    case "ß": "ss"
    case "æ": "ae"
    case "œ": "oe"
    default: "_"
    }
  }
}
