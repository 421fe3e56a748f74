import HTTP
import MariaDB
import Primitives
import Testing

/// What a link's managers change about it: how long it opens, and by which token.
@Suite struct LinkChangeTests {
  private let world: World
  private let client: TestClient
  private let guest: TestClient
  private let owner: Person
  private let job: String
  private let links: String
  private let token: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    guest = TestClient(world)
    owner = try client.register()
    job = try client.makeJob()
    links = "/v1/jobs/\(job)/share-links"
    token = try client.makeLink(job)
  }

  private func expire() throws {
    try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE slot = \(job)")
  }

  private func door(_ token: String) -> String {
    let answer = guest.get("/v1/shared/jobs/\(token)")
    return answer.code ?? "\(answer.status)"
  }

  private func change(_ name: String, _ expiresAt: String?) -> Answer {
    let value = expiresAt.map { "\"\($0)\"" } ?? "null"
    return client.patch("\(links)/\(name)", .json("{\"expires_at\":\(value)}"))
  }

  private func rotate(_ name: String, grace: Int? = nil) throws -> String {
    let body = grace.map { "{\"grace_seconds\":\($0)}" } ?? "{}"
    let answer = try client.post("\(links)/\(name)/rotate", .json(body)).expecting(200)
    #expect(answer.json.keys == ["token", "url", "share_link"])
    let token = try #require(answer.json["token"].text)
    #expect(answer.json["url"].text == "https://waylink.test/shared/jobs/\(token)")
    return token
  }

  private var actions: [String] {
    get throws {
      try client.get("\(links)/\(linkID)/events").expecting(200).json["events"].items
        .compactMap { $0["action"].text }
    }
  }

  /// Of the only link.
  private var linkID: String {
    get throws {
      let id = try world.value("SELECT id FROM links WHERE subject_id = \(job)", as: UUID.self)
      return try #require(id).text
    }
  }

  // MARK: Expiry

  @Test func extendsShortensAndRemovesTheExpiry() throws {
    for (wish, kept) in [
      ("2099-01-01T00:00:00+01:00", "2098-12-31T23:00:00Z"),
      ("2199-06-01T12:00:00.5Z", "2199-06-01T12:00:00.500Z"),
      ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
      let answer = try change(token, wish).expecting(200).json
      #expect(answer.keys == ["token", "url", "share_link"])
      #expect(answer["token"].text == token)
      #expect(answer["share_link"]["expires_at"].text == kept)
      #expect(guest.get("/v1/shared/jobs/\(token)").json["expires_at"].text == kept)
    }
    #expect(try change(token, nil).expecting(200).json["share_link"]["expires_at"].isNull)
    #expect(guest.get("/v1/shared/jobs/\(token)").json["expires_at"].isNull)
  }

  @Test func opensAnExpiredLinkAgainAtItsOldAddress() throws {
    try expire()
    #expect(door(token) == "share_link_expired")
    #expect(try change(token, nil).expecting(200).json["share_link"]["state"].text == "active")
    #expect(door(token) == "200")
    try expire()
    #expect(change(token, "2099-01-01T00:00:00Z").status == 200)
    #expect(door(token) == "200")
  }

  @Test func recordsAChangeAndNothingElse() throws {
    #expect(change(token, nil).status == 200)
    #expect(change(token, "2099-01-01T00:00:00Z").status == 200)
    #expect(change(token, "2099-01-01T01:00:00+01:00").status == 200)
    #expect(try actions == ["link.expiry_changed", "link.created"])
  }

  @Test(arguments: [
    (#"{"expires_at":"2020-01-01T00:00:00Z"}"#, "expires_at_in_past", "expires_at_in_past"),
    (#"{"expires_at":"2099-01-01T00:00:00"}"#, "validation_failed", "not_an_instant"),
    (#"{"expires_at":"9999-12-31T23:59:59-00:01"}"#, "validation_failed", "not_an_instant"),
    (#"{"expires_at":4102444800}"#, "validation_failed", "not_an_instant"),
    (#"{"expires_at":true}"#, "validation_failed", "not_an_instant"),
    (#"{"expires_at":{}}"#, "validation_failed", "not_an_instant"),
    (#"{"expires_at":""}"#, "validation_failed", "not_an_instant"),
    ("{}", "validation_failed", "required"), ("", "validation_failed", "required"),
    (#"{"expires_at":null,"expires_at":null}"#, "validation_failed", "duplicate"),
    (#"{"expires_at":null,"state":"active"}"#, "validation_failed", "unknown"),
    ("[]", "invalid_json", nil), ("null", "invalid_json", nil),
  ])
  func refusesABadChange(_ body: String, _ code: String, _ field: String?) throws {
    _ = change(token, "2099-01-01T00:00:00Z")
    let answer = client.patch("\(links)/\(token)", .json(body))
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(answer.json["errors"][0]["code"].text == field)
    let kept = client.get(links).json["share_link"]["expires_at"].text
    #expect(kept == "2099-01-01T00:00:00Z")
  }

  // MARK: Rotation

  @Test func stopsTheOldTokenAtOnce() throws {
    let next = try rotate(token)
    #expect(next != token)
    #expect(door(token) == "share_link_revoked")
    #expect(door(next) == "200")
    #expect(client.get(links).json["token"].text == next)
    #expect(client.get(links).json["history"].items.isEmpty, "it is the same link")
    #expect(change(token, nil).code == "share_link_not_found", "a dead token names nothing")
    #expect(client.delete("\(links)/\(token)").status == 404)
    #expect(door(next) == "200")
  }

  @Test func letsTheOldTokenLiveOnForItsGrace() throws {
    let next = try rotate(token, grace: 3_600)
    #expect(door(token) == "200")
    #expect(door(next) == "200")
    #expect(change(token, "2099-01-01T00:00:00Z").json["token"].text == next)
    try world.sql(
      "UPDATE door_keys SET dies_at = UTC_TIMESTAMP(6) WHERE dies_at IS NOT NULL AND link_id = \(linkID)"
    )
    #expect(door(token) == "share_link_revoked")
    #expect(door(next) == "200")
    #expect(client.delete("\(links)/\(next)").status == 204)
    #expect(door(next) == "share_link_revoked")
  }

  @Test func endsTokensInTheirGraceWithALaterRotation() throws {
    let second = try rotate(token, grace: 2_592_000)
    let third = try rotate(second, grace: 60)
    let lasts = try world.value(
      """
      SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), MAX(dies_at)) FROM door_keys
      WHERE link_id = \(linkID)
      """, as: Int.self)
    #expect(try #require(lasts) <= 60, "a shorter grace is one for all")
    let fourth = try rotate(token, grace: 0)
    for old in [token, second, third] { #expect(door(old) == "share_link_revoked") }
    #expect(door(fourth) == "200")
  }

  @Test func keepsTenTokensAliveAtMost() throws {
    var tokens = [token]
    for grace in 1...14 { tokens.append(try rotate(try linkID, grace: 10_000 + grace)) }
    let doors = tokens.map(door)
    #expect(doors.count { $0 == "200" } == 10)
    #expect(doors.last == "200")
    #expect(Set(doors) == ["200", "share_link_revoked"])
  }

  @Test func rotatesAnExpiredLinkAndLeavesItExpired() throws {
    try expire()
    let next = try rotate(token)
    #expect(door(next) == "share_link_expired")
    #expect(change(next, nil).status == 200)
    #expect(door(next) == "200")
    #expect(door(token) == "share_link_revoked")
  }

  @Test func repeatsARotationWithItsKey() throws {
    func once(_ body: String = "{}") -> Answer {
      client.post("\(links)/\(token)/rotate", .json(body)) { $0.idempotencyKey = "turn" }
    }
    let first = try once().expecting(200)
    #expect(try once().expecting(200).body == first.body)
    #expect(once(#"{"grace_seconds":5}"#).code == "idempotency_key_reused")
    #expect(try actions == ["link.rotated", "link.created"])
  }

  /// An `Idempotency-Key` is its caller's own: a program's is not that of whoever made its key.
  @Test func turnsOnceForEachCaller() throws {
    let program = client.another(token: try client.makeKey(owner.workspace))
    let link = try linkID
    let turned = try [client, program].map { caller in
      try caller.post("\(links)/\(link)/rotate") { $0.idempotencyKey = "turn" }
        .expecting(200).json["token"].text
    }
    #expect(Set(turned).count == 2)
    #expect(try actions == ["link.rotated", "link.rotated", "link.created"])
  }

  @Test(arguments: [
    (#"{"grace_seconds":-1}"#, "out_of_range"), (#"{"grace_seconds":2592001}"#, "out_of_range"),
    (#"{"grace_seconds":1.5}"#, "wrong_type"), (#"{"grace_seconds":"60"}"#, "wrong_type"),
    (#"{"grace_seconds":1e30}"#, "wrong_type"), (#"{"grace":60}"#, "unknown"),
  ])
  func refusesABadGrace(_ body: String, _ code: String) throws {
    let answer = client.post("\(links)/\(token)/rotate", .json(body))
    #expect(answer.status == 400)
    #expect(answer.json["errors"][0]["code"].text == code)
    #expect(door(token) == "200")
  }

  // MARK: What is over

  @Test func changesNothingAboutARevokedLink() throws {
    try client.delete("\(links)/\(token)").expecting(204)
    for answer in [
      change(token, nil), change(token, "2099-01-01T00:00:00Z"),
      client.post("\(links)/\(token)/rotate"),
    ] {
      #expect(answer.status == 409)
      #expect(answer.code == "share_link_revoked")
    }
    #expect(change(token, "2020-01-01T00:00:00Z").code == "expires_at_in_past")
    #expect(door(token) == "share_link_revoked")
  }

  @Test func changesNothingAboutALinkThatWasFollowed() throws {
    try expire()
    let next = try client.makeLink(job)
    for answer in [change(token, nil), client.post("\(links)/\(token)/rotate")] {
      #expect(answer.status == 409)
      #expect(answer.code == "share_link_ended")
    }
    #expect(door(token) == "share_link_expired")
    #expect(door(next) == "200")
    let ended = client.get(links).json["history"][0]
    #expect(ended["state"].text == "expired")
    #expect(ended["ended_by"].text == owner.account)
    #expect(ended["ended_at"].text != nil)
  }

  // MARK: Who may

  @Test func refusesOthers() throws {
    let colleague = client.another()
    let person = try colleague.register()
    try world.join(person, owner.workspace, as: "member")
    let stranger = client.another()
    try stranger.register()
    let body = TestClient.Body.json(#"{"expires_at":null}"#)
    for (name, code) in [(token, "not_a_manager"), ("unknown-token", "not_a_manager")] {
      #expect(colleague.patch("\(links)/\(name)", body).code == code)
      #expect(colleague.post("\(links)/\(name)/rotate").code == code)
      #expect(colleague.delete("\(links)/\(name)").code == code)
    }
    #expect(colleague.post(links).code == "not_a_manager")
    for answer in [
      stranger.patch("\(links)/\(token)", body), stranger.post("\(links)/\(token)/rotate"),
      stranger.get("\(links)/\(token)/opens"), stranger.get("\(links)/\(token)/events"),
    ] {
      #expect(answer.status == 404)
      #expect(answer.code == "job_not_found")
    }
    for answer in [
      guest.patch("\(links)/\(token)", body), guest.post("\(links)/\(token)/rotate"),
      guest.get("\(links)/\(token)/opens"), guest.get("\(links)/\(token)/events"),
    ] {
      #expect(answer.status == 401)
    }
    #expect(door(token) == "200")
    // It is on record that it was tried, and by whom; once, however often.
    let refused = try MariaDB.Connection(world.administrator).query(
      """
      SELECT action, actor_id FROM audit_records
      WHERE subject_id = \(job) AND outcome = 'not_a_manager' ORDER BY seq
      """
    ) { (try $0.next(as: String.self), try $0.next(as: UUID.self).text) }
    let tried = ["link.expiry_changed", "link.rotated", "link.revoked"]
    #expect(refused.map(\.0) == tried + ["link.created"])
    #expect(Set(refused.map(\.1)) == [person.account])
  }

  @Test func knowsOnlyLinksOfItsOwnJob() throws {
    let other = try client.makeJob()
    for name in [token, try linkID, "unknown-token", UUID.v7().text, "a"] {
      let path = "/v1/jobs/\(other)/share-links/\(name)"
      for answer in [
        client.patch(path, .json(#"{"expires_at":null}"#)), client.post("\(path)/rotate"),
        client.get("\(path)/opens"), client.get("\(path)/events"),
      ] {
        #expect(answer.status == 404)
        #expect(answer.code == "share_link_not_found")
      }
    }
  }

  // MARK: Events

  @Test func tellsWhatHappened() throws {
    _ = change(token, "2099-01-01T00:00:00Z")
    let next = try rotate(token, grace: 60)
    try client.delete("\(links)/\(next)").expecting(204)
    _ = try client.makeLink(job)
    let path = "\(links)/\(token)/events"
    let events = try client.get(path).expecting(200).json
    #expect(
      events["events"].items.compactMap { $0["action"].text } == [
        "link.revoked", "link.rotated", "link.expiry_changed", "link.created",
      ])
    #expect(events["next_cursor"].isNull)
    let changed = events["events"][2]
    #expect(
      changed.keys == ["at", "action", "actor_kind", "actor_id", "outcome", "detail"])
    #expect(changed["actor_kind"].text == "account")
    #expect(changed["actor_id"].text == owner.account)
    #expect(changed["detail"]["expires_at"].text == "2099-01-01T00:00:00Z")
    #expect(changed["detail"]["expired_at_before"].isNull)
    #expect(!events.description.contains(token) && !events.description.contains(next))
    // Page by page it is the same.
    var paged: [Node] = []
    var cursor = ""
    repeat {
      let page = try client.get("\(path)?limit=1\(cursor)").expecting(200).json
      paged += page["events"].items
      cursor = page["next_cursor"].text.map { "&cursor=\($0)" } ?? ""
    } while !cursor.isEmpty
    #expect(paged == events["events"].items)
  }

  @Test(arguments: ["limit=0", "limit=201", "cursor=x", "cursor=YTUw", "cursor=", "before=1"])
  func refusesABadPage(_ query: String) throws {
    let answer = client.get("\(links)/\(token)/events?\(query)")
    #expect(answer.status == 400)
    #expect(answer.code == "validation_failed")
  }
}
