import HTTP
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Sessions: renewed, listed and ended, and the password they began with.
@Suite struct SessionTests {
  private let world: World
  private let client: TestClient
  private let person: Person

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
  }

  private func session(of token: String) throws -> String {
    let signer = TokenSigner(world.services.configuration.tokenKeys)
    return try #require(
      try signer.verify(token, type: "at+jwt", now: .now(), acceptExpiredFor: 1 << 40).text("sid"))
  }

  /// This person's token as it would be so many seconds after its end.
  private func token(expiredFor seconds: Int64) throws -> String {
    let now = Instant.now().seconds
    return try TokenSigner(world.services.configuration.tokenKeys).sign(
      type: "at+jwt",
      claims: [
        "sub": .text(person.account), "kind": .text("member"),
        "sid": .text(try session(of: person.token)), "iat": .integer(now - seconds - 3_600),
        "exp": .integer(now - seconds),
      ])
  }

  // MARK: Refresh and log-out

  @Test func renewsAToken() throws {
    let answer = try client.post("/v1/auth/refresh", .none).expecting(200).json
    #expect(answer.keys == ["access_token", "token_type", "expires_in"])
    let token = try #require(answer["access_token"].text)
    #expect(try session(of: token) == session(of: person.token))
    client.token = token
    #expect(client.get("/v1/jobs").status == 200)
  }

  @Test(arguments: [(0, 200), (86_400, 200), (2_591_940, 200), (2_592_060, 401)])
  func renewsUntil30DaysAfterTheEnd(_ seconds: Int64, _ status: Int) throws {
    client.token = try token(expiredFor: seconds)
    #expect(client.get("/v1/jobs").status == 401)
    #expect(client.post("/v1/auth/refresh", .none).status == status)
    #expect(client.post("/v1/auth/logout", .none).status == (status == 200 ? 204 : 401))
  }

  @Test func signsOutOnAllProcessesAtOnce() throws {
    let elsewhere = TestClient(world, token: person.token, services: try world.services(with: [:]))
    #expect(elsewhere.get("/v1/jobs").status == 200)
    try client.post("/v1/auth/logout", .none).expecting(204)
    #expect(elsewhere.get("/v1/jobs").status == 401)
    for path in ["/v1/auth/refresh", "/v1/auth/logout"] {
      let answer = elsewhere.post(path, .none)
      #expect(answer.status == 401)
      #expect(answer.code == "unauthorized")
    }
  }

  @Test func renewsNothingElse() throws {
    for token in [
      nil, "x", "wl_key_abcdefghijklmnopqrstuvwxyz012345", try client.makeKey(person.workspace),
    ] {
      let other = TestClient(world, token: token)
      #expect(other.post("/v1/auth/refresh", .none).status == 401)
      #expect(other.post("/v1/auth/logout", .none).status == 401)
    }
  }

  // MARK: Me

  @Test func saysWhoIsAsking() throws {
    let answer = try client.get("/v1/me").expecting(200).json
    #expect(answer.keys == ["account", "memberships", "client"])
    #expect(answer["account"]["email"].text == person.email)
    #expect(answer["client"].isNull)
    let membership = answer["memberships"][0]
    #expect(membership.keys == ["id", "workspace_id", "role", "workspace_name"])
    #expect(membership["workspace_id"].text == person.workspace)
    #expect(membership["workspace_name"].text == "Works")
    #expect(membership["role"].text == "owner")
    try client.registerClient()
    #expect(client.get("/v1/me/sessions").status == 200)
    let refused = client.get("/api/workspaces/\(person.workspace)/memberships")
    #expect(refused.status == 403)
    #expect(refused.code == "members_only")
  }

  @Test func listsSessionsTheNewestFirst() throws {
    let other = try client.signIn(person)
    let answer = try client.get("/v1/me/sessions").expecting(200).json
    let sessions = answer["sessions"].items
    #expect(
      sessions.map { $0["id"].text } == [try session(of: other), try session(of: person.token)])
    #expect(sessions.map { $0["is_current"].bool } == [false, true])
    #expect(
      sessions[0].keys == [
        "id", "kind", "user_agent", "address_prefix", "created_at", "last_used_at", "is_current",
      ])
    #expect(sessions[0]["kind"].text == "api")
    #expect(sessions[0]["address_prefix"].text == "192.0.2.0/24")
    let first = try client.get("/v1/me/sessions?limit=1").expecting(200).json
    let next = try #require(first["next_cursor"].text)
    let second = try client.get("/v1/me/sessions?limit=1&cursor=\(next)").expecting(200).json
    #expect(second["sessions"][0]["id"] == sessions[1]["id"])
    #expect(second["next_cursor"].isNull)
    for query in ["limit=0", "limit=201", "cursor=x", "sort=id"] {
      #expect(client.get("/v1/me/sessions?\(query)").status == 400)
    }
  }

  @Test func endsOneOfItsOwnSessions() throws {
    let other = TestClient(world, token: try client.signIn(person))
    let id = try session(of: try #require(other.token))
    let stranger = client.another()
    try stranger.register()
    #expect(stranger.delete("/v1/me/sessions/\(id)").status == 404)
    #expect(other.get("/v1/jobs").status == 200)
    try client.delete("/v1/me/sessions/\(id)").expecting(204)
    #expect(other.get("/v1/jobs").status == 401)
    #expect(client.delete("/v1/me/sessions/\(id)").code == "session_not_found")
    try client.delete("/v1/me/sessions/\(try session(of: person.token))").expecting(204)
    #expect(client.get("/v1/me").status == 401)
  }

  @Test func endsAllOthers() throws {
    let others = try (0..<2).map { _ in TestClient(world, token: try client.signIn(person)) }
    try client.delete("/v1/me/sessions").expecting(204)
    for other in others { #expect(other.get("/v1/me").status == 401) }
    #expect(client.get("/v1/me/sessions").json["sessions"].items.count == 1)
  }

  @Test func clearsSessionsThatAreLongOver() throws {
    let old = try session(of: try client.signIn(person))
    try world.sql(
      "UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6) - INTERVAL 61 DAY WHERE id = \(old)")
    #expect(client.get("/v1/me/sessions").json["sessions"].items.count == 1)
    try world.clear()
    #expect(try world.value("SELECT COUNT(*) FROM sessions WHERE id = \(old)", as: Int.self) == 0)
    #expect(client.get("/v1/me").status == 200)
  }

  // MARK: Password

  private func change(_ current: String, to new: String) -> Answer {
    client.post(
      "/v1/auth/password",
      .json("{\"current_password\":\"\(current)\",\"new_password\":\"\(new)\"}"))
  }

  @Test func changesThePasswordAndEndsAllOtherSessions() throws {
    let other = TestClient(world, token: try client.signIn(person))
    try change(person.password, to: "a wholly new ladder 9").expecting(204)
    #expect(other.get("/v1/me").status == 401)
    #expect(client.get("/v1/me").status == 200)
    #expect(throws: Unexpected.self) { try client.signIn(person) }
    let answer = client.post(
      "/v1/auth/login",
      .json("{\"email\":\"\(person.email)\",\"password\":\"a wholly new ladder 9\"}"))
    #expect(answer.status == 200)
  }

  @Test func refusesABadPasswordChange() throws {
    let wrong = change("not the password", to: "a wholly new ladder 9")
    #expect(wrong.status == 401)
    #expect(wrong.code == "bad_credentials")
    let weak = change(person.password, to: "short")
    #expect(weak.status == 400)
    #expect(weak.fields == ["new_password"])
    #expect(change(person.password, to: person.email).json["errors"][0]["code"].text == "personal")
    let nothing = client.post("/v1/auth/password")
    #expect(nothing.fields == ["current_password", "new_password"])
    _ = try client.signIn(person)
  }

  /// Of many changes at once one is made: the others' current password no longer is.
  @Test func changesThePasswordOnceFor16Callers() throws {
    let (world, person) = (world, person)
    // With a gate of their own: other tests want to hash too.
    let services = try world.services(with: [:])
    let statuses = try onThreads(16) { number in
      TestClient(world, token: person.token, services: services).post(
        "/v1/auth/password",
        .json(
          """
          {"current_password":"\(person.password)","new_password":"a wholly new ladder \(number)"}
          """)
      ).status
    }
    #expect(statuses.count { $0 == 204 } == 1)
    #expect(Set(statuses).isSubset(of: [204, 401, 429, 503]))
  }
}

extension World {
  /// Clears what is over, as housekeeping does.
  func clear() throws {
    let database = Connection(application)
    try services.accounts.clearSessions(on: database)
    try services.accounts.clearInvitations(on: database)
    try services.accounts.clearTries(on: database) { true }
  }
}
