import HTTP
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Registering and signing in.
@Suite struct AccountTests {
  private let world: World
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
  }

  private func register(_ email: String, password: String = "a quiet ladder 7") -> Answer {
    client.post(
      "/v1/auth/register",
      .json(
        """
        {"email":"\(email)","password":"\(password)","name":"Ada","workspace_name":"Works"}
        """))
  }

  private func login(_ email: String, _ password: String) -> Answer {
    client.post(
      "/v1/auth/login", .json("{\"email\":\"\(email)\",\"password\":\"\(password)\"}"))
  }

  // MARK: Registering

  @Test func registersWithAWorkspaceOfOnesOwn() throws {
    let email = TestClient.unusedEmail()
    let answer = try register(email).expecting(201).json
    #expect(
      answer.keys == [
        "account", "workspace", "membership", "access_token", "token_type", "expires_in",
      ])
    #expect(answer["account"].keys == ["id", "kind", "email", "name", "created_at"])
    #expect(answer["account"]["kind"].text == "member")
    #expect(answer["membership"]["role"].text == "owner")
    #expect(answer["membership"]["workspace_id"] == answer["workspace"]["id"])
    #expect(answer["token_type"].text == "Bearer")
    #expect(answer["expires_in"].integer == 3_600)
    client.token = answer["access_token"].text
    #expect(client.get("/v1/jobs").status == 200)
  }

  @Test func namesAllBadFieldsAtOnce() throws {
    let nothing = client.post("/v1/auth/register")
    #expect(nothing.status == 400)
    #expect(nothing.code == "validation_failed")
    #expect(Set(nothing.fields) == ["email", "password", "name", "workspace_name"])
    let wrong = client.post(
      "/v1/auth/register",
      .json(#"{"email":"ada","password":"short","name":7,"workspace_name":" ","role":"owner"}"#))
    #expect(wrong.status == 400)
    #expect(Set(wrong.fields) == ["email", "password", "name", "workspace_name", "role"])
  }

  @Test(arguments: [
    ("short7!", "too_short"), (String(repeating: "ab1", count: 43), "too_long"),
    ("password123", "too_common"), ("qwertyuiop", "too_common"), ("aaaaaaaaaaaa", "too_common"),
  ])
  func refusesWeakPasswords(_ password: String, _ code: String) throws {
    let answer = register(TestClient.unusedEmail(), password: password)
    #expect(answer.status == 400)
    #expect(answer.json["errors"].items.contains { $0["code"].text == code })
    #expect(!answer.text.contains(password))
  }

  @Test func refusesThePersonsOwnAddressAsPassword() throws {
    let email = TestClient.unusedEmail()
    let answer = register(email, password: email)
    #expect(answer.status == 400)
    #expect(answer.json["errors"][0]["code"].text == "personal")
  }

  @Test func takesAnAddressOnceHoweverItIsSpelt() throws {
    let email = TestClient.unusedEmail()
    try register(email.uppercased()).expecting(201)
    for again in [email, email.uppercased(), " \(email) "] {
      let answer = register(again)
      #expect(answer.status == 409)
      #expect(answer.code == "email_taken")
    }
  }

  @Test func takesAnAddressOnceUnderConcurrency() throws {
    let email = TestClient.unusedEmail()
    let world = world
    let statuses = try onThreads(8) { _ in
      TestClient(world).post(
        "/v1/auth/register",
        .json(
          """
          {"email":"\(email)","password":"a quiet ladder 7","name":"A","workspace_name":"W"}
          """)
      ).status
    }
    #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 7))
  }

  @Test(arguments: ["closed", "invite"])
  func makesNoAccountWhenSignupIsNotOpen(_ signup: String) throws {
    let closed = TestClient(
      world, services: try world.services(with: ["WAYLINK_SIGNUP": signup]))
    let answer = closed.post("/v1/auth/register")
    #expect(answer.status == 403)
    #expect(answer.code == "signup_closed")
  }

  @Test(arguments: [
    ("", 400, "validation_failed"), ("{", 400, "invalid_json"), ("[]", 400, "invalid_json"),
    ("null", 400, "invalid_json"), ("{}x", 400, "invalid_json"),
    ("{\"email\":\"a@b\",\"email\":\"c@d\"}", 400, "validation_failed"),
    (String(repeating: "[", count: 10_000), 400, "invalid_json"),
    ("{\"email\":\"\\ud800\"}", 400, "invalid_json"),
    ("{\"email\":\"\\u0000\"}", 400, "validation_failed"),
  ])
  func refusesBadBodies(_ body: String, _ status: Int, _ code: String) throws {
    for path in ["/v1/auth/register", "/v1/auth/login"] {
      let answer = client.post(path, .json(body))
      #expect(answer.status == status)
      #expect(answer.code == code)
    }
  }

  @Test func refusesOtherMediaTypesAndHugeBodies() throws {
    for path in ["/v1/auth/register", "/v1/auth/login"] {
      #expect(client.post(path, .bytes([0x7B, 0x7D], type: "text/plain")).status == 415)
      let huge = Bytes(repeating: 0x20, count: (1 << 20) + 1)
      #expect(client.post(path, .bytes(huge, type: "application/json")).status == 413)
      #expect(client.post(path, .bytes([0xFF, 0xFE], type: "application/json")).status == 400)
    }
  }

  // MARK: Signing in

  @Test func signsInHoweverTheAddressIsSpelt() throws {
    let person = try client.register()
    for email in [person.email, person.email.uppercased()] {
      let answer = try login(email, person.password).expecting(200).json
      #expect(answer.keys == ["access_token", "token_type", "expires_in", "account"])
      #expect(answer["account"]["id"].text == person.account)
      client.token = answer["access_token"].text
      #expect(client.get("/v1/jobs").status == 200)
    }
  }

  @Test func doesNotTellAWrongPasswordFromAnUnknownAccount() throws {
    let person = try client.register()
    let answers = [
      login(person.email, person.password + "x"), login(TestClient.unusedEmail(), "whatever it is"),
      login("not an address", "whatever it is"), login(person.email, ""),
    ]
    for answer in answers {
      #expect(answer.status == 401)
      #expect(answer.code == "bad_credentials")
      let id = try #require(answer.json["request_id"].text)
      #expect(
        answer.text.replacing(id, with: "")
          == answers[0].text.replacing(
            try #require(answers[0].json["request_id"].text), with: ""))
      #expect(
        answer.headers.filter { $0.name != "X-Request-Id" }
          == answers[0].headers.filter { $0.name != "X-Request-Id" })
    }
  }
}
