import Albums
import Clients
import Documents
import Glibc
import Jobs
import Links
import MariaDB
import Outbox
import Primitives
import Repeats
import Synchronization

/// What a responder does beside answering, on one thread: writes the tallies once a second, whatever
/// else there is to do, and in what is left of each second goes on with its chores, piece by piece.
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
    var chores = Chores(self.chores(on: database))
    while !ending.load(ordering: .acquiring) {
      let end = Self.seconds() + 1
      flush(to: database)
      chores.beat {
        !ending.load(ordering: .acquiring) && Self.seconds() < end
      } puttingOff: { name, error in
        Log.event("chore put off", "\(name): \(error)")
      }
      pause(until: end)
      if !isSchemaKnown.load(ordering: .acquiring) { endUnlessSchemaIsOurs() }
    }
    flush(to: database)
    database.close()
    Database.endThread()
  }

  func stop() {
    ending.store(true, ordering: .releasing)
  }

  /// In pieces short enough for an end that doesn't keep anyone waiting.
  private func pause(until end: Double) {
    while !ending.load(ordering: .acquiring), Self.seconds() < end { usleep(50_000) }
  }

  /// By a clock that nobody sets.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func flush(to database: MariaDB.Connection) {
    for (name, flush) in [
      ("tally", services.tally.flush(to:)), ("last uses", services.accounts.flush(to:)),
    ] {
      do {
        try flush(database)
      } catch {
        Log.event("notes kept for later", "\(name): \(error)")
      }
    }
  }

  /// All there is to do. For `run`.
  func chores(on database: MariaDB.Connection) -> [Chores.Chore] {
    let (jobs, documents, accounts) = (services.jobs, services.documents, services.accounts)
    let clients = services.clients
    let files = services.files
    let albums = services.albums
    let told = services.told
    let unreminded: (UUID, any Error) -> Void = { link, error in
      Log.event("telling of a link's end put off", "\(link): \(error)")
    }
    return [
      Chores.Chore("restarts", every: 1) {
        try Jobs.continueRestarts(on: database, while: $0) { job, error in
          Log.event("restart of a job put off", "\(job): \(error)")
        }
      },
      Chores.Chore("clearing of repeats", every: 600) { _ in try RepeatKey.clear(on: database) },
      Chores.Chore("clearing of tallies", every: 600) {
        try Tally.clear(on: database, while: $0)
      },
      Chores.Chore("wiping of dead links", every: 600) {
        try jobs.wipeDeadLinks(on: database, while: $0)
        try documents.wipeDeadLinks(on: database, while: $0)
        try albums.wipeDeadLinks(on: database, while: $0)
      },
      Chores.Chore("telling of jobs' links that expire", every: 10) {
        try jobs.remindOfExpiry(by: told, on: database, while: $0, puttingOff: unreminded)
      },
      Chores.Chore("telling of documents' links that expire", every: 10) {
        try documents.remindOfExpiry(by: told, on: database, while: $0, puttingOff: unreminded)
      },
      Chores.Chore("telling of albums' links that expire", every: 10) {
        try albums.remindOfExpiry(by: told, on: database, while: $0, puttingOff: unreminded)
      },
      Chores.Chore("clearing of sessions", every: 600) { _ in
        try accounts.clearSessions(on: database)
      },
      Chores.Chore("clearing of invitations", every: 600) { _ in
        try accounts.clearInvitations(on: database)
      },
      Chores.Chore("clearing of wrong tries", every: 600) {
        try accounts.clearTries(on: database, while: $0)
      },
      Chores.Chore("clearing of look-ups", every: 600) { _ in
        try Clients.clearLookups(on: database)
      },
      Chores.Chore("refusing for closed clients", every: 600) {
        try clients.refuseForClosed(on: database, while: $0)
      },
      Chores.Chore("clearing of deleted jobs", every: 600) {
        try Jobs.clear(on: database, while: $0) { job, error in
          Log.event("clearing of a job put off", "\(job): \(error)")
        }
      },
      Chores.Chore("clearing of deleted documents", every: 600) {
        try Documents.clear(on: database, while: $0) { document, error in
          Log.event("clearing of a document put off", "\(document): \(error)")
        }
      },
      Chores.Chore("clearing of messages", every: 600) {
        try Outbox.clear(on: database, while: $0)
      },
      Chores.Chore("clearing of deleted albums", every: 600) {
        try albums.clear(on: database, while: $0) { album, error in
          Log.event("clearing of an album put off", "\(album): \(error)")
        }
      },
      Chores.Chore("rendering of documents anew", every: 600) {
        try documents.renderOutdated(on: database, while: $0)
      },
      Chores.Chore("sweeping of files", every: 60) {
        try files.sweep(on: database, while: $0) { file, error in
          Log.event("sweeping of a file put off", "\(file): \(error)")
        }
      },
    ]
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
