import Audit
import MariaDB
import Primitives

// What is done for jobs beside answering, by every responder; doing it twice does no harm. Each is
// done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Jobs {
  /// How long a deleted job can be restored.
  static let restorableDays = 30

  /// Hears of a job that was passed over: which, and why. For the log; the cause can quote data.
  package typealias PutOff = (UUID, any Error) -> Void

  /// Goes on with restarts that are not done: some pieces of each, so that it takes about a second.
  /// One that fails is passed over, and tried again in a later round. Throws when the database is
  /// away.
  package static func continueRestarts(
    on database: Connection, while goesOn: () -> Bool = { true }, puttingOff putOff: PutOff
  ) throws {
    try JobsStore(database: database).restarting().forEachPassingOver(putOff) { job in
      try TaskRestart.proceed(
        job, on: database, pieces: TaskRestart.piecesAtOnce, while: goesOn)
    }
  }

  /// Clears deleted jobs that can't be restored any more: their tasks in pieces, up to a million at
  /// a time, then what the job itself said. The row stays, without a word of it: by it the doors
  /// know what they opened, and its audit chain goes on. One that fails is passed over, and tried
  /// again in a later round. Throws when the database is away.
  package static func clear(
    on database: Connection, while goesOn: () -> Bool = { true }, puttingOff putOff: PutOff
  ) throws {
    try JobsStore(database: database).purgeable().forEachPassingOver(putOff) { job in
      for _ in 0..<200 {
        guard goesOn() else { return }
        if try database.transaction({ try clearPiece(of: job, in: $0) }) { break }
      }
    }
  }

  /// True when nothing is left to do.
  private static func clearPiece(of job: UUID, in transaction: Transaction) throws -> Bool {
    let store = JobsStore(database: transaction)
    guard try store.isPurgeableForUpdate(job) else { return true }
    if try TasksStore(database: transaction).deleteSome(of: job) > 0 { return false }
    try store.empty(job)
    try JobsStore.chain.append(
      AuditEvent("job.cleared", by: .system, from: ""), to: job, in: transaction)
    return true
  }
}
