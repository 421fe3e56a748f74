import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Requests that meet: on real threads, with a connection each.
@Suite struct RaceTests {
  private let world: World
  private let client: TestClient
  private let token: String
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    token = try client.register().token
    job = try client.makeJob()
  }

  /// The same request from so many callers at once.
  private func race(
    _ count: Int, _ request: @escaping @Sendable (TestClient, Int) -> Answer
  ) throws -> [Outcome] {
    let (world, token) = (world, token)
    return try onThreads(count) { number in
      let answer = request(TestClient(world, token: token), number)
      return Outcome(status: answer.status, code: answer.code, body: answer.text)
    }
  }

  struct Outcome: Sendable {
    let status: Int
    let code: String?
    let body: String

    var json: Node { Node(parsing: Array(body.utf8)) }
  }

  @Test func makesOneLinkFor64Callers() throws {
    let job = job
    let outcomes = try race(64) { client, _ in client.post("/v1/jobs/\(job)/share-links") }
    #expect(outcomes.count { $0.status == 201 } == 1)
    #expect(outcomes.count { $0.status == 200 } == 63)
    #expect(Set(outcomes.map { $0.json["token"].text }).count == 1)
    #expect(Set(outcomes.map { $0.json["share_link"]["id"].text }).count == 1)
    #expect(
      try world.value("SELECT COUNT(*) FROM links WHERE subject_id = \(job)", as: Int.self) == 1)
    #expect(
      try world.value(
        "SELECT COUNT(*) FROM audit_records WHERE subject_id = \(job) AND action = 'link.created'",
        as: Int.self) == 1)
    let link = try #require(outcomes[0].json["token"].text)
    #expect(client.get("/v1/shared/jobs/\(link)").status == 200)
  }

  @Test func replacesAnExpiredLinkOnceFor16Callers() throws {
    let old = try client.makeLink(job)
    try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE subject_id = \(job)")
    let job = job
    let outcomes = try race(16) { client, _ in client.post("/v1/jobs/\(job)/share-links") }
    #expect(outcomes.map(\.status).sorted() == Array(repeating: 200, count: 15) + [201])
    let new = Set(outcomes.compactMap { $0.json["token"].text })
    #expect(new.count == 1 && !new.contains(old))
  }

  @Test func revokesOnceFor16Callers() throws {
    let link = try client.makeLink(job)
    let job = job
    let outcomes = try race(16) { client, _ in
      client.delete("/v1/jobs/\(job)/share-links/\(link)")
    }
    #expect(outcomes.map(\.status).sorted() == [204] + Array(repeating: 404, count: 15))
  }

  @Test func makesOneJobFor16RepeatsOfARequest() throws {
    let outcomes = try race(16) { client, _ in
      client.post("/v1/jobs", .json(#"{"title":"once"}"#)) { $0.idempotencyKey = "same" }
    }
    #expect(outcomes.allSatisfy { $0.status == 201 })
    #expect(Set(outcomes.map(\.body)).count == 1)
    #expect(client.get("/v1/jobs").json["jobs"].items.count == 2)
  }

  @Test func addsTasksOnceFor8RepeatsOfARequest() throws {
    let job = job
    let lines = (1...300).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
    let outcomes = try race(8) { client, _ in
      client.post("/v1/jobs/\(job)/tasks", .lines(lines)) { $0.idempotencyKey = "same" }
    }
    #expect(outcomes.allSatisfy { $0.status == 201 && $0.json["inserted"].integer == 300 })
    #expect(try client.titles("/v1/jobs/\(job)").count == 300)
  }

  /// Small additions wait for each other: none is lost, none is cut in two.
  @Test func addsAllOf16SmallImports() throws {
    let job = job
    let outcomes = try race(16) { client, number in
      let lines = (1...50).map { "{\"title\":\"\(number).\($0)\"}" }.joined(separator: "\n")
      return client.post("/v1/jobs/\(job)/tasks", .lines(lines))
    }
    #expect(outcomes.allSatisfy { $0.status == 201 })
    let titles = try client.titles("/v1/jobs/\(job)")
    try #require(titles.count == 800)
    for start in stride(from: 0, to: 800, by: 50) {
      let number = titles[start].prefix { $0 != "." }
      #expect(Array(titles[start..<start + 50]) == (1...50).map { "\(number).\($0)" })
    }
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 800)
  }

  /// Both are held at the job's row until both are there, so that they do meet.
  @Test func letsOneOfTwoLargeImportsIn() throws {
    let (world, job) = (world, job)
    let isHeld = DispatchSemaphore(value: 0)
    let holder = Locked<(any Error)?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      do {
        try Connection(world.administrator).transaction { transaction in
          _ = try transaction.first("SELECT 1 FROM jobs WHERE id = \(job) FOR UPDATE") {
            try $0.skip()
          }
          isHeld.signal()
          try world.awaitWaiters(2, for: transaction)
        }
      } catch {
        holder.withLock { $0 = error }
      }
      done.signal()
    }
    isHeld.wait()
    let outcomes = try race(2) { client, number in
      let lines = (1...11_000).map { "{\"title\":\"\(number).\($0)\"}" }.joined(separator: "\n")
      return client.post("/v1/jobs/\(job)/tasks", .lines(lines))
    }
    done.wait()
    try holder.withLock { if let error = $0 { throw error } }
    #expect(outcomes.map(\.status).sorted() == [201, 409])
    #expect(outcomes.contains { $0.code == "import_in_progress" })
    let winner = try #require(outcomes.firstIndex { $0.status == 201 })
    #expect(try client.titles("/v1/jobs/\(job)") == (1...11_000).map { "\(winner).\($0)" })
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 11_000)
  }
}
