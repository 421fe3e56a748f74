import Accounts
import MariaDB
import Primitives

// What is done for jobs beside answering, by every responder; doing it twice does no harm. Each is
// done in pieces, for as long as `goesOn` says so; what is left is found again the next time.

extension Jobs {
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

  /// Clears deleted jobs that can't be restored any more, their tasks in pieces, up to a million at a
  /// time, then what the job itself said; see `Bin`.
  package static func clear(
    on database: Connection, while goesOn: () -> Bool = { true }, puttingOff putOff: PutOff
  ) throws {
    try JobsStore.bin.clear(on: database, while: goesOn, puttingOff: putOff) { job, transaction in
      if try TasksStore(database: transaction).deleteSome(of: job) > 0 { return false }
      try JobsStore(database: transaction).empty(job)
      return true
    }
  }
}
