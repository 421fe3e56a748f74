import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// A job, its owner at a browser, and the same person as a program.
struct JobScene {
  let world: World
  let owner: Browser
  let client: TestClient
  let workspace: String
  let job: String
  /// Of the job's page.
  let page: String

  static let title = "Move <the> piano"
  static let columns =
    #"[{"key":"code","label":"Code","type":"number"},"#
    + #"{"key":"note","label":"Note","type":"string","public":false}]"#

  init(in world: World? = nil) throws {
    let world = try world ?? World.shared.get()
    self.world = world
    owner = Browser(world)
    let (email, password) = try owner.signUp()
    client = TestClient(world)
    let signedIn = try client.post(
      "/v1/auth/login", .json("{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
    ).expecting(200)
    client.token = signedIn.json["access_token"].text
    workspace = try #require(
      try client.get("/v1/me").expecting(200).json["memberships"].items.first?["workspace_id"].text)
    job = try client.makeJob(title: Self.title, columns: Self.columns)
    page = "/console/jobs/\(job)"
  }

  /// All that can be looked at about the job.
  var pages: [String] {
    let steps = ["edit", "cancel", "restart", "delete", "preview", "export?format=csv"]
    return [page] + steps.map { "\(page)/\($0)" } + ["\(page)/preview/export?format=csv"]
  }

  /// All that forms do to the job, a task and a link of it, with what they need.
  func acts(task: String, link: String) -> [(String, [(String, String)])] {
    [
      ("\(page)/edit", [("title", "Taken"), ("label_code", "a"), ("label_note", "b")]),
      ("\(page)/cancel", []), ("\(page)/restart", []), ("\(page)/delete", []),
      ("\(page)/tasks", [("tasks", "One more")]),
      ("\(page)/tasks/status", [("task", task), ("status", "failed")]),
      ("\(page)/link", []),
      ("\(page)/link/\(link)/expiry", [("expires", "1")]),
      ("\(page)/link/\(link)/rotate", [("grace", "0")]),
      ("\(page)/link/\(link)/revoke", []),
    ]
  }

  /// Makes the job's link by the API.
  func makeLink(expiresAt: String? = nil) throws -> (id: String, token: String) {
    let token = try client.makeLink(job, expiresAt: expiresAt)
    let state = try client.get("/v1/jobs/\(job)/share-links").expecting(200)
    return (try #require(state.json["share_link"]["id"].text), token)
  }

  /// Somebody else of the workspace, at a browser.
  func join(as role: String) throws -> Browser {
    let browser = Browser(world)
    let (email, _) = try browser.signUp(name: "Grace")
    let account = try #require(
      try world.value("SELECT id FROM accounts WHERE email = \(email)", as: UUID.self))
    try world.sql(
      """
      INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
      VALUES (\(UUID.v7()), \(workspace), \(account), \(role), UTC_TIMESTAMP(6))
      """)
    return browser
  }
}

extension Browser {
  /// Of this browser's session, as every form of its pages carries it.
  func formToken() throws -> (String, String) {
    let page = try get("/console/account").expecting(200)
    let form = try #require(Self.form(in: page, to: "/console/sign-out"))
    return try #require(Self.hiddenFields(in: form).first)
  }
}
