import MariaDB
import Primitives
import TestSupport
import Testing

/// Jobs that are posted for clients, and the client's word on them (seed 1).
@Suite struct PostingTests {
  private let scene: ClientScene

  init() throws {
    scene = try ClientScene()
  }

  private var jobs: Int {
    get throws {
      try scene.world.value(
        "SELECT COUNT(*) FROM jobs WHERE workspace_id = \(scene.owner.workspace)") ?? 0
    }
  }

  private func approval(_ job: String, by member: TestClient? = nil) -> String? {
    (member ?? scene.member).get("/v1/jobs/\(job)").json["client_approval"].text
  }

  // MARK: For whom

  @Test func findsTheClientOnceAndNeverShowsItsConnectionID() throws {
    let answer = try scene.member.postJob(for: scene.person.connection.uppercased())
      .expecting(201)
    #expect(answer.json["client_id"].text == scene.person.id)
    #expect(answer.json["company_name"].text == "Acme Corp")
    #expect(answer.json["client_approval"].text == "none")
    let job = try #require(answer.json["id"].text)
    let link = try scene.member.makeLink(job)
    for path in ["/v1/jobs", "/v1/jobs/\(job)", "/v1/shared/jobs/\(link)", "/v1/client/jobs"] {
      let reader = path.contains("client") ? scene.client : scene.member
      let text = try reader.get(path).expecting(200).text
      #expect(!text.contains(scene.person.connection), "\(path)")
    }
    let shared = try scene.member.get("/v1/shared/jobs/\(link)").expecting(200)
    #expect(!shared.text.contains(scene.person.id) && !shared.text.contains("Acme"))
  }

  @Test func makesNoJobForAWrongConnectionID() throws {
    let before = try jobs
    let malformed = scene.member.postJob(for: "abc")
    #expect(malformed.status == 400)
    #expect(malformed.code == "invalid_connection_id_format")
    #expect(malformed.fields == ["connection_id"])
    let unknown = scene.member.postJob(for: String(repeating: "a", count: 24))
    #expect(unknown.status == 400)
    #expect(unknown.code == "invalid_connection_id")
    #expect(unknown.json["detail"].text == "Invalid connection ID")
    let both = scene.member.post("/v1/jobs", .json(#"{"title":"","connection_id":"abc"}"#))
    #expect(both.code == "validation_failed")
    #expect(Set(both.fields) == ["title", "connection_id"])
    #expect(
      scene.member.post("/v1/jobs", .json(#"{"title":"A","connection_id":7}"#)).code
        == "validation_failed")
    #expect(try jobs == before)
  }

  @Test func takesAClientIDOnlyOfAClientItPostsFor() throws {
    let byID = #"{"title":"A","client_id":"\#(scene.person.id)"}"#
    let refused = scene.member.post("/v1/jobs", .json(byID))
    #expect(refused.status == 400)
    #expect(refused.code == "invalid_client_id")
    _ = try scene.post()
    #expect(scene.member.post("/v1/jobs", .json(byID)).status == 201)
    let other = try TestClient(scene.world).registerClient("Other")
    let both = scene.member.post(
      "/v1/jobs",
      .json(
        #"{"title":"A","client_id":"\#(scene.person.id)","connection_id":"\#(other.connection)"}"#))
    #expect(both.json["client_id"].text == other.id)
  }

  @Test func answersARepeatAlike() throws {
    let body = TestClient.Body.json(
      #"{"title":"Once","connection_id":"\#(scene.person.connection)"}"#)
    let first = scene.member.post("/v1/jobs", body) { $0.idempotencyKey = "one" }
    let again = scene.member.post("/v1/jobs", body) { $0.idempotencyKey = "one" }
    #expect(first.status == 201 && again.status == 201)
    #expect(first.json["id"].text == again.json["id"].text)
    #expect(scene.client.get("/v1/client/jobs").json["jobs"].items.count == 1)
  }

  @Test func movesToAnotherClientAndAway() throws {
    let job = try scene.post()
    let stranger = TestClient(scene.world)
    let other = try stranger.registerClient("Other")
    let moved = scene.member.patch(
      "/v1/jobs/\(job)", #"{"connection_id":"\#(other.connection)"}"#)
    #expect(moved.json["client_id"].text == other.id)
    #expect(moved.json["company_name"].text == "Other")
    #expect(scene.client.get("/v1/client/jobs/\(job)").status == 404)
    #expect(scene.client.get("/v1/client/jobs").json["jobs"].items.isEmpty)
    #expect(stranger.get("/v1/client/jobs/\(job)").status == 200)
    let wrong = scene.member.patch(
      "/v1/jobs/\(job)", #"{"title":"B","connection_id":"\#(String(repeating: "b", count: 24))"}"#)
    #expect(wrong.code == "invalid_connection_id")
    #expect(scene.member.get("/v1/jobs/\(job)").json["title"].text == "Move")
    let freed = scene.member.patch("/v1/jobs/\(job)", #"{"connection_id":null}"#)
    #expect(freed.json["client_id"].isNull)
    #expect(stranger.get("/v1/client/jobs/\(job)").status == 404)
    #expect(
      try scene.actions(of: job)
        == ["job.created", "job.client_changed", "job.client_changed"])
  }

  @Test func staysWithItsClientWhateverBecameOfIt() throws {
    let job = try scene.post()
    let same = [
      #"{"title":"A","client_id":"\#(scene.person.id)"}"#,
      #"{"title":"B","connection_id":"\#(scene.person.connection)"}"#,
    ]
    #expect(scene.decide("blocked").status == 200)
    for body in same {
      let answer = scene.member.patch("/v1/jobs/\(job)", body)
      #expect(answer.status == 200)
      #expect(answer.json["client_id"].text == scene.person.id)
    }
    let close = #"{"password":"\#(scene.person.password)"}"#
    #expect(scene.client.post("/v1/client/close", .json(close)).status == 204)
    #expect(scene.member.patch("/v1/jobs/\(job)", same[0]).status == 200)
    #expect(scene.member.patch("/v1/jobs/\(job)", same[1]).code == "invalid_connection_id")
    #expect(
      try scene.actions(of: job) == ["job.created", "job.changed", "job.changed", "job.changed"])
  }

  @Test func listsAndGroupsByClient() throws {
    _ = try scene.post("One")
    let job = try scene.post("Two")
    _ = scene.member.post("/v1/jobs/\(job)/cancel")
    let other = try TestClient(scene.world).registerClient("Other")
    #expect(scene.member.postJob("Three", for: other.connection).status == 201)
    _ = try scene.member.makeJob(title: "Four")
    let own = try scene.member.get("/v1/jobs?client_id=\(scene.person.id)&sort=title").expecting(
      200)
    #expect(own.json["jobs"].items.map { $0["title"].text } == ["One", "Two"])
    let cancelled = try scene.member.get(
      "/v1/jobs?client_id=\(scene.person.id)&status=cancelled&sort=status"
    ).expecting(200)
    #expect(cancelled.json["jobs"].items.map { $0["title"].text } == ["Two"])
    let groups = try scene.member.get("/v1/jobs?group_by=client").expecting(200).json
    #expect(groups["groups"].items.map { $0["company_name"].text } == ["Acme Corp", "Other"])
    let group = groups["groups"][0]
    #expect(group.keys == ["client_id", "company_name", "consent", "counts"])
    #expect(group["counts"]["pending"].integer == 1)
    #expect(group["counts"]["cancelled"].integer == 1)
    let first = try scene.member.get("/v1/jobs?group_by=client&limit=1").expecting(200).json
    let cursor = try #require(first["next_cursor"].text)
    let rest = try scene.member.get("/v1/jobs?group_by=client&cursor=\(cursor)").expecting(200)
    #expect(rest.json["groups"].items.map { $0["company_name"].text } == ["Other"])
    for query in ["group_by=x", "group_by=client&status=failed", "group_by=client&limit=0"] {
      #expect(scene.member.get("/v1/jobs?\(query)").status == 400)
    }
  }

  // MARK: Consent

  @Test func waitsForAClientThatAsksFirst() throws {
    try scene.askFirst()
    let job = try scene.post()
    #expect(approval(job) == "pending")
    #expect(scene.client.get("/v1/client/jobs/\(job)").json["client_approval"].text == "pending")
    #expect(scene.client.get("/v1/client/stats").json["awaiting_approval"].integer == 1)
    let tasks = "/v1/jobs/\(job)/tasks"
    #expect(scene.member.post(tasks, .json(#"[{"title":"A"}]"#)).status == 201)
    let running = scene.member.post(tasks, .json(#"[{"title":"B","status":"running"}]"#))
    #expect(running.status == 409)
    #expect(running.code == "client_approval_pending")
    let task = try #require(scene.member.get(tasks).json["tasks"][0]["id"].text)
    #expect(
      scene.member.patch("\(tasks)/\(task)", #"{"status":"completed"}"#).code
        == "client_approval_pending")
    #expect(scene.member.post("/v1/jobs/\(job)/share-links").code == "client_approval_pending")
    #expect(scene.member.get("/v1/jobs/\(job)").json["status"].text == "pending")

    #expect(decide("approved")["consent"].text == "approved")
    #expect(approval(job) == "approved")
    #expect(scene.member.patch("\(tasks)/\(task)", #"{"status":"completed"}"#).status == 200)
    #expect(scene.member.post("/v1/jobs/\(job)/share-links").status == 201)
    #expect(approval(try scene.post()) == "approved")
  }

  private func decide(_ consent: String) -> Node { scene.decide(consent).json }

  @Test func refusesWhatWaitedWithTheWorkspaceAndTakesItBack() throws {
    try scene.askFirst()
    let job = try scene.post()
    #expect(decide("blocked")["consent"].text == "blocked")
    #expect(approval(job) == "refused")
    let new = scene.member.postJob(for: scene.person.connection)
    #expect(new.status == 403)
    #expect(new.code == "client_refused")
    #expect(scene.member.post("/v1/jobs/\(job)/share-links").code == "client_refused")
    #expect(scene.client.get("/v1/client/jobs/\(job)").status == 200)
    #expect(decide("approved")["consent"].text == "approved")
    #expect(approval(job) == "approved")
    #expect(scene.member.post("/v1/jobs/\(job)/share-links").status == 201)
    #expect(
      try scene.actions(of: job)
        == ["job.created", "job.client_refused", "job.client_approved", "link.created"])
  }

  @Test func cutsAWorkspaceOffAndKeepsWhatItPosted() throws {
    let job = try scene.post()
    let link = try scene.member.makeLink(job)
    #expect(scene.decide("blocked").status == 200)
    #expect(scene.client.get("/v1/client/jobs/\(job)").status == 200)
    #expect(scene.member.get("/v1/shared/jobs/\(link)").status == 200)
    #expect(approval(job) == "none")
    #expect(scene.member.postJob(for: scene.person.connection).code == "client_refused")
    let other = try scene.member.makeJob()
    #expect(
      scene.member.patch("/v1/jobs/\(other)", #"{"connection_id":"\#(scene.person.connection)"}"#)
        .code == "client_refused")
  }

  @Test func asksOnlyBeforeAFirstPosting() throws {
    _ = try scene.post()
    try scene.askFirst()
    #expect(approval(try scene.post()) == "none")
    let second = TestClient(scene.world)
    try second.register()
    #expect(approval(try scene.post(by: second), by: second) == "pending")
    let workspaces = try scene.client.get("/v1/client/workspaces").expecting(200).json["workspaces"]
    #expect(
      workspaces.items.map { $0["consent"].text }.sorted { $0! < $1! } == ["none", "pending"])
    #expect(
      workspaces[0].keys == [
        "workspace_id", "workspace_name", "consent", "since", "decided_at", "refused_postings",
        "last_refused_at",
      ])
  }

  @Test func decidesOnWhoHasOnlyLookedItUp() throws {
    #expect(scene.decide("blocked").code == "workspace_not_found")
    _ = try scene.member.get("/v1/client/by-connection/\(scene.person.connection)").expecting(200)
    #expect(scene.decide("blocked").status == 200)
    #expect(scene.member.postJob(for: scene.person.connection).code == "client_refused")
    #expect(scene.decide("maybe").fields == ["consent"])
    #expect(scene.decide("none").fields == ["consent"])
    #expect(scene.decide("approved", on: UUID.v7().text).code == "workspace_not_found")
  }

  @Test func movesNothingThatRunsOrIsSharedToAClientThatAsksFirst() throws {
    try scene.askFirst()
    let move = #"{"connection_id":"\#(scene.person.connection)"}"#
    let shared = try scene.member.makeJob()
    _ = try scene.member.makeLink(shared)
    let refused = scene.member.patch("/v1/jobs/\(shared)", move)
    #expect(refused.status == 409 && refused.code == "job_in_use")
    // What was found out by it is no secret to the client, and is counted.
    #expect(scene.client.get("/v1/client/lookups").json["lookups"].items.count == 1)
    #expect(scene.client.get("/v1/client/workspaces").json["workspaces"].items.isEmpty)
    let running = try scene.member.makeJob()
    _ = scene.member.post(
      "/v1/jobs/\(running)/tasks", .json(#"[{"title":"A","status":"running"}]"#))
    #expect(scene.member.patch("/v1/jobs/\(running)", move).code == "job_in_use")
    #expect(scene.member.post("/v1/jobs/\(running)/cancel").status == 200)
    #expect(
      scene.member.patch("/v1/jobs/\(running)", move).json["client_approval"].text == "pending")
    #expect(scene.member.patch("/v1/jobs/\(running)", #"{"client_id":null}"#).status == 200)
    let fresh = try scene.member.makeJob()
    #expect(
      scene.member.patch("/v1/jobs/\(fresh)", move).json["client_approval"].text == "pending")
    #expect(scene.member.get("/v1/jobs/\(running)").json["client_id"].isNull)
  }

  @Test func keepsTwentyWaitingHoweverManyPostAtOnce() throws {
    try scene.askFirst()
    let (world, token) = (scene.world, scene.owner.token)
    let connection = scene.person.connection
    let outcomes = try onThreads(32) { _ in
      let answer = TestClient(world, token: token).postJob(for: connection)
      return (answer.status, answer.code)
    }
    #expect(outcomes.count { $0.0 == 201 } == 20)
    #expect(outcomes.count { $0.0 == 409 && $0.1 == "too_many_pending" } == 12)
    #expect(decide("approved")["consent"].text == "approved")
    #expect(
      try world.value(
        "SELECT COUNT(*) FROM jobs WHERE client_id = \(scene.person.id) AND client_approval = 'approved'",
        as: Int.self) == 20)
  }

  @Test func takesPostingsOfManyWorkspacesAtOnce() throws {
    let (world, connection) = (scene.world, scene.person.connection)
    let tokens = try (0..<16).map { _ in try TestClient(world).register().token }
    let statuses = try onThreads(16) { number in
      let member = TestClient(world, token: tokens[number])
      return (0..<4).map { _ in member.postJob(for: connection).status }
    }
    #expect(statuses.flatMap(\.self) == Array(repeating: 201, count: 64))
    #expect(scene.client.get("/v1/client/stats").json["total"].integer == 64)
  }
}
