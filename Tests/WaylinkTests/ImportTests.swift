import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// `POST …/tasks` with NDJSON: all of it, or nothing that anyone ever sees.
@Suite struct ImportTests {
  private let world: World
  private let client: TestClient
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob(columns: #"[{"key":"n","label":"N","type":"number"}]"#)
  }

  private func add(_ lines: String) -> Answer {
    client.post("/v1/jobs/\(job)/tasks", .lines(lines))
  }

  private func titles() throws -> [String] { try client.titles("/v1/jobs/\(job)") }

  /// The positions of the visible tasks, as they lie in the table.
  private func positions() throws -> [Int] {
    try Connection(world.administrator).query(
      """
      SELECT t.position FROM tasks t JOIN jobs j ON j.id = t.job_id
      WHERE j.id = \(job) AND t.position <= j.visible_tasks ORDER BY t.position
      """
    ) { try $0.next() }
  }

  // MARK: Lines

  @Test(arguments: [
    "{\"title\":\"a\"}\n{\"title\":\"b\"}\n", "{\"title\":\"a\"}\n{\"title\":\"b\"}",
    "{\"title\":\"a\"}\r\n{\"title\":\"b\"}\r\n",
    "\n\n{\"title\":\"a\"}\n \t\r\n{\"title\":\"b\"}\n\n\n",
    "  {\"title\":\"a\"}  \n\t{\"title\":\"b\"}\t",
  ])
  func readsLinesAsTheyCome(_ lines: String) throws {
    #expect(try add(lines).expecting(201).json["inserted"].integer == 2)
    #expect(try titles() == ["a", "b"])
  }

  @Test(arguments: ["", "\n", "\r\n\r\n", "   "])
  func takesNothing(_ lines: String) throws {
    #expect(try add(lines).expecting(201).json["inserted"].integer == 0)
  }

  @Test(arguments: [
    "application/ndjson", "application/jsonl", "Application/X-NDJSON; charset=utf-8",
  ])
  func knowsItsNames(_ type: String) throws {
    let answer = client.post(
      "/v1/jobs/\(job)/tasks",
      .bytes(Array("{\"title\":\"a\"}\n{\"title\":\"b\"}".utf8), type: type))
    #expect(answer.status == 201)
  }

  /// Each is line 3 of 4, and what the answer says of it.
  @Test(arguments: [
    ("{\"title\":}", "invalid_json"), ("{\"title\":\"a\"", "invalid_json"),
    ("{\"title\":\"a\"}{\"title\":\"b\"}", "invalid_json"), ("title,status", "invalid_json"),
    ("{\"title\":\"\\ud800\"}", "invalid_json"), ("{\"title\":\"a\u{1}b\"}", "invalid_json"),
    (
      "{\"title\":\"a\",\"attributes\":" + String(repeating: "[", count: 100) + "1"
        + String(repeating: "]", count: 100) + "}", "invalid_json"
    ),
    ("[]", "validation_failed"), ("7", "validation_failed"), ("null", "validation_failed"),
    ("{}", "validation_failed"), ("{\"title\":\"a\",\"status\":\"done\"}", "validation_failed"),
    ("{\"title\":\"a\",\"attributes\":{\"n\":\"1\"}}", "validation_failed"),
    ("{\"title\":\"a\",\"attributes\":{\"x\":{\"y\":1}}}", "validation_failed"),
    ("{\"title\":\"\(String(repeating: "x", count: 501))\"}", "validation_failed"),
    ("{\"title\":\"\(String(repeating: "x", count: 70_000))\"}", "validation_failed"),
  ])
  func namesTheBadLine(_ line: String, _ code: String) throws {
    let good = "{\"title\":\"a\"}"
    let answer = add("\(good)\n\n\(line)\n\(good)\n")
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(answer.json["detail"].text?.hasPrefix("line 3") == true, "\(answer.text)")
    #expect(try titles().isEmpty)
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] as [Bytes])
  func refusesWhatIsNotUTF8(_ bytes: Bytes) throws {
    let body = Array("{\"title\":\"a\"}\n{\"title\":\"".utf8) + bytes + Array("\"}\n".utf8)
    let answer = client.post(
      "/v1/jobs/\(job)/tasks", .bytes(body, type: "application/x-ndjson"))
    #expect(answer.status == 400)
    #expect(answer.json["detail"].text?.hasPrefix("line 2 ") == true)
    #expect(try titles().isEmpty)
  }

  /// The issue's own example.
  @Test func keepsNothingOfAnImportBrokenInLine70001() throws {
    try client.addTasks(1...3, to: job)
    var lines = (1...80_000).map { "{\"title\":\"\($0)\"}" }
    lines[70_000] = "{\"title\":\"70001\",}"
    let broken = add(lines.joined(separator: "\n"))
    #expect(broken.status == 400)
    #expect(broken.code == "invalid_json")
    #expect(broken.json["detail"].text?.hasPrefix("line 70001 ") == true)
    #expect(try world.value("SELECT COUNT(*) FROM tasks WHERE job_id = \(job)", as: Int.self) == 3)
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 3)
    try client.addTasks(4...12_000, to: job)
    #expect(try titles() == (1...12_000).map(String.init))
    #expect(try positions() == Array(1...12_000))
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 12_000)
  }

  // MARK: Leases

  /// An import whose process was killed: rows above the mark, and a lease.
  private func leaveADeadImport(tasks count: Int, leasedFor seconds: Int) throws {
    let visible = try #require(
      try world.value("SELECT visible_tasks FROM jobs WHERE id = \(job)", as: Int.self))
    try world.sql(
      """
      INSERT INTO tasks (job_id, position, id, title, status)
      SELECT \(job), \(visible) + seq, UUID(), 'leftover', 'completed' FROM seq_1_to_10000
      WHERE seq <= \(count)
      """)
    try world.sql(
      """
      UPDATE jobs SET import_id = \(UUID.v7()),
        import_until = UTC_TIMESTAMP(6) + INTERVAL \(seconds) SECOND WHERE id = \(job)
      """)
  }

  @Test(arguments: [1, 6_000])
  func waitsForALeaseAndThenOverwrites(_ count: Int) throws {
    try client.addTasks(1...2, to: job)
    try leaveADeadImport(tasks: 7_000, leasedFor: 60)
    #expect(try titles() == ["1", "2"])
    let lines = (3..<3 + count).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    let refused = add(lines)
    #expect(refused.status == 409)
    #expect(refused.code == "import_in_progress")
    #expect(refused["Retry-After"] != nil)
    #expect(try titles() == ["1", "2"])
    try world.sql("UPDATE jobs SET import_until = UTC_TIMESTAMP(6) WHERE id = \(job)")
    #expect(add(lines).status == 201)
    let expected = (1..<3 + count).map(String.init)
    #expect(try titles() == expected)
    try client.addTasks(3 + count...8_000, to: job)
    #expect(try titles() == (1...8_000).map(String.init))
    #expect(try positions() == Array(1...8_000))
  }

  @Test func hidesLeftoversFromEveryReader() throws {
    try client.addTasks(1...3, to: job)
    let token = try client.makeLink(job)
    try leaveADeadImport(tasks: 500, leasedFor: -1)
    for base in ["/v1/jobs/\(job)", "/v1/shared/jobs/\(token)"] {
      for path in ["/tasks", "/tasks?limit=200", "/export?format=csv", "/export?format=json"] {
        let answer = try client.get(base + path).expecting(200)
        #expect(!answer.text.contains("leftover"))
      }
      #expect(client.get(base).json["total_tasks"].integer == 3)
    }
    #expect(!client.get("/shared/jobs/\(token)").text.contains("leftover"))
  }

  // MARK: A job's end

  @Test(arguments: ["\u{3000}", "\u{A0}\u{2003}", " \t "])
  func refusesATitleOfNothingButSpace(title: String) throws {
    let body = "[{\"title\":\(HostileStrings.json(title))}]"
    #expect(client.post("/v1/jobs/\(job)/tasks", .json(body)).code == "validation_failed")
  }

  /// Values that were checked against a column of another type don't become its own.
  @Test func isOvertakenByAnotherTypeOfAColumn() throws {
    let number = #"[{"key":"n","label":"N","type":"number"}]"#
    let text = #"[{"key":"n","label":"N","type":"string"}]"#
    let typed = try client.makeJob(columns: number)
    let (world, token) = (world, client.token)
    let lines = #"{"title":"a","attributes":{"n":7}}"#
    let isHeld = DispatchSemaphore(value: 0)
    let answers = try onThreads(2) { number -> Answer? in
      if number == 0 {
        isHeld.wait()
        return TestClient(world, token: token).post("/v1/jobs/\(typed)/tasks", .lines(lines))
      }
      try MariaDB.Connection(world.administrator).transaction { transaction in
        defer { isHeld.signal() }
        _ = try transaction.first("SELECT 1 FROM jobs WHERE id = \(typed) FOR UPDATE") {
          try $0.skip()
        }
        isHeld.signal()
        try world.awaitWaiters(1, for: transaction)
        try transaction.execute(
          "UPDATE jobs SET member_columns = \(text), guest_columns = \(text) WHERE id = \(typed)")
      }
      return nil
    }
    #expect(answers[0]?.status == 409 && answers[0]?.code == "import_overtaken")
    #expect(try client.titles("/v1/jobs/\(typed)").isEmpty)
  }

  @Test func addsNothingToACancelledJob() throws {
    try world.sql("UPDATE jobs SET status = 'cancelled' WHERE id = \(job)")
    for count in [1, 6_000] {
      let lines = Array(repeating: "{\"title\":\"x\"}", count: count).joined(separator: "\n")
      let answer = add(lines)
      #expect(answer.status == 409)
      #expect(answer.code == "invalid_transition")
    }
  }

  @Test func addsNothingToADeletedJob() throws {
    try world.sql("UPDATE jobs SET deleted_at = UTC_TIMESTAMP(6) WHERE id = \(job)")
    #expect(add("{\"title\":\"x\"}").status == 404)
  }
}
