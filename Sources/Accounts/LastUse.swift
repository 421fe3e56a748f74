import MariaDB
import Primitives
import Synchronization

/// Notes which sessions and keys are in use without making a request wait: in memory, and into the
/// database once a second by a thread of its own.
///
/// A request notes its session only when what it has just read says that the last use lies five
/// minutes back or more: so a page that is loaded a thousand times costs one write, and "30 days
/// after the last use" is true to within those minutes. A kill loses at most a second's notes, and
/// the next use makes up for them.
final class LastUse: Sendable {
  /// How old the written use must be to be written again, in seconds.
  static let grain = 300

  private struct Notes {
    var sessions: Set<UUID> = []
    var keys: Set<UUID> = []
  }

  /// Beyond this many in a second, what comes on top is noted at its next use.
  private static let capacity = 100_000

  private let notes = Mutex(Notes())

  func note(session: UUID) {
    notes.withLock { notes in
      guard notes.sessions.count < Self.capacity else { return }
      notes.sessions.insert(session)
    }
  }

  func note(key: UUID) {
    notes.withLock { notes in
      guard notes.keys.count < Self.capacity else { return }
      notes.keys.insert(key)
    }
  }

  func flush(to database: MariaDB.Connection) throws {
    let taken = notes.withLock { notes in
      defer { notes = Notes() }
      return notes
    }
    do {
      try SessionsStore(database: database).touch(taken.sessions)
      try KeysStore(database: database).touch(taken.keys)
    } catch {
      notes.withLock { notes in
        notes.sessions.formUnion(taken.sessions)
        notes.keys.formUnion(taken.keys)
      }
      throw error
    }
  }
}
