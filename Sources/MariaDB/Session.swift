import CMariaDB
import Glibc
import Primitives

/// One connection to one server, from handshake to end, with the statements prepared on it.
/// It never comes back once it is broken: `Connection` then makes another.
final class Session {
  /// Set once nothing more can come of this session.
  private(set) var isBroken = false
  /// Whether the statement last asked for went out to be executed. Before that nothing can have
  /// happened, and it may be asked for again whatever it does.
  private(set) var wasSent = false
  /// While a result is being read nothing else can be asked.
  private(set) var isReading = false
  /// False while a transaction is open, which would end with the session.
  var mayHangUp = true

  private let mysql: UnsafeMutablePointer<MYSQL>
  private var statements = StatementCache()
  private var arena: Bytes = []
  private var lastUse = monotonicSeconds()

  /// Connects; throws `unavailable` or `denied`. Never waits longer than the time-outs.
  init(_ endpoint: Endpoint, _ configuration: DatabaseConfiguration) throws {
    Database.start()
    guard let mysql = mysql_init(nil) else { throw DatabaseError.misuse("Out of memory.") }
    self.mysql = mysql
    setOptions(configuration)
    var host: String?
    var port: UInt16 = 0
    var socket: String?
    var transport = MYSQL_PROTOCOL_TCP
    switch endpoint {
    case .socket(let path):
      socket = path
      transport = MYSQL_PROTOCOL_SOCKET
    case .tcp(let name, let number):
      host = name
      port = number
    }
    // Without it the library takes the name "localhost" for a socket.
    mysql_options(mysql, MYSQL_OPT_PROTOCOL, &transport)
    // FOUND_ROWS: see `Executor.execute`.
    guard
      mysql_real_connect(
        mysql, host, configuration.user, configuration.password, configuration.database,
        UInt32(port), socket, UInt(CLIENT_FOUND_ROWS)) != nil
    else { throw failure() }
  }

  /// The connection first: its statements then know that there is nobody left to tell.
  deinit {
    mysql_close(mysql)
  }

  /// What every session has in common, a reconnected one too.
  ///
  /// READ COMMITTED: every statement sees what is committed by then, so that a revoked link is
  /// seen as revoked inside a transaction that began before; no gaps are locked, hence fewer
  /// deadlocks; and Galera certifies rows only. What must not change between a look and a write
  /// is locked by `FOR UPDATE`, which is right at either level. On a Galera cluster a read waits
  /// for what other nodes have committed before; elsewhere that setting does nothing.
  private func setOptions(_ configuration: DatabaseConfiguration) {
    var connect = configuration.connectTimeout
    var read = configuration.readTimeout
    var write = configuration.writeTimeout
    var off: UInt32 = 0
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect)
    mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &read)
    mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &write)
    // A server could otherwise ask for any file of this machine.
    mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off)
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    let modes = [
      "STRICT_ALL_TABLES", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ERROR_FOR_DIVISION_BY_ZERO",
      "NO_ENGINE_SUBSTITUTION", "ONLY_FULL_GROUP_BY",
    ]
    mysql_options(
      mysql, MYSQL_INIT_COMMAND,
      """
      SET autocommit = 1, time_zone = '+00:00', sql_mode = '\(modes.joined(separator: ","))', \
      wsrep_sync_wait = 1, innodb_lock_wait_timeout = \(max(1, configuration.lockTimeout)), \
      lock_wait_timeout = \(max(1, configuration.lockTimeout))
      """)
    mysql_options(
      mysql, MYSQL_INIT_COMMAND, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
  }

  /// The server's number of this connection, for KILL.
  var serverID: UInt { mysql_thread_id(mysql) }

  /// Whether the columns of a result are described once a statement instead of once an
  /// execution: MariaDB 10.6 and later.
  var cachesMetadata: Bool { waylink_server_extensions(mysql) & 1 << 4 != 0 }

  var statementCount: Int { statements.count }

  /// False when the server has hung up on an idle session; found without a round trip. Right
  /// after use it is taken for alive: to look costs as much as a small query's share.
  func looksAlive() -> Bool {
    guard !isBroken else { return false }
    guard monotonicSeconds() - lastUse > 1 else { return true }
    var byte: UInt8 = 0
    let count = recv(mysql_get_socket(mysql), &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    // Unasked-for bytes are a farewell ("Connection was killed").
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
  }

  // MARK: - Statements

  /// `body` returns false to end early.
  func read(_ sql: SQL, _ body: (inout Row) throws -> Bool) throws {
    let statement = try execute(sql)
    guard statement.fieldCount > 0 else { return }
    isReading = true
    defer {
      isReading = false
      lastUse = monotonicSeconds()
    }
    var isAtEnd = false
    do {
      repeat { isAtEnd = try !fetch(statement, body) } while !isAtEnd
    } catch {
      abandonResult(of: statement)
      throw error
    }
  }

  /// The affected rows.
  func write(_ sql: SQL) throws -> Int {
    let statement = try execute(sql)
    if statement.fieldCount > 0 { abandonResult(of: statement) }
    lastUse = monotonicSeconds()
    return Int(clamping: mysql_stmt_affected_rows(statement.handle))
  }

  /// Without preparing, for what has no values; results are thrown away.
  func command(_ text: some StringProtocol) throws {
    guard !isReading else { throw busy }
    wasSent = true
    let result = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        mysql_real_query(mysql, $0.baseAddress, UInt($0.count))
      }
    }
    guard let result else { return try command(String(text)) }
    guard result == 0 else { throw failure() }
    repeat {
      mysql_free_result(mysql_store_result(mysql))
      guard mysql_errno(mysql) == 0 else { throw failure() }
    } while mysql_next_result(mysql) == 0
    lastUse = monotonicSeconds()
  }

  /// Prepares outside of the cache, for `Bulk`, whose statements work otherwise.
  func prepareAlone(_ sql: SQL, arraySize: UInt32) throws -> Statement {
    guard !isReading else { throw busy }
    return try prepare(sql, arraySize: arraySize)
  }

  /// Executes what has been bound by `Bulk`.
  func executeBound(_ statement: Statement) throws {
    wasSent = true
    guard mysql_stmt_execute(statement.handle) == 0 else { throw failure(statement.error) }
    lastUse = monotonicSeconds()
  }

  private func execute(_ sql: SQL) throws -> Statement {
    guard !isReading else { throw busy }
    guard sql.eachCount == 0 else { throw DatabaseError.misuse("\\(.each) is for bulk only.") }
    wasSent = false
    let statement = try prepared(sql)
    wasSent = true
    let isDone = statement.execute(sql.values, arena: &arena)
    // One megabyte-sized text must not be paid for until the end of the thread.
    if arena.capacity > 256 * 1024 { arena = [] }
    guard isDone else { throw failure(statement.error) }
    return statement
  }

  private func prepared(_ sql: SQL) throws -> Statement {
    if let statement = statements[sql.utf8] { return statement }
    let statement = try prepare(sql, arraySize: 0)
    statements[sql.utf8] = statement
    return statement
  }

  private func prepare(_ sql: SQL, arraySize: UInt32) throws -> Statement {
    guard let handle = mysql_stmt_init(mysql) else { throw DatabaseError.misuse("Out of memory.") }
    if arraySize > 0 {
      var size = arraySize
      mysql_stmt_attr_set(handle, STMT_ATTR_ARRAY_SIZE, &size)
    }
    let result = sql.utf8.withUnsafeBytes {
      mysql_stmt_prepare(
        handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), UInt($0.count))
    }
    let statement = Statement(preparedAs: handle)
    guard result == 0 else { throw failure(statement.error) }
    guard statement.parameterCount == sql.values.count + sql.eachCount else {
      throw DatabaseError.misuse(
        "\(statement.parameterCount) parameters, \(sql.values.count) values: \(sql.text)")
    }
    return statement
  }

  // MARK: - Results

  /// False at the end, or when `body` has had enough.
  private func fetch(_ statement: Statement, _ body: (inout Row) throws -> Bool) throws -> Bool {
    switch mysql_stmt_fetch(statement.handle) {
    case 0: break
    case MYSQL_NO_DATA: return false
    default: throw fetchFailure(statement)
    }
    var row = Row(of: statement.handle)
    if try body(&row) { return true }
    abandonResult(of: statement)
    return false
  }

  /// Reads what is left of a result, when that is little. Otherwise it hangs up: a reader who
  /// left after ten rows of a million must not be made to wait for the rest.
  private func abandonResult(of statement: Statement) {
    guard !isBroken else { return }
    var rows = 0
    while !mayHangUp || rows < Self.drainedRows {
      switch mysql_stmt_fetch(statement.handle) {
      case 0: rows += 1
      case MYSQL_NO_DATA: return
      default:
        _ = fetchFailure(statement)
        return
      }
    }
    isBroken = true
  }

  private static let drainedRows = 1_000

  // MARK: - Errors

  private var busy: DatabaseError {
    .misuse("A result of this connection is still being read.")
  }

  private func failure() -> DatabaseError {
    failure(
      DatabaseError(
        code: mysql_errno(mysql), sqlState: String(cString: mysql_sqlstate(mysql)),
        message: String(cString: mysql_error(mysql))))
  }

  /// An unbuffered fetch leaves what went wrong with the connection, not with the statement.
  private func fetchFailure(_ statement: Statement) -> DatabaseError {
    mysql_stmt_errno(statement.handle) == 0 ? failure() : failure(statement.error)
  }

  private func failure(_ error: DatabaseError) -> DatabaseError {
    if DatabaseError.Kind.isLost(code: Int32(bitPattern: error.code)) { isBroken = true }
    lastUse = monotonicSeconds()
    return error
  }
}

/// Seconds that no one sets; coarse (a few milliseconds) and therefore nearly free.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
