import HTTP
import Primitives

// What members and guests are shown. Each view is one method that writes its fields in their
// order; JSON, NDJSON and CSV come from the same method, pages read the same values.

extension Job {
  /// The fields that a guest sees: an allow-list. A member's job begins with the same.
  ///
  /// - Parameter columns: the declared columns as JSON, as they are for this reader.
  private func writeShared(to object: inout JSONWriter, columns: Bytes) {
    object.uuid("id", id)
    object.text("title", title)
    object.text("description", description)
    object.text("status", status.rawValue)
    object.tenths("progress", counts.progressTenths)
    object.integer("total_tasks", counts.total)
    object.integer("completed_tasks", counts.completed)
    object.integer("failed_tasks", counts.failed)
    object.integer("skipped_tasks", counts.skipped)
    object.instant("created_at", createdAt)
    object.instant("started_at", startedAt)
    object.instant("completed_at", completedAt)
    object.integer("duration_seconds", durationSeconds)
    object.raw("columns", columns)
  }

  /// The guest's job (seed 0).
  ///
  /// - Parameter linkExpiresAt: of the link it is seen through.
  func writeForGuest(to object: inout JSONWriter, linkExpiresAt: Instant?) {
    writeShared(to: &object, columns: guestColumns)
    object.instant("expires_at", linkExpiresAt)
  }

  /// The job of a member of its workspace.
  func writeForMember(to object: inout JSONWriter) {
    writeShared(to: &object, columns: memberColumns)
    object.instant("expires_at", linkExpiresAt)
    object.integer("running_tasks", counts.running)
    object.uuid("workspace_id", workspaceID)
    object.uuid("client_id", postedFor?.client)
    object.text("company_name", postedFor?.companyName)
    object.text("client_approval", approval.rawValue)
    object.uuid("created_by", createdBy)
    object.instant("updated_at", updatedAt)
    object.instant("deleted_at", deletedAt)
  }
}

extension JSONWriter {
  /// A number with one decimal.
  fileprivate mutating func tenths(_ name: StaticString, _ value: Int) {
    var text: Bytes = []
    text.append(decimal: value / 10)
    text.append(UInt8(ascii: "."))
    text.append(decimal: value % 10)
    raw(name, text)
  }
}

// MARK: - Tasks

/// What a task's fields are written into: an object of JSON, or a row of CSV.
protocol TaskFieldWriter: ~Copyable {
  mutating func uuid(_ name: StaticString, _ value: UUID?)
  mutating func text(_ name: StaticString, _ value: String?)
  mutating func utf8(_ name: StaticString, _ value: Bytes)
  mutating func instant(_ name: StaticString, _ value: Instant?)

  /// The attributes, as far as the view's reader sees them.
  mutating func attributes(_ json: Bytes, in view: TaskView) throws
}

/// How tasks are to be shown, with the memory that doing so needs; for one thread.
struct TaskView {
  let audience: Column.Audience
  /// Whether `error` is written: for members, and not into exports, which guests could get alike.
  private let showsErrors: Bool
  /// The declared columns that this reader sees.
  let columns: [Column]
  private let keys: [Bytes]
  private let reader: JSONReader

  /// - Parameter declared: all columns that the job has.
  init(
    of declared: [Column], for audience: Column.Audience, reader: JSONReader,
    showsErrors: Bool = false
  ) {
    self.audience = audience
    self.showsErrors = showsErrors && audience == .member
    columns = declared.seen(by: audience)
    keys = columns.map { Array($0.key.utf8) }
    self.reader = reader
  }

  /// The names of the fields, as CSV's first row has them.
  var header: [String] {
    ["id", "title", "status"] + columns.map(\.key) + ["started_at", "completed_at"]
  }

  /// A task, field by field.
  func write(_ task: JobTask, to fields: inout some TaskFieldWriter & ~Copyable) throws {
    fields.uuid("id", task.id)
    fields.utf8("title", task.title)
    fields.text("status", task.status.rawValue)
    try fields.attributes(task.attributes, in: self)
    fields.instant("started_at", task.startedAt)
    fields.instant("completed_at", task.completedAt)
    guard showsErrors else { return }
    if task.error.isEmpty { fields.text("error", nil) } else { fields.utf8("error", task.error) }
  }

  /// The values of the columns, in their order; nil where a task has none.
  func withValues(_ json: Bytes, _ body: ([JSON?]) throws -> Void) throws {
    var values = [JSON?](repeating: nil, count: keys.count)
    guard !keys.isEmpty, !json.isEmpty else { return try body(values) }
    try reader.read(json) { object in
      object.forEachField { name, value in
        if let index = keys.firstIndex(where: { name.isSame(as: $0) }) { values[index] = value }
      }
      try body(values)
    }
  }
}

extension JSONWriter: TaskFieldWriter {
  /// Members get all that is there, guests an object of the columns they may see.
  mutating func attributes(_ json: Bytes, in view: TaskView) throws {
    if view.audience == .member {
      return raw("attributes", json.isEmpty ? Array("{}".utf8) : json)
    }
    try view.withValues(json) { values in
      object("attributes") { object in
        for (column, value) in zip(view.columns, values) {
          var scalar: Bytes = []
          guard let value, value.appendScalar(to: &scalar) else { continue }
          object.raw(column.key, scalar)
        }
      }
    }
  }
}

extension CSVWriter: TaskFieldWriter {
  mutating func uuid(_ name: StaticString, _ value: UUID?) {
    guard let value else { return empty() }
    plain { value.append(to: &$0) }
  }

  mutating func text(_ name: StaticString, _ value: String?) {
    if let value { cell(value) } else { empty() }
  }

  mutating func utf8(_ name: StaticString, _ value: Bytes) {
    value.withUnsafeBytes { cell(utf8: $0) }
  }

  mutating func instant(_ name: StaticString, _ value: Instant?) {
    guard let value else { return empty() }
    plain { value.appendISO8601(to: &$0) }
  }

  /// A cell for each column, empty where a task has no value.
  mutating func attributes(_ json: Bytes, in view: TaskView) throws {
    try view.withValues(json) { values in
      for value in values {
        guard let value, !value.isNull else {
          empty()
          continue
        }
        if value.withText({ cell(utf8: $0) }) == nil {
          plain { _ = value.appendScalar(to: &$0) }
        }
      }
    }
  }
}
