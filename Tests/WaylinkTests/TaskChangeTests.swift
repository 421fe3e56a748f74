import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Changing tasks one by one.
@Suite struct TaskChangeTests {
  private let world: World
  private let client: TestClient
  private let token: String
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    token = try client.register().token
    job = try client.makeJob(
      columns: #"[{"key":"n","label":"N","type":"number"},{"key":"s","label":"S","type":"string"}]"#
    )
  }

  private var path: String { "/v1/jobs/\(job)" }

  private func tasks() throws -> [Node] {
    try client.get(path + "/tasks?limit=200").expecting(200).json["tasks"].items
  }

  private func change(_ index: Int, _ body: String) throws -> Answer {
    let id = try #require(tasks()[index]["id"].text)
    return client.patch("\(path)/tasks/\(id)", body)
  }

  @Test func movesTheJobWithItsTasks() throws {
    try client.addTasks(1...3, to: job)
    func expect(_ status: String, _ counts: [Int]) throws {
      let job = try client.get(path).expecting(200).json
      #expect(job["status"].text == status)
      #expect(
        ["running", "completed", "failed", "skipped"].map { job["\($0)_tasks"].integer } == counts)
      #expect(job["started_at"].isNull == (status == "pending"))
      #expect(job["completed_at"].isNull == !["completed", "failed"].contains(status))
    }
    let tag = client.get(path)["ETag"]
    let running = try change(0, #"{"status":"running"}"#).expecting(200).json
    #expect(
      running.keys == [
        "id", "title", "status", "attributes", "started_at", "completed_at", "error",
      ])
    #expect(running["status"].text == "running")
    #expect(!running["started_at"].isNull && running["completed_at"].isNull)
    #expect(client.get(path)["ETag"] != tag)
    try expect("running", [1, 0, 0, 0])
    let completed = try change(0, #"{"status":"completed"}"#).expecting(200).json
    #expect(completed["started_at"] == running["started_at"])
    #expect(!completed["completed_at"].isNull)
    try change(1, #"{"status":"failed","error":"Line 1\nline 2"}"#).expecting(200)
    try expect("running", [0, 1, 1, 0])
    try change(2, #"{"status":"skipped"}"#).expecting(200)
    try expect("completed", [0, 1, 1, 1])
    try change(0, #"{"status":"failed"}"#).expecting(200)
    try expect("failed", [0, 0, 2, 1])
    let pending = try change(0, #"{"status":"pending"}"#).expecting(200).json
    #expect(pending["started_at"].isNull && pending["completed_at"].isNull)
    try expect("running", [0, 0, 1, 1])
    for index in [1, 2] { try change(index, #"{"status":"pending"}"#).expecting(200) }
    try expect("pending", [0, 0, 0, 0])
    let changes: Int? = try world.value(
      "SELECT COUNT(*) FROM audit_records WHERE subject_id = \(job) AND action = 'job.status_changed'"
    )
    #expect(changes == 5)
  }

  @Test func keepsErrorsFromGuests() throws {
    try client.addTasks(1...1, to: job)
    let link = "/v1/shared/jobs/\(try client.makeLink(job))"
    #expect(try tasks()[0]["error"].isNull)
    try change(0, #"{"status":"failed","error":"password of host x"}"#).expecting(200)
    #expect(try tasks()[0]["error"].text == "password of host x")
    for address in [
      link, link + "/tasks", link + "/tasks?sort=-title", link + "/export?format=json",
      link + "/export?format=csv&status=failed", "/v1/jobs/\(job)/export?format=csv",
    ] {
      let answer = try client.get(address).expecting(200)
      #expect(!answer.text.contains("password"))
      #expect(!answer.text.contains("\"error\""))
    }
    try change(0, #"{"status":"failed"}"#).expecting(200)
    #expect(try tasks()[0]["error"].text == "password of host x")
    #expect(
      client.get(path + "/tasks?sort=title").json["tasks"][0]["error"].text
        == "password of host x")
    try change(0, #"{"status":"failed","error":null}"#).expecting(200)
    #expect(try tasks()[0]["error"].isNull)
  }

  @Test func forgetsTheErrorOfATaskThatHasNotFailedAfterAll() throws {
    try client.addTasks(1...1, to: job)
    for status in ["running", "completed", "pending", "skipped"] {
      try change(0, #"{"status":"failed","error":"no answer"}"#).expecting(200)
      let changed = try change(0, "{\"status\":\"\(status)\"}").expecting(200)
      #expect(changed.json["error"].isNull)
      #expect(try tasks()[0]["error"].isNull)
    }
    let told = try change(0, #"{"status":"running","error":"third try"}"#).expecting(200)
    #expect(told.json["error"].text == "third try")
    #expect(try change(0, #"{"status":"completed"}"#).json["error"].text == "third try")
  }

  @Test func mergesAttributes() throws {
    try client.post(
      path + "/tasks", .json(#"[{"title":"a","attributes":{"n":1,"x":"é\"","y":null}}]"#)
    ).expecting(201)
    let merged = try change(
      0, #"{"status":"pending","attributes":{"n":2.5,"x":null,"z":true,"missing":null}}"#
    ).expecting(200)
    #expect(merged.text.contains(#""attributes":{"n":2.5,"y":null,"z":true}"#))
    #expect(try tasks()[0]["attributes"] == merged.json["attributes"])
    let emptied = try change(
      0, #"{"status":"pending","attributes":{"n":null,"y":null,"z":null}}"#
    ).expecting(200)
    #expect(emptied.json["attributes"].keys == [])
    #expect(try change(0, #"{"status":"pending","attributes":null}"#).expecting(200).status == 200)
  }

  @Test func boundsAttributesTogether() throws {
    let many = (0..<32).map { "\"k\($0)\":1" }.joined(separator: ",")
    try client.post(path + "/tasks", .json("[{\"title\":\"a\",\"attributes\":{\(many)}}]"))
      .expecting(201)
    let answer = try change(0, #"{"status":"completed","attributes":{"one_more":1}}"#)
    #expect(answer.status == 400)
    #expect(answer.fields == ["attributes"])
    #expect(try tasks()[0]["status"].text == "pending")
    try change(0, #"{"status":"completed","attributes":{"k0":null,"one_more":1}}"#).expecting(200)
  }

  @Test(arguments: [
    ("{}", ["status"]), (#"{"status":"done"}"#, ["status"]), (#"{"status":7}"#, ["status"]),
    (#"{"status":"failed","attributes":{"n":"1"}}"#, ["attributes.n"]),
    (#"{"status":"failed","attributes":[]}"#, ["attributes"]),
    (#"{"status":"failed","attributes":{"x":{}}}"#, ["attributes.x"]),
    (#"{"status":"failed","error":7,"title":"x"}"#, ["error", "title"]),
    (#"{"error":"a\u0000"}"#, ["error", "status"]),
  ])
  func namesBadFields(_ body: String, _ fields: [String]) throws {
    try client.addTasks(1...1, to: job)
    let answer = try change(0, body)
    #expect(answer.status == 400)
    #expect(answer.fields.sorted() == fields)
    #expect(try tasks()[0]["status"].text == "pending")
  }

  /// The position lies in a task's id; all of the id must be right all the same.
  @Test func findsTasksByTheWholeOfTheirId() throws {
    try client.addTasks(1...2, to: job)
    let id = try #require(tasks()[1]["id"].text)
    let other = try client.makeJob()
    try client.addTasks(1...2, to: other)
    let body = #"{"status":"failed"}"#
    let changed = (id.first == "0" ? "1" : "0") + id.dropFirst()
    for address in [
      "\(path)/tasks/\(changed)", "\(path)/tasks/\(id.dropLast())3",
      "/v1/jobs/\(other)/tasks/\(id)",
      "\(path)/tasks/\(UUID.v7())",
    ] {
      let answer = client.patch(address, body)
      #expect(answer.status == 404)
      #expect(answer.code == "task_not_found")
    }
    #expect(try tasks().map { $0["status"].text } == ["pending", "pending"])
  }

  @Test func closesTheTasksOfACancelledJob() throws {
    try client.addTasks(1...1, to: job)
    try client.post(path + "/cancel", .none).expecting(200)
    let answer = try change(0, #"{"status":"failed"}"#)
    #expect(answer.status == 409)
    #expect(answer.json["from"].text == "cancelled")
    #expect(answer.json["to"].text == "failed")
    #expect(
      answer.json["allowed_from"] == Node(["pending", "running", "completed", "failed"]))
  }

  // MARK: Races

  /// 64 callers, a few hundred changes, an import between them: the counters say what the rows say.
  @Test func keepsCountersExactFor64Callers() throws {
    try client.addTasks(1...40, to: job)
    let ids = try tasks().compactMap { $0["id"].text }
    let (world, token, path, job) = (world, token, path, job)
    let statuses = ["pending", "running", "completed", "failed", "skipped"]
    let outcomes = try onThreads(64) { number in
      let caller = TestClient(world, token: token)
      if number % 16 == 0 { try caller.addTasks(1...5, to: job) }
      return (0..<5).map { turn in
        let id = ids[(number * 7 + turn * 11) % ids.count]
        let status = statuses[(number + turn) % statuses.count]
        return caller.patch("\(path)/tasks/\(id)", "{\"status\":\"\(status)\"}").status
      }
    }
    #expect(outcomes.flatMap { $0 }.allSatisfy { $0 == 200 })
    let counters = client.get(path).json
    #expect(counters["total_tasks"].integer == 60)
    for status in statuses where status != "pending" {
      let rows: Int? = try world.value(
        "SELECT COUNT(*) FROM tasks WHERE job_id = \(job) AND status = \(status)")
      #expect(counters["\(status)_tasks"].integer == rows)
    }
  }
}
