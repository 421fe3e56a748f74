import MariaDB
import Primitives
import TestSupport
import Testing

/// Clients, their connection IDs, and those who look for them (seed 1).
@Suite struct ClientTests {
  private let scene: ClientScene

  init() throws {
    scene = try ClientScene()
  }

  private func lookUp(_ typed: String) -> Answer {
    scene.member.get("/v1/client/by-connection/\(typed)")
  }

  // MARK: Registration

  @Test func registersAClientWithItsConnectionID() throws {
    let email = TestClient.unusedEmail()
    let client = TestClient(scene.world)
    let answer = try client.post(
      "/v1/client/register",
      .json(#"{"company_name":" Ünder & Söhne ","email":"\#(email)","password":"long enough 42"}"#)
    ).expecting(201).json
    #expect(
      answer.keys == [
        "client_id", "company_name", "connection_id", "access_token", "token_type", "expires_in",
      ])
    #expect(answer["company_name"].text == "Ünder & Söhne")
    let connection = try #require(answer["connection_id"].text)
    #expect(connection.wholeMatch(of: /[0-9a-f]{24}/) != nil)
    client.token = answer["access_token"].text
    let profile = try client.get("/v1/client/profile").expecting(200).json
    #expect(
      profile.keys == ["client_id", "company_name", "connection_id", "ask_first", "created_at"])
    #expect(profile["client_id"].text == answer["client_id"].text)
    #expect(profile["connection_id"].text == connection)
    #expect(profile["ask_first"].bool == false)
    let me = try client.get("/v1/me").expecting(200).json
    #expect(me["account"]["kind"].text == "client")
    #expect(me["client"]["client_id"].text == answer["client_id"].text)
    #expect(me["memberships"].items.isEmpty)
  }

  @Test func saysInTheTokenWhichClientItIs() throws {
    let parts = scene.person.token.split(separator: ".")
    let claims = Node(parsing: try #require(Base64URL.decode(String(parts[1]))))
    #expect(claims["kind"].text == "client")
    #expect(claims["client_id"].text == scene.person.id)
    let renewed = try scene.client.post("/v1/auth/refresh").expecting(200)
    let again = try #require(renewed.json["access_token"].text).split(separator: ".")
    #expect(
      Node(parsing: try #require(Base64URL.decode(String(again[1]))))["client_id"].text
        == scene.person.id)
  }

  @Test func refusesABadRegistration() throws {
    let stranger = TestClient(scene.world)
    let bad = stranger.post("/v1/client/register", .json(#"{"company_name":"  ","email":"x"}"#))
    #expect(bad.status == 400)
    #expect(Set(bad.fields) == ["company_name", "email", "password"])
    let loud = scene.person.email.uppercased()
    let taken = stranger.post(
      "/v1/client/register",
      .json(#"{"company_name":"Twice","email":"\#(loud)","password":"long enough 42"}"#))
    #expect(taken.status == 409)
    #expect(taken.code == "email_taken")
    let asMember = stranger.post(
      "/v1/auth/register",
      .json(
        """
        {"email":"\(loud)","password":"long enough 42","name":"A","workspace_name":"B"}
        """))
    #expect(asMember.code == "email_taken")
    #expect(
      try scene.world.value(
        "SELECT COUNT(*) FROM clients WHERE company_name = 'Twice'", as: Int.self) == 0)
    let personal = stranger.post(
      "/v1/client/register",
      .json(
        #"{"company_name":"Long Company","email":"\#(TestClient.unusedEmail())","password":"Long Company"}"#
      ))
    #expect(personal.json["errors"][0]["code"].text == "personal")
  }

  @Test func neverChangesAConnectionID() throws {
    let (world, id) = (scene.world, scene.person.id)
    let change: SQL = "UPDATE clients SET connection_id = REVERSE(connection_id) WHERE id = \(id)"
    let denied = #expect(throws: DatabaseError.self) {
      try MariaDB.Connection(world.application).execute(change)
    }
    #expect(denied?.kind == .denied)
    let refused = #expect(throws: DatabaseError.self) { try world.sql(change) }
    #expect(refused?.description.contains("final") == true)
    #expect(throws: DatabaseError.self) {
      try world.sql(
        """
        INSERT INTO clients (id, company_name, connection_id, created_at)
        VALUES (UUID(), 'X', 'ABCDEFABCDEFABCDEFABCDEF', UTC_TIMESTAMP(6))
        """)
    }
    #expect(scene.client.patch("/v1/client/profile", #"{"connection_id":"x"}"#).status == 400)
    let profile = try scene.client.get("/v1/client/profile").expecting(200)
    #expect(profile.json["connection_id"].text == scene.person.connection)
  }

  // MARK: Looking up

  @Test func findsAClientHoweverItsIDIsWritten() throws {
    let id = scene.person.connection
    let dashed = "\(id.prefix(8))-\(id.dropFirst(8).prefix(8))-\(id.suffix(8))"
    for typed in [id, id.uppercased(), dashed, "%20\(id.prefix(4))%20\(id.dropFirst(4))%20"] {
      let answer = try lookUp(typed).expecting(200).json
      #expect(answer.keys == ["client_id", "company_name"])
      #expect(answer["client_id"].text == scene.person.id)
      #expect(answer["company_name"].text == "Acme Corp")
    }
  }

  @Test func saysWhatIsNoConnectionID() throws {
    let id = scene.person.connection
    let (start, rest) = (String(id.dropLast()), String(id.dropFirst()))
    let wrong: [String] = [
      start, "\(id)0", "g\(rest)", "%EF%BC%91\(rest)", "%D9%A1\(rest)", "\(start)_", "-",
      "%00\(rest)",
    ]
    for typed in wrong {
      let answer = lookUp(typed)
      #expect(answer.status == 400, "\(typed)")
      #expect(answer.code == "invalid_connection_id_format")
      #expect(
        answer.json["detail"].text == "Connection ID must be 24 characters (letters and numbers).")
    }
    let unknown = lookUp(String(repeating: "f", count: 24))
    #expect(unknown.status == 404)
    #expect(unknown.code == "connection_id_not_found")
    #expect(
      unknown.json["detail"].text
        == "Invalid Connection ID. Please ask your client for the correct ID from their dashboard.")
  }

  @Test func tellsTheClientWhoLookedItUp() throws {
    _ = try lookUp(scene.person.connection).expecting(200)
    let key = TestClient(scene.world, token: try scene.member.makeKey(scene.owner.workspace))
    _ = try key.get("/v1/client/by-connection/\(scene.person.connection)").expecting(200)
    let first = try scene.client.get("/v1/client/lookups?limit=1").expecting(200).json
    #expect(first["lookups"].items.count == 1)
    let lookup = first["lookups"][0]
    #expect(lookup.keys == ["id", "workspace_id", "workspace_name", "by", "at"])
    #expect(lookup["by"].text == "key")
    #expect(lookup["workspace_id"].text == scene.owner.workspace)
    #expect(lookup["workspace_name"].text == "Works")
    let cursor = try #require(first["next_cursor"].text)
    let rest = try scene.client.get("/v1/client/lookups?cursor=\(cursor)").expecting(200).json
    #expect(rest["lookups"].items.map { $0["by"].text } == ["member"])
    #expect(rest["next_cursor"].isNull)
    #expect(
      try scene.actions(of: scene.person.id)
        == ["client.registered", "client.looked_up", "client.looked_up"])
  }

  @Test func asksForTheWorkspaceOfALookUp() throws {
    let other = try scene.member.another().register()
    try scene.world.join(
      Person(
        email: "", password: "", account: scene.owner.account, workspace: "", token: ""),
      other.workspace, as: "member")
    #expect(lookUp(scene.person.connection).code == "workspace_required")
    let path = "/v1/client/by-connection/\(scene.person.connection)?workspace_id="
    #expect(scene.member.get(path + other.workspace).status == 200)
    #expect(scene.member.get(path + UUID.v7().text).status == 404)
    #expect(scene.member.get(path + "x").fields == ["workspace_id"])
  }

  @Test func countsLookUpsSoThatNobodySearches() throws {
    for _ in 0..<15 {
      #expect(lookUp(String(repeating: "e", count: 24)).status == 404)
      #expect(scene.member.postJob(for: String(repeating: "d", count: 24)).status == 400)
    }
    let refused = lookUp(scene.person.connection)
    #expect(refused.status == 429)
    #expect(refused.code == "too_many_lookups")
    #expect((1...20).contains(refused["Retry-After"].flatMap { Int($0) } ?? 0))
    #expect(scene.member.postJob(for: scene.person.connection).code == "too_many_lookups")
    #expect(scene.member.postJob(for: String(repeating: "d", count: 24)).code == "too_many_lookups")
    // Another key of the same account is the same guesser; another account is not.
    let key = TestClient(scene.world, token: try scene.member.makeKey(scene.owner.workspace))
    #expect(key.get("/v1/client/by-connection/\(scene.person.connection)").status == 429)
    let colleague = scene.member.another()
    try colleague.register()
    #expect(colleague.get("/v1/client/by-connection/\(scene.person.connection)").status == 200)
    #expect(scene.client.get("/v1/client/lookups").json["lookups"].items.count == 1)
  }

  // MARK: Profile

  @Test func changesItsNameAndWhetherItIsAsked() throws {
    let job = try scene.post()
    let before = try scene.member.get("/v1/jobs/\(job)").expecting(200)
    #expect(before.json["company_name"].text == "Acme Corp")
    let changed = try scene.client.patch(
      "/v1/client/profile", #"{"company_name":"Acme & Co","ask_first":true}"#
    ).expecting(200).json
    #expect(changed["company_name"].text == "Acme & Co")
    #expect(changed["ask_first"].bool == true)
    #expect(changed["connection_id"].text == scene.person.connection)
    let tag = try #require(before["ETag"])
    let after = scene.member.get("/v1/jobs/\(job)") { $0.ifNoneMatch = tag }
    #expect(after.status == 200)
    #expect(after.json["company_name"].text == "Acme & Co")
    #expect(scene.client.get("/v1/me").json["account"]["name"].text == "Acme & Co")
    let bad = scene.client.patch("/v1/client/profile", #"{"company_name":"","ask_first":"x"}"#)
    #expect(Set(bad.fields) == ["company_name", "ask_first"])
    #expect(
      scene.client.get("/v1/client/profile").json["company_name"].text == "Acme & Co")
  }

  // MARK: The end

  @Test func closesAnAccountForGood() throws {
    let job = try scene.post()
    try scene.askFirst()
    let late = TestClient(scene.world)
    try late.register()
    let waiting = try scene.post("Waits", by: late)
    let wrong = scene.client.post("/v1/client/close", .json(#"{"password":"not mine at all"}"#))
    #expect(wrong.code == "bad_credentials")
    #expect(scene.client.get("/v1/client/profile").status == 200)
    let right = #"{"password":"\#(scene.person.password)"}"#
    #expect(scene.client.post("/v1/client/close", .json(right)).status == 204)

    #expect(scene.client.get("/v1/client/profile").status == 401)
    #expect(scene.client.post("/v1/auth/refresh").status == 401)
    let (email, password) = (scene.person.email, scene.person.password)
    let stranger = TestClient(scene.world)
    let signIn = stranger.post(
      "/v1/auth/login", .json(#"{"email":"\#(email)","password":"\#(password)"}"#))
    #expect(signIn.code == "bad_credentials")
    #expect(lookUp(scene.person.connection).status == 404)
    #expect(scene.member.postJob(for: scene.person.connection).code == "invalid_connection_id")
    let byID = scene.member.post(
      "/v1/jobs", .json(#"{"title":"A","client_id":"\#(scene.person.id)"}"#))
    #expect(byID.code == "invalid_client_id")

    #expect(scene.member.get("/v1/jobs/\(job)").json["company_name"].text == "Acme Corp")
    #expect(late.get("/v1/jobs/\(waiting)").json["client_approval"].text == "refused")
    let again = stranger.post(
      "/v1/client/register",
      .json(#"{"company_name":"Anew","email":"\#(email)","password":"\#(password)"}"#))
    #expect(again.status == 201)
    #expect(again.json["connection_id"].text != scene.person.connection)
    #expect(
      try scene.world.value(
        "SELECT COUNT(*) FROM accounts WHERE client_id = \(scene.person.id) AND (email <> '' OR name <> '')",
        as: Int.self) == 0)
  }

  // MARK: Who may

  @Test func isForClientsOnly() throws {
    let key = TestClient(scene.world, token: try scene.member.makeKey(scene.owner.workspace))
    let calls: [(String, String)] = [
      ("GET", "/v1/client/profile"), ("PATCH", "/v1/client/profile"), ("POST", "/v1/client/close"),
      ("GET", "/v1/client/workspaces"),
      ("PUT", "/v1/client/workspaces/\(scene.owner.workspace)"), ("GET", "/v1/client/lookups"),
      ("GET", "/v1/client/jobs"), ("GET", "/v1/client/stats"),
      ("GET", "/v1/client/jobs/\(UUID.v7())"), ("GET", "/v1/client/jobs/\(UUID.v7())/tasks"),
    ]
    for (method, path) in calls {
      for caller in [scene.member, key] {
        #expect(caller.send(method, path, .json("{}")).code == "clients_only", "\(method) \(path)")
      }
      #expect(TestClient(scene.world).send(method, path, .json("{}")).status == 401)
    }
    #expect(scene.client.get("/v1/client/by-connection/x").code == "members_only")
    #expect(scene.client.get("/v1/jobs").code == "members_only")
    #expect(scene.client.postJob(for: scene.person.connection).code == "members_only")
    #expect(TestClient(scene.world).get("/v1/client/by-connection/x").status == 401)
  }
}
