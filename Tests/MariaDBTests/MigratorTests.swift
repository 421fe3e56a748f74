import Foundation
import Primitives
import TestSupport
import Testing

@testable import MariaDB

@Suite final class MigratorTests {
  let database: TestDatabase
  let directory: String

  init() throws {
    database = try TestDatabase()
    directory = NSTemporaryDirectory() + "waylink-sql-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory)
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
  }

  private func state() throws -> SchemaState {
    try Migrator(directory: directory).state(on: database.connection)
  }

  @Test func appliesInOrderAndOnce() throws {
    try write("0002-more.sql", "INSERT INTO a (i) VALUES (1);\nINSERT INTO a (i)\n  VALUES (2);\n")
    try write(
      "0001-first.sql", "-- A table; with a comment.\nCREATE TABLE a (i INT, t TEXT DEFAULT ';');\n"
    )
    try write("README.md", "not SQL")
    #expect(try state() == .behind(3))
    var steps: [String] = []
    try Migrator(directory: directory).migrate(database.configuration) {
      steps.append($0.description)
    }
    #expect(
      steps == [
        "0001-first.sql step 1 of 1", "0002-more.sql step 1 of 2", "0002-more.sql step 2 of 2",
      ])
    #expect(try state() == .current)
    #expect(try Migrator(directory: directory).migrate(database.configuration) == 0)
    #expect(try number(database.connection, "SELECT COUNT(*) FROM a") == 2)
  }

  @Test func goesOnWhereItFailed() throws {
    let start = "CREATE TABLE a (i INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\n"
    try write("0001-a.sql", start + "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (3);\n")
    let step = MigrationStep(file: "0001-a.sql", number: 3, of: 4)
    do {
      try Migrator(directory: directory).migrate(database.configuration)
      Issue.record("The step should have failed.")
    } catch MigrationError.failed(let failed, let error) {
      #expect(failed == step)
      #expect(error.kind == .unique("PRIMARY"))
    }
    #expect(try state() == .behind(2))
    try write("0001-a.sql", start + "INSERT INTO a VALUES (2);\nINSERT INTO a VALUES (3);\n")
    #expect(try Migrator(directory: directory).migrate(database.configuration) == 2)
    #expect(try number(database.connection, "SELECT SUM(i) FROM a") == 6)
  }

  @Test func noticesEditsAndTheFuture() throws {
    try write("0001-a.sql", "CREATE TABLE a (i INT);")
    try write("0002-b.sql", "CREATE TABLE b (i INT);\nCREATE TABLE c (i INT);")
    try Migrator(directory: directory).migrate(database.configuration)
    try write("0001-a.sql", "-- Reworded.\nCREATE TABLE a (i INT);\n\n")
    #expect(try state() == .current)
    try write("0001-a.sql", "CREATE TABLE a (i BIGINT);")
    #expect(try state() == .changed("0001-a.sql"))
    #expect(throws: MigrationError.changed("0001-a.sql")) {
      try Migrator(directory: directory).migrate(database.configuration)
    }
    try write("0001-a.sql", "CREATE TABLE a (i INT);")
    try write("0002-b.sql", "CREATE TABLE b (i INT);")
    #expect(try state() == .changed("0002-b.sql"))
    try FileManager.default.removeItem(atPath: directory + "/0002-b.sql")
    #expect(try state() == .ahead)
    #expect(throws: MigrationError.ahead) {
      try Migrator(directory: directory).migrate(database.configuration)
    }
  }

  @Test func triggersNeedSteps() throws {
    try write(
      "0001-a.sql",
      """
      CREATE TABLE a (i INT);
      --- step
      CREATE TRIGGER a_double BEFORE INSERT ON a FOR EACH ROW
      BEGIN
        -- Twice; at least.
        SET NEW.i = NEW.i * 2;
        SET NEW.i = NEW.i + 0;
      END;
      --- step
      INSERT INTO a VALUES (4)
      """)
    #expect(try Migrator(directory: directory).migrate(database.configuration) == 3)
    #expect(try number(database.connection, "SELECT i FROM a") == 8)
  }

  @Test func onlyOneAtATime() throws {
    try write(
      "0001-a.sql", "CREATE TABLE a (i INT);\nDO SLEEP(0.5);\nINSERT INTO a VALUES (1);")
    let migrator = try Migrator(directory: directory)
    let configuration = database.configuration
    let done = DispatchSemaphore(value: 0)
    let counts = Locked<[Int]>([])
    let failures = Locked<[String]>([])
    for _ in 0..<4 {
      Thread {
        do {
          let count = try migrator.migrate(configuration)
          counts.withLock { $0.append(count) }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
        Database.endThread()
        done.signal()
      }.start()
    }
    for _ in 0..<4 { #expect(done.wait(timeout: .now() + 30) == .success) }
    #expect(failures.withLock { $0 } == [])
    #expect(counts.withLock { $0.sorted() } == [0, 0, 0, 3])
    #expect(try number(database.connection, "SELECT COUNT(*) FROM a") == 1)
    try database.connection.transaction { holder in
      _ = try number(holder, "SELECT id FROM schema_lock FOR UPDATE")
      #expect(throws: MigrationError.busy) { try migrator.migrate(configuration, patience: 1) }
    }
  }

  @Test(arguments: [
    ("a;b", ["a", "b"]), ("a ; ;; b;", ["a", "b"]), ("'a;b'; c", ["'a;b'", "c"]),
    ("'it''s; \\'; x'; c", ["'it''s; \\'; x'", "c"]), ("`a\\`; b", ["`a\\`", "b"]),
    ("/* a; */ b; c", ["/* a; */ b", "c"]), ("a # b; c\n d", ["a \n d"]),
    ("a -- 'b; c\n;d", ["a", "d"]), ("a--1;b", ["a--1", "b"]), ("", []), ("-- only", []),
    ("\"é;\";ü", ["\"é;\"", "ü"]), ("a;\r\nb;\r\n", ["a", "b"]),
    ("a;b\n--- step\nc;d;", ["a;b", "c;d"]),
  ])
  func cutsFiles(text: String, steps: [String]) throws {
    #expect(try MigrationFile(name: "x", version: 1, text: text).steps == steps)
  }

  @Test(arguments: ["'a", "a; \"b;", "/* a", "`", "'a\\'"])
  func refusesWhatHasNoEnd(text: String) {
    #expect(throws: MigrationError.unreadable("x")) {
      try MigrationFile(name: "x", version: 1, text: text)
    }
  }

  @Test func refusesDirectories() throws {
    #expect(throws: MigrationError.self) { try Migrator(directory: "/nowhere") }
    try write("0001-a.sql", "SELECT 1")
    try write("0001-b.sql", "SELECT 1")
    #expect(throws: MigrationError.sameVersion("0001-b.sql")) {
      try Migrator(directory: directory)
    }
    try FileManager.default.removeItem(atPath: directory)
  }
}
