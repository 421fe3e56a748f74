import Foundation
import HTTP
import Primitives
import Testing

/// Posting for a client by members' pages, and what these say of it (seed 1).
@Suite struct PostingPageTests {
  private let world: World
  private let browser: Browser
  private let member: TestClient
  private let person: Person
  private let client: TestClient
  private let company: ClientPerson

  private static let path = "/console/jobs/new"
  private static let check = "/console/jobs/new/connection"
  private static let nobody = "0123456789abcdef01234567"
  private static let malformed = "Connection ID must be 24 characters (letters and numbers)."
  private static let unknown =
    "Invalid Connection ID. Please ask your client for the correct ID from their dashboard."

  init() throws {
    world = try World.shared.get()
    member = TestClient(world)
    person = try member.register()
    browser = Browser(world)
    try browser.signIn(person.email, person.password).expecting(303)
    client = TestClient(world)
    company = try client.registerClient("Acme & <Co>")
  }

  private func jobs() throws -> [Node] {
    try member.get("/v1/jobs").expecting(200).json["jobs"].items
  }

  private func send(_ typed: [String: String]) throws -> Answer {
    let page = try browser.get(Self.path).expecting(200)
    return try browser.submit(
      page, to: Self.path,
      ["title": "Fence", "tasks": "One\nTwo", "for_client": "true"].merging(typed) { $1 })
  }

  /// As the script of the form asks.
  private func ask(_ typed: String) throws -> Answer {
    let token = try browser.formToken()
    return browser.post(
      Self.check,
      [token, ("connection_id", typed), ("workspace_id", person.workspace)]
    ) { $0.accept = "application/json" }
  }

  @Test func postsForWhomTheIDLeadsTo() throws {
    let typed = company.connection.prefix(12).uppercased() + "-" + company.connection.dropFirst(12)
    let answer = try send(["connection_id": typed]).expecting(303)
    let page = try browser.get(try #require(answer["Location"])).expecting(200)
    #expect(page.text.contains("Acme &amp; &lt;Co&gt;") && !page.text.contains(company.connection))
    let job = try #require(try jobs().first)
    #expect(job["client_id"].text == company.id && job["total_tasks"].integer == 2)
  }

  @Test(arguments: [
    ("", "Please fill this in."), ("6982", malformed), ("zz" + nobody.dropFirst(2), malformed),
    (String(repeating: "٣", count: 24), malformed), (nobody, unknown),
  ])
  func saysWhatIsWrongBesideTheField(typed: String, words: String) throws {
    for check in [[:], ["check": "true"]] {
      let answer = try send(["connection_id": typed].merging(check) { $1 }).expecting(400)
      #expect(answer.text.contains("id=\"job-connection_id-error\">\(words)</p>"))
      #expect(answer.text.contains("Connection ID: \(words)"))
      #expect(
        answer.text.contains("value=\"Fence\"") && answer.text.contains("One\nTwo</textarea>"))
    }
    #expect(try jobs().isEmpty)
  }

  @Test func aFormThatIsOnlyCheckedMakesNothing() throws {
    let answer = try send(["connection_id": company.connection, "check": "true"]).expecting(200)
    #expect(answer.text.contains(">Linked to: Acme &amp; &lt;Co&gt;</output>"))
    #expect(answer.text.contains("value=\"Fence\"") && answer.text.contains("One\nTwo</textarea>"))
    #expect(try jobs().isEmpty)
    try browser.submit(
      answer, to: Self.path,
      ["title": "Fence", "for_client": "true", "connection_id": company.connection]
    ).expecting(303)
    #expect(try jobs().count == 1)
  }

  @Test func withoutTheSwitchNothingIsAskedFor() throws {
    let page = try browser.get(Self.path).expecting(200)
    try browser.submit(
      page, to: Self.path, ["title": "Ours", "connection_id": "nonsense", "check": "true"]
    ).expecting(303)
    #expect(try jobs().first?["client_id"].text == nil)
  }

  @Test func theScriptIsToldTheNameAndNothingElse() throws {
    let found = try ask(company.connection).expecting(200)
    #expect(found.json.keys == ["company_name"])
    #expect(found.json["company_name"].text == "Acme & <Co>")
    #expect(try ask("12").expecting(400).json["code"].text == "invalid_connection_id_format")
    let unknown = try ask(Self.nobody).expecting(404).json
    #expect(unknown["code"].text == "connection_id_not_found")
    #expect(unknown["detail"].text == Self.unknown)
    let lookups = try client.get("/v1/client/lookups").expecting(200).json["lookups"].items
    #expect(lookups.count == 1)
  }

  @Test func theScriptNeedsTheFormsToken() throws {
    let forged = browser.post(Self.check, [("connection_id", company.connection)]) {
      $0.accept = "application/json"
    }
    #expect(forged.status == 403)
    let stranger = Browser(world).post(Self.check, [("connection_id", company.connection)]) {
      $0.accept = "application/json"
    }
    #expect(stranger.status == 401)
    #expect(try client.get("/v1/client/lookups").expecting(200).json["lookups"].items.isEmpty)
  }

  @Test func manyTriesAreToldToWait() throws {
    for number in 0..<30 { _ = try ask(String(repeating: "0", count: 20) + String(1000 + number)) }
    #expect(try ask(Self.nobody).expecting(429).json["code"].text == "too_many_lookups")
    let page = try send(["connection_id": Self.nobody]).expecting(429)
    #expect(page.text.contains("You have tried many Connection IDs in a short time"))
    #expect(page.text.contains("value=\"Fence\""))
  }

  @Test func offersThoseThatItPostsForByName() throws {
    try send(["connection_id": company.connection]).expecting(303)
    let page = try browser.get("\(Self.path)?client=\(company.id)").expecting(200)
    #expect(page.text.contains("<option value=\"\(company.id)\" selected>Acme &amp; &lt;Co&gt;"))
    let both = ["title": "B", "for_client": "true", "client_id": company.id]
    let refused = try browser.submit(
      page, to: Self.path, both.merging(["connection_id": company.connection]) { $1 }
    ).expecting(400)
    #expect(refused.text.contains("Give one of the two"))
    try browser.submit(refused, to: Self.path, both).expecting(303)
    #expect(try jobs().count == 2)
    #expect(try jobs().allSatisfy { $0["client_id"].text == company.id })
  }

  @Test func saysWhyNothingCanBeSharedYet() throws {
    try client.patch("/v1/client/profile", .json(#"{"ask_first":true}"#)).expecting(200)
    try send(["connection_id": company.connection]).expecting(303)
    let job = try #require(try jobs().first?["id"].text)
    let list = try browser.get("/console").expecting(200)
    #expect(list.text.contains("Waits for the client"))
    #expect(Browser.form(in: list, to: "/console/jobs/\(job)/link") == nil)
    let page = try browser.get("/console/jobs/\(job)").expecting(200)
    #expect(page.text.contains("is asked before this job runs or is shared"))
    let token = try browser.formToken()
    let refused = browser.post("/console/jobs/\(job)/link", [token])
    #expect(refused.status == 409)
    #expect(refused.text.contains("The client has to approve this first"))
    try block()
    #expect(
      try browser.get("/console/jobs/\(job)").expecting(200).text.contains("Refused by the client"))
    let blocked = browser.post("/console/jobs/\(job)/link", [token])
    #expect(blocked.status == 403)
    #expect(blocked.text.contains("This client takes no postings from your workspace"))
    #expect(try ask(company.connection).expecting(403).json["code"].text == "client_refused")
    let again = try send(["connection_id": company.connection]).expecting(403)
    #expect(again.text.contains("value=\"Fence\""))
  }

  private func block() throws {
    try client.put("/v1/client/workspaces/\(person.workspace)", #"{"consent":"blocked"}"#)
      .expecting(200)
  }

  @Test func aJobIsMovedByItsPage() throws {
    try send(["connection_id": company.connection]).expecting(303)
    let job = try #require(try jobs().first?["id"].text)
    let path = "/console/jobs/\(job)/edit"
    let other = try TestClient(world).registerClient("Right")
    let page = try browser.get(path).expecting(200)
    let wrong = try browser.submit(
      page, to: path,
      ["title": "Fence", "posted_for": "client", "connection_id": Self.nobody]
    ).expecting(400)
    #expect(wrong.text.contains("id=\"edit-connection_id-error\">\(Self.unknown)"))
    try browser.submit(
      wrong, to: path,
      ["title": "Fence", "posted_for": "client", "connection_id": other.connection]
    ).expecting(303)
    #expect(try jobs().first?["client_id"].text == other.id)
    // Left as it is, it stays; and it can be nobody's.
    let moved = try browser.get(path).expecting(200)
    try browser.submit(moved, to: path, ["title": "Fence 2"]).expecting(303)
    #expect(try jobs().first?["client_id"].text == other.id)
    try browser.submit(moved, to: path, ["title": "Fence", "posted_for": "nobody"]).expecting(303)
    #expect(try jobs().first?["client_id"].text == nil)
  }

  @Test func asksForNoNumberOfAClientAnywhere() throws {
    try send(["connection_id": company.connection]).expecting(303)
    let job = try #require(try jobs().first?["id"].text)
    for path in ["/console/jobs/new", "/console/jobs/\(job)/edit"] {
      let page = try browser.get(path).expecting(200).text
      #expect(!page.contains("type=\"number\""))
      let fields = page.matches(of: /<(\w+)[^>]* name="client_id"/).map { String($0.1) }
      #expect(fields == ["select"])
    }
  }

  @Test func saysInWordsWhyAJobCanNotBeMoved() throws {
    try client.patch("/v1/client/profile", .json(#"{"ask_first":true}"#)).expecting(200)
    let job = try member.makeJob(title: "Runs")
    try member.post("/v1/jobs/\(job)/tasks", .json(#"[{"title":"A","status":"running"}]"#))
      .expecting(201)
    let path = "/console/jobs/\(job)/edit"
    let page = try browser.get(path).expecting(200)
    let refused = try browser.submit(
      page, to: path,
      ["title": "Runs", "posted_for": "client", "connection_id": company.connection]
    ).expecting(409)
    #expect(refused.text.contains("The job runs, or a link opens it"))
    #expect(refused.text.contains("value=\"\(company.connection)\""))
  }

  @Test func listsTheClientsOfAWorkspace() throws {
    #expect(
      try browser.get("/console/clients").expecting(200).text.contains("You post for no client yet")
    )
    try send(["connection_id": company.connection]).expecting(303)
    try send(["connection_id": company.connection, "title": "Second"]).expecting(303)
    let page = try browser.get("/console/clients").expecting(200)
    #expect(page.text.contains(">2 jobs</a>") && page.text.contains("Not started: 2"))
    _ = try member.makeJob(title: "For nobody")
    let list = try browser.get("/console?client_id=\(company.id)").expecting(200)
    #expect(list.text.contains("Second") && !list.text.contains("For nobody"))
    #expect(browser.get("/console/clients?after=x").status == 400)
    // Nothing of it is another workspace's.
    let other = Browser(world)
    try other.signUp()
    #expect(!(try other.get("/console/clients").expecting(200).text.contains("Acme")))
    // Once its account is gone nobody is invited to post for it; what was posted is there.
    let close = #"{"password":"\#(company.password)"}"#
    try client.post("/v1/client/close", .json(close)).expecting(204)
    let after = try browser.get("/console/clients").expecting(200).text
    #expect(after.contains("Has closed their account") && after.contains(">2 jobs</a>"))
    #expect(!after.contains("Post a job"))
    #expect(!(try browser.get("/console/jobs/new").expecting(200).text.contains("Acme")))
  }
}
