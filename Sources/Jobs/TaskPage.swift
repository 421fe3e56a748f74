import Accounts
import HTTP
import MariaDB
import Primitives

/// One page of a job's tasks, with the ways to the pages around it.
struct TaskPage {
  let tasks: [JobTask]
  /// Nil on the last page.
  let next: String?
  /// Nil on the first page, and where tasks are filtered or sorted.
  let previous: String?

  /// How many tasks it has where a query doesn't say: as many as a page for people shows.
  static let usualLimit = 50

  /// What a query asks for: how many, from where, and which tasks in which order.
  struct Request {
    let limit: Int
    let start: Start
    /// What `start` was read from.
    let cursor: String?
    let query: TaskQuery

    enum Start: Equatable {
      case plain(TasksStore.Start)
      /// Behind this place in the query's order; nil from its beginning.
      case searched(after: ListPlace?)
    }

    var isFirstPage: Bool {
      switch start {
      case .plain(let start): start == .after(0)
      case .searched(let place): place == nil
      }
    }

    /// - Parameter columns: those that the reader sees; no other can be asked for.
    init(_ query: inout Query, columns: [Column]) {
      let wanted = TaskQuery(&query, columns: columns)
      self.query = wanted
      limit = query.integer("limit", in: 1...200) ?? TaskPage.usualLimit
      cursor = query.text("cursor")
      guard let cursor else {
        start = wanted.isPlain ? .plain(.after(0)) : .searched(after: nil)
        return
      }
      if wanted.isPlain {
        if let start = TasksStore.Start(cursor: cursor) {
          self.start = .plain(start)
          return
        }
      } else if let place = wanted.place(cursor) {
        start = .searched(after: place)
        return
      }
      query.refuse("cursor", "invalid_cursor", "is not one that was given out here")
      start = .plain(.after(0))
    }
  }

  /// Throws `tooManyToSort` and `tooManyToFilter` (422).
  ///
  /// - Parameter lanes: one is taken for a search that may hold its thread for long; without a free
  ///   one it throws 503 `unavailable`.
  init(
    of job: Job, _ request: Request, for audience: Column.Audience, on database: any Executor,
    lanes: BulkLanes
  ) throws {
    switch request.start {
    case .plain(let start):
      let found = try TasksStore(database: database).tasks(
        of: job, from: start, limit: request.limit, for: audience)
      tasks = found
      let last = found.last?.position ?? job.visibleTasks
      let first = found.first?.position ?? 1
      next = last < job.visibleTasks ? TasksStore.Start.after(last).cursor : nil
      previous = first > 1 ? TasksStore.Start.before(first).cursor : nil
    case .searched(let place):
      let search = try TaskSearch(
        job: job, query: request.query, audience: audience, database: database)
      let lane = search.isLong ? try lanes.enter() : nil
      defer { withExtendedLifetime(lane) {} }
      var found: [(task: JobTask, place: ListPlace)] = []
      var task = JobTask()
      try search.forEach(after: place, limit: request.limit + 1, &task) { found.append(($0, $1)) }
      let page = found.prefix(request.limit)
      tasks = page.map(\.task)
      next = found.count > page.count ? page.last.map { request.query.cursor($0.place) } : nil
      previous = nil
    }
  }
}

extension TasksStore.Start {
  /// Opaque to callers: base64url of `a` (after) or `b` (before) and a position.
  fileprivate var cursor: String {
    switch self {
    case .after(let position): Base64URL.encode("a\(position)".utf8)
    case .before(let position): Base64URL.encode("b\(position)".utf8)
    }
  }

  fileprivate init?(cursor: String) {
    guard cursor.utf8.count <= 32, let bytes = Base64URL.decode(cursor),
      bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
      let position = UInt32(String(decoding: bytes.dropFirst(), as: UTF8.self))
    else { return nil }
    switch bytes.first {
    case UInt8(ascii: "a"): self = .after(Int(position))
    case UInt8(ascii: "b"): self = .before(Int(position))
    default: return nil
    }
  }
}
