import HTTP
import MariaDB
import Primitives
import Security
import Testing

/// Who is let in by a token, and into which workspace.
@Suite struct AccessTests {
  private let world: World
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
  }

  // MARK: Tokens

  @Test(arguments: [
    nil, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a.b.c", "Bearer ...",
    "Bearer \u{0}", "Bearer wl_key_abcdefgh", "Bearer " + String(repeating: "a.", count: 5_000),
  ])
  func refusesWhatIsNoToken(_ authorization: String?) throws {
    let answer = client.get("/v1/jobs") { $0.authorization = authorization }
    #expect(answer.status == 401)
    #expect(answer.code == "unauthorized")
  }

  @Test func refusesATokenThatWasTamperedWith() throws {
    let token = try client.register().token
    let parts = token.split(separator: ".").map(String.init)
    let claims = String(
      decoding: try #require(Base64URL.decode(parts[1])), as: UTF8.self)
    let later = claims.replacing(/"exp":\d+/, with: "\"exp\":9999999999")
    #expect(later != claims)
    let none = Base64URL.encode(#"{"alg":"none","typ":"JWT"}"#.utf8)
    for forged in [
      "\(parts[0]).\(Base64URL.encode(later.utf8)).\(parts[2])", "\(none).\(parts[1]).",
      "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))",
      "\(parts[0]).\(parts[1])", token + "A", "\(token).\(parts[2])",
    ] {
      client.token = forged
      #expect(client.get("/v1/jobs").status == 401, "\(forged)")
    }
    client.token = token
    #expect(client.get("/v1/jobs").status == 200)
    #expect(client.get("/v1/jobs") { $0.authorization = "bearer  \(token)" }.status == 200)
  }

  /// Genuine tokens, of our own key, that are yet not good.
  @Test func refusesATokenOutOfTimeOfAnotherTypeOrOfNoSession() throws {
    let person = try client.register()
    let settings = "WAYLINK_TOKEN_KEYS"
    let keys = World.key("t9")
    let services = try world.services(with: [settings: keys])
    let signer = TokenSigner(try KeyRing(parsing: keys))
    let mine = TestClient(world, services: services)
    let session = try #require(
      try world.value("SELECT CAST(id AS CHAR) FROM sessions WHERE account_id = \(person.account)")
        as String?)
    let now = Instant.now().seconds
    func status(
      type: String = "at+jwt", exp: Int64, session: String = session, iat: Int64 = now
    ) throws -> Int {
      mine.token = try signer.sign(
        type: type,
        claims: [
          "sub": .text(person.account), "kind": .text("member"), "sid": .text(session),
          "iat": .integer(iat), "exp": .integer(exp),
        ])
      return mine.get("/v1/jobs").status
    }
    #expect(try status(exp: now + 60) == 200)
    #expect(try status(exp: now - 1, iat: now - 3_601) == 401)
    #expect(try status(type: "grant+jwt", exp: now + 60) == 401)
    #expect(try status(exp: now + 60, session: UUID.v7().text) == 401)
    #expect(try status(exp: now + 60, session: "' OR 1=1 --") == 401)
    // Of this key, but the application at large has others.
    #expect(TestClient(world, token: mine.token).get("/v1/jobs").status == 401)
  }

  @Test func refusesATokenWhoseSessionHasEnded() throws {
    let person = try client.register()
    let job = try client.makeJob()
    try world.sql(
      "UPDATE sessions SET ended_at = UTC_TIMESTAMP(6) WHERE account_id = \(person.account)")
    for path in ["/v1/jobs", "/v1/jobs/\(job)", "/v1/jobs/\(job)/export?format=csv"] {
      #expect(client.get(path).status == 401)
    }
    #expect(client.post("/v1/jobs/\(job)/share-links").status == 401)
  }

  @Test func refusesAClientAccount() throws {
    try client.registerClient()
    let answer = client.get("/v1/jobs")
    #expect(answer.status == 403)
    #expect(answer.code == "members_only")
  }

  // MARK: Workspaces

  @Test func hidesWhatIsOfAnotherWorkspace() throws {
    try client.register()
    let job = try client.makeJob()
    let token = try client.makeLink(job)
    let stranger = client.another()
    let other = try stranger.register()
    let own = try stranger.makeJob()
    for path in ["", "/tasks", "/export?format=json", "/share-links"] {
      #expect(stranger.get("/v1/jobs/\(job)\(path)").status == 404)
      #expect(stranger.get("/v1/jobs/\(UUID.v7())\(path)").status == 404)
    }
    #expect(stranger.post("/v1/jobs/\(job)/tasks", .json(#"[{"title":"x"}]"#)).status == 404)
    #expect(stranger.post("/v1/jobs/\(job)/share-links").status == 404)
    #expect(stranger.delete("/v1/jobs/\(job)/share-links/\(token)").status == 404)
    // A job of one's own is no way to another's link.
    #expect(stranger.delete("/v1/jobs/\(own)/share-links/\(token)").status == 404)
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
    let elsewhere = client.get("/v1/jobs?workspace_id=\(other.workspace)")
    #expect(elsewhere.status == 404)
    #expect(elsewhere.code == "workspace_not_found")
    #expect(try stranger.get("/v1/jobs").expecting(200).json["jobs"].items.count == 1)
  }

  @Test(arguments: [("member", 403), ("admin", 201), ("owner", 201)])
  func letsManagersManage(_ role: String, _ status: Int) throws {
    let owner = try client.register()
    let job = try client.makeJob()
    let colleague = client.another()
    try world.join(try colleague.register(), owner.workspace, as: role)
    for path in ["", "/tasks", "/export?format=csv", "/share-links"] {
      #expect(colleague.get("/v1/jobs/\(job)\(path)").status == 200)
    }
    #expect(colleague.post("/v1/jobs/\(job)/share-links").status == status)
    let added = colleague.post("/v1/jobs/\(job)/tasks", .json("[{\"title\":\"x\"}]"))
    #expect(added.status == status)
    if status == 403 { #expect(added.code == "not_a_manager") }
    let link = client.post("/v1/jobs/\(job)/share-links").json["token"].text
    let token = try #require(link)
    let shown = try colleague.get("/v1/jobs/\(job)/share-links").expecting(200)
    #expect(shown.text.contains(token) == (status == 201))
    let revoked = colleague.delete("/v1/jobs/\(job)/share-links/\(token)")
    #expect(revoked.status == (status == 201 ? 204 : 403))
    #expect(client.get("/v1/shared/jobs/\(token)").status == (status == 201 ? 410 : 200))
  }

  @Test func letsAPlainMemberManageWhatTheyMade() throws {
    let owner = try client.register()
    let colleague = client.another()
    try world.join(try colleague.register(), owner.workspace, as: "member")
    let job = try #require(
      try colleague.post(
        "/v1/jobs", .json("{\"title\":\"x\",\"workspace_id\":\"\(owner.workspace)\"}")
      ).expecting(201).json["id"].text)
    let token = try colleague.makeLink(job)
    #expect(colleague.delete("/v1/jobs/\(job)/share-links/\(token)").status == 204)
  }

  @Test func asksWhichOfTwoWorkspacesIsMeant() throws {
    let owner = try client.register()
    let both = client.another()
    let person = try both.register()
    try world.join(person, owner.workspace, as: "member")
    for answer in [both.get("/v1/jobs"), both.post("/v1/jobs", .json(#"{"title":"x"}"#))] {
      #expect(answer.status == 400)
      #expect(answer.code == "workspace_required")
    }
    for workspace in [owner.workspace, person.workspace] {
      let made = both.post(
        "/v1/jobs", .json("{\"title\":\"x\",\"workspace_id\":\"\(workspace)\"}"))
      #expect(made.status == 201)
      #expect(made.json["workspace_id"].text == workspace)
      #expect(both.get("/v1/jobs?workspace_id=\(workspace)").json["jobs"].items.count == 1)
    }
    #expect(both.get("/v1/jobs?workspace_id=all").status == 400)
  }

  /// Who has left a workspace gets nothing of it any more, by no repeat of an old request either.
  @Test func endsWithTheMembership() throws {
    let owner = try client.register()
    let job = try client.makeJob()
    let leaver = client.another()
    let person = try leaver.register()
    try world.join(person, owner.workspace, as: "admin")
    func share() -> Answer {
      leaver.post("/v1/jobs/\(job)/share-links") { $0.idempotencyKey = "k" }
    }
    try share().expecting(201)
    try world.sql(
      """
      DELETE FROM memberships
      WHERE account_id = \(person.account) AND workspace_id = \(owner.workspace)
      """)
    #expect(leaver.get("/v1/jobs/\(job)").status == 404)
    #expect(share().status == 404)
  }
}
