import MariaDB
import Primitives
import TestSupport
import Testing

private enum Colour: String { case red, green }

@Suite struct ValueTests {
  let database: TestDatabase
  var connection: Connection { database.connection }

  init() throws {
    database = try TestDatabase()
  }

  static let texts = [
    "", " ", "plain", "'; DROP TABLE t; --", "\\", "\\'", "\"`", "a\0b\0", "%_", "?",
    "\u{1F469}\u{200D}\u{1F680}",
    "e\u{301}\u{E9}", "\u{FEFF}\u{202E}", "\r\n\t", "${jndi:ldap://x}", "1 OR 1=1", "\u{10FFFF}",
    String(repeating: "x", count: 250), String(repeating: "x", count: 251),
    String(repeating: "ä", count: 40_000), String(repeating: "z", count: 1 << 20),
  ]

  @Test(arguments: texts)
  func textSurvives(text: String) throws {
    try database.sql("CREATE TABLE t (v LONGTEXT COLLATE utf8mb4_bin)")
    try database.sql("INSERT INTO t VALUES (\(text))")
    let back = try connection.query("SELECT v FROM t WHERE v = \(text)") {
      try $0.next(as: String.self)
    }
    #expect(back.map { Array($0.utf8) } == [Array(text.utf8)])
    #expect(try connection.first("SELECT \(text)") { try $0.next(as: String.self) } == text)
  }

  @Test(arguments: [
    [], [0], [0xFF, 0, 0x27, 0x5C, 0x3F], Bytes(0...255), Bytes(repeating: 7, count: 300_000),
  ])
  func bytesSurvive(bytes: Bytes) throws {
    try database.sql("CREATE TABLE t (v LONGBLOB)")
    try database.sql("INSERT INTO t VALUES (\(bytes))")
    #expect(try connection.first("SELECT v FROM t") { try $0.next(as: Bytes.self) } == bytes)
    let count = try connection.first("SELECT v FROM t") {
      try $0.nextBytes { raw in raw.map { $0.elementsEqual(bytes) } }
    }
    #expect(count == true)
  }

  @Test(arguments: [0, 1, -1, 127, -128, 65_535, 1 << 31, Int.max, Int.min])
  func integersSurvive(integer: Int) throws {
    try database.sql("CREATE TABLE t (v BIGINT)")
    try database.sql("INSERT INTO t VALUES (\(integer))")
    #expect(try connection.first("SELECT v FROM t") { try $0.next(as: Int.self) } == integer)
    #expect(
      try connection.first("SELECT v FROM t") { try $0.next(as: Int64.self) } == Int64(integer))
  }

  @Test func everyIntegerTypeIsRead() throws {
    try database.sql(
      """
      CREATE TABLE t (a TINYINT, b TINYINT UNSIGNED, c SMALLINT, d SMALLINT UNSIGNED, e MEDIUMINT,
        f MEDIUMINT UNSIGNED, g INT, h INT UNSIGNED, i BIGINT UNSIGNED, j YEAR, k BOOLEAN)
      """)
    try database.sql(
      """
      INSERT INTO t VALUES (-128, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
        9223372036854775807, 2026, TRUE)
      """)
    let row = try connection.first("SELECT a, b, c, d, e, f, g, h, i, j, k FROM t") { row in
      try (0..<11).map { _ in try row.next(as: Int.self) }
    }
    #expect(
      row == [
        -128, 255, -32768, 65535, -8_388_608, 16_777_215, -2_147_483_648, 4_294_967_295, Int.max,
        2026, 1,
      ])
    #expect(
      try connection.first("SELECT SUM(g) FROM t") { try $0.next(as: Int.self) } == -2_147_483_648)
    #expect(throws: DatabaseError.self) {
      try connection.first("SELECT 18446744073709551615 AS big") { try $0.next(as: Int.self) }
    }
  }

  @Test func doublesBoolsAndEnumsSurvive() throws {
    try database.sql("CREATE TABLE t (d DOUBLE, f FLOAT, b BOOLEAN, c VARCHAR(10), e DECIMAL(5,2))")
    let none: Colour? = nil
    try database.sql(
      "INSERT INTO t VALUES (\(-1.5e300), \(0.5), \(true), \(Colour.green), \(12.25))")
    try database.sql("INSERT INTO t VALUES (\(0.1), NULL, \(false), \(none), NULL)")
    let rows = try connection.query("SELECT d, f, b, c, e FROM t ORDER BY d") { row in
      let d: Double = try row.next()
      let f: Double? = try row.next()
      let b: Bool = try row.next()
      let c: Colour? = try row.next()
      let e: Double? = try row.next()
      return "\(d) \(f as Any) \(b) \(c as Any) \(e as Any)"
    }
    #expect(
      rows == [
        "-1.5e+300 Optional(0.5) true Optional(MariaDBTests.Colour.green) Optional(12.25)"
          .replacing("MariaDBTests.Colour", with: "\(String(reflecting: Colour.self))"),
        "0.1 nil false nil nil",
      ])
    let colour: Colour? = try connection.first("SELECT 'red'") { try $0.next() }
    #expect(colour == .red)
    #expect(throws: DatabaseError.self) {
      _ = try connection.first("SELECT 'blue'") { try $0.next(as: Colour.self) }
    }
  }

  @Test(arguments: [
    "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z",
    "2024-02-29T12:34:56.000001Z", "2038-01-19T03:14:08Z", "2026-07-01T00:00:00Z",
    "2026-07-01T10:00:00Z", "9999-12-31T23:59:59.999999Z",
  ])
  func instantsSurvive(text: String) throws {
    let instant = try #require(Instant(iso8601: text))
    try database.sql("CREATE TABLE t (v DATETIME(6))")
    try database.sql("INSERT INTO t VALUES (\(instant))")
    let back = try connection.first("SELECT v FROM t WHERE v = \(instant)") {
      try $0.next(as: Instant.self)
    }
    #expect(back == instant)
  }

  @Test func instantsAreInUTC() throws {
    let server = try connection.first("SELECT NOW(6), UTC_TIMESTAMP(6)") {
      (try $0.next(as: Instant.self), try $0.next(as: Instant.self))
    }
    let pair = try #require(server)
    #expect(pair.0 == pair.1)
    #expect(abs(pair.0.microseconds - Instant.now().microseconds) < 60_000_000)
  }

  @Test func uuidsSurviveAndAreFound() throws {
    try database.sql("CREATE TABLE t (id UUID PRIMARY KEY, other UUID)")
    let ids = (0..<50).map { UUID.v7(at: Instant(microseconds: Int64($0) * 1_000_000)) }
    for id in ids { try database.sql("INSERT INTO t VALUES (\(id), \(UUID?.none))") }
    let back = try connection.query("SELECT id, other FROM t ORDER BY id") { row in
      let id: UUID = try row.next()
      let other: UUID? = try row.next()
      #expect(other == nil)
      return id
    }
    #expect(back == ids)
    let one = try connection.first("SELECT id FROM t WHERE id = \(ids[7])") {
      try $0.next(as: UUID.self)
    }
    #expect(one == ids[7])
    let plan = try connection.first("EXPLAIN SELECT id FROM t WHERE id = \(ids[7])") { row in
      try row.skip()
      try row.skip()
      try row.skip()
      return try row.next(as: String.self)
    }
    #expect(plan == "const")
  }

  @Test func nullsAlternateWithValues() throws {
    try database.sql("CREATE TABLE t (n INT, s TEXT, d DATETIME(6), i INT)")
    for i in 0..<40 {
      let n = i % 2 == 0 ? nil : i
      let s = i % 3 == 0 ? nil : String(repeating: "s", count: i * 20)
      let d = i % 5 == 0 ? nil : Instant(microseconds: Int64(i))
      try database.sql("INSERT INTO t VALUES (\(n), \(s), \(d), \(i))")
    }
    try connection.forEach("SELECT n, s, d, i FROM t ORDER BY i") { row in
      let n: Int? = try row.next()
      let s: String? = try row.next()
      let d: Instant? = try row.next()
      let i: Int = try row.next()
      #expect(n == (i % 2 == 0 ? nil : i))
      #expect(s == (i % 3 == 0 ? nil : String(repeating: "s", count: i * 20)))
      #expect(d == (i % 5 == 0 ? nil : Instant(microseconds: Int64(i))))
    }
  }

  @Test func whatCannotBeReadNamesItsColumn() throws {
    func kind(_ read: (inout Row) throws -> Void) -> DatabaseError.Kind? {
      do {
        try connection.forEach(
          "SELECT NULL AS nothing, 'text' AS words, 5 AS five, X'FF' AS blobby, DATE '2026-01-01' AS day",
          read)
        return nil
      } catch {
        return (error as? DatabaseError)?.kind
      }
    }
    #expect(kind { _ = try $0.next(as: String.self) } == .decoding("nothing"))
    #expect(kind { _ = try $0.next(as: Bytes.self) } == .decoding("nothing"))
    #expect(
      kind { row in
        try row.skip(); _ = try row.next(as: Int.self)
      } == .decoding("words"))
    #expect(
      kind { row in
        try row.skip(); _ = try row.next(as: UUID.self)
      } == .decoding("words"))
    #expect(
      kind { row in
        try row.skip(); _ = try row.next(as: Instant?.self)
      } == .decoding("words"))
    #expect(
      kind { row in
        for _ in 0..<2 { try row.skip() }; _ = try row.next(as: String.self)
      } == .decoding("five"))
    #expect(
      kind { row in
        for _ in 0..<2 { try row.skip() }; try row.nextBytes { _ in }
      } == .decoding("five"))
    #expect(
      kind { row in
        for _ in 0..<3 { try row.skip() }; _ = try row.next(as: String.self)
      } == .decoding("blobby"))
    #expect(
      kind { row in
        for _ in 0..<5 { try row.skip() }; _ = try row.next(as: Int.self)
      } == .decoding("#6"))
    #expect(
      kind { row in
        for _ in 0..<4 { try row.skip() }; _ = try row.next(as: Instant.self)
      } == nil)
  }
}

@Suite struct SQLTests {
  @Test func bindsValuesAndSplicesSQL() {
    let word = "x' OR 1=1 --"
    let colour = Colour.red
    let condition: SQL = "a = \(word)"
    let sql: SQL = "SELECT \(1) FROM t WHERE \(condition) AND c = \(colour) AND n IS \(Int?.none)"
    #expect(sql.text == "SELECT ? FROM t WHERE a = ? AND c = ? AND n IS ?")
    #expect(sql.values == [.integer(1), .text(word), .text("red"), .null])
  }

  @Test func aLiteralInsideIsAValue() {
    let sql: SQL = "SELECT \("1; DROP TABLE t")"
    #expect(sql.text == "SELECT ?")
  }

  @Test func joins() {
    let none: [SQL] = []
    #expect(none.joined(separator: " AND ").text.isEmpty)
    let some: [SQL] = ["a = \(1)", "b = \("x")", "c"]
    let joined = some.joined(separator: " AND ")
    #expect(joined.text == "a = ? AND b = ? AND c")
    #expect(joined.values == [.integer(1), .text("x")])
    #expect(("WHERE " + joined + "").text == "WHERE a = ? AND b = ? AND c")
  }

  @Test func quotesIdentifiers() {
    let sql: SQL = "USE \(identifier: "a`b; --é")"
    #expect(sql.text == "USE `a``b; --é`")
    #expect(sql.values.isEmpty)
  }

  @Test(arguments: [
    ("/run/mysqld/mysqld.sock", Endpoint.socket("/run/mysqld/mysqld.sock")),
    ("db.example:3306", .tcp(host: "db.example", port: 3306)),
    ("[::1]:3307", .tcp(host: "::1", port: 3307)),
  ])
  func readsEndpoints(text: String, endpoint: Endpoint) {
    #expect(Endpoint(text) == endpoint)
    #expect(endpoint.description == text)
  }

  @Test(arguments: [
    "", "db", ":3306", "db:", "db:0", "db:65536", "::1:3306", "db :1", "db:-1",
    "/" + String(repeating: "x", count: 107),
  ])
  func refusesEndpoints(text: String) {
    #expect(Endpoint(text) == nil)
  }

  @Test func thePasswordIsNeverPrinted() {
    let configuration = DatabaseConfiguration(
      endpoints: [.socket("/s")], user: "u", password: "hunter2", database: "d")
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in [
      "\(configuration)", String(reflecting: configuration), dumped, "\([configuration])",
    ] {
      #expect(!text.contains("hunter2"))
    }
  }
}
