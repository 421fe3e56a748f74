import Glibc
import MariaDB
import Outbox

/// `waylink work`: sends what lies in the outbox until SIGTERM or SIGINT, and then what it has begun.
///
/// As many of these as one likes, on any machines: each message is one worker's at a time. One thread,
/// which waits for signals where it pauses: nothing is ever broken off but by a kill, and what was begun
/// then is sent again once its lease has ended.
enum Work {
  /// Throws `ConfigurationError`, `SchemaMismatch` or a migration error.
  static func run(_ values: [String: String]) throws {
    let services = try Services(try Configuration(values))
    Database.start()
    let signals = EndSignals()
    try Housekeeping(services).checkSchema()
    guard let worker = services.outboxWorker else {
      // Whoever started it starts it again when it ends; so it stays, and says why nothing goes out.
      Log.event("working", "nothing to send: WAYLINK_MAIL_URL is not set")
      while !signals.hasCome(within: 3_600_000) {}
      return Log.event("ended")
    }
    let database = MariaDB.Connection(services.configuration.database)
    Log.event("working", "responder \(services.configuration.responder)")
    var failures = 0
    repeat {
      do {
        _ = try worker.round(on: database, while: { !signals.hasCome(within: 0) }) {
          Log.event("message", $0.description)
        }
        failures = 0
      } catch {
        failures += 1
        Log.event("round broken off", String(describing: error))
      }
    } while !signals.hasCome(within: pause(after: failures))
    database.close()
    Log.event("ended")
  }

  /// In milliseconds: about a second, so that several workers don't go in step; up to half a minute while
  /// the database is away.
  private static func pause(after failures: Int) -> Int {
    Int.random(in: 800...1_200) << min(failures, 5)
  }
}

/// SIGTERM and SIGINT, looked for where it suits; once one has come, it has come for good.
private final class EndSignals {
  private var signals = sigset_t()
  private var isOver = false

  init() {
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits so many milliseconds at most.
  func hasCome(within milliseconds: Int) -> Bool {
    guard !isOver else { return true }
    var limit = timespec(
      tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    isOver = sigtimedwait(&signals, nil, &limit) > 0
    return isOver
  }
}
