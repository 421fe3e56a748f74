import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Primitives

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

  /// Rows a transaction: other writers of the job wait no longer than one piece takes.
  private static let piece = 5_000
  private static let leaseSeconds = 60

  /// Throws `JobsError`, or a problem of the idempotency key.
  func run() throws -> Effect {
    if let earlier = try repeatKey?.earlier(on: database) { return earlier }
    let id = UUID.v7()
    let base = try lease(id)
    do {
      try write(id, after: base)
      return try publish(id, base: base)
    } catch {
      // The lease ends by itself too; this only spares the next import the wait.
      try? giveUp(id)
      throw error
    }
  }

  /// Takes the job for this import; returns the last position that is taken.
  private func lease(_ id: UUID) throws -> Int {
    try database.transaction { transaction in
      guard let found = try JobsStore(database: transaction).jobForUpdate(job) else {
        throw JobsError.notFound
      }
      guard found.status != .cancelled else { throw JobsError.isCancelled }
      guard found.visibleTasks + spool.counts.total <= Jobs.maximumTasks else {
        throw JobsError.isFull
      }
      let isFree = try transaction.execute(
        """
        UPDATE jobs SET import_id = \(id),
          import_until = UTC_TIMESTAMP(6) + INTERVAL \(Self.leaseSeconds) SECOND
        WHERE id = \(job) AND (import_until IS NULL OR import_until < UTC_TIMESTAMP(6))
        """)
      guard isFree == 1 else { throw JobsError.importInProgress }
      return found.visibleTasks
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

  private func publish(_ id: UUID, base: Int) throws -> Effect {
    try database.transaction { transaction in
      try RepeatKey.once(repeatKey, in: transaction) {
        try keepLease(id, in: transaction)
        let store = JobsStore(database: transaction)
        guard let found = try store.jobForUpdate(job) else { throw JobsError.notFound }
        guard found.status != .cancelled else { throw JobsError.isCancelled }
        let total = spool.counts.total
        try store.publish(found, visible: base + total, counts: found.counts + spool.counts)
        try JobsStore.chain.append(
          AuditEvent(
            "job.tasks_added", by: actor, detail: "{\"inserted\":\(total)}", from: addressPrefix),
          to: job, in: transaction)
        return Effect(.created, resource: job, quantity: total)
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
