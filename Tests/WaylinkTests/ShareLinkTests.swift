import HTTP
import MariaDB
import Primitives
import Testing

/// The life of a job's share link, from both sides of the door.
@Suite struct ShareLinkTests {
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

  private var links: String { "/v1/jobs/\(job)/share-links" }

  /// All that a link opens.
  private func doors(_ token: String) -> [String] {
    [
      "/v1/shared/jobs/\(token)", "/v1/shared/jobs/\(token)/tasks",
      "/v1/shared/jobs/\(token)/export?format=csv", "/shared/jobs/\(token)",
    ]
  }

  /// Every door of a link answers alike; for a browser with a page.
  private func expect(
    _ token: String, _ status: Int, _ code: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) {
    let guest = client.another()
    for door in doors(token) {
      let answer = guest.get(door)
      #expect(answer.status == status, "\(door)", sourceLocation: location)
      if let code { #expect(answer.code == code, "\(door)", sourceLocation: location) }
      let page = guest.get(door) { $0.accept = "text/html" }
      #expect(page.status == status, "\(door)", sourceLocation: location)
      if status >= 400, token.count > 8 {
        #expect(!page.text.contains(token), sourceLocation: location)
      }
    }
  }

  // MARK: Making

  @Test func makesOneAndReturnsItAgain() throws {
    let made = try client.post(links).expecting(201).json
    #expect(made.keys == ["token", "url", "share_link"])
    let token = try #require(made["token"].text)
    #expect(made["url"].text == "https://waylink.test/shared/jobs/\(token)")
    #expect(
      made["share_link"].keys == [
        "id", "job_id", "state", "created_at", "expires_at", "revoked_at", "created_by",
        "access_count", "last_accessed_at",
      ])
    #expect(made["share_link"]["state"].text == "active")
    #expect(made["share_link"]["expires_at"].isNull)
    #expect(try client.post(links, .none).expecting(200).json == made)
    let shown = try client.get(links).expecting(200).json
    #expect(shown["exists"].bool == true)
    #expect(shown["token"].text == token)
    #expect(shown["history"].isArray)
    expect(token, 200)
  }

  @Test func worksOnWithoutTheKeyThatSealedIt() throws {
    let token = try client.makeLink(job)
    let services = try world.services(with: ["WAYLINK_SEAL_KEYS": World.key("s2")])
    let later = TestClient(world, token: client.token, services: services)
    let shown = try later.get(links).expecting(200).json
    #expect(shown.keys == ["exists", "share_link", "history"])
    #expect(shown["share_link"]["state"].text == "active")
    #expect(try later.post(links).expecting(200).json.keys == ["share_link"])
    #expect(later.another().get("/shared/jobs/\(token)").status == 200)
    #expect(later.delete("\(links)/\(token)").status == 204)
  }

  @Test func opensWithWhatMessengersAddToItsAddress() throws {
    let token = try client.makeLink(job)
    let guest = client.another()
    #expect(guest.get("/shared/jobs/\(token)?fbclid=IwAR0&utm_source=mail").status == 200)
    #expect(guest.get("/shared/jobs/\(token)?a=1&a=2&b=%zz&c=%ff&d").status == 200)
    #expect(guest.get("/shared/jobs/\(token)?fbclid=IwAR0&cursor=x").status == 400)
    #expect(guest.get("/v1/shared/jobs/\(token)/tasks?fbclid=IwAR0").status == 400)
  }

  @Test func showsThatThereIsNone() throws {
    let shown = try client.get(links).expecting(200).json
    #expect(shown == Node(["exists": false, "history": [Int]()] as [String: Any]))
  }

  @Test(arguments: [
    (#"{"expires_at":"2020-01-01T00:00:00Z"}"#, "expires_at_in_past"),
    (#"{"expires_at":"2099-01-01T00:00:00"}"#, "validation_failed"),
    (#"{"expires_at":"2099-01-01"}"#, "validation_failed"),
    (#"{"expires_at":"tomorrow"}"#, "validation_failed"),
    (#"{"expires_at":"2099-02-30T00:00:00Z"}"#, "validation_failed"),
    (#"{"expires_at":4102444800}"#, "validation_failed"),
    (#"{"expires_at":""}"#, "validation_failed"), (#"{"expiresAt":null}"#, "validation_failed"),
    (#"{"expires_at":"99999-01-01T00:00:00Z"}"#, "validation_failed"),
    ("[]", "invalid_json"),
  ])
  func refusesABadExpiry(_ body: String, _ code: String) throws {
    let answer = client.post(links, .json(body))
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(client.get(links).json["exists"].bool == false)
  }

  @Test func keepsTheExpiryItWasGiven() throws {
    let body = #"{"expires_at":"2099-01-01T01:30:00.123456+02:00"}"#
    let made = try client.post(links, .json(body)).expecting(201).json
    #expect(made["share_link"]["expires_at"].text == "2098-12-31T23:30:00.123456Z")
    let token = try #require(made["token"].text)
    #expect(
      client.get("/v1/shared/jobs/\(token)").json["expires_at"].text
        == "2098-12-31T23:30:00.123456Z")
    #expect(client.post(links, .json(body)).status == 200)
    #expect(client.post(links, .json("{}")).status == 200)
    for other in [#"{"expires_at":"2099-01-01T01:30:00Z"}"#, #"{"expires_at":null}"#] {
      let answer = client.post(links, .json(other))
      #expect(answer.status == 409)
      #expect(answer.code == "share_link_exists")
    }
  }

  // MARK: Ending

  @Test func revokesAtOnceAndForGood() throws {
    let token = try client.makeLink(job)
    expect(token, 200)
    #expect(client.delete("\(links)/\(token)").status == 204)
    expect(token, 410, "share_link_revoked")
    let again = client.delete("\(links)/\(token)")
    #expect(again.status == 404)
    #expect(again.code == "share_link_not_found")
    let next = try client.makeLink(job)
    #expect(next != token)
    expect(next, 200)
    expect(token, 410, "share_link_revoked")
    let history = client.get(links).json["history"].items
    #expect(history.map { $0["state"].text } == ["revoked"])
    #expect(!history.description.contains(token))
  }

  @Test func knowsNothingOfOtherTokens() throws {
    let token = try client.makeLink(job)
    var others = [
      "unknown", "a", token + "A", String(token.dropLast()), token.uppercased(),
      String(token.reversed()), "%00\(token)", "\(token)%20", "\(token)%2F", "%2e%2e%2f\(token)",
      "'%20OR%20'1'='1", "%F0%9F%9A%9A%F0%9F%9A%9A%F0%9F%9A%9A", String(repeating: "a", count: 200),
    ]
    others.removeAll { $0 == token }
    for other in others {
      expect(other, 404, "share_link_not_found")
      #expect(client.delete("\(links)/\(other)").status == 404, "\(other)")
    }
    expect(token, 200)
  }

  @Test func expiresAndIsFollowedByANewOne() throws {
    let token = try client.makeLink(job, expiresAt: "2099-01-01T00:00:00Z")
    try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE subject_id = \(job)")
    expect(token, 410, "share_link_expired")
    #expect(client.get(links).json["share_link"]["state"].text == "expired")
    let next = try client.makeLink(job)
    expect(next, 200)
    expect(token, 410, "share_link_expired")
    // The retired one stays dead, even if its expiry is moved.
    try world.sql(
      "UPDATE links SET expires_at = NULL WHERE subject_id = \(job) AND retired_at IS NOT NULL")
    expect(token, 410, "share_link_expired")
    #expect(client.delete("\(links)/\(token)").status == 204)
    expect(token, 410, "share_link_revoked")
    expect(next, 200)
  }

  @Test func isPausedWithItsWorkspace() throws {
    let token = try client.makeLink(job)
    try world.sql(
      """
      UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6)
      WHERE id = (SELECT workspace_id FROM jobs WHERE id = \(job))
      """)
    expect(token, 403, "share_link_paused")
    #expect(client.get("/v1/jobs/\(job)").status == 200)
    try world.sql(
      """
      UPDATE workspaces SET paused_at = NULL
      WHERE id = (SELECT workspace_id FROM jobs WHERE id = \(job))
      """)
    expect(token, 200)
  }

  @Test func diesWithItsJob() throws {
    let token = try client.makeLink(job)
    try world.sql("UPDATE jobs SET deleted_at = UTC_TIMESTAMP(6) WHERE id = \(job)")
    expect(token, 410, "subject_deleted")
    #expect(client.get(links).status == 404)
    #expect(client.delete("\(links)/\(token)").status == 404)
  }

  /// A rotated key opens until its grace is over, and not a moment longer.
  @Test func opensByARotatedKeyInItsGrace() throws {
    let token = try client.makeLink(job)
    try world.sql(
      """
      UPDATE door_keys SET dies_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR
      WHERE link_id = (SELECT id FROM links WHERE subject_id = \(job))
      """)
    expect(token, 200)
    try world.sql(
      """
      UPDATE door_keys SET dies_at = UTC_TIMESTAMP(6)
      WHERE link_id = (SELECT id FROM links WHERE subject_id = \(job))
      """)
    expect(token, 410, "share_link_revoked")
  }

  /// The database, not the application, allows one link in the slot.
  @Test func isOneByTheDatabasesOwnRule() throws {
    _ = try client.makeLink(job)
    let error = #expect(throws: DatabaseError.self) {
      try world.sql(
        """
        INSERT INTO links (id, subject_kind, subject_id, slot, created_by, created_at)
        SELECT UUID(), subject_kind, subject_id, slot, created_by, created_at
        FROM links WHERE subject_id = \(job)
        """)
    }
    #expect(error?.kind == .unique("links_slot"))
  }
}
