import HTTP
import MariaDB
import Primitives

/// One page of a job's tasks, with the ways to the pages around it.
struct TaskPage {
  let tasks: [JobTask]
  /// Nil on the last page.
  let next: String?
  /// Nil on the first page.
  let previous: String?

  /// What `limit` and `cursor` of a query ask for.
  struct Request {
    let limit: Int
    let start: TasksStore.Start

    var isFirstPage: Bool { start == .after(0) }

    init(_ query: inout Query) {
      limit = query.integer("limit", in: 1...200) ?? 50
      guard let cursor = query.text("cursor") else {
        start = .after(0)
        return
      }
      if let start = TasksStore.Start(cursor: cursor) {
        self.start = start
      } else {
        query.refuse("cursor", "invalid_cursor", "is not one that was given out here")
        start = .after(0)
      }
    }
  }

  init(of job: Job, _ request: Request, on database: any Executor) throws {
    let found = try TasksStore(database: database).tasks(
      of: job, from: request.start, limit: request.limit)
    tasks = found
    let last = found.last?.position ?? job.visibleTasks
    let first = found.first?.position ?? 1
    next = last < job.visibleTasks ? TasksStore.Start.after(last).cursor : nil
    previous = first > 1 ? TasksStore.Start.before(first).cursor : nil
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
