import Foundation
import HTTP
import Primitives
import Testing

/// A client's dashboard, and its pages of single jobs (seed 1 §3, §5).
@Suite struct ClientDashboardTests {
  private let scene: ClientPageScene
  private let recruiter: ClientPageScene.Recruiter

  private static let path = "/console/client"

  init() throws {
    scene = try ClientPageScene()
    recruiter = try scene.recruiter()
  }

  private func post(_ title: String) throws -> String {
    let answer = try recruiter.client.postJob(title, for: scene.person.connection).expecting(201)
    return try #require(answer.json["id"].text)
  }

  private func tag() throws -> String {
    try #require(try scene.browser.get(Self.path).expecting(200)["ETag"])
  }

  /// As the page's script asks.
  private func ask(_ path: String, _ tag: String) -> Int {
    scene.browser.client.send("GET", path) {
      $0.accept = "text/html"
      $0.ifNoneMatch = tag
      $0.acceptLanguage = scene.browser.language
      $0.cookie = scene.browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
    }.status
  }

  @Test func showsTheIDAndTheJobs() throws {
    #expect(scene.browser.get("/console")["Location"] == Self.path)
    let empty = try scene.shown(Self.path)
    #expect(empty.contains("value=\"\(scene.person.connection)\""))
    #expect(empty.contains("No job is posted for you yet"))
    let job = try post("Paint <it>")
    try recruiter.client.addTasks(1...4, to: job)
    let page = try scene.shown(Self.path)
    #expect(page.contains("Paint &lt;it&gt;") && page.contains("Works &lt;R&gt;"))
    #expect(page.contains("<dt>All jobs</dt><dd>1</dd>") && page.contains("0 of 4"))
    #expect(try !scene.shown("\(Self.path)?status=failed").contains("Paint"))
    #expect(scene.browser.get("\(Self.path)?status=lost").status == 400)
  }

  @Test func isUnchangedUntilSomethingOnItChanges() throws {
    let job = try post("One")
    var tag = try tag()
    #expect(ask(Self.path, tag) == 304)
    func changes(_ what: () throws -> Void) throws {
      try what()
      #expect(ask(Self.path, tag) == 200)
      tag = try self.tag()
      #expect(ask(Self.path, tag) == 304)
    }
    try changes { _ = try post("Two") }
    try changes { try recruiter.client.addTasks(1...2, to: job) }
    try changes {
      try scene.client.patch("/v1/client/profile", .json(#"{"company_name":"Now Inc"}"#)).expecting(
        200)
    }
    try changes { scene.browser.language = "es" }
    scene.browser.language = nil
    let other = try ClientPageScene()
    #expect(try other.browser.get(Self.path).expecting(200)["ETag"] != tag)
  }

  @Test func aJobIsShownAsAGuestSeesIt() throws {
    let job = try post("Paint")
    try recruiter.client.patch(
      "/v1/jobs/\(job)",
      .json(
        #"{"columns":[{"key":"p","label":"Seen","type":"number"},"#
          + #"{"key":"s","label":"Hidden","type":"number","public":false}]}"#)
    ).expecting(200)
    let lines = #"{"title":"Door","attributes":{"p":41,"s":4242}}"#
    try recruiter.client.post("/v1/jobs/\(job)/tasks", .lines(lines)).expecting(201)
    let path = "\(Self.path)/jobs/\(job)"
    let page = try scene.browser.get(path).expecting(200)
    #expect(page.text.contains("Door") && page.text.contains("Seen") && page.text.contains("41"))
    #expect(!page.text.contains("Hidden") && !page.text.contains("4242"))
    #expect(page.text.contains("Works &lt;R&gt;"))
    #expect(ask(path, try #require(page["ETag"])) == 304)
    #expect(try scene.browser.get("\(path)?q=door").expecting(200).text.contains("Door"))
    #expect(scene.browser.get("\(path)?sort=nonsense").status == 400)
    let file = try scene.browser.get("\(path)/export?format=ndjson").expecting(200).text
    #expect(file.contains("Door") && !file.contains("4242"))
  }

  @Test func nobodyElseSeesIt() throws {
    let job = try post("Secret")
    let other = try ClientPageScene()
    for path in ["\(Self.path)/jobs/\(job)", "\(Self.path)/jobs/\(job)/export?format=csv"] {
      #expect(other.browser.get(path).status == 404, "\(path)")
    }
    #expect(try !other.shown(Self.path).contains("Secret"))
    let member = Browser(scene.world)
    try member.signUp()
    for path in [Self.path, "\(Self.path)/jobs/\(job)"] {
      #expect(member.get(path).status == 403)
      #expect(Browser(scene.world).get(path).status == 303)
    }
    #expect(scene.browser.get("/console/clients").status == 403)
    #expect(scene.browser.get("/console/jobs/new").status == 403)
  }

  @Test func whatWaitsIsApprovedThere() throws {
    try scene.client.patch("/v1/client/profile", .json(#"{"ask_first":true}"#)).expecting(200)
    let job = try post("Asked about")
    let page = try scene.browser.get(Self.path).expecting(200)
    #expect(page.text.contains("<dt>Waiting for your word</dt><dd>1</dd>"))
    // It leads back to where it was pressed.
    let approve = "\(Self.path)/workspaces/\(recruiter.workspace)/approve?from=%2Fconsole%2Fclient"
    let done = try scene.browser.submit(page, to: approve).expecting(303)
    #expect(done["Location"] == Self.path)
    #expect(try scene.shown(Self.path).contains("Approved by you"))
    let found = try recruiter.client.get("/v1/jobs/\(job)").expecting(200)
    #expect(found.json["client_approval"].text == "approved")
  }

  @Test func leadsOnPageByPage() throws {
    for number in 1...27 { _ = try post("Job \(number)") }
    let first = try scene.shown(Self.path)
    #expect(first.contains("Job 27<") && !first.contains("Job 2<"))
    let next = try #require(first.firstMatch(of: /href="([^"]*cursor=[^"]*)"/)).1
    let second = try scene.shown(String(next))
    #expect(second.contains("Job 2<") && second.contains("Job 1<") && !second.contains("Job 3<"))
  }
}
