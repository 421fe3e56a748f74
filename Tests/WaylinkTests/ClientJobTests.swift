import MariaDB
import Primitives
import Testing

/// What a client sees of its jobs, and how cheaply it sees that nothing has changed (seed 1).
@Suite struct ClientJobTests {
  private let scene: ClientScene

  init() throws {
    scene = try ClientScene()
  }

  @Test func showsTheGuestsFieldsAndTheWorkspace() throws {
    let columns =
      #"[{"key":"code","label":"Code","type":"number"},"#
      + #"{"key":"note","label":"Note","type":"string","public":false}]"#
    let made = scene.member.post(
      "/v1/jobs",
      .json(
        #"{"title":"Move","columns":\#(columns),"connection_id":"\#(scene.person.connection)"}"#))
    let job = try #require(made.json["id"].text)
    let link = try scene.member.makeLink(job)
    _ = scene.member.post(
      "/v1/jobs/\(job)/tasks",
      .json(#"[{"title":"A","attributes":{"code":7,"note":"ours","other":1}}]"#))
    let guest = try scene.member.get("/v1/shared/jobs/\(link)").expecting(200).json
    let own = try scene.client.get("/v1/client/jobs/\(job)").expecting(200).json
    #expect(own.keys == guest.keys.union(["workspace_name", "client_approval"]))
    #expect(own["workspace_name"].text == "Works")
    let list = try scene.client.get("/v1/client/jobs").expecting(200).json
    #expect(list["jobs"][0].keys == own.keys)
    let tasks = try scene.client.get("/v1/client/jobs/\(job)/tasks").expecting(200)
    #expect(tasks.json["tasks"][0]["attributes"].keys == ["code"])
    #expect(
      tasks.text == (try scene.member.get("/v1/shared/jobs/\(link)/tasks").expecting(200).text))
    #expect(scene.client.get("/v1/client/jobs/\(job)/tasks?attr[note]=x").status == 400)
  }

  @Test func isStrictlyItsOwn() throws {
    let second = TestClient(scene.world)
    try second.register()
    let stranger = TestClient(scene.world)
    let other = try stranger.registerClient("Other")
    let mine = Set([try scene.post("A"), try scene.post("B", by: second)])
    let theirs = try #require(
      try scene.member.postJob("C", for: other.connection).expecting(201).json["id"].text)
    let seen = try scene.client.get("/v1/client/jobs").expecting(200).json["jobs"].items
    #expect(Set(seen.compactMap { $0["id"].text }) == mine)
    #expect(
      stranger.get("/v1/client/jobs").json["jobs"].items.map { $0["id"].text } == [theirs])
    for path in ["/v1/client/jobs/\(theirs)", "/v1/client/jobs/\(theirs)/tasks"] {
      #expect(scene.client.get(path).code == "job_not_found")
      #expect(stranger.get(path).status == 200)
    }
    #expect(scene.client.get("/v1/client/stats").json["total"].integer == 2)
    #expect(stranger.get("/v1/client/stats").json["total"].integer == 1)
    // A workspace sees what it posted itself, and nothing of another one's.
    #expect(scene.member.get("/v1/jobs").json["jobs"].items.count == 2)
    #expect(
      second.get("/v1/jobs?client_id=\(scene.person.id)").json["jobs"].items.count == 1)
    #expect(second.get("/v1/jobs?client_id=\(other.id)").json["jobs"].items.isEmpty)
  }

  /// Two clients ask at the same address, perhaps from one browser, which keeps what it was answered.
  @Test func takesNoOtherClientsTagForItsOwn() throws {
    let stranger = TestClient(scene.world)
    let other = try stranger.registerClient("Other")
    _ = try scene.post()
    #expect(scene.member.postJob(for: other.connection).status == 201)
    for path in ["/v1/client/jobs", "/v1/client/stats"] {
      let tag = try #require(scene.client.get(path)["ETag"])
      #expect(scene.client.get(path) { $0.ifNoneMatch = tag }.status == 304)
      #expect(stranger.get(path) { $0.ifNoneMatch = tag }.status == 200)
    }
  }

  @Test func pagesAndFilters() throws {
    for title in ["A", "B", "C"] { _ = try scene.post(title) }
    let list = try scene.client.get("/v1/client/jobs?limit=2").expecting(200).json
    #expect(list["jobs"].items.map { $0["title"].text } == ["C", "B"])
    let cursor = try #require(list["next_cursor"].text)
    let rest = try scene.client.get("/v1/client/jobs?limit=2&cursor=\(cursor)").expecting(200).json
    #expect(rest["jobs"].items.map { $0["title"].text } == ["A"])
    #expect(rest["next_cursor"].isNull)
    let job = try #require(rest["jobs"][0]["id"].text)
    _ = scene.member.post("/v1/jobs/\(job)/cancel")
    let cancelled = try scene.client.get("/v1/client/jobs?status=cancelled").expecting(200).json
    #expect(cancelled["jobs"].items.map { $0["title"].text } == ["A"])
    for query in [
      "limit=0", "limit=201", "cursor=x", "status=x", "sort=title", "client_approval=x",
    ] {
      #expect(scene.client.get("/v1/client/jobs?\(query)").status == 400, "\(query)")
    }
    #expect(scene.client.get("/v1/client/stats?x=1").status == 400)
  }

  @Test func saysThatNothingHasChangedUntilItHas() throws {
    let job = try scene.post()
    let paths = ["/v1/client/jobs", "/v1/client/jobs?status=pending", "/v1/client/stats"]
    var tags: [String: String] = [:]
    for path in paths {
      tags[path] = try scene.client.get(path).expecting(200)["ETag"]
    }
    func statuses() -> [Int] {
      paths.map { path in scene.client.get(path) { $0.ifNoneMatch = tags[path] }.status }
    }
    #expect(statuses() == [304, 304, 304])
    // What no reader sees moves nothing.
    #expect(scene.member.another().get("/v1/jobs").status == 401)
    let plain = TestClient(scene.world)
    let person = try plain.register()
    try scene.world.join(person, scene.owner.workspace, as: "member")
    #expect(plain.delete("/v1/jobs/\(job)").status == 403)
    _ = try scene.member.get("/v1/client/by-connection/\(scene.person.connection)").expecting(200)
    #expect(statuses() == [304, 304, 304])
    let changes: [() -> Answer] = [
      { scene.member.patch("/v1/jobs/\(job)", #"{"title":"Anew"}"#) },
      { scene.member.post("/v1/jobs/\(job)/tasks", .json(#"[{"title":"A"}]"#)) },
      { scene.member.post("/v1/jobs/\(job)/cancel") },
      { scene.member.post("/v1/jobs/\(job)/restart") },
      { scene.member.delete("/v1/jobs/\(job)") },
      { scene.member.post("/v1/jobs/\(job)/restore") },
      { scene.member.patch("/v1/jobs/\(job)", #"{"connection_id":null}"#) },
      { scene.member.postJob(for: scene.person.connection) },
    ]
    for (number, change) in changes.enumerated() {
      #expect((200...204).contains(change().status), "change \(number)")
      #expect(statuses() == [200, 200, 200], "after change \(number)")
      for path in paths { tags[path] = scene.client.get(path)["ETag"] }
      #expect(statuses() == [304, 304, 304])
    }
    let single = scene.client.get("/v1/client/jobs")
    let latest = try #require(single.json["jobs"][0]["id"].text)
    let tag = try #require(scene.client.get("/v1/client/jobs/\(latest)")["ETag"])
    #expect(scene.client.get("/v1/client/jobs/\(latest)") { $0.ifNoneMatch = tag }.status == 304)
  }

  @Test func countsByStatus() throws {
    let empty = try scene.client.get("/v1/client/stats").expecting(200).json
    #expect(empty.keys == ["counts", "total", "awaiting_approval", "last_change"])
    #expect(empty["counts"].keys == ["pending", "running", "completed", "failed", "cancelled"])
    #expect(empty["last_change"].isNull)
    let job = try scene.post()
    _ = try scene.post()
    _ = scene.member.post("/v1/jobs/\(job)/tasks", .json(#"[{"title":"A","status":"completed"}]"#))
    let stats = try scene.client.get("/v1/client/stats").expecting(200).json
    #expect(stats["counts"]["pending"].integer == 1)
    #expect(stats["counts"]["completed"].integer == 1)
    #expect(stats["total"].integer == 2)
    #expect(stats["last_change"].text != nil)
  }

  @Test func readsOneRowWhenNothingHasChanged() throws {
    _ = try scene.post()
    let plans =
      [
        "SELECT jobs_version FROM clients WHERE id = \(scene.person.id)",
        """
        SELECT id FROM jobs WHERE client_id = \(scene.person.id) AND deleted_at IS NULL
        ORDER BY id DESC LIMIT 51
        """,
        """
        SELECT status, COUNT(*) FROM jobs WHERE client_id = \(scene.person.id) AND deleted_at IS NULL
        GROUP BY status
        """,
      ] as [SQL]
    let keys = try plans.map { plan in
      try MariaDB.Connection(scene.world.administrator).first("EXPLAIN \(plan)") { row -> String? in
        for _ in 0..<5 { try row.skip() }
        return try row.next()
      } ?? nil
    }
    #expect(keys == ["PRIMARY", "jobs_by_client", "jobs_by_client_status"])
  }
}
