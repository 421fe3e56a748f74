import Accounts
import HTTP
import MariaDB
import Primitives

/// The formats that a job's tasks are exported in.
enum ExportFormat: String, CaseIterable, Sendable {
  case csv, json, ndjson

  var mediaType: String {
    switch self {
    case .csv: "text/csv; charset=utf-8"
    case .json: "application/json"
    case .ndjson: "application/x-ndjson"
    }
  }
}

/// Streams a job's tasks, all or those that a query asks for, in pieces, so that its memory doesn't grow with their number.
///
/// For one thread. The pieces are read one after another, and before each the door is asked again:
/// a revoke ends an export too, and so does what is not for its reader's eyes any more.
struct TaskExport {
  let job: Job
  let view: TaskView
  let query: TaskQuery
  let format: ExportFormat
  let database: any Executor
  /// Throws when the reader may not read any more.
  let ask: () throws -> Void

  private static let piece = 5_000
  private static let flushBytes = 64 << 10

  /// Throws `tooManyToSort` (422) before anything is sent.
  func response(lanes: BulkLanes) throws -> Response {
    let search = try TaskSearch(job: job, query: query, audience: view.audience, database: database)
    let lane = try lanes.enter()
    return Response(
      .ok,
      headers: [
        Header("Content-Type", format.mediaType),
        Header("Content-Disposition", "attachment; filename=\"\(fileName)\""),
      ], body: .stream { sink in try withExtendedLifetime(lane) { try write(search, to: sink) } })
  }

  /// Letters, digits and dashes of the title: nothing that a header or a file system minds.
  private var fileName: String {
    let isSafe: (Unicode.Scalar) -> Bool = { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
    let words = job.title.unicodeScalars.split { !isSafe($0) }
    let name = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-").prefix(60)
    return "\(name.isEmpty ? "tasks" : name).\(format.rawValue)"
  }

  private func write(_ search: TaskSearch, to sink: any ResponseSink) throws {
    switch format {
    case .csv:
      var head = CSVWriter()
      for name in view.header { head.cell(name) }
      head.endRow()
      try stream(search, CSVWriter(), after: head.bytes, to: sink) { writer, task in
        try view.write(task, to: &writer)
        writer.endRow()
      }
    case .ndjson:
      try stream(search, JSONWriter(), after: [], to: sink) { writer, task in
        try writer.line { try view.write(task, to: &$0) }
      }
    case .json:
      var head = JSONWriter()
      head.array(view.columns) { array, column in
        array.object { object in
          object.text("key", column.key)
          object.text("label", column.label)
        }
      }
      try stream(
        search, JSONWriter(),
        after: Array("{\"columns\":".utf8) + head.bytes + Array(",\"tasks\":[".utf8), to: sink
      ) { writer, task in
        try writer.object { try view.write(task, to: &$0) }
      }
      try Array("]}\n".utf8).withUnsafeBytes { try sink.write($0) }
    }
  }

  private func stream<Writer: ByteWriting & ~Copyable>(
    _ search: TaskSearch, _ writer: consuming Writer, after head: Bytes, to sink: any ResponseSink,
    _ write: (inout Writer, JobTask) throws -> Void
  ) throws {
    try head.withUnsafeBytes { try sink.write($0) }
    var writer = writer
    try forEachTask(of: search) { task in
      try write(&writer, task)
      if writer.count >= Self.flushBytes { try writer.flush(to: sink) }
    }
    try writer.flush(to: sink)
  }

  private func forEachTask(of search: TaskSearch, _ body: (JobTask) throws -> Void) throws {
    switch query.sort.key {
    case .position: try forEachInOrder(search, body)
    default: try forEachSorted(search, body)
    }
  }

  /// By positions, so that no piece takes longer than another, however few tasks are wanted.
  private func forEachInOrder(_ search: TaskSearch, _ body: (JobTask) throws -> Void) throws {
    var task = JobTask()
    let store = TasksStore(database: database)
    for offset in stride(from: 0, to: job.visibleTasks, by: Self.piece) {
      if offset > 0 { try ask() }
      let count = min(Self.piece, job.visibleTasks - offset)
      let first = query.sort.descending ? job.visibleTasks - offset - count + 1 : offset + 1
      let positions = first...first + count - 1
      if query.isPlain {
        try store.forEach(of: job.id, positions: positions, &task, body)
      } else {
        try search.forEach(in: positions, &task, body)
      }
    }
  }

  /// Each piece begins where the one before has ended.
  private func forEachSorted(_ search: TaskSearch, _ body: (JobTask) throws -> Void) throws {
    var task = JobTask()
    var place: ListPlace?
    while true {
      var count = 0
      try search.forEach(after: place, limit: Self.piece, &task) {
        try body($0)
        count += 1
        place = $1
      }
      if count < Self.piece { return }
      try ask()
    }
  }
}

/// A writer whose bytes can be sent on as they come.
private protocol ByteWriting: ~Copyable {
  var count: Int { get }
  mutating func flush(to sink: any ResponseSink) throws
}

extension CSVWriter: ByteWriting {
  var count: Int { bytes.count }

  mutating func flush(to sink: any ResponseSink) throws {
    try bytes.withUnsafeBytes { try sink.write($0) }
    bytes.removeAll(keepingCapacity: true)
  }
}

extension JSONWriter: ByteWriting {
  var count: Int { buffer.count }

  mutating func flush(to sink: any ResponseSink) throws {
    try buffer.withUnsafeBytes { try sink.write($0) }
    buffer.removeAll()
  }
}
