import Foundation
import HTTP
import Primitives
import Testing

/// A member's own account and workspaces, by their pages.
@Suite struct WorkspacePageTests {
  private let world: World
  private let browser: Browser
  private let credentials: (email: String, password: String)

  init() throws {
    world = try World.shared.get()
    browser = Browser(world)
    credentials = try browser.signUp()
  }

  @Test func changesThePassword() throws {
    let other = Browser(world)
    try other.signIn(credentials.email, credentials.password).expecting(303)
    let page = try browser.get("/console/account").expecting(200)
    let path = "/console/account/password"
    let weak = try browser.submit(
      page, to: path, ["current_password": credentials.password, "new_password": "short"]
    ).expecting(400)
    #expect(weak.text.contains("password-new_password-error") && !weak.text.contains("short<"))
    let wrong = try browser.submit(
      page, to: path, ["current_password": "wrong wrong", "new_password": "another horse staple"]
    ).expecting(401)
    #expect(wrong.text.contains("class=\"errors\""))
    try browser.submit(
      page, to: path,
      ["current_password": credentials.password, "new_password": "another horse staple"]
    ).expecting(303)
    #expect(browser.get("/console/account").text.contains("Your password is changed."))
    #expect(other.get("/console/account").status == 303, "others are signed out")
  }

  @Test func listsAndEndsDevices() throws {
    let other = Browser(world)
    try other.signIn(credentials.email, credentials.password).expecting(303)
    let page = try browser.get("/console/account").expecting(200)
    #expect(page.text.contains("Firefox, Linux") && page.text.contains("this one"))
    let match = try #require(
      page.text.firstMatch(of: /action="(\/console\/account\/sessions\/[0-9a-f-]{36})"/))
    try browser.submit(page, to: String(match.1)).expecting(303)
    #expect(other.get("/console/account").status == 303)
    try other.signIn(credentials.email, credentials.password).expecting(303)
    let again = try browser.get("/console/account").expecting(200)
    try browser.submit(again, to: "/console/account/sessions/others").expecting(303)
    #expect(other.get("/console/account").status == 303)
    #expect(browser.get("/console/account").text.contains("other devices are signed out"))
  }

  @Test func addsMembersAndChangesThem() throws {
    let other = Browser(world)
    let (email, _) = try other.signUp(name: "Grace \"H\"")
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    let bad = try browser.submit(page, to: "\(path)/members", ["email": "<x", "role": "king"])
      .expecting(400)
    #expect(bad.text.contains("value=\"&lt;x\"") && bad.text.contains("invite-role-error"))
    try browser.submit(page, to: "\(path)/members", ["email": email, "role": "member"])
      .expecting(303)
    let joined = try browser.get(path).expecting(200)
    #expect(joined.text.contains("They are a member now."))
    #expect(joined.text.contains("Grace &quot;H&quot;"))
    let again = try browser.submit(
      joined, to: "\(path)/members", ["email": email, "role": "admin"])
    #expect(again.status == 409 && again.text.contains("They are a member already"))
    // A plain member sees their own place, and no controls.
    let plain = try other.get(path).expecting(200)
    #expect(!plain.text.contains("\(path)/members\"") && !plain.text.contains("wl_key"))
    #expect(!plain.text.contains(credentials.email))
    let role = try #require(joined.text.firstMatch(of: /action="([^"]+\/role)"/))
    try browser.submit(joined, to: String(role.1), ["role": "admin"]).expecting(303)
    #expect(try other.get(path).expecting(200).text.contains("\(path)/members\""))
  }

  @Test func invitesAndWithdraws() throws {
    let email = TestClient.unusedEmail()
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    try browser.submit(page, to: "\(path)/members", ["email": email, "role": "member"])
      .expecting(303)
    let invited = try browser.get(path).expecting(200)
    #expect(invited.text.contains("They have no account yet, and no message is sent"))
    #expect(invited.text.contains(email))
    let link = try #require(invited.text.firstMatch(of: /href="([^"]+\/remove)"><?[^<]*Withdraw/))
    let confirm = try browser.get(String(link.1)).expecting(200)
    #expect(confirm.text.contains("Withdraw the invitation of \(email)?"))
    try browser.submit(confirm, to: String(link.1)).expecting(303)
    #expect(!browser.get(path).text.contains(email))
  }

  @Test func saysThatNobodyIsTold() throws {
    browser.language = "es"
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    try browser.submit(
      page, to: "\(path)/members", ["email": TestClient.unusedEmail(), "role": "member"]
    ).expecting(303)
    let told = try browser.get(path).expecting(200)
    #expect(told.text.contains("no se le envía ningún mensaje"))
    #expect(told.text.contains("Nadie les ha avisado"))
  }

  // MARK: Many

  /// Adds so many members to the browser's workspace, one after another; their names are numbers.
  private func addMembers(_ count: Int, to workspace: String) throws {
    for number in 1...count {
      let id = UUID.v7()
      try world.sql(
        """
        INSERT INTO accounts (id, kind, email, email_key, name, password_hash, created_at)
        VALUES (\(id), 'member', \(id.text), \(id.text), \("Member \(number)."), '-',
          UTC_TIMESTAMP(6))
        """)
      try world.sql(
        """
        INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
        VALUES (\(UUID.v7()), \(workspace), \(id), 'member', UTC_TIMESTAMP(6))
        """)
    }
  }

  @Test func removesAMemberBeyondTheFirstHundred() throws {
    let path = try browser.workspacePath()
    let workspace = try #require(path.split(separator: "/").last.map(String.init))
    try addMembers(101, to: workspace)
    let first = try browser.get(path).expecting(200)
    #expect(first.text.contains("Member 99.") && !first.text.contains("Member 101."))
    let more = try #require(first.text.firstMatch(of: /href="([^"]+\?after=[^"]+)">More/)).1
    let second = try browser.get(String(more)).expecting(200)
    let link = try #require(
      second.text.firstMatch(of: /href="([^"]+\/remove)">Remove<span class="unseen"> Member 101\./))
    let confirm = try browser.get(String(link.1)).expecting(200)
    #expect(confirm.text.contains("Remove Member 101.?"))
    try browser.submit(confirm, to: String(link.1)).expecting(303)
    #expect(!browser.get(String(more)).text.contains("Member 101."))
    #expect(browser.get(String(link.1)).status == 404)
  }

  @Test(arguments: ["", "nonsense", "0", "%00"])
  func refusesWhatIsNoCursor(_ cursor: String) throws {
    let path = try browser.workspacePath()
    for address in [
      "\(path)?after=\(cursor)", "/console/account?devices=\(cursor)",
      "/console/workspaces?after=\(cursor)",
    ] {
      #expect(browser.get(address).status == 400, "\(address)")
    }
    #expect(browser.get("\(path)?utm_source=mail").status == 200)
  }

  @Test func listsAllDevices() throws {
    let account = try #require(
      try world.value("SELECT id FROM accounts WHERE email = \(credentials.email)", as: UUID.self))
    for number in 1...60 {
      try world.sql(
        """
        INSERT INTO sessions
          (id, account_id, kind, user_agent, address_prefix, created_at, last_used_at)
        VALUES (\(UUID.v7()), \(account), 'api', '', \("10.0.\(number).0/24"), UTC_TIMESTAMP(6),
          UTC_TIMESTAMP(6))
        """)
    }
    let first = try browser.get("/console/account").expecting(200)
    let more = try #require(
      first.text.firstMatch(of: /href="([^"]+\?devices=[^"#]+)#devices">More/))
    let second = try browser.get(String(more.1)).expecting(200)
    let text = first.text + second.text
    for number in 1...60 { #expect(text.contains("10.0.\(number).0/24"), "\(number)") }
    #expect(second.text.contains("this one") && !second.text.contains("devices="))
    #expect(second.text.contains("/console/account/sessions/others"))
  }

  @Test func listsAllWorkspaces() throws {
    let account = try #require(
      try world.value("SELECT id FROM accounts WHERE email = \(credentials.email)", as: UUID.self))
    for number in 1...104 {
      let id = UUID.v7()
      try world.sql(
        """
        INSERT INTO workspaces (id, name, created_at)
        VALUES (\(id), \("Works \(number)."), UTC_TIMESTAMP(6))
        """)
      try world.sql(
        """
        INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
        VALUES (\(UUID.v7()), \(id), \(account), 'admin', UTC_TIMESTAMP(6))
        """)
    }
    let page = try browser.get("/console").expecting(200)
    #expect(page.text.contains("Works 49.") && !page.text.contains("Works 50."))
    #expect(page.text.contains("href=\"/console/workspaces\">More"))
    let first = try browser.get("/console/workspaces").expecting(200)
    #expect(first.text.contains("Works 99.") && !first.text.contains("Works 100."))
    let more = try #require(first.text.firstMatch(of: /href="([^"]+\?after=[^"]+)">More/)).1
    let second = try browser.get(String(more)).expecting(200)
    for number in 100...104 { #expect(second.text.contains("Works \(number)."), "\(number)") }
    #expect(!second.text.contains("after=") && !second.text.contains("Works 99."))
  }

  // MARK: Keys that end with a role

  /// An admin of the workspace with a key; their membership, and a program with the key.
  private func adminWithKey(_ path: String) throws -> (membership: String, program: TestClient) {
    let other = Browser(world)
    let (email, _) = try other.signUp(name: "Grace")
    let page = try browser.get(path).expecting(200)
    try browser.submit(page, to: "\(path)/members", ["email": email, "role": "admin"])
      .expecting(303)
    let own = try other.get(path).expecting(200)
    let made = try other.submit(own, to: "\(path)/keys", ["name": "CI"]).expecting(201)
    let key = try #require(made.text.firstMatch(of: /value="(wl_key_[^"]+)"/)).1
    let match = try #require(
      browser.get(path).text.firstMatch(of: /action="[^"]+\/members\/([0-9a-f-]+)\/role"/))
    return (String(match.1), TestClient(world, token: String(key)))
  }

  @Test func asksBeforeARoleEndsKeys() throws {
    let path = try browser.workspacePath()
    let (membership, program) = try adminWithKey(path)
    let role = "\(path)/members/\(membership)/role"
    let page = try browser.get(path).expecting(200)
    let asked = try browser.submit(page, to: role, ["role": "member"]).expecting(303)
    #expect(asked["Location"] == role)
    let question = try browser.get(role).expecting(200)
    #expect(question.text.contains("Make Grace a plain member?"))
    #expect(question.text.contains("Their API key of this workspace ends at once"))
    #expect(program.get("/v1/jobs").status == 200, "asking ends nothing")
    #expect(browser.get(path).text.contains("<span class=\"status\">Admin</span>"))
    try browser.submit(question, to: role).expecting(303)
    #expect(browser.get(path).text.contains("The role is changed."))
    #expect(program.get("/v1/jobs").status == 401)
    // Nothing is left to lose, so nothing is asked.
    #expect(try browser.get(role).expecting(303)["Location"] == path)
    try browser.submit(page, to: role, ["role": "admin"]).expecting(303)
    try browser.submit(page, to: role, ["role": "member"]).expecting(303)
    #expect(browser.get(path).text.contains("The role is changed."))
  }

  @Test func asksNothingWhereKeysStay() throws {
    let path = try browser.workspacePath()
    let (membership, program) = try adminWithKey(path)
    let role = "\(path)/members/\(membership)/role"
    try browser.submit(try browser.get(path).expecting(200), to: role, ["role": "owner"])
      .expecting(303)
    #expect(browser.get(path).text.contains("The role is changed."))
    #expect(program.get("/v1/jobs").status == 200)
    // A program has said it all.
    let api = TestClient(world)
    let login = try api.post(
      "/v1/auth/login",
      .json("{\"email\":\"\(credentials.email)\",\"password\":\"\(credentials.password)\"}")
    ).expecting(200)
    api.token = login.json["access_token"].text
    let workspace = try #require(path.split(separator: "/").last)
    try api.patch(
      "/api/workspaces/\(workspace)/memberships/\(membership)", #"{"role":"member"}"#
    ).expecting(200)
    #expect(program.get("/v1/jobs").status == 401)
  }

  @Test func tellsStrangersNothingOfMembers() throws {
    let path = try browser.workspacePath()
    let (membership, _) = try adminWithKey(path)
    let plain = Browser(world)
    let (email, _) = try plain.signUp()
    try browser.submit(
      try browser.get(path).expecting(200), to: "\(path)/members",
      ["email": email, "role": "member"]
    ).expecting(303)
    for step in ["role", "remove"] {
      let address = "\(path)/members/\(membership)/\(step)"
      #expect(plain.get(address).status == 404)
      let stranger = Browser(world)
      try stranger.signUp()
      #expect(stranger.get(address).status == 404)
    }
  }

  // MARK: Asking

  /// The page again, with what was wrong with a form of it, has the form's address.
  @Test func leadsBackFromTheAddressesOfForms() throws {
    let path = try browser.workspacePath()
    for (form, page) in [
      ("\(path)/members", path), ("\(path)/keys", path),
      ("/console/account/password", "/console/account"),
    ] {
      #expect(try browser.get(form).expecting(303)["Location"] == page)
    }
  }

  @Test func leavesOnlyAfterAsking() throws {
    let other = Browser(world)
    let (email, _) = try other.signUp()
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    let own = try #require(page.text.firstMatch(of: /href="([^"]+\/remove)">Leave/))
    let confirm = try browser.get(String(own.1)).expecting(200)
    let last = try browser.submit(confirm, to: String(own.1)).expecting(409)
    #expect(last.text.contains("A workspace needs an owner"))
    try browser.submit(page, to: "\(path)/members", ["email": email, "role": "owner"])
      .expecting(303)
    try browser.submit(confirm, to: String(own.1)).expecting(303)
    #expect(try other.get(path).expecting(200).text.contains(email))
    #expect(browser.get(path).status != 200)
  }

  /// Loaded again, or its button pressed twice, the page with a key makes no other.
  @Test func makesOneKeyOfAFormThatIsSentTwice() throws {
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    let keys = try (0..<2).map { _ in
      let made = try browser.submit(page, to: "\(path)/keys", ["name": "Twice"]).expecting(201)
      return String(try #require(made.text.firstMatch(of: /value="(wl_key_[^"]+)"/)).1)
    }
    #expect(keys[0] == keys[1])
    let listed = try browser.get(path).expecting(200)
    #expect(listed.text.components(separatedBy: ">Twice<").count == 2)
    try browser.submit(page, to: "\(path)/keys", ["name": "Another"]).expecting(409)
    try browser.submit(listed, to: "\(path)/keys", ["name": "Twice"]).expecting(201)
    let end = try browser.get(path).expecting(200)
    #expect(end.text.components(separatedBy: ">Twice<").count == 3)
  }

  @Test func showsAKeyOnce() throws {
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    let empty = try browser.submit(page, to: "\(path)/keys", ["name": " "]).expecting(400)
    #expect(empty.text.contains("key-name-error"))
    let made = try browser.submit(page, to: "\(path)/keys", ["name": "Night shift"])
      .expecting(201)
    let key = try #require(made.text.firstMatch(of: /value="(wl_key_[^"]+)"/)).1
    let api = TestClient(world, token: String(key))
    #expect(api.get("/v1/jobs").status == 200)
    let listed = try browser.get(path).expecting(200)
    #expect(listed.text.contains("Night shift") && !listed.text.contains(key))
    let end = try #require(listed.text.firstMatch(of: /href="([^"]+\/end)"/)).1
    let confirm = try browser.get(String(end)).expecting(200)
    #expect(api.get("/v1/jobs").status == 200, "asking ends nothing")
    try browser.submit(confirm, to: String(end)).expecting(303)
    #expect(api.get("/v1/jobs").status == 401)
    #expect(browser.get(String(end)).status == 404)
  }

  @Test func switchesBetweenWorkspaces() throws {
    let other = Browser(world)
    let (email, _) = try other.signUp()
    let path = try browser.workspacePath()
    let page = try browser.get(path).expecting(200)
    try browser.submit(page, to: "\(path)/members", ["email": email, "role": "member"])
      .expecting(303)
    let own = try other.workspacePath()
    #expect(own != path)
    #expect(other.get(own).text.contains("<details class=\"place\">"))
    try other.get(path).expecting(200)
    #expect(try other.workspacePath() == path, "the last one looked at")
    #expect(browser.get(own).status == 404, "another's workspace")
  }
}
