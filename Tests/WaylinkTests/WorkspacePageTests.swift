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
    #expect(invited.text.contains("A place is kept for it for seven days"))
    #expect(invited.text.contains(email))
    let link = try #require(invited.text.firstMatch(of: /href="([^"]+\/remove)"><?[^<]*Withdraw/))
    let confirm = try browser.get(String(link.1)).expecting(200)
    #expect(confirm.text.contains("Withdraw the invitation of \(email)?"))
    try browser.submit(confirm, to: String(link.1)).expecting(303)
    #expect(!browser.get(path).text.contains(email))
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
