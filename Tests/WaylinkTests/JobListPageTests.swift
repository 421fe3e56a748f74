import Foundation
import HTTP
import Primitives
import TestSupport
import Testing

/// The members' list of jobs, and what its buttons do.
@Suite struct JobListPageTests {
  private let world: World
  private let browser: Browser
  /// The same person by the API.
  private let client: TestClient
  private let person: Person

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
    browser = Browser(world)
    try browser.signIn(person.email, person.password).expecting(303)
  }

  private func list(_ query: String = "") throws -> Answer {
    try browser.get("/console" + query).expecting(200)
  }

  /// The part of a list that is about one job.
  private func row(_ job: String, in page: Answer) throws -> String {
    let start = try #require(page.text.range(of: "id=\"job-\(job)\""))
    let rest = page.text[start.upperBound...]
    return String(rest.prefix(upTo: rest.range(of: "</li>")?.lowerBound ?? rest.endIndex))
  }

  private func revocation(_ job: String, in page: Answer) throws -> String {
    let row = try row(job, in: page)
    let match = try #require(row.firstMatch(of: /href="([^"?]+\/revoke)\?from=/))
    return String(match.1)
  }

  /// A colleague in the same workspace, who manages nothing there.
  private func colleague() throws -> (browser: Browser, person: Person) {
    let other = try TestClient(world).register()
    try world.join(other, person.workspace, as: "member")
    try world.sql(
      """
      DELETE FROM memberships WHERE account_id = \(other.account)
      AND workspace_id = \(other.workspace)
      """)
    let browser = Browser(world)
    try browser.signIn(other.email, other.password).expecting(303)
    return (browser, other)
  }

  // MARK: What it shows

  @Test func saysHowEachLinkStands() throws {
    let jobs = try (0..<5).map { try client.makeJob(title: "Job \($0)") }
    let active = try client.makeLink(jobs[1])
    let expiry = Instant.now() + 9 * 86_400
    let limited = try client.makeLink(jobs[2], expiresAt: expiry.iso8601)
    let expired = try client.makeLink(jobs[3])
    try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE subject_id = \(jobs[3])")
    let revoked = try client.makeLink(jobs[4])
    try client.delete("/v1/jobs/\(jobs[4])/share-links/\(revoked)").expecting(204)
    let page = try list()
    #expect(try row(jobs[0], in: page).contains("No link"))
    #expect(try row(jobs[1], in: page).contains("never expires"))
    #expect(try row(jobs[1], in: page).contains("/shared/jobs/\(active)\""))
    #expect(try row(jobs[2], in: page).contains("expires in 9 days"))
    #expect(try row(jobs[2], in: page).contains("/shared/jobs/\(limited)\""))
    #expect(try row(jobs[3], in: page).contains("Link expired"))
    #expect(try row(jobs[4], in: page).contains("Link revoked"))
    #expect(!page.text.contains(expired) && !page.text.contains(revoked))
    // A new link is what counts, and the ended one is not seen again.
    let next = try client.makeLink(jobs[4])
    let row = try row(jobs[4], in: try list())
    #expect(row.contains("/shared/jobs/\(next)\"") && !row.contains("Link revoked"))
  }

  @Test func saysThatAnAddressIsGone() throws {
    let job = try client.makeJob()
    let token = try client.makeLink(job)
    try world.sql("UPDATE links SET seal_key = 'gone' WHERE subject_id = \(job)")
    let row = try row(job, in: try list())
    #expect(row.contains("can&#39;t be shown any more") && !row.contains(token))
    #expect(row.contains("/revoke?from="))
  }

  @Test func filtersSortsAndTurnsPages() throws {
    for number in 10..<70 { _ = try client.makeJob(title: "Walk \(number)") }
    _ = try client.makeJob(title: "50 % of_it \\\\ <b>")
    var (seen, target): ([String], String?) = ([], "?q=Walk&status=&sort=title&cursor=")
    while let query = target {
      let page = try list(query)
      seen += page.text.matches(of: />(Walk \d+)</).map { String($0.1) }
      let next = page.text.firstMatch(of: /href="\/console([^"]+)">Next</)
      target = next.map { $0.1.replacingOccurrences(of: "&amp;", with: "&") }
      #expect(page.text.contains(">First<") == (query.contains("cursor=") && seen.count > 25))
    }
    #expect(seen == (10..<70).map { "Walk \($0)" })
    #expect(try list("?q=50%20%25").text.contains("50 % of_it \\ &lt;b&gt;"))
    #expect(try list("?q=zzz").text.contains("No job is like that"))
    #expect(try list("?q=%25%25").text.contains("No job is like that"))
    let kept = try list("?q=%22%3E%3Cb&status=failed&sort=-title")
    #expect(kept.text.contains("value=\"&quot;&gt;&lt;b\""))
    #expect(kept.text.contains("<option value=\"failed\" selected>"))
    #expect(kept.text.contains("<option value=\"-title\" selected>"))
  }

  @Test func refusesWhatCantBeAskedFor() throws {
    for query in [
      "?status=lost", "?sort=colour", "?cursor=abc", "?deleted=perhaps", "?limit=0",
      "?workspace=x", "?q=" + String(repeating: "x", count: 201),
    ] {
      #expect(browser.get("/console" + query).status == 400, "\(query)")
    }
    // What mailers put behind addresses changes nothing.
    #expect(try list("?utm_source=x&page=%FF").text.contains("There are no jobs yet"))
  }

  @Test func beginsWithTheFirstJob() throws {
    let page = try list()
    #expect(page.text.contains("Post your first job") && page.text.contains("/console/jobs/new"))
    #expect(!page.text.contains("type=\"search\""))
    #expect(try list("?deleted=true").text.contains("The bin is empty"))
    try world.sql("DELETE FROM memberships WHERE account_id = \(person.account)")
    #expect(try list().text.contains("You are in no workspace"))
    #expect(
      try browser.get("/console/jobs/new").expecting(200).text.contains("You are in no workspace"))
  }

  @Test func goesToAnotherWorkspaceAndStaysThere() throws {
    let other = TestClient(world)
    let host = try other.register()
    _ = try other.makeJob(title: "Theirs")
    _ = try client.makeJob(title: "Mine")
    #expect(browser.get("/console?workspace=\(host.workspace)").status == 404)
    try world.join(person, host.workspace, as: "member")
    #expect(try list().text.contains(">Mine<"))
    #expect(try list().text.contains("href=\"/console?workspace=\(host.workspace)\""))
    let moved = try browser.get("/console?workspace=\(host.workspace)").expecting(303)
    #expect(moved["Location"] == "/console")
    let page = try list()
    #expect(page.text.contains(">Theirs<") && !page.text.contains(">Mine<"))
  }

  // MARK: What its buttons do

  @Test func generatesALinkAndRevokesIt() throws {
    let job = try client.makeJob(title: "Shared")
    let page = try list("?sort=title")
    let form = try #require(try row(job, in: page).firstMatch(of: /action="([^"]+)"/))
    let action = String(form.1)
    let made = try browser.submit(page, to: action).expecting(303)
    #expect(made["Location"] == "/console?sort=title#job-\(job)")
    let token = try #require(
      client.get("/v1/jobs/\(job)/share-links").expecting(200).json["token"].text)
    let shown = try list()
    #expect(shown.text.contains("The link is made."))
    #expect(try row(job, in: shown).contains("https://waylink.test/shared/jobs/\(token)\""))
    // The button that another tab still shows finds the same one.
    try browser.submit(page, to: action).expecting(303)
    #expect(try list().text.contains("There is a link already"))

    let path = try revocation(job, in: shown)
    let back = "?from=" + PercentEncoding.encode("/console?sort=title#job-\(job)")
    let fields = Browser.hiddenFields(
      in: try #require(Browser.form(in: shown, to: "/console/sign-out")))
    let ended = try browser.post(path + back, fields).expecting(303)
    #expect(ended["Location"] == "/console?sort=title#job-\(job)")
    #expect(client.get("/v1/shared/jobs/\(token)").status == 410)
    let after = try list()
    #expect(after.text.contains("The link is revoked.") && !after.text.contains(token))
    #expect(browser.post(path, fields).status == 404)
  }

  @Test func goesBackOnlyToPagesOfJobs() throws {
    let job = try client.makeJob()
    let page = try list()
    let fields = Browser.hiddenFields(
      in: try #require(Browser.form(in: page, to: "/console/sign-out")))
    for from in [
      "//evil.example", "https://evil.example/console", "/\\evil.example", "/console/sign-out",
      "/console/account", "/v1/jobs", "/console/jobs/\(job)/delete", "", "console",
      "/console" + String(repeating: "x", count: 3_000), "/console\r\nX: y",
    ] {
      let target = "/console/jobs/\(job)/link?from=\(PercentEncoding.encode(from))"
      let answer = try browser.post(target, fields).expecting(303)
      #expect(answer["Location"] == "/console/jobs/\(job)#link", "\(from)")
    }
    let from = PercentEncoding.encode("/console?q=a%26b")
    let answer = try browser.post("/console/jobs/\(job)/link?from=\(from)", fields).expecting(303)
    #expect(answer["Location"] == "/console?q=a%26b")
  }

  @Test func restoresFromTheBin() throws {
    let job = try client.makeJob(title: "Thrown away")
    let token = try client.makeLink(job)
    try client.delete("/v1/jobs/\(job)").expecting(204)
    #expect(try !list().text.contains("Thrown away"))
    let bin = try list("?deleted=true")
    #expect(bin.text.contains("Thrown away") && !bin.text.contains(token))
    let restored = try browser.submit(bin, to: "/console/jobs/\(job)/restore").expecting(303)
    #expect(restored["Location"] == "/console/jobs/\(job)")
    let page = try list()
    #expect(page.text.contains("The job is back") && page.text.contains(token))
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
  }

  /// A link can be ended before its job is restored, which would open its door again.
  @Test func revokesTheLinkOfADeletedJob() throws {
    let job = try client.makeJob(title: "Thrown away")
    let token = try client.makeLink(job)
    let revoke = "/console/jobs/\(job)/link/"
    try client.delete("/v1/jobs/\(job)").expecting(204)
    let bin = try list("?deleted=true")
    let path = try #require(bin.text.firstMatch(of: /href="([^"]+\/revoke[^"]*)"/)).1
    #expect(path.hasPrefix(revoke))
    let target = path.replacingOccurrences(of: "&amp;", with: "&")
    let asked = try browser.get(target).expecting(200)
    let done = try browser.submit(asked, to: String(path)).expecting(303)
    #expect(done["Location"]?.hasPrefix("/console?deleted=true") == true)
    #expect(try !list("?deleted=true").text.contains("/revoke"))
    try client.post("/v1/jobs/\(job)/restore").expecting(200)
    #expect(client.get("/v1/shared/jobs/\(token)").code == "share_link_revoked")
  }

  // MARK: Whose it is to do

  @Test func aPlainMemberSeesStatesAndNoButtons() throws {
    let job = try client.makeJob(title: "Hers")
    let token = try client.makeLink(job)
    let bare = try client.makeJob(title: "Bare")
    let gone = try client.makeJob(title: "Gone")
    try client.delete("/v1/jobs/\(gone)").expecting(204)
    let (other, plain) = try colleague()
    let page = try other.get("/console").expecting(200)
    let hers = try row(job, in: page)
    #expect(hers.contains("Active link") && !page.text.contains(token))
    for text in ["/revoke", "/link?from=", "<button", "data-copies"] {
      #expect(try !hers.contains(text) && !row(bare, in: page).contains(text), "\(text)")
    }
    let bin = try other.get("/console?deleted=true").expecting(200)
    #expect(bin.text.contains("Gone") && !bin.text.contains("/restore\""))
    let own = TestClient(world, token: try client.another().signIn(plain))
    let mine = try own.makeJob(title: "His")
    let managed = try other.get("/console").expecting(200)
    #expect(try row(mine, in: managed).contains("/link?from="))

    let link = try #require(
      try world.value("SELECT id FROM links WHERE subject_id = \(job)", as: UUID.self))
    let fields = Browser.hiddenFields(
      in: try #require(Browser.form(in: page, to: "/console/sign-out")))
    for target in [
      "\(job)/link", "\(bare)/link", "\(job)/link/\(link)/revoke", "\(gone)/restore",
    ] {
      let answer = other.post("/console/jobs/\(target)", fields)
      #expect(answer.status == 403 && !answer.text.contains(token), "\(target)")
    }
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
    #expect(client.get("/v1/jobs/\(bare)/share-links").json["exists"].bool == false)
    #expect(client.get("/v1/jobs/\(gone)").status == 404)
  }

  @Test func nothingIsThereForAnotherWorkspace() throws {
    let job = try client.makeJob(title: "Ours alone")
    let token = try client.makeLink(job)
    let link = try #require(
      try world.value("SELECT id FROM links WHERE subject_id = \(job)", as: UUID.self))
    let stranger = Browser(world)
    try stranger.signUp()
    let page = try stranger.get("/console").expecting(200)
    #expect(!page.text.contains("Ours alone"))
    let fields = Browser.hiddenFields(
      in: try #require(Browser.form(in: page, to: "/console/sign-out")))
    for target in ["\(job)/link", "\(job)/link/\(link)/revoke", "\(job)/restore"] {
      #expect(stranger.post("/console/jobs/\(target)", fields).status == 404, "\(target)")
    }
    let posted = stranger.post(
      "/console/jobs/new", fields + [("title", "Smuggled"), ("workspace_id", person.workspace)])
    #expect(posted.status == 404)
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
    #expect(try !list().text.contains("Smuggled"))
  }

  @Test func nothingIsDoneWithoutTheFormsTokenOrSignedOut() throws {
    let job = try client.makeJob()
    let token = try client.makeLink(job)
    let link = try #require(
      try world.value("SELECT id FROM links WHERE subject_id = \(job)", as: UUID.self))
    let targets = [
      "/console/jobs/new", "/console/jobs/\(job)/link", "/console/jobs/\(job)/link/\(link)/revoke",
      "/console/jobs/\(job)/restore",
    ]
    for target in targets {
      #expect(browser.post(target, [("title", "Forged")]).status == 403, "\(target)")
      #expect(Browser(world).post(target, [("title", "Forged")]).status == 401, "\(target)")
    }
    for page in ["/console", "/console/jobs/new"] {
      let answer = try Browser(world).get(page).expecting(303)
      #expect(answer["Location"] == "/console/sign-in?next=\(PercentEncoding.encode(page))")
    }
    #expect(client.get("/v1/shared/jobs/\(token)").status == 200)
    #expect(try !list().text.contains("Forged"))
    // Signing in leads back there.
    let fresh = Browser(world)
    let signedIn = try fresh.signIn(person.email, person.password, next: "/console?q=x")
    #expect(signedIn["Location"] == "/console?q=x")
  }
}
