import Foundation
import Primitives
import TestSupport
import Testing

@testable import MariaDB

/// The kind of the error that `work` throws.
func kind(of work: () throws -> Void) -> DatabaseError.Kind? {
  do {
    try work()
    return nil
  } catch {
    return (error as? DatabaseError)?.kind
  }
}

func number(_ executor: some Executor, _ sql: SQL) throws -> Int? {
  try executor.first(sql) { try $0.next(as: Int.self) }
}

struct Unrelated: Error {}

@Suite struct ConnectionTests {
  let database: TestDatabase
  var connection: Connection { database.connection }

  init() throws {
    database = try TestDatabase()
  }

  @Test func sessionsAreSetUpAlike() throws {
    for _ in 0..<2 {
      let settings = try connection.first(
        """
        SELECT @@character_set_client, @@character_set_connection, @@time_zone, @@sql_mode,
          @@tx_isolation, CAST(@@autocommit AS CHAR), CAST(@@innodb_lock_wait_timeout AS CHAR)
        """
      ) { row in try (0..<7).map { _ in try row.next(as: String.self) } }
      let found = try #require(settings)
      #expect(found[0] == "utf8mb4")
      #expect(found[1] == "utf8mb4")
      #expect(found[2] == "+00:00")
      #expect(found[3].contains("STRICT_ALL_TABLES"))
      #expect(found[4] == "READ-COMMITTED")
      #expect(found[5] == "ON")
      #expect(found[6] == "5")
      #expect(try #require(connection.currentSession).cachesMetadata)
      connection.close()
    }
  }

  @Test func anExecutionIsOneRoundTripWithoutMetadata() throws {
    try database.sql("CREATE TABLE t (a_rather_long_column_name INT PRIMARY KEY)")
    try database.sql("INSERT INTO t VALUES (1)")
    func received() throws -> Int {
      try #require(
        try connection.first(
          "SELECT CAST(VARIABLE_VALUE AS SIGNED) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Questions'"
        ) { try $0.next(as: Int.self) })
    }
    for id in 0..<3 {
      _ = try number(
        connection,
        "SELECT a_rather_long_column_name FROM t WHERE a_rather_long_column_name = \(id)")
    }
    let before = try received()
    for id in 0..<10 {
      _ = try number(
        connection,
        "SELECT a_rather_long_column_name FROM t WHERE a_rather_long_column_name = \(id)")
    }
    #expect(try received() - before == 11)
  }

  @Test func affectedRowsAreRowsFound() throws {
    try database.sql("CREATE TABLE t (id INT PRIMARY KEY, v INT)")
    #expect(try connection.execute("INSERT INTO t VALUES (1, 1), (2, 1)") == 2)
    #expect(try connection.execute("UPDATE t SET v = 1") == 2)
    #expect(try connection.execute("UPDATE t SET v = 1 WHERE id = \(9)") == 0)
    #expect(try connection.execute("DELETE FROM t WHERE id = \(1)") == 1)
    #expect(try connection.execute("SELECT 1") >= 0)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 1)
  }

  @Test func constraintsAreNamed() throws {
    try database.sql(
      """
      CREATE TABLE parent (id INT PRIMARY KEY, slot VARCHAR(80), CONSTRAINT slot_once UNIQUE (slot),
        CONSTRAINT id_positive CHECK (id > 0))
      """)
    try database.sql(
      "CREATE TABLE child (p INT, CONSTRAINT child_parent FOREIGN KEY (p) REFERENCES parent (id))")
    let nasty = "x' for key 'other' key '"
    try database.sql("INSERT INTO parent VALUES (1, \(nasty))")
    try database.sql("INSERT INTO child VALUES (1)")
    #expect(kind { try database.sql("INSERT INTO parent VALUES (1, 'b')") } == .unique("PRIMARY"))
    #expect(
      kind { try database.sql("INSERT INTO parent VALUES (2, \(nasty))") } == .unique("slot_once"))
    #expect(
      kind { try database.sql("INSERT INTO parent VALUES (-1, 'c')") } == .check("id_positive"))
    #expect(
      kind { try database.sql("INSERT INTO child VALUES (7)") } == .foreignKey("child_parent"))
    #expect(kind { try database.sql("DELETE FROM parent") } == .foreignKey("child_parent"))
    #expect(
      kind {
        try database.sql("INSERT INTO parent VALUES (3, \(String(repeating: "x", count: 81)))")
      } == .other)
    #expect(try number(connection, "SELECT COUNT(*) FROM parent") == 1)
  }

  @Test func strangersAreDenied() throws {
    var configuration = database.configuration
    configuration.user = "nobody-at-all"
    configuration.password = "wrong"
    #expect(kind { try Connection(configuration).execute("SELECT 1") } == .denied)
    try database.sql("CREATE USER IF NOT EXISTS waylink_test_reader IDENTIFIED BY 'secret'")
    configuration.user = "waylink_test_reader"
    configuration.password = "secret"
    configuration.database = "information_schema"
    #expect(
      kind {
        try Connection(configuration).execute(
          "CREATE TABLE \(identifier: database.configuration.database).t (i INT)")
      } == .denied)
  }

  @Test func longStatementsAreStopped() throws {
    #expect(
      kind {
        _ = try number(
          connection,
          "SET STATEMENT max_statement_time = 0.05 FOR SELECT COUNT(*) FROM seq_1_to_1000000 a JOIN seq_1_to_1000000 b ON a.seq + b.seq = \(-1)"
        )
      } == .timeout)
    #expect(try number(connection, "SELECT 1") == 1)
  }

  @Test func aSilentServerIsGivenUpAndNotAskedTwice() throws {
    var configuration = database.configuration
    configuration.readTimeout = 1
    let impatient = Connection(configuration)
    let start = Date()
    #expect(kind { _ = try number(impatient, "SELECT SLEEP(\(5))") } == .unavailable)
    #expect(Date().timeIntervalSince(start) < 1.9)
    #expect(try number(impatient, "SELECT 1") == 1)
  }

  @Test func misuseIsTold() throws {
    try database.sql("CREATE TABLE t (i INT)")
    let unbound: SQL = "INSERT INTO t VALUES (?)"
    #expect(kind { try connection.execute(unbound) } == .other)
    #expect(kind { try connection.execute("INSERT INTO t VALUES (\(.each))") } == .other)
    #expect(kind { try connection.execute("SELEKT") } == .other)
    #expect(
      kind {
        try connection.forEach("SELECT 1 UNION SELECT 2") { _ in try connection.execute("SELECT 1")
        }
      } == .other)
    #expect(
      kind { _ = try connection.transaction { _ in try connection.execute("SELECT 1") } } == .other)
    #expect(
      kind { try connection.transaction { _ in try connection.transaction { _ in } } } == .other)
    var escaped: Transaction?
    try connection.transaction { escaped = $0 }
    #expect(kind { try escaped?.execute("INSERT INTO t VALUES (1)") } == .other)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 0)
  }

  @Test func statementsAreCachedWithinBounds() throws {
    for index in 0..<1_000 {
      let columns = (0..<(index % 300 + 1)).map { "\($0)" as SQL }.joined(separator: ", ")
      #expect(try number(connection, "SELECT " + columns) == 0)
    }
    let session = try #require(connection.currentSession)
    #expect(session.statementCount <= StatementCache.limit)
    let prepared = try connection.first(
      "SELECT CAST(VARIABLE_VALUE AS SIGNED) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Prepared_stmt_count'"
    ) { try $0.next(as: Int.self) }
    #expect(try #require(prepared) < 16_382)
  }

  @Test func cachedStatementsFollowTheSchema() throws {
    try database.sql("CREATE TABLE t (a INT)")
    try database.sql("INSERT INTO t VALUES (1)")
    func row() throws -> String? {
      try connection.first("SELECT * FROM t") { row in
        try row.nextBytes { raw in raw.map { String(decoding: $0, as: UTF8.self) } } ?? "NULL"
      }
    }
    #expect(kind { _ = try row() } == .decoding("a"))
    try database.sql("ALTER TABLE t MODIFY a VARCHAR(20)")
    #expect(try row() == "1")
    try database.sql("ALTER TABLE t ADD z VARCHAR(300) DEFAULT 'first' FIRST")
    #expect(try row() == "first")
  }

  // MARK: - Streaming

  @Test func longResultsAreStreamed() throws {
    func resident() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return try #require(Int(status.split(separator: " ")[1])) * 4_096
    }
    var sum = 0
    var early = 0
    var peak = 0
    try connection.forEach("SELECT seq, REPEAT('x', 500) FROM seq_1_to_200000") { row in
      sum += try row.next(as: Int.self)
      let length = try row.nextBytes { $0?.count ?? 0 }
      #expect(length == 500)
      if sum == 500_500 { early = try resident() }
      if sum % 1_000 == 0 { peak = max(peak, try resident()) }
    }
    #expect(sum == 200_000 * 200_001 / 2)
    // Other tests run beside this one; the rows alone are 100 MB.
    #expect(peak - early < 50_000_000)
  }

  @Test(arguments: [10, 1_000_000])
  func leavingEarlyLeavesTheConnectionUsable(rows: Int) throws {
    for _ in 0..<3 {
      var seen = 0
      #expect(throws: Unrelated.self) {
        try connection.forEach("SELECT seq FROM seq_1_to_1000000 WHERE seq <= \(rows)") { _ in
          seen += 1
          if seen == 3 { throw Unrelated() }
        }
      }
      #expect(seen == 3)
      #expect(try number(connection, "SELECT seq FROM seq_1_to_1000000 WHERE seq <= \(rows)") == 1)
      #expect(try number(connection, "SELECT 42") == 42)
    }
  }

  @Test func leavingEarlyKeepsTheTransaction() throws {
    try database.sql("CREATE TABLE t (i INT)")
    try connection.transaction { transaction in
      try transaction.execute("INSERT INTO t VALUES (1)")
      #expect(try number(transaction, "SELECT seq FROM seq_1_to_100000") == 1)
      try transaction.execute("INSERT INTO t VALUES (2)")
    }
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 2)
  }

  @Test func growingValuesAreReadWhole() throws {
    var length = 1
    while length < 4 << 20 {
      let text = try connection.first("SELECT REPEAT('é', \(length))") {
        try $0.next(as: String.self)
      }
      #expect(text?.utf8.count == length * 2)
      length *= 7
    }
  }
}
