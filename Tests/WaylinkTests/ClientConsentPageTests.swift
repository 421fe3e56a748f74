import Foundation
import HTTP
import MariaDB
import Primitives
import Testing

/// The pages on which a client sees who posts for it and who looked it up, and says its word.
@Suite struct ClientConsentPageTests {
  private let scene: ClientPageScene
  private let workspaces = ClientPageScene.workspaces
  private let lookups = ClientPageScene.lookups

  init() throws {
    scene = try ClientPageScene()
  }

  /// The item of a list that speaks of a workspace.
  private func item(_ name: String, at path: String) throws -> String? {
    let escaped = name.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return try scene.shown(path).components(separatedBy: "<li class=\"card\">").dropFirst()
      .first { $0.contains(">\(escaped)</strong>") }?.components(separatedBy: "</li>").first
  }

  private func press(_ step: String, of recruiter: ClientPageScene.Recruiter, at path: String)
    throws -> Answer
  {
    let page = try scene.browser.get(path).expecting(200)
    return try scene.browser.submit(page, to: "\(workspaces)/\(recruiter.workspace)/\(step)")
  }

  @Test func beginWithWords() throws {
    #expect(try scene.shown(workspaces).contains("Nobody posts for you yet"))
    #expect(try scene.shown(lookups).contains("Nobody has looked you up yet"))
  }

  @Test func whoPostsUnaskedCanBeCutOff() throws {
    let recruiter = try scene.posting()
    let before = try #require(try item("Works <P>", at: workspaces))
    #expect(before.contains("Posts for you") && before.contains("In this list since "))
    #expect(!before.contains("Approve"), "there is nothing to approve")
    let path = "\(workspaces)/\(recruiter.workspace)/block"
    let question = try scene.browser.get(path).expecting(200)
    #expect(question.text.contains("Block “Works &lt;P&gt;”?"))
    #expect(question.text.contains("What it has posted for you stays, and you still see it."))
    #expect(question.text.contains("<a class=\"button plain\" href=\"\(workspaces)\">Cancel</a>"))
    #expect(try scene.consent(recruiter.workspace) == "none", "asking does nothing")
    let done = try scene.browser.submit(question, to: path).expecting(303)
    #expect(done["Location"] == workspaces)
    #expect(try scene.consent(recruiter.workspace) == "blocked")
    #expect(try scene.shown(workspaces).contains("can&#39;t post for you any more"))
    let posted = recruiter.client.postJob(for: scene.person.connection)
    #expect(posted.status == 403 && posted.code == "client_refused")
    let after = try #require(try item("Works <P>", at: workspaces))
    #expect(after.contains("Blocked") && after.contains("since ") && !after.contains("/block"))
    #expect(after.contains("Has tried to post 1 job since it was blocked: <time"))
    try press("approve", of: recruiter, at: workspaces).expecting(303)
    #expect(try scene.consent(recruiter.workspace) == "approved")
    #expect(try item("Works <P>", at: workspaces)?.contains("Approved") == true)
  }

  @Test(arguments: [
    ("/console/client?status=pending", true), ("/console/client/jobs", true),
    ("//evil.example/console/client", false), ("https://evil.example", false),
    ("/console/account", false), ("/console/client%0d%0aX: y", false),
  ])
  func leadsBackToAClientsPageAlone(_ from: String, _ isBelieved: Bool) throws {
    let recruiter = try scene.posting()
    let encoded = from.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let path = "\(workspaces)/\(recruiter.workspace)/block?from=\(encoded)"
    let question = try scene.browser.get(path).expecting(200)
    let target = isBelieved ? path : "\(workspaces)/\(recruiter.workspace)/block"
    let done = try scene.browser.submit(question, to: target).expecting(303)
    #expect(done["Location"] == (isBelieved ? from : workspaces))
  }

  @Test func whoWaitsComesFirstAndIsApproved() throws {
    let first = try scene.posting("Old <W>")
    try scene.client.patch("/v1/client/profile", #"{"ask_first":true}"#).expecting(200)
    let second = try scene.posting("New <W>")
    let page = try scene.shown(workspaces)
    let waiting = try #require(page.range(of: "Waiting for your word"))
    let new = try #require(page.range(of: "New &lt;W&gt;"))
    let others = try #require(page.range(of: "All others"))
    let old = try #require(page.range(of: "Old &lt;W&gt;"))
    #expect(waiting.lowerBound < new.lowerBound && new.lowerBound < others.lowerBound)
    #expect(others.lowerBound < old.lowerBound)
    #expect(page.components(separatedBy: "New &lt;W&gt;</strong>").count == 2, "once")
    try press("approve", of: second, at: workspaces).expecting(303)
    #expect(try scene.shown(workspaces).contains("The workspace may post for you."))
    #expect(try scene.consent(second.workspace) == "approved")
    #expect(try scene.consent(first.workspace) == "none")
    let approvals = try second.client.get("/v1/jobs").expecting(200).json["jobs"].items
    #expect(approvals.map { $0["client_approval"].text } == ["approved"])
  }

  @Test func saysWhoLookedAndByWhat() throws {
    let recruiter = try scene.lookingUp()
    let key = try recruiter.client.makeKey(recruiter.workspace)
    try TestClient(scene.world, token: key).get(
      "/v1/client/by-connection/\(scene.person.connection)"
    ).expecting(200)
    let page = try scene.shown(lookups)
    let member = try #require(page.range(of: "By a member"))
    let program = try #require(page.range(of: "By a program"))
    #expect(program.lowerBound < member.lowerBound, "the latest first")
    #expect(page.components(separatedBy: "Works &lt;R&gt;</strong>").count == 3)
    #expect(page.components(separatedBy: "Has posted nothing for you").count == 2, "said once")
    #expect(page.components(separatedBy: "/\(recruiter.workspace)/approve").count == 2)
    #expect(page.contains("<time datetime=\""))
    #expect(try !scene.shown(workspaces).contains("Works &lt;R&gt;"), "it has not posted")
  }

  /// Before the first posting: nobody has to wait for it.
  @Test(arguments: [("approve", "approved"), ("block", "blocked")])
  func whoOnlyLookedCanBeDecidedOn(_ step: String, _ consent: String) throws {
    let recruiter = try scene.lookingUp()
    let path = step == "block" ? "\(workspaces)/\(recruiter.workspace)/block" : lookups
    let done = try press(step, of: recruiter, at: path).expecting(303)
    #expect(done["Location"] == workspaces)
    #expect(try scene.consent(recruiter.workspace) == consent)
    #expect(try item("Works <R>", at: workspaces) != nil)
    let said = consent == "approved" ? "Approved" : "Blocked"
    #expect(try item("Works <R>", at: lookups)?.contains(said) == true)
  }

  @Test func nothingIsSaidOfStrangers() throws {
    let stranger = try scene.recruiter().workspace
    let other = try ClientPageScene().lookingUp().workspace
    let token = try scene.proof(of: scene.browser, at: ClientPageScene.settings)
    for id in [stranger, other, UUID.v7().text] {
      #expect(scene.browser.get("\(workspaces)/\(id)/block").status == 404)
      for step in ["approve", "block"] {
        let answer = scene.browser.post("\(workspaces)/\(id)/\(step)", [("form_token", token)])
        #expect(answer.status == 404)
      }
      #expect(try scene.consent(id) == nil)
    }
  }

  // MARK: Long lists

  /// Each of them on one page, once.
  @Test func leadThroughAll() throws {
    let recruiter = try scene.lookingUp("Many")
    for number in 1...60 {
      let id = UUID.v7()
      try scene.world.sql(
        """
        INSERT INTO workspaces (id, name, created_at)
        VALUES (\(id), \("Place \(number)."), UTC_TIMESTAMP(6))
        """)
      try scene.world.sql(
        """
        INSERT INTO client_workspaces (client_id, workspace_id, consent, created_at)
        VALUES (\(scene.person.id), \(id), 'none', UTC_TIMESTAMP(6))
        """)
      try scene.world.sql(
        """
        INSERT INTO connection_lookups (client_id, id, workspace_id, actor_kind, actor_id, at)
        VALUES (\(scene.person.id), \(UUID.v7()), \(id), 'account', \(recruiter.workspace),
          UTC_TIMESTAMP(6))
        """)
    }
    for (list, count) in [(workspaces, 60), (lookups, 61)] {
      var target: String? = list
      var seen: [String] = []
      var pages = 0
      while let path = target {
        let page = try scene.shown(path)
        seen += page.matches(of: /<strong dir="auto">([^<]*)</).map { String($0.1) }
        target = page.firstMatch(of: /href="([^"]*\?after=[^"]*)"/).map { String($0.1) }
        pages += 1
        #expect(page.contains("href=\"\(list)\">First</a>") == (pages > 1))
      }
      #expect(seen.count == count && Set(seen).count == count && pages == 2, "\(list)")
      for cursor in ["x", "0", "%20", "-1"] {
        #expect(scene.browser.get("\(list)?after=\(cursor)").status == 400)
      }
    }
  }
}
