import FastCGI
import Glibc
import Links
import MariaDB
import Primitives

/// `waylink serve`: answers until SIGTERM or SIGINT, then drains.
enum Serve {
  /// How long requests under way are waited for, in seconds; a second signal ends the wait.
  private static let patience = 30

  /// Throws `ConfigurationError`, `ListenerError`, `SchemaMismatch` or a migration error.
  static func run(_ values: [String: String]) throws {
    // A file that may not grow any more is an error to answer, not an end.
    signal(SIGXFSZ, SIG_IGN)
    let services = try Services(try Configuration(values))
    try services.files.check()
    let listener = try Listener.inherited(environment: values)
    Database.start()
    let housekeeping = Housekeeping(services)
    try housekeeping.checkSchema()
    let signals = blockEndSignals()
    let responder = Responder(listener: listener, threads: services.configuration.threads) { _ in
      Application(services)
    }
    _ = Thread { endOnSignal(signals, responder) }
    let keeper = Thread { housekeeping.run() }
    Log.event("serving", "responder \(services.configuration.responder)")
    responder.run()
    housekeeping.stop()
    keeper.join()
    Log.event("ended")
  }

  /// Blocked in every thread, so that only the one that waits for them gets them.
  private static func blockEndSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    return signals
  }

  private static func endOnSignal(_ signals: sigset_t, _ responder: Responder) {
    var signals = signals
    var received: Int32 = 0
    sigwait(&signals, &received)
    Log.event("draining")
    responder.stop()
    var limit = timespec(tv_sec: patience, tv_nsec: 0)
    sigtimedwait(&signals, nil, &limit)
    Log.event("ended before all requests were")
    _exit(1)
  }
}
