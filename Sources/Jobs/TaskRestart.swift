import MariaDB
import Primitives

/// Puts a job's tasks back to `pending`: those that have not completed; where all have, all of them.
///
/// In pieces, because a job may have ten million: each is a small transaction under the job's lock,
/// which moves the counters with its tasks, so what readers see is always true of the moment. Where
/// it has come to stands on the job; so whoever finds an unfinished restart can go on with it, and
/// one that nobody ends by hand is ended by housekeeping. Until its turn has come a task can't be
/// changed.
enum TaskRestart {
  /// Positions a transaction.
  private static let piece = 2_500
  /// What a request does itself; the rest is housekeeping's.
  static let piecesAtOnce = 8

  /// Marks the job, which is locked and may be restarted.
  static func begin(_ job: Job, in transaction: Transaction) throws {
    let store = JobsStore(database: transaction)
    // What a cancelled job is without that.
    try store.move(job.id, to: job.counts)
    guard job.visibleTasks > 0 else { return }
    try store.setRestart(
      JobsStore.Restart(
        next: 1, last: job.visibleTasks, isOfAll: job.counts.completed == job.counts.total),
      of: job.id)
    _ = try step(job.id, in: transaction)
  }

  /// Goes on with a restart for so many pieces, or to its end. True when nothing is left to do.
  ///
  /// - Parameter goesOn: asked before each piece.
  @discardableResult
  static func proceed(
    _ job: UUID, on database: Connection, pieces: Int, while goesOn: () -> Bool = { true }
  ) throws -> Bool {
    for _ in 0..<pieces where goesOn() {
      if try database.transaction({ try step(job, in: $0) }) { return true }
    }
    return false
  }

  /// One piece; true when nothing is left to do.
  private static func step(_ id: UUID, in transaction: Transaction) throws -> Bool {
    let store = JobsStore(database: transaction)
    guard let job = try store.jobForUpdate(id), let restart = try store.restart(of: id) else {
      return true
    }
    let tasks = TasksStore(database: transaction)
    let statuses = JobTask.Status.allCases.filter {
      $0 != .pending && ($0 != .completed || restart.isOfAll)
    }
    let first = try tasks.firstPosition(
      of: id, statuses, in: restart.next...max(restart.next, restart.last))
    guard let first else {
      try store.setRestart(nil, of: id)
      return true
    }
    let positions = first...min(first + piece - 1, restart.last)
    var counts = job.counts
    for (status, number) in try tasks.counts(of: id, positions: positions)
    where statuses.contains(status) {
      try tasks.reset(status, of: id, positions: positions)
      counts.move(number, from: status, to: .pending)
    }
    try store.move(id, to: counts)
    let isDone = positions.upperBound == restart.last
    try store.setRestart(
      isDone
        ? nil
        : JobsStore.Restart(
          next: positions.upperBound + 1, last: restart.last, isOfAll: restart.isOfAll), of: id)
    return isDone
  }
}
