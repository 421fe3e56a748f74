import HTTP
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Keys of a workspace: what programs call with.
@Suite struct APIKeyTests {
  private let world: World
  private let client: TestClient
  private let person: Person
  private var keys: String { "/api/workspaces/\(person.workspace)/api-keys" }

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
  }

  @Test func isShownOnceAndThenOnlyNamed() throws {
    let made = try client.post(keys, .json(#"{"name":"CI"}"#)).expecting(201).json
    #expect(made.keys == ["apiKey", "key"])
    let secret = try #require(made["key"].text)
    #expect(secret.hasPrefix("wl_key_") && secret.utf8.count == 39)
    let listed = try client.get(keys).expecting(200)
    #expect(!listed.text.contains(secret))
    #expect(listed.json["apiKeys"][0] == made["apiKey"])
    #expect(made["apiKey"].keys == ["id", "name", "createdBy", "createdAt", "lastUsedAt"])
    #expect(made["apiKey"]["createdBy"].text == person.account)
    #expect(made["apiKey"]["lastUsedAt"].isNull)
    let hash = try world.value(
      "SELECT HEX(secret_hash) FROM api_keys WHERE id = \(try #require(made["apiKey"]["id"].text))",
      as: String.self)
    #expect(hash == SHA256.hash(secret).hex.uppercased())
  }

  @Test func isTheSameForARepeat() throws {
    func make(_ name: String) -> Answer {
      client.post(keys, .json(#"{"name":"\#(name)"}"#)) { $0.idempotencyKey = "night" }
    }
    let first = try make("CI").expecting(201)
    #expect(try make("CI").expecting(201).json == first.json)
    #expect(make("Another").code == "idempotency_key_reused")
    #expect(try client.get(keys).expecting(200).json["apiKeys"].items.count == 1)
    let id = try #require(first.json["apiKey"]["id"].text)
    try client.delete("\(keys)/\(id)").expecting(204)
    #expect(make("CI").code == "api_key_not_found", "ended, and not made anew")
  }

  @Test func actsInItsWorkspaceAndNoOther() throws {
    let second = client.another()
    let other = try second.register()
    try world.join(person, other.workspace, as: "admin")
    let key = TestClient(world, token: try client.makeKey(person.workspace))
    let job = try key.makeJob()
    #expect(client.get("/v1/jobs/\(job)").json["created_by"].text == person.account)
    #expect(key.get("/v1/jobs").json["jobs"].items.count == 1, "its one workspace is meant")
    #expect(key.get("/v1/jobs?workspace_id=\(other.workspace)").status == 404)
    #expect(key.get("/v1/jobs/\(try second.makeJob())").status == 404)
    #expect(key.get("/v1/me").json["memberships"].items.count == 1)
    let actor = try world.value(
      "SELECT actor_kind FROM audit_records WHERE subject_id = \(job) AND action = 'job.created'",
      as: String.self)
    #expect(actor == "key")
  }

  /// What a key does with a link is the key's doing, and no repeat of what its maker did.
  @Test func changesLinksInItsOwnName() throws {
    let key = TestClient(world, token: try client.makeKey(person.workspace))
    let job = try client.makeJob()
    let links = "/v1/jobs/\(job)/share-links"
    let made = try client.post(links).expecting(201).json
    let id = try #require(made["share_link"]["id"].text)
    func rotate(_ client: TestClient) throws -> String? {
      try client.post("\(links)/\(id)/rotate") { $0.idempotencyKey = "k" }.expecting(200)
        .json["token"].text
    }
    let first = try rotate(client)
    #expect(try rotate(key) != first)
    let events = try client.get("\(links)/\(id)/events").expecting(200).json["events"].items
    #expect(events.compactMap { $0["actor_kind"].text } == ["key", "account", "account"])
  }

  /// A key repeats its own requests, not those of whoever made it.
  @Test func hasIdempotencyKeysOfItsOwn() throws {
    let key = TestClient(world, token: try client.makeKey(person.workspace))
    func make(_ client: TestClient) throws -> String? {
      try client.post("/v1/jobs", .json(#"{"title":"a"}"#)) { $0.idempotencyKey = "k" }
        .expecting(201).json["id"].text
    }
    let mine = try make(client)
    let its = try make(key)
    #expect(mine != its)
    #expect(try make(key) == its)
  }

  @Test func endsAtOnceOnAllProcesses() throws {
    let secret = try client.makeKey(person.workspace)
    let elsewhere = TestClient(world, token: secret, services: try world.services(with: [:]))
    #expect(elsewhere.get("/v1/jobs").status == 200)
    let id = try #require(client.get(keys).json["apiKeys"][0]["id"].text)
    let stranger = client.another()
    let strange = try stranger.register()
    #expect(stranger.delete("\(keys)/\(id)").status == 404)
    #expect(stranger.delete("/api/workspaces/\(strange.workspace)/api-keys/\(id)").status == 404)
    try client.delete("\(keys)/\(id)").expecting(204)
    #expect(elsewhere.get("/v1/jobs").status == 401)
    #expect(client.delete("\(keys)/\(id)").code == "api_key_not_found")
    #expect(client.get(keys).json["apiKeys"].items.isEmpty)
  }

  @Test func makesNoKeysAndDecidesOverNobody() throws {
    let secret = try client.makeKey(person.workspace)
    let id = try #require(client.get(keys).json["apiKeys"][0]["id"].text)
    let key = TestClient(world, token: secret)
    let members = "/api/workspaces/\(person.workspace)/memberships"
    let own = try #require(client.get(members).json["memberships"][0]["id"].text)
    let answers = [
      key.post(keys, .json(#"{"name":"more"}"#)), key.delete("\(keys)/\(id)"),
      key.post(members, .json(#"{"email":"a@b.example","role":"admin"}"#)),
      key.patch("\(members)/\(own)", .json(#"{"role":"member"}"#)), key.delete("\(members)/\(own)"),
      key.get("/v1/me/sessions"), key.delete("/v1/me/sessions"),
      key.delete("/v1/me/sessions/\(id)"),
      key.post(
        "/v1/auth/password",
        .json(#"{"current_password":"x","new_password":"a wholly new ladder 9"}"#)),
    ]
    for answer in answers {
      #expect(answer.status == 403)
      #expect(answer.code == "key_not_allowed")
    }
    #expect(key.get(keys).status == 200)
    #expect(key.get(members).status == 200)
  }

  @Test(arguments: ["member", "admin"])
  func isForOwnersAndAdmins(_ role: String) throws {
    let second = client.another()
    let other = try second.register()
    try world.join(other, person.workspace, as: role)
    #expect(second.get(keys).status == (role == "admin" ? 200 : 403))
    let made = second.post(keys, .json(#"{"name":"CI"}"#))
    #expect(made.status == (role == "admin" ? 201 : 403))
    if role == "member" { #expect(made.code == "not_an_admin") }
  }

  @Test func refusesBadNames() throws {
    for body in ["{}", #"{"name":""}"#, #"{"name":7}"#, #"{"name":"a","role":"owner"}"#] {
      #expect(client.post(keys, .json(body)).status == 400)
    }
    #expect(client.get(keys).json["apiKeys"].items.isEmpty)
  }

  @Test func makes50AtMostFor64Callers() throws {
    let (world, token, keys) = (world, person.token, keys)
    let outcomes = try onThreads(64) { _ in
      let answer = TestClient(world, token: token).post(keys, .json(#"{"name":"CI"}"#))
      return "\(answer.status) \(answer.code ?? "")"
    }
    #expect(outcomes.count { $0 == "201 " } == 50)
    #expect(outcomes.count { $0 == "409 too_many_api_keys" } == 14)
    let first = try client.get(keys + "?limit=30").expecting(200).json
    let next = try #require(first["nextCursor"].text)
    let rest = try client.get(keys + "?limit=30&cursor=\(next)").expecting(200).json
    let ids = (first["apiKeys"].items + rest["apiKeys"].items).compactMap { $0["id"].text }
    #expect(Set(ids).count == 50 && ids == ids.sorted())
    #expect(rest["nextCursor"].isNull)
  }

  @Test func notesItsUse() throws {
    let key = TestClient(world, token: try client.makeKey(person.workspace))
    #expect(key.get("/v1/jobs").status == 200)
    #expect(client.get(keys).json["apiKeys"][0]["lastUsedAt"].isNull, "reading writes nothing")
    try world.services.accounts.flush(to: Connection(world.application))
    let used = client.get(keys).json["apiKeys"][0]["lastUsedAt"]
    #expect(used.text != nil)
    #expect(key.get("/v1/jobs").status == 200)
    try world.services.accounts.flush(to: Connection(world.application))
    #expect(client.get(keys).json["apiKeys"][0]["lastUsedAt"] == used, "not again for five minutes")
  }
}
