import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Primitives
import Repeats

/// Makes spooled tasks part of a job: all of them, or none.
///
/// Rows are written above `visible_tasks`, in pieces, where nobody reads; the last, small
/// transaction moves that mark. Meanwhile the job is leased, so that two imports can't mix; an
/// import that loses its lease finds out before it writes again.
struct TaskImport {
  let database: MariaDB.Connection
  let job: UUID
  let spool: TaskSpool
  let actor: Actor
  let addressPrefix: String
  let repeatKey: RepeatKey?
  /// Throws when the caller may not add to the job, which is locked, (any more): asked before
  /// anything is written, and once more before what was written becomes visible.
  let ask: (Job, Transaction) throws -> Void

  /// Rows a transaction: other writers of the job wait no longer than one piece takes.
  private static let piece = 2_500
  /// Each piece renews it; whoever died has the job no longer than this.
  private static let leaseSeconds = 15

  /// Throws `JobsError`, a problem of the idempotency key, and what `ask` throws.
  func run() throws -> Effect {
    spool.counts.total <= Self.piece ? try runAtOnce() : try runInPieces()
  }

  // MARK: Few tasks

  /// One transaction; two callers wait for each other.
  private func runAtOnce() throws -> Effect {
    let batch = try spool.makeReader().batch(Self.piece)
    return try database.transaction { transaction in
      try RepeatKey.once(repeatKey, in: transaction) { try add(batch, in: transaction) }
    }
  }

  /// All that was spooled, for a transaction that does more than this.
  ///
  /// - Parameter batch: the spool's tasks, at most as many as go into one transaction.
  func add(_ batch: TaskBatch, in transaction: Transaction) throws -> Effect {
    let found = try lockedJob(in: transaction)
    guard try !JobsStore(database: transaction).isLeased(job) else {
      throw JobsError.importInProgress
    }
    if batch.count > 0 {
      _ = try TasksStore(database: transaction).insert(
        batch, into: job, after: found.visibleTasks, seed: .v7(), at: .now())
    }
    return try publish(found, in: transaction)
  }

  /// The job's row, locked, if it takes as many tasks more.
  private func lockedJob(in transaction: Transaction) throws -> Job {
    guard let found = try JobsStore(database: transaction).jobForUpdate(job) else {
      throw JobsError.notFound
    }
    try ask(found, transaction)
    try found.requireOpen(for: .running)
    try found.requireApproval(toBecome: (found.counts + spool.counts).jobStatus)
    guard found.visibleTasks + spool.counts.total <= Jobs.maximumTasks else {
      throw JobsError.isFull
    }
    return found
  }

  private func publish(_ found: Job, in transaction: Transaction) throws -> Effect {
    let total = spool.counts.total
    try JobsStore(database: transaction).publish(
      found, visible: found.visibleTasks + total, counts: found.counts + spool.counts)
    try JobsStore.chain.append(
      AuditEvent("job.tasks_added", by: actor, from: addressPrefix) {
        $0.integer("inserted", total)
      },
      to: job, in: transaction)
    return Effect(.created, resource: job, quantity: total)
  }

  // MARK: Many

  private func runInPieces() throws -> Effect {
    let id = UUID.v7()
    let base: Int
    switch try lease(id) {
    case .had(let earlier): return earlier
    case .from(let position): base = position
    }
    do {
      try write(id, after: base)
      return try publish(id)
    } catch {
      // The lease ends by itself too; this only spares the next import the wait.
      try? giveUp(id)
      throw error
    }
  }

  private enum Lease {
    /// The job is this import's, and this is the last position that is taken.
    case from(Int)
    /// The import was had before.
    case had(Effect)
  }

  /// Takes the job for this import, unless it was had before: asked under the job's lock, which
  /// the earlier one held until its end.
  private func lease(_ id: UUID) throws -> Lease {
    try database.transaction { transaction in
      let found = try lockedJob(in: transaction)
      if let earlier = try repeatKey?.earlier(on: transaction) { return .had(earlier) }
      let isFree = try transaction.execute(
        """
        UPDATE jobs SET import_id = \(id),
          import_until = UTC_TIMESTAMP(6) + INTERVAL \(Self.leaseSeconds) SECOND
        WHERE id = \(job) AND (import_until IS NULL OR import_until < UTC_TIMESTAMP(6))
        """)
      guard isFree == 1 else { throw JobsError.importInProgress }
      return .from(found.visibleTasks)
    }
  }

  private func write(_ id: UUID, after base: Int) throws {
    let reader = spool.makeReader()
    let now = Instant.now()
    var position = base
    while position < base + spool.counts.total {
      let count = min(Self.piece, base + spool.counts.total - position)
      // Read once: a transaction may run again, a spool can't be walked back.
      let batch = try reader.batch(count)
      position += try database.transaction { transaction in
        try keepLease(id, in: transaction)
        return try TasksStore(database: transaction).insert(
          batch, into: job, after: position, seed: id, at: now)
      }
    }
  }

  /// Throws `importOvertaken` when another import has the job now; locks the job's row otherwise,
  /// so that this stays true until the transaction ends.
  private func keepLease(_ id: UUID, in transaction: Transaction) throws {
    let isOurs = try transaction.execute(
      """
      UPDATE jobs SET import_until = UTC_TIMESTAMP(6) + INTERVAL \(Self.leaseSeconds) SECOND
      WHERE id = \(job) AND import_id = \(id)
      """)
    guard isOurs == 1 else { throw JobsError.importOvertaken }
  }

  private func publish(_ id: UUID) throws -> Effect {
    try database.transaction { transaction in
      try RepeatKey.once(repeatKey, in: transaction) {
        try keepLease(id, in: transaction)
        return try publish(try lockedJob(in: transaction), in: transaction)
      }
    }
  }

  private func giveUp(_ id: UUID) throws {
    try database.execute(
      "UPDATE jobs SET import_id = NULL, import_until = NULL WHERE id = \(job) AND import_id = \(id)"
    )
    try TasksStore(database: database).deleteInvisible(of: job)
  }
}
