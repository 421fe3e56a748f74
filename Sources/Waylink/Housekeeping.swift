import Glibc
import Jobs
import Links
import MariaDB
import Primitives
import Repeats
import Synchronization

/// What a responder does beside answering, on one thread: writes the tallies once a second,
/// and clears what has outlived its use.
final class Housekeeping: Sendable {
  private let services: Services
  private let ending = Atomic(false)
  private let isSchemaKnown = Atomic(false)

  init(_ services: Services) {
    self.services = services
  }

  /// Throws `SchemaMismatch` when the database is reached and its schema is not ours. A database
  /// that is away is waited for while requests are refused with 503.
  func checkSchema() throws {
    let database = MariaDB.Connection(services.configuration.database)
    do {
      let state = try services.migrator.state(on: database)
      guard state == .current else { throw SchemaMismatch(state: state) }
      isSchemaKnown.store(true, ordering: .releasing)
    } catch let error as DatabaseError where error.kind == .unavailable {
      Log.event("database unavailable at start")
    }
  }

  func run() {
    let database = MariaDB.Connection(services.configuration.database)
    var beat = 0
    while !ending.load(ordering: .acquiring) {
      pause()
      beat += 1
      flush(to: database)
      continueRestarts(on: database)
      if beat % 600 == 0 { clear(database) }
      if !isSchemaKnown.load(ordering: .acquiring) { endUnlessSchemaIsOurs() }
    }
    flush(to: database)
    database.close()
    Database.endThread()
  }

  func stop() {
    ending.store(true, ordering: .releasing)
  }

  /// A second, in pieces short enough for an end that doesn't keep anyone waiting.
  private func pause() {
    for _ in 0..<20 where !ending.load(ordering: .acquiring) { usleep(50_000) }
  }

  private func flush(to database: MariaDB.Connection) {
    do {
      try services.tally.flush(to: database)
      try services.accounts.flush(to: database)
    } catch {
      Log.event("tally kept for later", String(describing: error))
    }
  }

  private func continueRestarts(on database: MariaDB.Connection) {
    do {
      try Jobs.continueRestarts(on: database) { job, error in
        Log.event("restart of a job put off", "\(job): \(error)")
      }
    } catch {
      Log.event("restarts put off", String(describing: error))
    }
  }

  private func clear(_ database: MariaDB.Connection) {
    do {
      try RepeatKey.clear(on: database)
      try Tally.clear(on: database)
      try services.jobs.wipeDeadLinks(on: database)
      try services.accounts.clear(on: database)
      try Jobs.clear(on: database) { job, error in
        Log.event("clearing of a job put off", "\(job): \(error)")
      }
    } catch {
      Log.event("clearing put off", String(describing: error))
    }
  }

  private func endUnlessSchemaIsOurs() {
    do {
      try checkSchema()
    } catch let mismatch as SchemaMismatch {
      Log.event("schema is not ours", mismatch.description)
      kill(getpid(), SIGTERM)
      isSchemaKnown.store(true, ordering: .releasing)
    } catch {
      Log.event("schema could not be read", String(describing: error))
    }
  }
}

/// The schema is not the one that this program was written for.
struct SchemaMismatch: Error, CustomStringConvertible {
  let state: SchemaState

  var description: String {
    switch state {
    case .current: "The schema is current."
    case .behind(let steps): "The schema is \(steps) steps behind: run `waylink migrate`."
    case .ahead: "The schema is ahead of this program: run a newer release."
    case .changed(let file): "\(file) was edited after it had been applied: restore it."
    }
  }
}
