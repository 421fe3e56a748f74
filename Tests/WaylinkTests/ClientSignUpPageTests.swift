import Foundation
import HTTP
import Primitives
import Testing

/// Signing up as a client by its page.
@Suite struct ClientSignUpPageTests {
  private let world: World
  private let browser: Browser
  private let password = "correct horse \(UInt32.random(in: 0 ... .max)) staple"

  init() throws {
    world = try World.shared.get()
    browser = Browser(world)
  }

  private func signUp(
    _ email: String, company: String = "Acme & <Co>", password: String? = nil,
    by other: Browser? = nil
  ) throws -> Answer {
    let browser = other ?? browser
    let page = try browser.get(ClientPageScene.signUp).expecting(200)
    return try browser.submit(
      page, to: ClientPageScene.signUp,
      ["company_name": company, "email": email, "password": password ?? self.password])
  }

  @Test func makesAClientThatBeginsWhereClientsDo() throws {
    let email = TestClient.unusedEmail()
    let answer = try signUp(email).expecting(303)
    #expect(answer["Location"] == ClientPageScene.home)
    let page = try browser.get(ClientPageScene.settings).expecting(200).text
    let client = TestClient(world)
    let token = try client.post(
      "/v1/auth/login", .json("{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
    ).expecting(200).json["access_token"].text
    client.token = token
    let profile = try client.get("/v1/client/profile").expecting(200).json
    #expect(profile["company_name"].text == "Acme & <Co>")
    let connection = try #require(profile["connection_id"].text)
    #expect(page.contains("value=\"\(connection)\"") && page.contains("Acme &amp; &lt;Co&gt;"))
    // And by signing in, wherever they begin.
    #expect(browser.get("/console")["Location"] == ClientPageScene.home)
    #expect(browser.get("/console/sign-in")["Location"] == ClientPageScene.home)
    #expect(browser.get("/console/sign-up")["Location"] == ClientPageScene.home)
    #expect(browser.get(ClientPageScene.signUp)["Location"] == ClientPageScene.home)
    let again = try Browser(world).signIn(email, password).expecting(303)
    #expect(again["Location"] == ClientPageScene.home)
  }

  @Test func leadsToTheOtherKindAndBack() throws {
    let question = "Do you post jobs, or are jobs posted for you?"
    for (path, other) in [
      ("/console/sign-up", ClientPageScene.signUp), (ClientPageScene.signUp, "/console/sign-up"),
    ] {
      let page = try browser.get(path).expecting(200).text
      #expect(page.contains(question))
      #expect(page.contains("<a href=\"\(other)\">"))
      #expect(page.contains("<a href=\"\(path)\" aria-current=\"page\">"))
    }
    browser.language = "es"
    #expect(
      try browser.get(ClientPageScene.signUp).expecting(200).text
        .contains("¿Publicas trabajos, o se publican para ti?"))
  }

  @Test func showsErrorsBesideTheirFields() throws {
    let answer = try signUp("<no\"address>", company: "", password: "short").expecting(400)
    #expect(answer.text.contains("value=\"&lt;no&quot;address&gt;\""), "what was typed")
    #expect(!answer.text.contains("short"), "never a password")
    #expect(answer.text.contains("<title>Error: Make an account"))
    for field in ["company_name", "email", "password"] {
      #expect(answer.text.contains("id=\"sign-up-\(field)-error\""), "\(field)")
    }
    #expect(browser.cookies[Browser.session] == nil)
    let personal = try signUp(
      TestClient.unusedEmail(), company: "Acme & Sons", password: "acme & sons"
    ).expecting(400)
    #expect(personal.text.contains("sign-up-password-error"), "the company's own name")
    #expect(personal.text.contains("value=\"Acme &amp; Sons\""))
  }

  /// One e-mail is one account of one kind, however it is written.
  @Test func refusesAnEMailThatHasAnAccount() throws {
    let (email, _) = try Browser(world).signUp()
    let taken = try signUp(email.uppercased()).expecting(409)
    #expect(taken.text.contains("There is an account with this e-mail already"))
    #expect(taken.text.contains("value=\"\(email.uppercased())\""))
    #expect(browser.cookies[Browser.session] == nil)
    let own = TestClient.unusedEmail()
    try signUp(own, by: Browser(world)).expecting(303)
    try signUp(own.uppercased()).expecting(409)
  }

  @Test func tellsWhenItIsClosed() throws {
    for setting in ["closed", "invite"] {
      let services = try world.services(with: ["WAYLINK_SIGNUP": setting])
      let answer = try signUp(TestClient.unusedEmail(), by: Browser(world, services: services))
        .expecting(403)
      #expect(answer.text.contains("New accounts can&#39;t be made here"))
    }
  }

  @Test func isNotDoneForAnotherSite() throws {
    let email = TestClient.unusedEmail()
    let fields = [("company_name", "Forged"), ("email", email), ("password", password)]
    #expect(browser.post(ClientPageScene.signUp, fields).status == 403, "without the page")
    let page = try browser.get(ClientPageScene.signUp).expecting(200)
    let form = try #require(Browser.form(in: page, to: ClientPageScene.signUp))
    let whole = Browser.hiddenFields(in: form) + fields
    let cross = browser.post(ClientPageScene.signUp, whole) { $0.secFetchSite = "cross-site" }
    #expect(cross.status == 403)
    #expect(Browser(world).post(ClientPageScene.signUp, whole).status == 403, "another browser's")
    #expect(browser.post(ClientPageScene.signUp, whole).status == 303, "but for its own page")
  }

  /// Nobody who has just signed in is asked to sign up.
  @Test func isNowhereToBeLedTo() throws {
    let (email, password) = try Browser(world).signUp()
    let answer = try browser.signIn(email, password, next: ClientPageScene.signUp).expecting(303)
    #expect(answer["Location"] == "/console")
  }
}
