import HTTP
import Primitives
import Testing

/// A client at a browser and as a program, and members of workspaces who know its connection ID.
struct ClientPageScene {
  static let signUp = "/console/sign-up/client"
  /// Where clients begin.
  static let home = "/console/client"
  static let settings = "/console/client/settings"
  static let close = "/console/client/close"
  static let workspaces = "/console/client/workspaces"
  static let lookups = "/console/client/lookups"
  static let pages = [settings, close, workspaces, lookups]

  let world: World
  let browser: Browser
  let client: TestClient
  let person: ClientPerson

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.registerClient("Acme & <Co>")
    browser = Browser(world)
    try browser.signIn(person.email, person.password).expecting(303)
  }

  func shown(_ path: String) throws -> String { try browser.get(path).expecting(200).text }

  /// A workspace, and a member of it.
  struct Recruiter {
    let client: TestClient
    let workspace: String
  }

  func recruiter(_ name: String = "Works <R>") throws -> Recruiter {
    let client = TestClient(world)
    let workspace = try client.register().workspace
    try world.sql("UPDATE workspaces SET name = \(name) WHERE id = \(workspace)")
    return Recruiter(client: client, workspace: workspace)
  }

  /// A workspace that has looked the client up.
  func lookingUp(_ name: String = "Works <R>") throws -> Recruiter {
    let recruiter = try recruiter(name)
    try recruiter.client.get("/v1/client/by-connection/\(person.connection)").expecting(200)
    return recruiter
  }

  /// A workspace that has posted a job for the client.
  func posting(_ name: String = "Works <P>") throws -> Recruiter {
    let recruiter = try recruiter(name)
    try recruiter.client.postJob(for: person.connection).expecting(201)
    return recruiter
  }

  /// What the client has said of a workspace; nil: nothing.
  func consent(_ workspace: String) throws -> String? {
    let list = try client.get("\(Self.path)?limit=200").expecting(200).json["workspaces"].items
    return list.first { $0["workspace_id"].text == workspace }?["consent"].text
  }

  private static let path = "/v1/client/workspaces"
}
