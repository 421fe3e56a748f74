import HTTP
import Jobs
import MariaDB
import Primitives
import TestSupport
import Testing

/// Editing, cancelling, restarting, deleting and restoring a job.
@Suite struct JobChangeTests {
  private let world: World
  private let client: TestClient
  private let owner: Person
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    owner = try client.register()
    job = try client.makeJob(columns: #"[{"key":"n","label":"N","type":"number"}]"#)
  }

  private var path: String { "/v1/jobs/\(job)" }

  private func read() throws -> Node { try client.get(path).expecting(200).json }

  private func add(_ statuses: String...) throws {
    let lines = statuses.map { "{\"title\":\"x\",\"status\":\"\($0)\"}" }
    try client.post(path + "/tasks", .lines(lines.joined(separator: "\n"))).expecting(201)
  }

  private func statuses() throws -> [String] {
    try client.get(path + "/tasks").expecting(200).json["tasks"].items.compactMap {
      $0["status"].text
    }
  }

  private func actions() throws -> [String] {
    try Connection(world.administrator).query(
      "SELECT action FROM audit_records WHERE subject_id = \(job) ORDER BY seq"
    ) { try $0.next() }
  }

  // MARK: Editing

  @Test func changesWhatIsGiven() throws {
    let before = try client.get(path).expecting(200)
    let answer = try client.patch(
      path, #"{"title":" New ","description":"a\nb"}"#
    ).expecting(200)
    #expect(answer.json["title"].text == "New")
    #expect(answer.json["description"].text == "a\nb")
    #expect(answer.json["columns"] == before.json["columns"])
    #expect(answer.json["updated_at"] != before.json["updated_at"])
    #expect(client.get(path)["ETag"] != before["ETag"])
    #expect(
      try client.patch(path, #"{"description":null}"#).expecting(200).json["description"].isNull)
    #expect(try read()["title"].text == "New")
    #expect(try actions() == ["job.created", "job.changed", "job.changed"])
    let tag = client.get(path)["ETag"]
    #expect(try client.patch(path, "{}").expecting(200).json["title"].text == "New")
    #expect(client.get(path)["ETag"] == tag)
  }

  @Test func changesColumnsButNoTypeOfThoseInUse() throws {
    let guest = "/v1/shared/jobs/\(try client.makeLink(job))/tasks"
    let number = #"{"key":"n","label":"Number","type":"number","public":false}"#
    let text = #"{"key":"n","label":"N","type":"string"}"#
    try client.patch(path, "{\"columns\":[\(text)]}").expecting(200)
    try client.patch(path, "{\"columns\":[\(number)]}").expecting(200)
    try client.post(path + "/tasks", .json(#"[{"title":"a","attributes":{"n":7}}]"#)).expecting(201)
    let refused = client.patch(path, "{\"columns\":[\(text)],\"title\":\"no\"}")
    #expect(refused.status == 400)
    #expect(refused.fields == ["columns[0].type"])
    #expect(refused.json["errors"][0]["code"].text == "type_fixed")
    #expect(try read()["title"].text == "Move")
    #expect(client.get(guest).json["tasks"][0]["attributes"].keys == [])
    let shown = #"{"key":"n","label":"N","type":"number"}"#
    try client.patch(path, "{\"columns\":[\(shown)]}").expecting(200)
    #expect(client.get(guest).json["tasks"][0]["attributes"]["n"].integer == 7)
    try client.patch(path, #"{"columns":null}"#).expecting(200)
    #expect(client.get(guest).json["tasks"][0]["attributes"].keys == [])
    #expect(client.get(path + "/tasks").json["tasks"][0]["attributes"]["n"].integer == 7)
  }

  /// A column that was taken away comes back as what it was: tasks still hold its values.
  @Test func keepsTheTypeOfAColumnThatWasTakenAway() throws {
    let number = #"{"key":"n","label":"N","type":"number"}"#
    let text = #"{"key":"n","label":"N","type":"string"}"#
    let other = #"{"key":"o","label":"O","type":"string"}"#
    func set(_ columns: String...) -> Answer {
      client.patch(path, "{\"columns\":[\(columns.joined(separator: ","))]}")
    }
    #expect(set(text).status == 200)
    #expect(set().status == 200)
    #expect(set(number).status == 200, "no task yet")
    try client.post(path + "/tasks", .json(#"[{"title":"a","attributes":{"n":7}}]"#)).expecting(201)
    #expect(set().status == 200)
    #expect(set(other).status == 200)
    let refused = set(other, text)
    #expect(refused.status == 400 && refused.fields == ["columns[1].type"])
    #expect(refused.json["errors"][0]["code"].text == "type_fixed")
    #expect(set(other, number).status == 200)
    #expect(set(text).status == 400)
  }

  @Test func boundsTheColumnsThatAJobHasHad() throws {
    try add("pending")
    func set(_ round: Int) -> Answer {
      let columns = (0..<32).map {
        "{\"key\":\"k\(round)_\($0)\",\"label\":\"K\",\"type\":\"string\"}"
      }
      return client.patch(path, "{\"columns\":[\(columns.joined(separator: ","))]}")
    }
    for round in 0...7 { #expect(set(round).status == 200, "\(round)") }
    let refused = set(8)
    #expect(refused.status == 400 && refused.fields == ["columns"])
    #expect(set(7).status == 200)
  }

  @Test(arguments: [
    (#"{"title":null}"#, ["title"]), (#"{"title":""}"#, ["title"]),
    (#"{"status":"failed"}"#, ["status"]), (#"{"workspace_id":"x"}"#, ["workspace_id"]),
    (#"{"columns":7,"description":7,"x":1}"#, ["columns", "description", "x"]),
  ])
  func namesBadFields(_ body: String, _ fields: [String]) throws {
    let answer = client.patch(path, body)
    #expect(answer.status == 400)
    #expect(answer.fields.sorted() == fields)
  }

  // MARK: Who may

  @Test func letsOnlyManagersChangeIt() throws {
    let colleague = client.another()
    let person = try colleague.register()
    try world.join(person, owner.workspace, as: "member")
    let stranger = client.another()
    try stranger.register()
    try add("pending")
    let task = try #require(
      client.get(path + "/tasks").json["tasks"][0]["id"].text)
    let calls: [(String, String, TestClient.Body)] = [
      ("PATCH", path, .json(#"{"title":"x"}"#)), ("DELETE", path, .none),
      ("POST", path + "/cancel", .none), ("POST", path + "/restart", .none),
      ("POST", path + "/restore", .none),
      ("PATCH", path + "/tasks/" + task, .json(#"{"status":"failed"}"#)),
    ]
    for (method, address, body) in calls {
      let refused = colleague.send(method, address, body)
      #expect(refused.status == 403)
      #expect(refused.code == "not_a_manager")
      #expect(stranger.send(method, address, body).status == 404)
      #expect(client.another().send(method, address, body).status == 401)
    }
    #expect(try read()["title"].text == "Move")
    #expect(try statuses() == ["pending"])
  }

  // MARK: Cancel and restart

  @Test func cancelsAndRestarts() throws {
    try add("completed", "failed", "skipped", "running", "pending")
    let cancelled = try client.post(path + "/cancel", .none).expecting(200).json
    #expect(cancelled["status"].text == "cancelled")
    #expect(!cancelled["completed_at"].isNull)
    #expect(try statuses() == ["completed", "failed", "skipped", "running", "pending"])
    let again = client.post(path + "/cancel", .none)
    #expect(again.status == 409)
    #expect(again.code == "invalid_transition")
    #expect(again.json["from"].text == "cancelled")
    #expect(again.json["to"].text == "cancelled")
    #expect(again.json["allowed_from"] == Node(["pending", "running"]))
    let closed = client.post(path + "/tasks", .json(#"[{"title":"x"}]"#))
    #expect(closed.status == 409)
    #expect(closed.json["from"].text == "cancelled")
    let restarted = try client.post(path + "/restart", .none).expecting(200).json
    #expect(restarted["status"].text == "running")
    #expect(restarted["completed_at"].isNull)
    #expect(restarted["completed_tasks"].integer == 1)
    #expect(restarted["failed_tasks"].integer == 0)
    #expect(try statuses() == ["completed", "pending", "pending", "pending", "pending"])
    #expect(try client.post(path + "/restart", .none).expecting(409).json["from"].text == "running")
    #expect(try actions().suffix(3) == ["job.tasks_added", "job.cancelled", "job.restarted"])
  }

  @Test func beginsAgainWhereAllHadCompleted() throws {
    try add("completed", "completed")
    let restarted = try client.post(path + "/restart", .none).expecting(200).json
    #expect(restarted["status"].text == "pending")
    #expect(restarted["started_at"].isNull)
    #expect(try statuses() == ["pending", "pending"])
    for task in client.get(path + "/tasks").json["tasks"].items {
      #expect(task["started_at"].isNull && task["completed_at"].isNull)
    }
  }

  @Test func restartsAJobWithoutTasks() throws {
    try client.post(path + "/cancel", .none).expecting(200)
    #expect(
      try client.post(path + "/restart", .none).expecting(200).json["status"].text == "pending")
  }

  /// More than one request deals with: the rest is housekeeping's, and until a task's turn has come
  /// it can't be changed.
  @Test func restartsManyInPieces() throws {
    let count = 30_001
    let lines = (1...count).map {
      "{\"title\":\"\($0)\",\"status\":\"\($0 % 2 == 0 ? "failed" : "completed")\"}"
    }
    try client.post(path + "/tasks", .lines(lines.joined(separator: "\n"))).expecting(201)
    let last = try #require(
      client.get(path + "/tasks?sort=-position&limit=2").json["tasks"][1]["id"].text)
    let first = try #require(client.get(path + "/tasks?limit=1").json["tasks"][0]["id"].text)
    let begun = try client.post(path + "/restart", .none).expecting(200).json
    #expect(begun["status"].text == "running")
    #expect(try #require(begun["failed_tasks"].integer) > 0)
    try expectTrueCounters()
    let early = client.patch(path + "/tasks/" + last, #"{"status":"running"}"#)
    #expect(early.status == 409)
    #expect(early.code == "restart_in_progress")
    try client.patch(path + "/tasks/" + first, #"{"status":"failed"}"#).expecting(200)
    // A restart that was interrupted stands on the job; whoever comes next goes on with it.
    for _ in 0..<3 {
      try Jobs.continueRestarts(on: Connection(world.application)) { _, _ in }
    }
    let done = try read()
    #expect(done["failed_tasks"].integer == 1)
    #expect(done["completed_tasks"].integer == count / 2)
    try expectTrueCounters()
    try client.patch(path + "/tasks/" + last, #"{"status":"running"}"#).expecting(200)
  }

  private func expectTrueCounters() throws {
    let job = try read()
    for status in ["running", "completed", "failed", "skipped"] {
      let rows: Int? = try world.value(
        "SELECT COUNT(*) FROM tasks WHERE job_id = \(self.job) AND status = \(status)")
      #expect(job["\(status)_tasks"].integer == rows)
    }
  }

  // MARK: Delete and restore

  @Test func deletesAndRestores() throws {
    try add("completed", "pending")
    let token = try client.makeLink(job)
    let shared = "/v1/shared/jobs/\(token)"
    let before = try read()
    #expect(client.delete(path).status == 204)
    for address in [path, path + "/tasks", path + "/export?format=csv", path + "/share-links"] {
      #expect(client.get(address).status == 404)
    }
    #expect(client.delete(path).status == 404)
    #expect(client.post(path + "/cancel", .none).status == 404)
    for address in [shared, shared + "/tasks", shared + "/export?format=csv"] {
      let gone = client.get(address)
      #expect(gone.status == 410)
      #expect(gone.code == "subject_deleted")
    }
    #expect(client.get("/shared/jobs/\(token)") { $0.accept = "text/html" }.status == 410)
    #expect(client.get("/v1/jobs").json["jobs"].items.isEmpty)
    let bin = try client.get("/v1/jobs?deleted=true").expecting(200).json["jobs"]
    #expect(bin.items.map { $0["id"].text } == [job])
    #expect(!bin[0]["deleted_at"].isNull)
    let restored = try client.post(path + "/restore", .none).expecting(200).json
    #expect(restored["status"] == before["status"])
    #expect(restored["deleted_at"].isNull)
    #expect(client.get(shared).status == 200)
    #expect(client.get(shared + "/tasks").json["tasks"].items.count == 2)
    #expect(client.get("/v1/jobs?deleted=true").json["jobs"].items.isEmpty)
    #expect(try client.post(path + "/restore", .none).expecting(200).json == restored)
    #expect(try actions().suffix(2) == ["job.deleted", "job.restored"])
  }

  @Test func endsTheLinkOfADeletedJob() throws {
    let token = try client.makeLink(job)
    let link = "\(path)/share-links/\(token)"
    let colleague = client.another()
    try world.join(try colleague.register(), owner.workspace, as: "member")
    let stranger = client.another()
    try stranger.register()
    try client.delete(path).expecting(204)
    #expect(colleague.delete(link).status == 403)
    #expect(stranger.delete(link).status == 404)
    try client.delete(link).expecting(204)
    #expect(client.delete(link).status == 404)
    try client.post(path + "/restore", .none).expecting(200)
    #expect(client.get("/v1/shared/jobs/\(token)").code == "share_link_revoked")
  }

  @Test func repeatsTheAnswerOfAJobThatWasDeleted() throws {
    func make() -> Answer {
      client.post("/v1/jobs", .json(#"{"title":"once"}"#)) { $0.idempotencyKey = "k" }
    }
    let made = try make().expecting(201).json
    try client.delete("/v1/jobs/\(try #require(made["id"].text))").expecting(204)
    let again = try make().expecting(201).json
    #expect(again["id"] == made["id"])
    #expect(!again["deleted_at"].isNull)
  }

  /// After its 30 days nothing of a job is left but that it was there.
  @Test func clearsWhatCantBeRestoredAnyMore() throws {
    let lines = (1...6_000).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    try client.post(path + "/tasks", .lines(lines)).expecting(201)
    let shared = "/v1/shared/jobs/\(try client.makeLink(job))"
    try client.delete(path).expecting(204)
    let housekeeper = Connection(world.application)
    try Jobs.clear(on: housekeeper) { _, _ in }
    #expect(
      try world.value("SELECT COUNT(*) FROM tasks WHERE job_id = \(job)", as: Int.self) == 6_000)
    #expect(
      try world.value(
        "SELECT TIMESTAMPDIFF(DAY, deleted_at, purge_at) FROM jobs WHERE id = \(job)", as: Int.self)
        == 30)
    try world.sql("UPDATE jobs SET purge_at = UTC_TIMESTAMP(6) WHERE id = \(job)")
    #expect(client.post(path + "/restore", .none).status == 404)
    #expect(client.get("/v1/jobs?deleted=true").json["jobs"].items.isEmpty)
    // No more than it has time for, and the rest the next time.
    var pieces = 0
    try Jobs.clear(
      on: housekeeper,
      while: {
        pieces += 1
        return pieces == 1
      }, puttingOff: { _, _ in })
    #expect(
      try world.value("SELECT COUNT(*) FROM tasks WHERE job_id = \(job)", as: Int.self) == 1_000)
    // Two at once, as two responders do.
    let application = world.application
    _ = try onThreads(2) { _ in try Jobs.clear(on: Connection(application)) { _, _ in } }
    #expect(try world.value("SELECT COUNT(*) FROM tasks WHERE job_id = \(job)", as: Int.self) == 0)
    #expect(try world.value("SELECT title FROM jobs WHERE id = \(job)", as: String.self) == "")
    #expect(client.post(path + "/restore", .none).status == 404)
    let gone = client.get(shared)
    #expect(gone.status == 410)
    #expect(gone.code == "subject_deleted")
    #expect(try actions().count { $0 == "job.cleared" } == 1)
  }

  // MARK: Races

  @Test func cancelsOnceFor16Callers() throws {
    let (world, token, path) = (world, owner.token, path)
    let statuses = try onThreads(16) { _ in
      TestClient(world, token: token).post(path + "/cancel", .none).status
    }
    #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 15))
    #expect(try actions().count { $0 == "job.cancelled" } == 1)
  }

  @Test func deletesOnceFor16Callers() throws {
    let (world, token, path) = (world, owner.token, path)
    let statuses = try onThreads(16) { _ in
      TestClient(world, token: token).delete(path).status
    }
    #expect(statuses.sorted() == [204] + Array(repeating: 404, count: 15))
    #expect(try actions().count { $0 == "job.deleted" } == 1)
  }
}
