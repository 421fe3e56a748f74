import Foundation
import HTTP
import Primitives
import Testing

/// What holds for all members' pages.
@Suite struct ConsoleTests {
  private let world: World
  private let browser: Browser

  init() throws {
    world = try World.shared.get()
    browser = Browser(world)
    try browser.signUp()
  }

  // MARK: Forged forms

  /// Everything that a form does, with what it needs.
  private func acts() throws -> [(String, [(String, String)])] {
    let workspace = try browser.workspacePath()
    let id = UUID.v7().text
    return [
      ("/console/account/password", [("current_password", "a"), ("new_password", "b")]),
      ("/console/account/sessions/\(id)", []), ("/console/account/sessions/others", []),
      ("/console/language", [("language", "es")]), ("/console/sign-out", []),
      ("\(workspace)/members", [("email", "x@example.org"), ("role", "owner")]),
      ("\(workspace)/members/\(id)/role", [("role", "owner")]),
      ("\(workspace)/members/\(id)/remove", []), ("\(workspace)/keys", [("name", "forged")]),
      ("\(workspace)/keys/\(id)/end", []),
    ]
  }

  @Test func nothingIsDoneWithoutTheFormsToken() throws {
    let other = Browser(world)
    try other.signUp()
    let page = try other.get("/console/account").expecting(200)
    let form = try #require(Browser.form(in: page, to: "/console/sign-out"))
    let foreign = try #require(Browser.hiddenFields(in: form).first?.1)
    for (target, fields) in try acts() {
      for token in [nil, "", "wrong", foreign] {
        let sent = fields + (token.map { [("form_token", $0)] } ?? [])
        let answer = browser.post(target, sent)
        #expect(answer.status == 403, "\(target)")
        #expect(answer.text.contains("This form is out of date"))
        #expect(answer.setCookies.isEmpty)
      }
    }
    let workspace = try browser.get(try browser.workspacePath()).expecting(200)
    #expect(!workspace.text.contains("forged") && !workspace.text.contains("x@example.org"))
    #expect(browser.get("/console/account").status == 200)
  }

  @Test func nothingIsDoneForAnotherSite() throws {
    let page = try browser.get("/console/account").expecting(200)
    let form = try #require(Browser.form(in: page, to: "/console/sign-out"))
    let token = Browser.hiddenFields(in: form)
    // Even if it knew the token.
    for site in ["cross-site", "same-site", "none", "nonsense"] {
      for (target, fields) in try acts() + [("/console/sign-in", []), ("/console/sign-up", [])] {
        let answer = browser.post(target, fields + token) { $0.secFetchSite = site }
        #expect(answer.status == 403, "\(site) \(target)")
        #expect(answer.text.contains("came from another site"))
      }
    }
    let answer = browser.post("/console/sign-out", token) {
      $0.secFetchSite = nil
      $0.origin = "https://waylink.test.evil.example"
    }
    #expect(answer.status == 403)
    // Older browsers say only `null`, or nothing; or where they are.
    for origin in [nil, "null", "https://waylink.test"] {
      let answer = browser.post("/console/account/sessions/others", token) {
        $0.secFetchSite = nil
        $0.origin = origin
      }
      #expect(answer.status == 303)
    }
  }

  @Test func theAnonymousFormsAreBoundToTheirBrowser() throws {
    let page = try Browser(world).get("/console/sign-in").expecting(200)
    let form = try #require(Browser.form(in: page, to: "/console/sign-in"))
    let stranger = Browser(world)
    let fields = Browser.hiddenFields(in: form) + [("email", "a@example.org"), ("password", "b")]
    #expect(stranger.post("/console/sign-in", fields).status == 403)
    _ = stranger.get("/console/sign-in")
    #expect(stranger.post("/console/sign-in", fields).status == 403)
  }

  // MARK: What a cookie is good for

  @Test func cookiesOpenNoAPI() throws {
    let cookie = try #require(browser.cookies[Browser.session])
    let client = TestClient(world)
    for target in [
      "/v1/jobs", "/v1/me", "/v1/me/sessions", "/api/workspaces/\(UUID.v7())/api-keys",
    ] {
      let answer = client.get(target) { $0.cookie = "\(Browser.session)=\(cookie)" }
      #expect(answer.status == 401, "\(target)")
    }
    let made = client.post("/v1/jobs", .json("{\"title\":\"forged\"}")) {
      $0.cookie = "\(Browser.session)=\(cookie)"
      $0.secFetchSite = "cross-site"
    }
    #expect(made.status == 401)
    // Nor does a token open pages, or the cookie's value anything as a token.
    try client.register()
    let page = client.get("/console/account") { $0.accept = "text/html" }
    #expect(page.status == 303)
    #expect(TestClient(world, token: cookie).get("/v1/jobs").status == 401)
  }

  @Test func answersProgramsAsAProblem() {
    let client = TestClient(world)
    #expect(client.get("/console/account").code == "unauthorized")
    #expect(client.post("/console/account/password").status == 415)
    #expect(client.get("/console/nothing").code == "not_found")
    #expect(client.send("PUT", "/console/account").status == 405)
  }

  @Test func aCookieThatComesTwiceIsNone() throws {
    let cookie = try #require(browser.cookies[Browser.session])
    let answer = TestClient(world).get("/console/account") {
      $0.accept = "text/html"
      $0.cookie = "\(Browser.session)=planted; \(Browser.session)=\(cookie)"
    }
    #expect(answer.status == 303)
  }

  // MARK: Pages

  @Test func pagesKeepToThemselves() throws {
    let workspace = try browser.workspacePath()
    let pages = [
      "/console/account", workspace, "/console/nothing", "/console/workspace/\(UUID.v7())",
    ]
    for (target, status) in zip(pages, [200, 200, 404, 404]) {
      let answer = try browser.get(target).expecting(status)
      #expect(answer["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
      #expect(answer["Content-Security-Policy"]?.contains("unsafe") == false)
      #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin")
      #expect(answer["Cache-Control"] == "private, no-store")
      #expect(answer.text.contains("Works &amp; Co"), "in the frame: \(target)")
      for absent in [" style=", " onclick", "http://", "https://"] {
        #expect(!answer.text.contains(absent), "\(absent)")
      }
    }
  }

  @Test func speaksTheLanguageThatWasChosen() throws {
    browser.language = "en"
    let page = try browser.get("/console/account").expecting(200)
    try browser.submit(page, to: "/console/language", ["language": "es"]).expecting(303)
    let spanish = try browser.get("/console/account").expecting(200)
    #expect(spanish["Content-Language"] == "es")
    #expect(spanish.text.contains("Desde ahora, las páginas están en español."))
    let refused = try browser.submit(spanish, to: "/console/language", ["language": "xx"])
    #expect(refused.status == 400)
  }

  @Test func noMessageComesFromOutside() throws {
    browser.cookies["__Host-waylink-message"] = "<b>Call this number</b>"
    let page = try browser.get("/console/account?message=key-ended").expecting(200)
    #expect(!page.text.contains("Call this number") && !page.text.contains("class=\"message\""))
  }

  // MARK: A session that ends in the middle of a form

  @Test func nothingTypedIsLost() throws {
    let (email, password) = try Browser(world).signUp()
    let fresh = Browser(world)
    try fresh.signIn(email, password).expecting(303)
    let workspace = try fresh.workspacePath()
    let page = try fresh.get(workspace).expecting(200)
    fresh.cookies[Browser.session] = nil
    let asked = try fresh.submit(page, to: "\(workspace)/keys", ["name": "My <key> & \"co\""])
      .expecting(401)
    #expect(asked.text.contains("what you typed is kept"))
    let wrong = try fresh.submit(
      asked, to: "/console/sign-in", ["email": email, "password": "wrong wrong"]
    ).expecting(401)
    let resumed = try fresh.submit(
      wrong, to: "/console/sign-in", ["email": email, "password": password]
    ).expecting(200)
    #expect(!fresh.get(workspace).text.contains("My &lt;key&gt;"), "nothing is sent by itself")
    let made = try fresh.submit(resumed, to: "\(workspace)/keys").expecting(201)
    #expect(made.text.contains("wl_key_"))
    #expect(fresh.get(workspace).text.contains("My &lt;key&gt; &amp; &quot;co&quot;"))
  }

  @Test func noPasswordIsKeptMeanwhile() throws {
    let page = try browser.get("/console/account").expecting(200)
    browser.cookies[Browser.session] = nil
    let asked = try browser.submit(
      page, to: "/console/account/password",
      ["current_password": "secret-one", "new_password": "secret-two"]
    ).expecting(401)
    #expect(!asked.text.contains("secret-one") && !asked.text.contains("secret-two"))
  }

  /// Who signs in must not send what another site had put there.
  @Test func nothingForeignIsKept() throws {
    for change: (inout Headers) -> Void in [
      { $0.secFetchSite = nil },
      {
        $0.secFetchSite = nil; $0.origin = nil
      },
    ] {
      let answer = Browser(world).post(
        "\(try browser.workspacePath())/keys", [("name", "planted")], headers: change)
      #expect(answer.status == 401)
      #expect(!answer.text.contains("planted") && !answer.text.contains("name=\"next\""))
    }
  }
}
