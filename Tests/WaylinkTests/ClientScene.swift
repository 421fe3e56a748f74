import HTTP
import MariaDB
import Primitives
import Testing

/// A client that registered for one test.
struct ClientPerson {
  let id: String
  let email: String
  let password: String
  let connection: String
  let token: String
}

extension TestClient {
  /// Registers a client, and goes on as its account.
  @discardableResult
  func registerClient(_ company: String = "Acme Corp") throws -> ClientPerson {
    let email = Self.unusedEmail()
    let password = "correct horse \(UInt32.random(in: 0 ... .max)) staple"
    let answer = try post(
      "/v1/client/register",
      .json(#"{"company_name":"\#(company)","email":"\#(email)","password":"\#(password)"}"#)
    ).expecting(201).json
    let token = try #require(answer["access_token"].text)
    self.token = token
    return ClientPerson(
      id: try #require(answer["client_id"].text), email: email, password: password,
      connection: try #require(answer["connection_id"].text), token: token)
  }

  /// Posts a job for a client.
  func postJob(_ title: String = "Move", for connection: String) -> Answer {
    post("/v1/jobs", .json(#"{"title":"\#(title)","connection_id":"\#(connection)"}"#))
  }

  func put(_ target: String, _ json: String) -> Answer { send("PUT", target, .json(json)) }
}

/// A client with its account, and a workspace whose owner posts for it.
struct ClientScene {
  let world: World
  let client: TestClient
  let person: ClientPerson
  let member: TestClient
  let owner: Person

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.registerClient()
    member = TestClient(world)
    owner = try member.register()
  }

  /// Makes the client be asked first.
  func askFirst() throws {
    try client.patch("/v1/client/profile", #"{"ask_first":true}"#).expecting(200)
  }

  /// A job posted for the client; its id.
  func post(_ title: String = "Move", by member: TestClient? = nil) throws -> String {
    let answer = try (member ?? self.member).postJob(title, for: person.connection).expecting(201)
    return try #require(answer.json["id"].text)
  }

  func decide(_ consent: String, on workspace: String? = nil) -> Answer {
    client.put(
      "/v1/client/workspaces/\(workspace ?? owner.workspace)", #"{"consent":"\#(consent)"}"#)
  }

  /// The actions of a subject's chain, in their order.
  func actions(of subject: String) throws -> [String] {
    try MariaDB.Connection(world.administrator).query(
      "SELECT action FROM audit_records WHERE subject_id = \(subject) ORDER BY seq"
    ) { try $0.next() }
  }
}
