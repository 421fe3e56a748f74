import Audit
import HTTP
@testable import Links
import MariaDB
import Primitives
import Testing
@testable import Waylink

/// What is forgotten about links that have been dead for long.
@Suite struct LinkUpkeepTests {
  private let world: World
  private let client: TestClient
  private let job: String
  private let links: String
  private let token: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob()
    links = "/v1/jobs/\(job)/share-links"
    token = try client.makeLink(job, expiresAt: "2099-01-01T00:00:00Z")
  }

  private func wipe(keeping days: String = "30") throws {
    let services = try world.services(with: ["WAYLINK_LINK_KEEP_DAYS": days])
    try services.jobs.wipeDeadLinks(on: MariaDB.Connection(world.application))
  }

  private func expire(daysAgo days: Int) throws {
    try world.sql(
      """
      UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL \(days) DAY
      WHERE subject_id = \(job)
      """)
  }

  private var sealed: Int? {
    get throws {
      try world.value(
        "SELECT COUNT(sealed_token) + COUNT(seal_key) FROM links WHERE subject_id = \(job)",
        as: Int.self)
    }
  }

  private func door(_ token: String) -> String? { client.get("/v1/shared/jobs/\(token)").code }

  @Test func forgetsTheTokenOfALinkLongExpired() throws {
    try expire(daysAgo: 31)
    try wipe()
    #expect(try sealed == 0)
    #expect(door(token) == "share_link_expired")
    let shown = try client.get(links).expecting(200).json
    #expect(shown.keys == ["exists", "share_link", "history"])
    #expect(shown["share_link"]["state"].text == "expired")
    let id = try #require(shown["share_link"]["id"].text)
    for name in [token, id] {
      let changed = client.patch("\(links)/\(name)", .json(#"{"expires_at":null}"#))
      #expect(changed.status == 409)
      #expect(changed.code == "share_link_ended")
      #expect(client.post("\(links)/\(name)/rotate").code == "share_link_ended")
    }
    let events = client.get("\(links)/\(id)/events").json["events"]
    #expect(events[0]["action"].text == "link.wiped")
    #expect(events[0]["actor_kind"].text == "system")
    #expect(events[0]["actor_id"].isNull)
    let chain = try AuditChain(of: "jobs").verify(
      try #require(UUID(job)), on: MariaDB.Connection(world.application))
    #expect(chain == .whole(records: 3))
    // It is done once.
    try wipe()
    #expect(client.get("\(links)/\(id)/events").json["events"].items.count == 2)
    // And another can be made.
    let next = try client.makeLink(job)
    #expect(client.get("/v1/shared/jobs/\(next)").status == 200)
  }

  @Test func forgetsTheTokenOfALinkLongRevoked() throws {
    try client.delete("\(links)/\(token)").expecting(204)
    try world.sql(
      "UPDATE links SET revoked_at = revoked_at - INTERVAL 31 DAY WHERE subject_id = \(job)")
    try wipe()
    #expect(try sealed == 0)
    #expect(door(token) == "share_link_revoked")
    #expect(
      client.patch("\(links)/\(token)", .json(#"{"expires_at":null}"#)).code
        == "share_link_revoked")
  }

  @Test func forgetsTheTokenOfALinkLongFollowed() throws {
    try expire(daysAgo: 1)
    let next = try client.makeLink(job)
    try world.sql(
      """
      UPDATE links SET retired_at = retired_at - INTERVAL 31 DAY
      WHERE subject_id = \(job) AND retired_at IS NOT NULL
      """)
    try wipe()
    #expect(try sealed == 2)
    #expect(door(token) == "share_link_expired")
    #expect(client.get(links).json["token"].text == next)
  }

  @Test func keepsWhatIsNotDeadForLong() throws {
    try wipe()
    #expect(try sealed == 2)
    try expire(daysAgo: 29)
    try wipe()
    #expect(try sealed == 2)
    #expect(client.patch("\(links)/\(token)", .json(#"{"expires_at":null}"#)).status == 200)
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
    try expire(daysAgo: 8)
    try wipe(keeping: "7")
    #expect(try sealed == 0)
  }

  /// What was extended after it had been found is not wiped.
  @Test func sparesALinkThatWasExtendedMeanwhile() throws {
    try expire(daysAgo: 31)
    let store = ShareLinkStore(database: MariaDB.Connection(world.application))
    let due = try store.due(.job, afterDays: 30, limit: 1_000).filter { $0.subject.text == job }
    let link = try #require(due.first?.link)
    #expect(client.patch("\(links)/\(token)", .json(#"{"expires_at":null}"#)).status == 200)
    #expect(try !store.wipe(link, deadForDays: 30))
    #expect(try sealed == 2)
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
  }

  @Test(arguments: ["0", "3651", "-1", "x", "1.5"])
  func refusesAKeepTimeThatIsNone(_ days: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try world.services(with: ["WAYLINK_LINK_KEEP_DAYS": days])
    }
    #expect(error?.complaints.count == 1)
  }
}
