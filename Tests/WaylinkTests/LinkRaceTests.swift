import Audit
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Changes of links that meet, 64 at a time, on real threads with a connection each.
@Suite struct LinkRaceTests {
  private static let callers = 64

  private let world: World
  private let client: TestClient
  private let token: String
  private let job: String
  private let links: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    token = try client.register().token
    job = try client.makeJob()
    links = "/v1/jobs/\(job)/share-links"
  }

  struct Outcome: Sendable {
    let status: Int
    let code: String?
    let token: String?
  }

  private func race(
    _ request: @escaping @Sendable (TestClient, Int) -> Answer
  ) throws -> [Outcome] {
    let (world, token) = (world, token)
    return try onThreads(Self.callers) { number in
      let answer = request(TestClient(world, token: token), number)
      return Outcome(
        status: answer.status, code: answer.code, token: answer.json["token"].text)
    }
  }

  /// What must hold whatever has met: one link at most in the slot, a whole chain, and a door that
  /// says what the records say.
  private func expectOrder(at location: SourceLocation = #_sourceLocation) throws {
    let standing = try world.value(
      "SELECT COUNT(*) FROM links WHERE slot = \(job)", as: Int.self)
    #expect((standing ?? 9) <= 1, sourceLocation: location)
    let open = try world.value(
      """
      SELECT COUNT(*) FROM links WHERE subject_id = \(job)
        AND revoked_at IS NULL AND retired_at IS NULL
      """, as: Int.self)
    #expect(open == standing, sourceLocation: location)
    let id = try #require(UUID(job))
    let state = try AuditChain(of: "jobs").verify(
      id, on: MariaDB.Connection(world.application))
    guard case .whole = state else {
      Issue.record("the chain is broken: \(state)", sourceLocation: location)
      return
    }
    // One token opens without an end for each link: the newest.
    let lasting = try world.value(
      """
      SELECT COUNT(*) FROM (
        SELECT k.link_id FROM door_keys k JOIN links l ON l.id = k.link_id
        WHERE l.subject_id = \(job) AND k.dies_at IS NULL
        GROUP BY k.link_id HAVING COUNT(*) <> 1) t
      """, as: Int.self)
    #expect(lasting == 0, sourceLocation: location)
    let shown = client.get(links).json
    if shown["exists"].bool == true {
      let token = try #require(shown["token"].text, sourceLocation: location)
      #expect(client.get("/v1/shared/jobs/\(token)").status == 200, sourceLocation: location)
    }
  }

  private func records(_ action: String) throws -> Int? {
    try world.value(
      """
      SELECT COUNT(*) FROM audit_records
      WHERE subject_id = \(job) AND action = \(action) AND outcome = 'done'
      """, as: Int.self)
  }

  @Test func makesOneOfTwoWishes() throws {
    let links = links
    let outcomes = try race { client, number in
      client.post(links, .json("{\"expires_at\":\"209\(number % 2)-01-01T00:00:00Z\"}"))
    }
    #expect(outcomes.count { $0.status == 201 } == 1)
    #expect(outcomes.count { $0.status == 200 } == Self.callers / 2 - 1)
    #expect(
      outcomes.count { $0.status == 409 && $0.code == "share_link_exists" } == Self.callers / 2)
    try expectOrder()
  }

  @Test func changesTheExpiryForEach() throws {
    let (links, link) = (links, try client.makeLink(job))
    let outcomes = try race { client, number in
      client.patch(
        "\(links)/\(link)", .json("{\"expires_at\":\"20\(number + 30)-01-01T00:00:00Z\"}"))
    }
    #expect(outcomes.allSatisfy { $0.status == 200 && $0.token == link })
    #expect(try records("link.expiry_changed") == Self.callers)
    try expectOrder()
  }

  @Test func rotatesOnceByAToken() throws {
    let (links, link) = (links, try client.makeLink(job))
    let outcomes = try race { client, _ in client.post("\(links)/\(link)/rotate") }
    #expect(outcomes.count { $0.status == 200 } == 1)
    #expect(outcomes.count { $0.code == "share_link_not_found" } == Self.callers - 1)
    #expect(try records("link.rotated") == 1)
    try expectOrder()
  }

  @Test func rotatesForEachByTheLinksName() throws {
    _ = try client.makeLink(job)
    let id = try #require(client.get(links).json["share_link"]["id"].text)
    let links = links
    let outcomes = try race { client, number in
      client.post("\(links)/\(id)/rotate", .json("{\"grace_seconds\":\(600 + number)}"))
    }
    #expect(outcomes.allSatisfy { $0.status == 200 })
    #expect(Set(outcomes.compactMap(\.token)).count == Self.callers)
    let living = try world.value(
      """
      SELECT COUNT(*) FROM door_keys
      WHERE link_id = \(id) AND (dies_at IS NULL OR dies_at > UTC_TIMESTAMP(6))
      """, as: Int.self)
    #expect(living == 10)
    try expectOrder()
  }

  @Test func rotatesOnceForRepeats() throws {
    let (links, link) = (links, try client.makeLink(job))
    let outcomes = try race { client, _ in
      client.post("\(links)/\(link)/rotate") { $0.idempotencyKey = "one" }
    }
    #expect(outcomes.allSatisfy { $0.status == 200 })
    #expect(Set(outcomes.map(\.token)).count == 1)
    #expect(try records("link.rotated") == 1)
    try expectOrder()
  }

  @Test func revokesOnce() throws {
    let (links, link) = (links, try client.makeLink(job))
    let outcomes = try race { client, _ in client.delete("\(links)/\(link)") }
    #expect(outcomes.count { $0.status == 204 } == 1)
    #expect(outcomes.count { $0.status == 404 } == Self.callers - 1)
    try expectOrder()
  }

  /// Everything at once, several times over.
  @Test func keepsOrderInAMixture() throws {
    let (links, job) = (links, job)
    let world = world
    for _ in 0..<4 {
      let link = client.post(links).json["token"].text ?? ""
      let id = client.get(links).json["share_link"]["id"].text ?? ""
      let outcomes = try race { client, number in
        let name = number % 2 == 0 ? link : id
        switch number % 5 {
        case 0: return client.post(links)
        case 1:
          let expiry = number % 3 == 0 ? "null" : "\"2099-01-01T00:00:00Z\""
          return client.patch("\(links)/\(name)", .json("{\"expires_at\":\(expiry)}"))
        case 2:
          return client.post("\(links)/\(name)/rotate", .json("{\"grace_seconds\":\(number)}"))
        case 3: return client.delete("\(links)/\(name)")
        default:
          // Expires it under the others' hands.
          _ = try? world.sql(
            "UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE slot = \(job) AND id <> \(id)")
          return client.get(links)
        }
      }
      for outcome in outcomes {
        let answer = "\(outcome.status) \(outcome.code ?? "")"
        #expect(
          [
            "200 ", "201 ", "204 ", "404 share_link_not_found", "409 share_link_revoked",
            "409 share_link_ended",
          ].contains(answer), "\(answer)")
      }
    }
    _ = client.post(links)
    try expectOrder()
  }

  /// Different jobs don't stand in each other's way.
  @Test func makesAndRotates64LinksOf64Jobs() throws {
    let jobs = try (0..<Self.callers).map { _ in try client.makeJob() }
    let made = try race { client, number in client.post("/v1/jobs/\(jobs[number])/share-links") }
    #expect(made.allSatisfy { $0.status == 201 }, "\(Set(made.map(\.status)))")
    let rotated = try race { client, number in
      client.post(
        "/v1/jobs/\(jobs[number])/share-links/\(made[number].token ?? "")/rotate",
        .json(#"{"grace_seconds":9}"#))
    }
    #expect(rotated.allSatisfy { $0.status == 200 }, "\(Set(rotated.map(\.status)))")
  }
}
