import HTTP
import Primitives
import TestSupport
import Testing

/// `Idempotency-Key`: sent again, a request has its effect once.
@Suite struct IdempotencyTests {
  private let world: World
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
  }

  private func create(_ title: String, key: String) -> Answer {
    client.post("/v1/jobs", .json("{\"title\":\"\(title)\"}")) { $0.idempotencyKey = key }
  }

  private func jobs() throws -> Int {
    try client.get("/v1/jobs").expecting(200).json["jobs"].items.count
  }

  @Test func answersARepeatAsTheFirst() throws {
    let first = try create("a", key: "k").expecting(201)
    let again = try create("a", key: "k").expecting(201)
    #expect(again.body == first.body)
    #expect(again["Location"] == first["Location"])
    #expect(try jobs() == 1)
    try create("a", key: "K").expecting(201)
    #expect(try jobs() == 2)
  }

  @Test func refusesAKeyForAnotherBody() throws {
    try create("a", key: "k").expecting(201)
    let other = create("b", key: "k")
    #expect(other.status == 409)
    #expect(other.code == "idempotency_key_reused")
    #expect(try jobs() == 1)
  }

  @Test func startsAnewAfter24Hours() throws {
    let first = try create("a", key: "k").expecting(201)
    func age(_ seconds: Int) throws {
      let id = try #require(first.json["created_by"].text)
      try world.sql(
        """
        UPDATE idempotency_keys SET created_at = UTC_TIMESTAMP(6) - INTERVAL \(seconds) SECOND
        WHERE caller = \(id)
        """)
    }
    try age(24 * 3_600 - 60)
    #expect(create("a", key: "k").body == first.body)
    #expect(create("b", key: "k").status == 409)
    try age(24 * 3_600)
    let later = try create("b", key: "k").expecting(201)
    #expect(later.json["id"] != first.json["id"])
    #expect(create("b", key: "k").body == later.body)
    #expect(try jobs() == 2)
  }

  @Test func isEachCallersOwn() throws {
    let mine = try create("a", key: "k").expecting(201)
    let other = client.another()
    try other.register()
    let theirs = try other.post("/v1/jobs", .json(#"{"title":"b"}"#)) { $0.idempotencyKey = "k" }
      .expecting(201)
    #expect(theirs.json["id"] != mine.json["id"])
    #expect(create("a", key: "k").body == mine.body)
  }

  @Test func isForgottenWithARequestThatFailed() throws {
    let bad = client.post("/v1/jobs", .json("{}")) { $0.idempotencyKey = "k" }
    #expect(bad.status == 400)
    try create("a", key: "k").expecting(201)
  }

  @Test(arguments: ["", "ä", "a\tb", String(repeating: "k", count: 256)])
  func refusesABadKey(_ key: String) throws {
    let answer = create("a", key: key)
    #expect(answer.status == 400)
    #expect(answer.code == "invalid_idempotency_key")
    #expect(create("a", key: String(repeating: "k", count: 255)).status == 201)
  }

  @Test(arguments: [3, 6_000])
  func addsTasksOnce(_ count: Int) throws {
    let job = try client.makeJob()
    let lines = (1...count).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    func add(_ lines: String, to job: String) -> Answer {
      client.post("/v1/jobs/\(job)/tasks", .lines(lines)) { $0.idempotencyKey = "k" }
    }
    for _ in 0..<2 {
      #expect(try add(lines, to: job).expecting(201).json["inserted"].integer == count)
    }
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == count)
    #expect(add(lines + "\n", to: job).status == 409)
    #expect(add(lines, to: try client.makeJob()).status == 409, "the job is part of what was asked")
  }

  @Test func importsOnceWhenAskedByManyAtOnce() throws {
    let job = try client.makeJob()
    let lines = (1...6_000).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    let (world, token) = (try World.shared.get(), client.token)
    let statuses = try onThreads(6) { _ in
      TestClient(world, token: token).post("/v1/jobs/\(job)/tasks", .lines(lines)) {
        $0.idempotencyKey = "once"
      }.status
    }
    #expect(statuses.contains(201))
    #expect(Set(statuses).isSubset(of: [201, 409]))
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 6_000)
    try client.addTasks(1...1, to: job)
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 6_001)
  }

  @Test func makesALinkOnce() throws {
    let job = try client.makeJob()
    func share() -> Answer {
      client.post("/v1/jobs/\(job)/share-links") { $0.idempotencyKey = "k" }
    }
    let first = try share().expecting(201)
    #expect(try share().expecting(201).body == first.body)
    let token = try #require(first.json["token"].text)
    try client.delete("/v1/jobs/\(job)/share-links/\(token)").expecting(204)
    // The repeat speaks of the link it made, and makes no other.
    let late = try share().expecting(201)
    #expect(late.json["share_link"]["id"] == first.json["share_link"]["id"])
    #expect(late.json["share_link"]["state"].text == "revoked")
    #expect(client.get("/v1/shared/jobs/\(token)").status == 410)
  }
}
