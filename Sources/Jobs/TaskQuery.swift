import Accounts
import HTTP
import MariaDB
import Primitives

/// Which of a job's tasks are wanted, and in which order: the parameters of `/tasks` and `/export`.
struct TaskQuery {
  var status: JobTask.Status?
  /// What the title holds.
  var text: String?
  var conditions: [TaskCondition] = []
  var sort = TaskSort()

  /// All tasks.
  init(_ sort: TaskSort = TaskSort()) {
    self.sort = sort
  }

  /// Whether every task is wanted, in their order: what needs no search.
  var isPlain: Bool { !isFiltered && sort == TaskSort() }

  var isFiltered: Bool { status != nil || text != nil || !conditions.isEmpty }

  /// Reads `status`, `q`, `attr[…]` and `sort` off a query; what is wrong with them is noted there.
  ///
  /// - Parameter columns: those that the reader sees. One that is kept from them and one that does
  ///   not exist are refused alike, as `unknown_column`.
  init(_ query: inout Query, columns: [Column]) {
    status = query.word("status")
    text = query.searchText("q")
    // A name that is given twice is there twice, and read once.
    var seen: Set<String> = []
    for name in query.names where name.hasPrefix("attr[") && seen.insert(name).inserted {
      if let condition = TaskCondition(name, &query, columns) { conditions.append(condition) }
    }
    guard let text = query.text("sort") else { return }
    if let sort = TaskSort(text, columns) {
      self.sort = sort
    } else if let key = AttributeName(TaskSort.withoutSign(text)), key.relation == nil {
      query.refuse("sort", "unknown_column", "names no column of this job")
    } else {
      query.refuse(
        "sort", "not_allowed",
        "must be position, title, status, started_at, completed_at or attr[…] of a column, "
          + "with - for descending")
    }
  }

  /// What reads back as this query, in an order of its own.
  var parameters: [(name: String, value: String)] {
    var all: [(name: String, value: String)] = []
    if let status { all.append(("status", status.rawValue)) }
    if let text { all.append(("q", text)) }
    all += conditions.map { ($0.name, $0.text) }
    if sort != TaskSort() { all.append(("sort", sort.parameter)) }
    return all
  }

  // MARK: Cursors

  func cursor(_ place: ListPlace) -> String { place.cursor(in: sort.name) }

  /// Nil for a cursor that was not given out for this sort.
  func place(_ cursor: String) -> ListPlace? {
    guard let place = ListPlace(cursor: cursor, in: sort.name), case .integer = place.tie,
      sort.key.takes(place.value)
    else { return nil }
    return place
  }
}

/// `attr[key]` or `attr[key][relation]`.
struct AttributeName {
  let key: String
  let relation: String?

  /// Nil for what has another form.
  init?(_ text: String) {
    let (open, close) = (UInt8(ascii: "["), UInt8(ascii: "]"))
    // By bytes: a bracket and a joining character are one `Character`.
    let bytes = Array(text.utf8)
    guard bytes.starts(with: "attr[".utf8), bytes.last == close else { return nil }
    let parts = bytes[5..<bytes.count - 1].split(
      separator: close, maxSplits: 2, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.contains(open), parts.count <= 2 else { return nil }
    key = String(decoding: first, as: UTF8.self)
    guard parts.count > 1 else {
      relation = nil
      return
    }
    guard parts[1].first == open, !parts[1].dropFirst().contains(open) else { return nil }
    relation = String(decoding: parts[1].dropFirst(), as: UTF8.self)
  }
}

/// What a declared column's value must be. A task without one, or with one of another type, meets
/// no condition, `ne` neither.
struct TaskCondition: Equatable {
  enum Relation: String, CaseIterable {
    case eq, ne, lt, lte, gt, gte
  }

  /// The parameter as it was given.
  let name: String
  let text: String
  let column: Column
  let relation: Relation
  let value: SQLValue

  /// Reads one parameter; nil, and noted, when it can't be used.
  fileprivate init?(_ name: String, _ query: inout Query, _ columns: [Column]) {
    guard let text = query.text(name) else { return nil }
    guard let attribute = AttributeName(name) else {
      query.refuse(name, "malformed", "must be attr[column] or attr[column][relation]")
      return nil
    }
    guard let column = columns.first(where: { $0.key == attribute.key }) else {
      query.refuse(name, "unknown_column", "names no column of this job")
      return nil
    }
    let allowed: [Relation] = column.kind == .boolean ? [.eq, .ne] : Relation.allCases
    guard let relation = Relation(rawValue: attribute.relation ?? "eq"), allowed.contains(relation)
    else {
      let words = allowed.map(\.rawValue).joined(separator: ", ")
      query.refuse(name, "not_allowed", "must have a relation of: \(words)")
      return nil
    }
    guard let value = column.kind.value(text) else {
      query.refuse(name, "wrong_type", "must be \(column.kind.words)")
      return nil
    }
    self.name = name
    self.text = text
    self.column = column
    self.relation = relation
    self.value = value
  }
}

extension Column.Kind {
  /// A parameter's text as a value of this type; nil for what is none.
  fileprivate func value(_ text: String) -> SQLValue? {
    switch self {
    case .string: text.utf8.count <= TaskInput.maximumValueBytes ? .text(text) : nil
    case .number: Self.number(text).map { .double($0) }
    case .boolean: text == "true" ? .integer(1) : text == "false" ? .integer(0) : nil
    case .datetime: Instant(iso8601: text).map { .instant($0) }
    }
  }

  /// Digits, sign, point and exponent only: neither `nan` nor `0x10`.
  private static func number(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0)
    }
    guard isPlain, text.utf8.count <= 64, let number = Double(text), number.isFinite else {
      return nil
    }
    return number
  }

  fileprivate var words: String {
    switch self {
    case .string: "a text of at most \(TaskInput.maximumValueBytes) bytes"
    case .number: "a number"
    case .boolean: "true or false"
    case .datetime: "an ISO 8601 instant with a time zone offset, such as 2026-12-31T23:59:59Z"
    }
  }
}

/// An order of tasks. Tasks of one value lie in their own order; those without a value come last,
/// in either direction.
struct TaskSort: Equatable {
  enum Key: Equatable {
    case position
    /// In the order pending, running, completed, failed, skipped.
    case status
    /// By the first 200 characters, as are columns of texts.
    case title
    case startedAt, completedAt
    case column(Column)
  }

  var key = Key.position
  var descending = false

  init() {}

  init(_ key: Key, descending: Bool = false) {
    self.key = key
    self.descending = descending
  }

  /// Reads `title`, `-attr[ms]`; nil for what is none of `columns` and no field.
  init?(_ text: String, _ columns: [Column]) {
    descending = text.hasPrefix("-")
    let word = Self.withoutSign(text)
    switch word {
    case "position": key = .position
    case "status": key = .status
    case "title": key = .title
    case "started_at": key = .startedAt
    case "completed_at": key = .completedAt
    default:
      guard let name = AttributeName(word), name.relation == nil,
        let column = columns.first(where: { $0.key == name.key })
      else { return nil }
      key = .column(column)
    }
  }

  static func withoutSign(_ text: String) -> String {
    String(text.hasPrefix("-") ? text.dropFirst() : text[...])
  }

  /// As the parameter `sort` has it.
  var parameter: String {
    let word =
      switch key {
      case .position: "position"
      case .status: "status"
      case .title: "title"
      case .startedAt: "started_at"
      case .completedAt: "completed_at"
      case .column(let column): "attr[\(column.key)]"
      }
    return descending ? "-" + word : word
  }

  /// As cursors know it.
  var name: String {
    guard case .column(let column) = key else { return "tasks:\(parameter)" }
    return "tasks:\(parameter):\(column.kind.rawValue)"
  }
}

extension TaskSort.Key {
  /// Whether a value can be one of this key's; null where a task may have none.
  fileprivate func takes(_ value: SQLValue) -> Bool {
    switch (self, value) {
    case (.position, .null), (.title, .text): true
    case (.startedAt, .null), (.startedAt, .instant): true
    case (.completedAt, .null), (.completedAt, .instant): true
    case (.status, .text(let word)): JobTask.Status(rawValue: word) != nil
    case (.column(let column), _):
      switch (column.kind, value) {
      case (_, .null), (.string, .text), (.number, .double), (.boolean, .integer),
        (.datetime, .instant):
        true
      default: false
      }
    default: false
    }
  }
}
