import Foundation
import Primitives
import TestSupport
import Testing

@testable import MariaDB

@Suite struct TransactionTests {
  let database: TestDatabase
  var connection: Connection { database.connection }

  init() throws {
    database = try TestDatabase()
    try database.sql("CREATE TABLE t (id INT PRIMARY KEY, v INT NOT NULL)")
    try database.sql("INSERT INTO t VALUES (1, 0), (2, 0)")
  }

  @Test func commitsOrRollsBack() throws {
    let result = try connection.transaction { transaction in
      try transaction.execute("UPDATE t SET v = 1 WHERE id = 1")
      return "done"
    }
    #expect(result == "done")
    #expect(throws: Unrelated.self) {
      try connection.transaction { transaction in
        try transaction.execute("UPDATE t SET v = 9")
        throw Unrelated()
      }
    }
    #expect(
      kind {
        try connection.transaction { transaction in
          try transaction.execute("UPDATE t SET v = 8")
          try transaction.execute("INSERT INTO t VALUES (1, 1)")
        }
      } == .unique("PRIMARY"))
    #expect(try number(connection, "SELECT SUM(v) FROM t") == 1)
  }

  @Test func aConstraintMayBeSurvived() throws {
    try connection.transaction { transaction in
      #expect(kind { try transaction.execute("INSERT INTO t VALUES (1, 1)") } == .unique("PRIMARY"))
      try transaction.execute("UPDATE t SET v = 5 WHERE id = 2")
    }
    #expect(try number(connection, "SELECT v FROM t WHERE id = 2") == 5)
  }

  @Test func deadlocksAreRepeated() throws {
    let configuration = database.configuration
    let runs = Locked(0)
    let meeting = DispatchSemaphore(value: 0)
    let other = DispatchSemaphore(value: 0)
    let failures = Locked<[String]>([])
    func worker(_ first: Int, _ second: Int, _ here: DispatchSemaphore, _ there: DispatchSemaphore)
      -> Thread
    {
      Thread {
        do {
          var isFirstRun = true
          try Connection(configuration).transaction { transaction in
            runs.withLock { $0 += 1 }
            try transaction.execute("UPDATE t SET v = v + 1 WHERE id = \(first)")
            if isFirstRun {
              isFirstRun = false
              here.signal()
              _ = there.wait(timeout: .now() + 5)
            }
            // Swallowed: it must be repeated all the same.
            _ = try? transaction.execute("UPDATE t SET v = v + 1 WHERE id = \(second)")
          }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
        Database.endThread()
        done.signal()
      }
    }
    let done = DispatchSemaphore(value: 0)
    let threads = [worker(1, 2, meeting, other), worker(2, 1, other, meeting)]
    for thread in threads { thread.start() }
    for _ in threads { #expect(done.wait(timeout: .now() + 30) == .success) }
    #expect(failures.withLock { $0 } == [])
    #expect(runs.withLock { $0 } >= 3)
    let rows = try connection.query("SELECT v FROM t ORDER BY id") { try $0.next(as: Int.self) }
    #expect(rows == [2, 2])
  }

  @Test func locksAreNotWaitedForWithoutEnd() throws {
    var configuration = database.configuration
    configuration.lockTimeout = 1
    let impatient = Connection(configuration)
    try connection.transaction { holder in
      try holder.execute("UPDATE t SET v = 1 WHERE id = 1")
      var runs = 0
      let start = Date()
      #expect(
        kind {
          try impatient.transaction { transaction in
            runs += 1
            try transaction.execute("UPDATE t SET v = 2 WHERE id = 1")
          }
        } == .deadlock)
      #expect(runs == 2)
      #expect(Date().timeIntervalSince(start) < 6)
    }
    #expect(try number(impatient, "SELECT v FROM t WHERE id = 1") == 1)
  }

  @Test func aTransactionSeesWhatOthersCommit() throws {
    let other = Connection(database.configuration)
    try connection.transaction { transaction in
      #expect(try number(transaction, "SELECT v FROM t WHERE id = 1") == 0)
      try other.execute("UPDATE t SET v = 7 WHERE id = 1")
      #expect(try number(transaction, "SELECT v FROM t WHERE id = 1") == 7)
    }
  }
}

@Suite struct HealingTests {
  let database: TestDatabase
  var connection: Connection { database.connection }
  let killer: Connection

  init() throws {
    database = try TestDatabase()
    killer = Connection(database.configuration)
    try database.sql("CREATE TABLE t (i INT)")
  }

  private func kill() throws {
    let id = Int(try #require(connection.currentSession).serverID)
    try killer.execute("KILL CONNECTION \(id)")
    while try number(killer, "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = \(id)")
      != 0
    {
      usleep(2_000)
    }
  }

  @Test func anIdleDeathIsNotNoticedByReaders() throws {
    for _ in 0..<3 {
      try kill()
      #expect(try number(connection, "SELECT \(5)") == 5)
    }
    try kill()
    #expect(try number(connection, "/* not seen as a read */ SELECT \(5)") == 5)
  }

  @Test func anIdleDeathIsNotNoticedByTransactions() throws {
    try kill()
    var runs = 0
    try connection.transaction { transaction in
      runs += 1
      try transaction.execute("INSERT INTO t VALUES (1)")
    }
    #expect(runs == 1)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 1)
  }

  @Test func anIdleDeathIsNotNoticedByNewWrites() throws {
    try kill()
    // Not yet prepared: whatever happens, it has not been executed.
    try connection.execute("INSERT INTO t VALUES (\(1))")
    try kill()
    // Prepared, but idle for long enough to be looked at.
    usleep(1_100_000)
    try connection.execute("INSERT INTO t VALUES (\(1))")
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 2)
  }

  @Test func aWriteLostUnderWayIsTold() throws {
    try connection.execute("INSERT INTO t VALUES (\(1))")
    try kill()
    #expect(kind { try connection.execute("INSERT INTO t VALUES (\(1))") } == .unavailable)
    try connection.execute("INSERT INTO t VALUES (\(1))")
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 2)
  }

  @Test func aTransactionKilledMidwayLeavesNothing() throws {
    let outcome = kind {
      try connection.transaction { transaction in
        try transaction.execute("INSERT INTO t VALUES (1)")
        try kill()
        #expect(kind { try transaction.execute("INSERT INTO t VALUES (2)") } == .unavailable)
        // Must not sneak in on a new session.
        _ = try? transaction.execute("INSERT INTO t VALUES (3)")
      }
    }
    #expect(outcome == .unavailable)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 0)
  }

  @Test func aCommitWithoutAnswerIsUnknown() throws {
    #expect(
      kind {
        try connection.transaction { transaction in
          try transaction.execute("INSERT INTO t VALUES (1)")
          try kill()
        }
      } == .outcomeUnknown)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 0)
  }

  @Test func aStreamLostMidwayIsNotBegunAgain() throws {
    var seen = 0
    #expect(
      kind {
        try connection.forEach("SELECT seq, REPEAT('x', 1000) FROM seq_1_to_100000") { _ in
          seen += 1
          if seen == 1 { try kill() }
        }
      } == .unavailable)
    #expect(seen >= 1 && seen < 100_000)
    #expect(try number(connection, "SELECT 1") == 1)
  }

  @Test func otherEndpointsAreTried() throws {
    var configuration = database.configuration
    configuration.endpoints =
      [.socket("/nowhere/at/all.sock"), .tcp(host: "127.0.0.1", port: 1)] + configuration.endpoints
    let connection = Connection(configuration)
    #expect(try number(connection, "SELECT 1") == 1)
    configuration.endpoints.removeLast()
    let start = Date()
    #expect(kind { try Connection(configuration).execute("SELECT 1") } == .unavailable)
    #expect(Date().timeIntervalSince(start) < 0.5)
    configuration.endpoints = []
    #expect(kind { try Connection(configuration).execute("SELECT 1") } == .unavailable)
  }

  @Test func aServerMayStopAndStart() throws {
    let server = try TestServer.make()
    defer { server.remove() }
    let database = try TestDatabase(on: server)
    try database.sql("CREATE TABLE t (i INT)")
    try database.sql("INSERT INTO t VALUES (\(1))")
    try server.stop()
    #expect(kind { _ = try number(database.connection, "SELECT i FROM t") } == .unavailable)
    #expect(kind { try database.sql("INSERT INTO t VALUES (\(2))") } == .unavailable)
    #expect(kind { try database.connection.transaction { _ in } } == .unavailable)
    try server.start()
    #expect(try number(database.connection, "SELECT i FROM t") == 1)
    try database.sql("INSERT INTO t VALUES (\(2))")
    #expect(try number(database.connection, "SELECT COUNT(*) FROM t") == 2)
  }
}
