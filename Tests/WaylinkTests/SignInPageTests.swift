import Foundation
import HTTP
import Primitives
import Testing

/// Signing in, up and out by pages.
@Suite struct SignInPageTests {
  private let world: World
  private let browser: Browser

  init() throws {
    world = try World.shared.get()
    browser = Browser(world)
  }

  @Test func signsUpInAndOut() throws {
    let (email, password) = try browser.signUp()
    let account = try browser.get("/console/account").expecting(200)
    #expect(account.text.contains("Ada &lt;Lovelace&gt;") && account.text.contains(email))
    #expect(!account.text.contains(password))
    let former = try #require(browser.cookies[Browser.session])
    let out = try browser.submit(account, to: "/console/sign-out").expecting(303)
    #expect(out["Location"] == "/console/sign-in")
    #expect(browser.cookies[Browser.session] == nil)
    // The cookie is not only forgotten: it is worth nothing any more.
    browser.cookies[Browser.session] = former
    #expect(browser.get("/console/account").status == 303)
    browser.cookies[Browser.session] = nil
    #expect(browser.get("/console/sign-in").text.contains("You are signed out."))
    #expect(!browser.get("/console/sign-in").text.contains("You are signed out."), "said once")
    let signedIn = try browser.signIn(email.uppercased(), password).expecting(303)
    #expect(signedIn["Location"] == "/console")
    #expect(browser.get("/console/sign-in").status == 303, "is in already")
  }

  @Test func protectsItsCookies() throws {
    try browser.signUp()
    let page = try Browser(world).get("/console/sign-in").expecting(200)
    for cookie in page.setCookies {
      #expect(cookie.hasPrefix("__Host-"))
      for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        #expect(cookie.split(separator: "; ").contains(Substring(part)), "\(part)")
      }
      #expect(!cookie.contains("Domain"))
    }
    let plain = try world.services(with: ["WAYLINK_BASE_URL": "http://127.0.0.1:8080"])
    let onPlain = Browser(world, services: plain)
    try onPlain.signUp()
    #expect(onPlain.cookies["waylink"] != nil && onPlain.cookies[Browser.session] == nil)
    #expect(onPlain.get("/console/account").status == 200)
  }

  /// A session that somebody knew before is not the one that is signed in.
  @Test func givesEachSignInASecretOfItsOwn() throws {
    let (email, password) = try browser.signUp()
    let first = try #require(browser.cookies[Browser.session])
    let victim = Browser(world)
    victim.cookies[Browser.session] = "planted-by-somebody-1234"
    try victim.signIn(email, password).expecting(303)
    let second = try #require(victim.cookies[Browser.session])
    #expect(second != first && second != "planted-by-somebody-1234")
    // Signing in where somebody is signed in ends what was there.
    let page = try Browser(world).get("/console/sign-in").expecting(200)
    victim.cookies["__Host-waylink-form"] = page.setCookies.first.map {
      String($0.dropFirst("__Host-waylink-form=".count).prefix { $0 != ";" })
    }
    try victim.submit(
      page, to: "/console/sign-in", ["email": email, "password": password]
    ).expecting(303)
    let late = Browser(world)
    late.cookies[Browser.session] = second
    #expect(late.get("/console/account").status == 303)
    #expect(victim.get("/console/account").status == 200)
  }

  @Test(arguments: [
    ("/console/account", "/console/account"),
    ("/console/workspace?x=%2F%2Fevil", "/console/workspace?x=%2F%2Fevil"),
    ("//evil.example", "/console"), ("/\\evil.example", "/console"),
    ("https://evil.example/console", "/console"), ("https:evil.example", "/console"),
    ("%2F%2Fevil.example", "/console"), ("/%2Fevil.example/console", "/console"),
    ("/console/../v1", "/console"), ("/console//evil.example", "/console"),
    ("/console@evil.example", "/console"), ("/consoleevil", "/console"), ("/", "/console"),
    ("/console/account\r\nX: y", "/console"), ("/\tconsole", "/console"),
    ("/console/sign-out", "/console"), ("javascript:alert(1)", "/console"),
    ("/shared/jobs/x", "/console"), ("", "/console"),
    ("/console/" + String(repeating: "x", count: 3_000), "/console"),
  ])
  func leadsOnlyToPagesOfOurs(next: String, expected: String) throws {
    let (email, password) = try Browser(world).signUp()
    let answer = try browser.signIn(email, password, next: next).expecting(303)
    #expect(answer["Location"] == expected)
  }

  /// The field is no safer than the address.
  @Test func leadsNowhereElseByItsField() throws {
    let (email, password) = try Browser(world).signUp()
    let page = try browser.get("/console/sign-in").expecting(200)
    let form = try #require(Browser.form(in: page, to: "/console/sign-in"))
    let fields =
      Browser.hiddenFields(in: form) + [
        ("email", email), ("password", password), ("next", "//evil.example"),
      ]
    #expect(browser.post("/console/sign-in", fields)["Location"] == "/console")
  }

  @Test func asksToSignInAndLeadsBack() throws {
    let (email, password) = try Browser(world).signUp()
    let asked = try browser.get("/console/account?a=b").expecting(303)
    let path = try #require(asked["Location"])
    #expect(path == "/console/sign-in?next=%2Fconsole%2Faccount%3Fa%3Db")
    let page = try browser.get(path).expecting(200)
    #expect(page.text.contains("Please sign in to see this page."))
    let answer = try browser.submit(
      page, to: "/console/sign-in", ["email": email, "password": password])
    #expect(answer["Location"] == "/console/account?a=b")
  }

  @Test func showsErrorsBesideTheirFields() throws {
    let page = try browser.get("/console/sign-up").expecting(200)
    let answer = try browser.submit(
      page, to: "/console/sign-up",
      ["name": "", "email": "<no\"address>", "password": "short", "workspace_name": "W"]
    ).expecting(400)
    #expect(answer.text.contains("value=\"&lt;no&quot;address&gt;\""), "what was typed")
    #expect(!answer.text.contains("short"), "never a password")
    #expect(answer.text.contains("<title>Error: Make an account"))
    for field in ["name", "email", "password"] {
      #expect(answer.text.contains("href=\"#sign-up-\(field)\""))
      #expect(answer.text.contains("id=\"sign-up-\(field)-error\""))
    }
    #expect(answer.text.contains("autofocus"))
    #expect(!answer.text.contains("sign-up-workspace_name-error"))
    #expect(browser.cookies[Browser.session] == nil)
  }

  @Test func refusesWrongPasswordsTheSameWhoeverItIs() throws {
    let (email, _) = try Browser(world).signUp()
    let texts = try [email, TestClient.unusedEmail()].map { email in
      let answer = try browser.signIn(email, "not the right one").expecting(401)
      return answer.text.replacingOccurrences(of: email, with: "X")
        .replacing(/name="form_token" value="[^"]*"/, with: "")
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0].contains("E-mail and password don&#39;t belong together"))
  }

  @Test func throttlesInWords() throws {
    let (email, password) = try Browser(world).signUp()
    var answer = try browser.signIn(email, "wrong wrong wrong")
    for _ in 0..<8 where answer.status == 401 { answer = try browser.signIn(email, "wrong again") }
    #expect(answer.status == 429)
    #expect(answer["Retry-After"] != nil)
    #expect(answer.text.contains("Too many wrong tries"))
    #expect(try browser.signIn(email, password).status == 429)
  }

  @Test func tellsWhenItIsClosed() throws {
    let closed = Browser(world, services: try world.services(with: ["WAYLINK_SIGNUP": "closed"]))
    let page = try closed.get("/console/sign-up").expecting(200)
    let answer = try closed.submit(
      page, to: "/console/sign-up",
      [
        "name": "A", "email": TestClient.unusedEmail(), "password": "correct horse staple",
        "workspace_name": "W",
      ]
    ).expecting(403)
    #expect(answer.text.contains("New accounts can&#39;t be made here"))
  }
}
