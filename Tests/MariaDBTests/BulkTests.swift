import Primitives
import TestSupport
import Testing

@testable import MariaDB

@Suite struct BulkTests {
  let database: TestDatabase
  var connection: Connection { database.connection }

  init() throws {
    database = try TestDatabase()
    try database.sql(
      """
      CREATE TABLE t (position INT PRIMARY KEY, id UUID, title LONGTEXT COLLATE utf8mb4_bin,
        blobby LONGBLOB, at DATETIME(6), ratio DOUBLE, CONSTRAINT early CHECK (position < 1000000))
      """)
  }

  @Test func everyKindOfValueSurvives() throws {
    let texts = ValueTests.texts + ["\\N", "NULL", "a\tb", "a\nb", "\\"]
    let id = UUID.v7()
    var position = 0
    let sql: SQL = """
      INSERT INTO t (position, id, title, blobby, at, ratio)
      VALUES (\(.each), \(.each), \(.each), \(.each), \(.each), \(.each))
      """
    let count = try connection.bulk(sql, chunk: 7) { row in
      guard position < texts.count * 2 else { return false }
      let isEven = position % 2 == 0
      row.append(position)
      row.append(isEven ? id : UUID?.none)
      row.append(texts[position / 2])
      row.append(isEven ? Bytes(texts[position / 2].utf8) : nil)
      row.append(isEven ? nil : Instant(microseconds: Int64(position)))
      row.append(isEven ? Double(position) / 3 : nil)
      position += 1
      return true
    }
    #expect(count == texts.count * 2)
    var seen = 0
    try connection.forEach("SELECT position, id, title, blobby, at, ratio FROM t ORDER BY position")
    { row in
      let position: Int = try row.next()
      let isEven = position % 2 == 0
      let text = texts[position / 2]
      #expect(position == seen)
      #expect(try row.next(as: UUID?.self) == (isEven ? id : nil))
      #expect(Array(try row.next(as: String.self).utf8) == Array(text.utf8))
      #expect(try row.next(as: Bytes?.self) == (isEven ? Bytes(text.utf8) : nil))
      #expect(
        try row.next(as: Instant?.self) == (isEven ? nil : Instant(microseconds: Int64(position))))
      #expect(try row.next(as: Double?.self) == (isEven ? Double(position) / 3 : nil))
      seen += 1
    }
    #expect(seen == texts.count * 2)
  }

  @Test(arguments: [0, 1, 4_999, 5_000, 5_001, 23_456])
  func anyNumberOfRows(count: Int) throws {
    var position = 0
    let inserted = try connection.bulk(
      "INSERT INTO t (position, title) VALUES (\(.each), \(.each))"
    ) { row in
      guard position < count else { return false }
      row.append(position)
      row.append("title")
      position += 1
      return true
    }
    #expect(inserted == count)
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == count)
  }

  @Test func leftoversAreOverwritten() throws {
    for round in 0..<2 {
      var position = 0
      try connection.bulk(
        "INSERT INTO t (position, title) VALUES (\(.each), \(.each)) ON DUPLICATE KEY UPDATE title = VALUES(title)",
        chunk: 10
      ) { row in
        guard position < 25 else { return false }
        row.append(position)
        row.append("round \(round)")
        position += 1
        return true
      }
    }
    #expect(try number(connection, "SELECT COUNT(*) FROM t WHERE title = 'round 1'") == 25)
  }

  @Test func aChunkFailsAsAWholeAndATransactionAltogether() throws {
    func insert(_ executor: some Executor) throws {
      var position = 999_970
      try executor.bulk("INSERT INTO t (position) VALUES (\(.each))", chunk: 20) { row in
        row.append(position)
        position += 1
        return true
      }
    }
    #expect(kind { try insert(connection) } == .check("early"))
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 20)
    try database.sql("DELETE FROM t")
    #expect(kind { try connection.transaction { try insert($0) } } == .check("early"))
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 0)
  }

  @Test func misuseIsTold() throws {
    let one: SQL = "INSERT INTO t (position) VALUES (\(.each))"
    #expect(
      kind { try connection.bulk("INSERT INTO t (position) VALUES (\(1))") { _ in false } }
        == .other)
    #expect(kind { try connection.bulk(one) { _ in true } } == .other)
    #expect(
      kind {
        try connection.bulk(one) { row in
          row.append(1)
          row.append(2)
          return true
        }
      } == .other)
    var turn = 0
    #expect(
      kind {
        try connection.bulk(one) { row in
          if turn == 0 { row.append(1) } else { row.append("one") }
          turn += 1
          return turn < 3
        }
      } == .other)
    #expect(throws: Unrelated.self) { try connection.bulk(one) { _ in throw Unrelated() } }
    #expect(try number(connection, "SELECT COUNT(*) FROM t") == 0)
  }
}
