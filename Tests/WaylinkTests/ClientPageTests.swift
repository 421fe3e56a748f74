import Foundation
import HTTP
import MariaDB
import Primitives
import Testing

/// What a client sees and does on its pages.
@Suite struct ClientPageTests {
  private let scene: ClientPageScene

  init() throws {
    scene = try ClientPageScene()
  }

  // MARK: The frame

  @Test func theMenuIsTheClients() throws {
    for path in [ClientPageScene.workspaces, ClientPageScene.lookups, ClientPageScene.settings] {
      let page = try scene.shown(path)
      let menu = try #require(page.components(separatedBy: "<nav").dropFirst().first)
      for other in [ClientPageScene.workspaces, ClientPageScene.lookups, ClientPageScene.settings] {
        let current = other == path ? " aria-current=\"page\"" : ""
        #expect(menu.contains("<a href=\"\(other)\"\(current)>"), "\(other) at \(path)")
      }
      #expect(menu.contains("href=\"/console/account\""))
      for absent in ["/console/documents", "/console/workspace\"", "href=\"/console\">Jobs"] {
        #expect(!menu.contains(absent), "\(absent)")
      }
    }
    let member = Browser(scene.world)
    try member.signUp()
    #expect(try !member.get("/console/account").expecting(200).text.contains("/console/client/"))
  }

  /// Who comes to the other kind's pages is told so in words, with a way home.
  @Test func keepsTheKindsApart() throws {
    let member = Browser(scene.world)
    try member.signUp()
    let token = try scene.proof(of: member, at: "/console/account")
    let workspace = try scene.lookingUp().workspace
    let step = "\(ClientPageScene.workspaces)/\(workspace)"
    for path in ClientPageScene.pages + ["\(step)/block"] {
      let page = try member.get(path).expecting(403).text
      #expect(page.contains("These pages are for clients"), "\(path)")
      #expect(page.contains("<a href=\"/console\">Go back</a>"))
    }
    for path in [
      ClientPageScene.settings, ClientPageScene.close, "\(step)/approve", "\(step)/block",
    ] {
      let answer = member.post(path, [("form_token", token), ("company_name", "Taken")])
      #expect(answer.status == 403 && answer.text.contains("These pages are for clients"))
    }
    for path in ["/console/documents", "/console/jobs/new", "/console/workspace"] {
      let page = try scene.browser.get(path).expecting(403).text
      #expect(page.contains("These pages are for members of a workspace"), "\(path)")
      #expect(page.contains("<a href=\"/console\">Go back</a>"))
    }
    #expect(scene.browser.get("/console")["Location"] == ClientPageScene.home)
    #expect(try scene.consent(workspace) == nil)
  }

  @Test func asksToSignInAndLeadsBack() throws {
    let browser = Browser(scene.world)
    let asked = try browser.get(ClientPageScene.lookups).expecting(303)
    let page = try browser.get(try #require(asked["Location"])).expecting(200)
    let answer = try browser.submit(
      page, to: "/console/sign-in",
      ["email": scene.person.email, "password": scene.person.password])
    #expect(answer["Location"] == ClientPageScene.lookups)
  }

  @Test func nothingIsDoneWithoutTheFormsToken() throws {
    let workspace = try scene.lookingUp().workspace
    let step = "\(ClientPageScene.workspaces)/\(workspace)"
    let acts: [(String, [(String, String)])] = [
      (ClientPageScene.settings, [("company_name", "Forged")]),
      (ClientPageScene.close, [("password", scene.person.password)]), ("\(step)/approve", []),
      ("\(step)/block", []),
    ]
    let foreign = try scene.proof(
      of: try ClientPageScene().browser, at: ClientPageScene.settings)
    for (path, fields) in acts {
      for token in [nil, "wrong", foreign] {
        let sent = fields + (token.map { [("form_token", $0)] } ?? [])
        #expect(scene.browser.post(path, sent).status == 403, "\(path)")
      }
      let own = try scene.proof(of: scene.browser, at: ClientPageScene.settings)
      let cross = scene.browser.post(path, fields + [("form_token", own)]) {
        $0.secFetchSite = "cross-site"
      }
      #expect(cross.status == 403)
    }
    #expect(try !scene.shown(ClientPageScene.settings).contains("Forged"))
    #expect(try scene.consent(workspace) == nil)
  }

  // MARK: The account

  @Test func theAccountPageIsAClientsToo() throws {
    let page = try scene.browser.get("/console/account").expecting(200)
    #expect(
      page.text.contains("<dt>Company name</dt>") && !page.text.contains("<dt>Your name</dt>"))
    #expect(page.text.contains("Acme &amp; &lt;Co&gt;") && page.text.contains(scene.person.email))
    let other = Browser(scene.world)
    try other.signIn(scene.person.email, scene.person.password).expecting(303)
    let password = "another correct horse \(UInt32.random(in: 0 ... .max))"
    let changed = try scene.browser.submit(
      page, to: "/console/account/password",
      ["current_password": scene.person.password, "new_password": password])
    #expect(changed.status == 303)
    #expect(other.get(ClientPageScene.settings).status == 303, "signed out everywhere else")
    #expect(scene.browser.get(ClientPageScene.settings).status == 200)
    try other.signIn(scene.person.email, password).expecting(303)
    let list = try scene.browser.get("/console/account").expecting(200)
    try scene.browser.submit(list, to: "/console/account/sessions/others").expecting(303)
    #expect(other.get(ClientPageScene.settings).status == 303)
    try scene.browser.submit(list, to: "/console/language", ["language": "es"]).expecting(303)
    #expect(try scene.shown(ClientPageScene.settings).contains("ID de conexión"))
    let spanish = try scene.browser.get(ClientPageScene.settings).expecting(200)
    let out = try scene.browser.submit(spanish, to: "/console/sign-out").expecting(303)
    #expect(out["Location"] == "/console/sign-in")
    #expect(scene.browser.get(ClientPageScene.settings).status == 303)
  }

  // MARK: Settings

  /// Seed 1 §3: shown, explained, to be copied; whole, whatever it looks like.
  @Test func showsTheConnectionIDWithItsExplanation() throws {
    let page = try scene.shown(ClientPageScene.settings)
    let field = "id=\"connection-id\" value=\"\(scene.person.connection)\" readonly"
    #expect(page.contains(field))
    #expect(page.contains("Share this ID with recruiters so that they can post jobs for you."))
    #expect(page.contains("data-copies=\"connection-id\"") && page.contains(">Copy</button>"))
  }

  @Test func changesTheNameAndWhetherItIsAsked() throws {
    func profile() throws -> String {
      let json = try scene.client.get("/v1/client/profile").expecting(200).json
      return "\(json["company_name"].text ?? ""), \(json["ask_first"].bool ?? false)"
    }
    var page = try scene.browser.get(ClientPageScene.settings).expecting(200)
    #expect(!page.text.contains(" checked"))
    let saved = try scene.browser.submit(
      page, to: ClientPageScene.settings, ["company_name": "Umzug \"Köln\"", "ask_first": "true"])
    #expect(saved["Location"] == ClientPageScene.settings)
    #expect(try profile() == "Umzug \"Köln\", true")
    page = try scene.browser.get(ClientPageScene.settings).expecting(200)
    #expect(page.text.contains("Saved.") && page.text.contains(" checked"))
    #expect(page.text.contains("value=\"Umzug &quot;Köln&quot;\""))
    // A box that isn't ticked sends nothing.
    try scene.browser.submit(page, to: ClientPageScene.settings, ["company_name": "Plain"])
      .expecting(303)
    #expect(try profile() == "Plain, false")
    #expect(try scene.browser.get("/console/account").expecting(200).text.contains("Plain"))
  }

  @Test func showsWhatIsWrongWithTheName() throws {
    let page = try scene.browser.get(ClientPageScene.settings).expecting(200)
    for name in ["", "  ", String(repeating: "x", count: 201)] {
      let answer = try scene.browser.submit(
        page, to: ClientPageScene.settings, ["company_name": name, "ask_first": "true"]
      ).expecting(400)
      #expect(answer.text.contains("id=\"profile-company_name-error\""))
      #expect(answer.text.contains(" checked"), "as it was sent")
      #expect(answer.text.contains(scene.person.connection))
    }
    let profile = try scene.client.get("/v1/client/profile").expecting(200).json
    #expect(profile["company_name"].text == "Acme & <Co>" && profile["ask_first"].bool == false)
  }

  // MARK: Closing

  @Test func closesForGoodByItsPassword() throws {
    let asked = try scene.browser.get(ClientPageScene.close).expecting(200)
    #expect(asked.text.contains("Close the account of “Acme &amp; &lt;Co&gt;”?"))
    #expect(asked.text.contains("Your Connection ID leads nowhere any more"))
    for (typed, status) in [("", 400), ("not the right one", 401)] {
      let answer = try scene.browser.submit(
        asked, to: ClientPageScene.close, ["password": typed]
      ).expecting(status)
      #expect(!answer.text.contains("not the right one"))
      if status == 401 { #expect(answer.text.contains("That is not your password")) }
    }
    #expect(scene.browser.get(ClientPageScene.close).status == 200, "still there")
    let done = try scene.browser.submit(
      asked, to: ClientPageScene.close, ["password": scene.person.password]
    ).expecting(303)
    #expect(done["Location"] == "/console/sign-in")
    #expect(scene.browser.cookies[Browser.session] == nil)
    #expect(scene.browser.get("/console/sign-in").text.contains("The account is closed."))
    #expect(scene.client.get("/v1/client/profile").status == 401)
    let again = try scene.browser.signIn(scene.person.email, scene.person.password)
    #expect(again.status == 401)
    let recruiter = try scene.recruiter()
    let path = "/v1/client/by-connection/\(scene.person.connection)"
    #expect(recruiter.client.get(path).status == 404)
  }

  /// Whoever has only the browser must not find the password by trying.
  @Test func closingIsThrottled() throws {
    let page = try scene.browser.get(ClientPageScene.close).expecting(200)
    var answer = page
    for _ in 0..<9 where answer.status != 429 {
      answer = try scene.browser.submit(page, to: ClientPageScene.close, ["password": "wrong one"])
    }
    #expect(answer.status == 429 && answer["Retry-After"] != nil)
    #expect(answer.text.contains("Too many wrong tries"))
    let right = try scene.browser.submit(
      page, to: ClientPageScene.close, ["password": scene.person.password])
    #expect(right.status == 429)
  }
}

extension ClientPageScene {
  /// The token that stands in the forms of a browser's page.
  func proof(of browser: Browser, at path: String) throws -> String {
    let page = try browser.get(path).expecting(200)
    let form = try #require(Browser.form(in: page, to: "/console/sign-out"))
    return try #require(Browser.hiddenFields(in: form).first?.1)
  }
}
