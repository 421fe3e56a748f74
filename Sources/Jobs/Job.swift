import Accounts
import MariaDB
import Primitives

/// A piece of work in a workspace: ordered tasks under a title.
package struct Job: Managed, Sendable {
  package enum Status: String, CaseIterable, Sendable {
    case pending, running, completed, failed, cancelled
  }

  let id: UUID
  package let workspaceID: UUID
  package let createdBy: UUID
  let title: String
  let description: String?
  let status: Status
  let counts: TaskCounts
  /// Tasks up to this position are there for readers.
  let visibleTasks: Int
  /// The declared columns as JSON, ready to be sent to members, and those for guests.
  let memberColumns: Bytes
  let guestColumns: Bytes
  /// Moves with every change that a reader could see.
  let version: Int64
  let createdAt: Instant
  let startedAt: Instant?
  /// When it ended, however it did.
  let completedAt: Instant?
  let deletedAt: Instant?
  /// When it or one of its tasks changed last; nil where it was read through a door, which shows
  /// guests no such thing.
  private(set) var updatedAt: Instant?
  /// When the job's standing link expires; nil for never, where none stands, and where it was read
  /// through a door, which knows which link that was.
  private(set) var linkExpiresAt: Instant?
  /// For whom it was posted; nil for nobody, and where it was read through a door.
  private(set) var postedFor: PostedFor?

  /// Whole seconds from start to end; nil while there is no end.
  var durationSeconds: Int? {
    guard let startedAt, let completedAt else { return nil }
    return Int(max(0, completedAt.microseconds - startedAt.microseconds) / 1_000_000)
  }
}

/// How many of a job's tasks are in which state.
struct TaskCounts: Equatable, Sendable {
  var total = 0
  var running = 0
  var completed = 0
  var failed = 0
  var skipped = 0

  var pending: Int { total - running - completed - failed - skipped }

  mutating func count(_ status: JobTask.Status) {
    total += 1
    add(1, to: status)
  }

  /// So many tasks have changed from one status to another.
  mutating func move(_ number: Int = 1, from old: JobTask.Status, to new: JobTask.Status) {
    add(-number, to: old)
    add(number, to: new)
  }

  /// Pending ones are what is left of the total.
  private mutating func add(_ number: Int, to status: JobTask.Status) {
    switch status {
    case .pending: break
    case .running: running += number
    case .completed: completed += number
    case .failed: failed += number
    case .skipped: skipped += number
    }
  }

  subscript(status: JobTask.Status) -> Int {
    switch status {
    case .pending: pending
    case .running: running
    case .completed: completed
    case .failed: failed
    case .skipped: skipped
    }
  }

  static func + (left: TaskCounts, right: TaskCounts) -> TaskCounts {
    TaskCounts(
      total: left.total + right.total, running: left.running + right.running,
      completed: left.completed + right.completed, failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped)
  }

  /// (completed + failed) / (total − skipped) in tenths of a percent, rounded; 0 when nothing
  /// counts.
  var progressTenths: Int {
    let counting = total - skipped
    guard counting > 0 else { return 0 }
    return ((completed + failed) * 2_000 + counting) / (counting * 2)
  }

  /// What a job with these tasks is, as long as nobody has cancelled it.
  var jobStatus: Job.Status {
    if total == pending { return .pending }
    guard pending == 0, running == 0 else { return .running }
    return failed > 0 && completed == 0 ? .failed : .completed
  }
}

extension Job {
  /// The columns that `init` reads, of the table under the name `j`.
  static let columns: SQL = """
    j.id, j.workspace_id, j.created_by, j.title, j.description, j.status, j.total_tasks,
    j.running_tasks, j.completed_tasks, j.failed_tasks, j.skipped_tasks, j.visible_tasks,
    j.member_columns, j.guest_columns, j.version, j.created_at, j.started_at, j.completed_at,
    j.deleted_at
    """

  /// Those that `init(forMember:)` reads.
  static let memberColumns: SQL = """
    \(columns), j.updated_at, (SELECT sl.expires_at FROM links sl WHERE sl.slot = j.id),
    \(PostedFor.columns)
    """

  init(forMember row: inout Row) throws {
    try self.init(&row)
    updatedAt = try row.next()
    linkExpiresAt = try row.next()
    postedFor = try PostedFor(optional: &row)
  }

  init(_ row: inout Row) throws {
    id = try row.next()
    workspaceID = try row.next()
    createdBy = try row.next()
    title = try row.next()
    description = try row.next()
    status = try row.next()
    counts = TaskCounts(
      total: try row.next(), running: try row.next(), completed: try row.next(),
      failed: try row.next(), skipped: try row.next())
    visibleTasks = try row.next()
    memberColumns = try row.next()
    guestColumns = try row.next()
    version = try row.next()
    createdAt = try row.next()
    startedAt = try row.next()
    completedAt = try row.next()
    deletedAt = try row.next()
  }
}
