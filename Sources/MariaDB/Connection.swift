import Glibc

/// A connection to the database, owned by one thread and not Sendable. It connects at its first
/// use and comes back by itself; whoever holds it never has to care.
///
/// - Found dead while idle: it reconnects, and nobody notices.
/// - Lost while a SELECT was under way, before its first row: reconnects and asks once more.
/// - Lost while anything else was under way: `unavailable`, for it may have been done.
/// - No server reachable: `unavailable`, at once where the server refuses, after
///   `connectTimeout` for each endpoint where it is silent.
package final class Connection: Executor {
  package let configuration: DatabaseConfiguration

  private var session: Session?
  /// The endpoint that worked last; the next attempt begins there.
  private var endpoint = 0
  private var transaction: Transaction?

  /// Does not connect yet.
  package init(_ configuration: DatabaseConfiguration) {
    self.configuration = configuration
  }

  package func read(_ sql: SQL, _ body: (inout Row) throws -> Bool) throws {
    try requireNoTransaction()
    var hasRows = false
    try healing(repeatable: sql.isRead && !hasRows) { session in
      try session.read(sql) { row in
        hasRows = true
        return try body(&row)
      }
    }
  }

  @discardableResult
  package func execute(_ sql: SQL) throws -> Int {
    try requireNoTransaction()
    return try healing(repeatable: false) { try $0.write(sql) }
  }

  @discardableResult
  package func bulk(
    _ sql: SQL, chunk: Int, _ fill: (inout BulkRow) throws -> Bool
  ) throws -> Int {
    try requireNoTransaction()
    let bulk = try healing(repeatable: false) { try Bulk(sql, chunk: chunk, on: $0) }
    return try bulk.run(fill)
  }

  /// Executes text as it stands; for the migrator, whose files are part of the program.
  func run(script text: String) throws {
    try requireNoTransaction()
    try healing(repeatable: false) { try $0.command(text) }
  }

  /// Runs `body` between START TRANSACTION and COMMIT; rolls back when it throws.
  ///
  /// `body` may run more than once: after a deadlock (up to four more times) and after a lock
  /// that was not granted in time (once more), following a short random pause. So it must have no
  /// effect but on the database, and no memory of an earlier run. A COMMIT whose answer never came
  /// is `outcomeUnknown`; a connection lost before it is `unavailable`, and nothing was changed.
  /// Transactions don't nest, and the connection itself can't be used inside.
  package func transaction<T>(_ body: (Transaction) throws -> T) throws -> T {
    try requireNoTransaction()
    var attempt = 1
    while true {
      let session = try healing(repeatable: true) { session in
        try session.command("START TRANSACTION")
        return session
      }
      let transaction = Transaction(session)
      self.transaction = transaction
      let result = Result { try transaction.run(body) }
      self.transaction = nil
      if case .failure = result, let conflict = transaction.conflict,
        attempt < (conflict.isLockTimeout ? 2 : 5)
      {
        pause(after: attempt)
        attempt += 1
        continue
      }
      return try result.get()
    }
  }

  /// Hangs up; the next use connects again.
  package func close() {
    session = nil
  }

  // MARK: -

  /// Nil while not connected.
  var currentSession: Session? { session }

  private func requireNoTransaction() throws {
    guard transaction == nil else {
      throw DatabaseError.misuse("A transaction is open on this connection: use it instead.")
    }
  }

  /// Does `work`, and once more on a new session when the first turns out to be dead and either
  /// nothing had been sent or doing it twice does no harm. What has used up its time-out is not
  /// repeated: it would take as long again.
  private func healing<T>(
    repeatable: @autoclosure () -> Bool, _ work: (Session) throws -> T
  ) throws -> T {
    let start = monotonicSeconds()
    let first = try open()
    do {
      return try work(first)
    } catch let error as DatabaseError where first.isBroken && error.kind == .unavailable {
      session = nil
      let hasTimedOut =
        configuration.readTimeout > 0
        && monotonicSeconds() - start >= Double(configuration.readTimeout) * 0.9
      guard !first.wasSent || repeatable(), !hasTimedOut else { throw error }
    }
    return try work(open())
  }

  private func open() throws -> Session {
    if let session, session.looksAlive() { return session }
    session = nil
    var failure = DatabaseError(kind: .unavailable, message: "No endpoint is configured.")
    for step in configuration.endpoints.indices {
      let index = (endpoint + step) % configuration.endpoints.count
      do {
        let session = try Session(configuration.endpoints[index], configuration)
        self.session = session
        endpoint = index
        return session
      } catch let error as DatabaseError {
        failure = error
      }
    }
    throw failure
  }

  /// Random, so that those who collided don't do so again in step.
  private func pause(after attempt: Int) {
    usleep(UInt32.random(in: 500...(4_000 << UInt32(attempt))))
  }
}

extension SQL {
  /// Whether it can be asked twice without harm.
  fileprivate var isRead: Bool {
    let word = utf8.prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x28 }.map { $0 & ~0x20 }
    return word.elementsEqual("SELECT".utf8) || word.elementsEqual("WITH".utf8)
  }
}

extension DatabaseError {
  /// ER_LOCK_WAIT_TIMEOUT: it has cost its time already.
  fileprivate var isLockTimeout: Bool { code == 1205 }
}
