import Audit
import HTTP
@testable import Jobs
import Links
import MariaDB
import Primitives
import Security
import Testing
@testable import Waylink

/// What is kept about a share link: opens, refusals, its seal, its history.
@Suite struct LinkRecordTests {
  private let world: World
  private let client: TestClient
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob()
    try client.addTasks(1...3, to: job)
  }

  // MARK: Counting

  @Test func countsOpensButNoRobotsAndNoRefreshes() throws {
    let token = try client.makeLink(job)
    let services = try world.services(with: [:])
    let guest = TestClient(world, services: services)
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    for path in ["/shared/jobs/\(token)", "/v1/shared/jobs/\(token)"] {
      _ = guest.get(path) { $0.userAgent = browser }
      _ = guest.get(path) { $0.userAgent = "WhatsApp/2.23.20.0" }
      _ = guest.get(path) { $0.userAgent = nil }
      _ = guest.get(path) {
        $0.userAgent = browser
        $0.purpose = "prefetch"
      }
      _ = guest.send("HEAD", path) { $0.userAgent = browser }
    }
    let tag = guest.get("/v1/shared/jobs/\(token)").headers.first { $0.name == "ETag" }?.value
    _ = guest.get("/v1/shared/jobs/\(token)") {
      $0.userAgent = browser
      $0.ifNoneMatch = tag
    }
    let next = client.get("/v1/jobs/\(job)/tasks?limit=1").json["next_cursor"].text
    let page = guest.get("/shared/jobs/\(token)?cursor=\(try #require(next))") {
      $0.userAgent = browser
    }
    #expect(page.status == 200)
    try world.writeTally(of: services)
    try world.writeTally(of: services)
    let link = client.get("/v1/jobs/\(job)/share-links").json["share_link"]
    // Page and JSON are one view of one viewer.
    #expect(link["access_count"].integer == 1)
    #expect(link["last_accessed_at"].text != nil)
  }

  @Test func countsRefusalsOfKnownLinksOnly() throws {
    let token = try client.makeLink(job)
    try client.delete("/v1/jobs/\(job)/share-links/\(token)").expecting(204)
    let services = try world.services(with: [:])
    let guest = TestClient(world, services: services)
    for _ in 0..<5 {
      _ = guest.get("/v1/shared/jobs/\(token)")
      _ = guest.get("/v1/shared/jobs/unknown-token-\(UUID.v7())")
    }
    try world.writeTally(of: services)
    let refusals = try MariaDB.Connection(world.administrator).query(
      """
      SELECT address_prefix, outcome, CAST(SUM(refusals) AS UNSIGNED), COUNT(*)
      FROM link_refusals r JOIN links l ON l.id = r.link_id WHERE l.subject_id = \(job)
      GROUP BY address_prefix, outcome
      """
    ) { (try $0.next(as: String.self), try $0.next(as: String.self), try $0.next(as: Int.self)) }
    #expect(refusals.map(\.0) == ["192.0.2.0/24"])
    #expect(refusals.map(\.1) == ["share_link_revoked"])
    #expect(refusals.map(\.2) == [5])
  }

  // MARK: Seal and audit

  @Test func doesNotUnsealATokenThatWasMovedToAnotherLink() throws {
    _ = try client.makeLink(job)
    let other = try client.makeJob()
    let own = try client.makeLink(other)
    try world.sql(
      """
      UPDATE links a JOIN links b ON b.subject_id = \(other)
      SET b.sealed_token = a.sealed_token WHERE a.subject_id = \(job)
      """)
    let links = "/v1/jobs/\(other)/share-links"
    let shown = try client.get(links).expecting(200).json
    #expect(shown.keys == ["exists", "share_link", "history"])
    #expect(client.get("/v1/shared/jobs/\(own)").status == 200)
    let id = try #require(shown["share_link"]["id"].text)
    #expect(client.delete("/v1/jobs/\(job)/share-links/\(id)").status == 404)
    #expect(client.delete("\(links)/\(id)").status == 204)
    #expect(client.delete("\(links)/\(id)").status == 404)
    #expect(client.get("/v1/shared/jobs/\(own)").status == 410)
  }

  @Test func recordsEachStepInAWholeChain() throws {
    let chain = AuditChain(of: "jobs")
    let id = try #require(UUID(job))
    let database = MariaDB.Connection(world.application)
    func state() throws -> ChainState { try chain.verify(id, on: database) }
    #expect(try state() == .whole(records: 2))
    let token = try client.makeLink(job)
    #expect(try state() == .whole(records: 3))
    _ = client.post("/v1/jobs/\(job)/share-links")
    #expect(try state() == .whole(records: 3), "nothing was made")
    try client.delete("/v1/jobs/\(job)/share-links/\(token)").expecting(204)
    _ = client.delete("/v1/jobs/\(job)/share-links/\(token)")
    #expect(try state() == .whole(records: 4))
    _ = try client.makeLink(job)
    try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE slot = \(job)")
    _ = try client.makeLink(job)
    #expect(try state() == .whole(records: 7))
    let actions = try MariaDB.Connection(world.administrator).query(
      "SELECT action FROM audit_records WHERE subject_id = \(job) ORDER BY seq"
    ) { try $0.next(as: String.self) }
    #expect(
      actions == [
        "job.created", "job.tasks_added", "link.created", "link.revoked", "link.created",
        "link.retired", "link.created",
      ])
  }
}
