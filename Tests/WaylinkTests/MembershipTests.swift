import Accounts
import Audit
import HTTP
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Who belongs to a workspace, and who decides over it.
@Suite struct MembershipTests {
  private let world: World
  private let client: TestClient
  private let owner: Person
  private var members: String { "/api/workspaces/\(owner.workspace)/memberships" }

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    owner = try client.register()
  }

  private func add(_ email: String, _ role: String, by other: TestClient? = nil) -> Answer {
    (other ?? client).post(members, .json("{\"email\":\"\(email)\",\"role\":\"\(role)\"}"))
  }

  /// Somebody with a client of their own, who was added in a role; and their membership's id.
  private func colleague(_ role: String) throws -> (client: TestClient, person: Person, id: String)
  {
    let other = client.another()
    let person = try other.register()
    let answer = try add(person.email, role).expecting(201)
    return (other, person, try #require(answer.json["membership"]["id"].text))
  }

  private func change(_ id: String, to role: String, by other: TestClient? = nil) -> Answer {
    (other ?? client).patch("\(members)/\(id)", .json("{\"role\":\"\(role)\"}"))
  }

  private func ownID() throws -> String {
    try #require(client.get(members).json["memberships"][0]["id"].text)
  }

  private func actions() throws -> [String] {
    try Connection(world.administrator).query(
      "SELECT action FROM audit_records WHERE subject_id = \(owner.workspace) ORDER BY seq"
    ) { try $0.next() }
  }

  // MARK: Adding

  @Test func addsAnAccountAtOnce() throws {
    let other = client.another()
    let person = try other.register()
    let answer = try add(person.email.uppercased(), "member").expecting(201).json["membership"]
    #expect(answer.keys == ["id", "accountId", "name", "email", "role", "createdAt"])
    #expect(answer["accountId"].text == person.account)
    #expect(answer["email"].text == person.email)
    let listed = try client.get(members).expecting(200).json
    #expect(listed.keys == ["memberships", "invitations", "nextCursor"])
    #expect(listed["memberships"].items.map { $0["role"].text } == ["owner", "member"])
    #expect(listed["memberships"][1] == answer)
    #expect(other.get("/v1/jobs?workspace_id=\(owner.workspace)").status == 200)
    #expect(other.get("/v1/jobs").code == "workspace_required")
    let again = add(person.email, "admin")
    #expect(again.status == 409)
    #expect(again.code == "already_a_member")
    #expect(try actions() == ["membership.added"])
  }

  // MARK: Repeats

  private func add(_ email: String, _ role: String, key: String, by other: TestClient? = nil)
    -> Answer
  {
    (other ?? client).post(members, .json("{\"email\":\"\(email)\",\"role\":\"\(role)\"}")) {
      $0.idempotencyKey = key
    }
  }

  @Test func addsOnceHoweverOftenItIsAsked() throws {
    let person = try client.another().register()
    let first = try add(person.email, "member", key: "join").expecting(201)
    #expect(try add(person.email, "member", key: "join").expecting(201).body == first.body)
    #expect(add(person.email, "admin", key: "join").code == "idempotency_key_reused")
    #expect(add(person.email, "member", key: "other").code == "already_a_member")
    let stranger = TestClient.unusedEmail()
    let invited = try add(stranger, "admin", key: "invite").expecting(202)
    #expect(try add(stranger, "admin", key: "invite").expecting(202).body == invited.body)
    #expect(try actions() == ["membership.added", "invitation.made"])
    // The key is one caller's: another's is another.
    let (admin, _, _) = try colleague("admin")
    #expect(add(person.email, "member", key: "join", by: admin).code == "already_a_member")
    // As it stands now; and of what has ended there is nothing left to show.
    let id = try #require(first.json["membership"]["id"].text)
    try change(id, to: "admin").expecting(200)
    let later = try add(person.email, "member", key: "join").expecting(201)
    #expect(later.json["membership"]["role"].text == "admin")
    try client.delete("\(members)/\(id)").expecting(204)
    #expect(add(person.email, "member", key: "join").code == "membership_not_found")
    #expect(add(person.email, "member", key: "").code == "invalid_idempotency_key")
    try add(person.email, "member", key: "again").expecting(201)
  }

  @Test func sixtyFourRepeatsAddOneMember() throws {
    let person = try client.another().register()
    let (world, token, path) = (world, client.token, members)
    let answers = try onThreads(64) { _ in
      let client = TestClient(world)
      client.token = token
      return client.post(path, .json("{\"email\":\"\(person.email)\",\"role\":\"member\"}")) {
        $0.idempotencyKey = "at once"
      }
    }
    #expect(answers.allSatisfy { $0.status == 201 && $0.body == answers.first?.body })
    #expect(try actions() == ["membership.added"])
  }

  @Test func namesAllBadFieldsAtOnce() throws {
    let answer = client.post(members, .json(#"{"email":"x","role":"king","name":"A"}"#))
    #expect(answer.status == 400)
    #expect(Set(answer.fields) == ["email", "role", "name"])
    #expect(Set(client.post(members).fields) == ["email", "role"])
    #expect(change(try ownID(), to: "king").status == 400)
  }

  @Test func addsNoClient() throws {
    let person = try client.another().registerClient()
    #expect(add(person.email, "member").code == "account_is_a_client")
  }

  @Test func isForOwnersAndAdmins() throws {
    let (plain, _, plainID) = try colleague("member")
    let (admin, _, _) = try colleague("admin")
    let stranger = client.another()
    try stranger.register()
    for (other, status) in [(plain, 403), (stranger, 404)] {
      #expect(other.get(members).status == status)
      #expect(add(TestClient.unusedEmail(), "member", by: other).status == status)
      #expect(change(plainID, to: "admin", by: other).status == status)
    }
    #expect(stranger.delete("\(members)/\(plainID)").status == 404)
    #expect(admin.get(members).status == 200)
    #expect(add(TestClient.unusedEmail(), "admin", by: admin).status == 202)
    #expect(change(plainID, to: "admin", by: admin).status == 200)
  }

  @Test func letsOnlyOwnersDecideOverOwners() throws {
    let (admin, _, adminID) = try colleague("admin")
    let (_, _, secondID) = try colleague("owner")
    for answer in [
      change(try ownID(), to: "member", by: admin), change(adminID, to: "owner", by: admin),
      admin.delete("\(members)/\(secondID)"), add(TestClient.unusedEmail(), "owner", by: admin),
    ] {
      #expect(answer.status == 403)
      #expect(answer.code == "not_an_owner")
    }
    #expect(change(adminID, to: "owner").status == 200)
    #expect(change(secondID, to: "member", by: admin).status == 200, "an owner now")
  }

  /// A role that was taken away holds for requests that are under way too.
  @Test func asksForTheRoleUnderTheLock() throws {
    let (admin, person, id) = try colleague("admin")
    let member = try world.services.accounts.member(
      request(token: person.token), on: Connection(world.application))
    try change(id, to: "member").expecting(200)
    let form = try Fields.read(Array(#"{"name":"late"}"#.utf8), with: JSONReader()) {
      APIKeyForm(&$0)
    }
    #expect(throws: AccountsError.self) {
      try world.services.accounts.makeKey(
        form, for: try #require(UUID(owner.workspace)), by: member,
        from: request(token: person.token), on: Connection(world.application))
    }
    #expect(admin.get(members).status == 403)
  }

  private func request(token: String) -> Request {
    var headers = Headers()
    headers.authorization = "Bearer \(token)"
    return Request(method: .get, target: "/", headers: headers, remoteAddress: "192.0.2.1")
  }

  // MARK: The last owner

  @Test func keepsTheLastOwner() throws {
    let own = try ownID()
    let (_, _, other) = try colleague("admin")
    for answer in [
      change(own, to: "admin"), change(own, to: "member"), client.delete("\(members)/\(own)"),
    ] {
      #expect(answer.status == 409)
      #expect(answer.code == "last_owner")
    }
    #expect(change(own, to: "owner").status == 200, "nothing changes")
    try change(other, to: "owner").expecting(200)
    try change(own, to: "member").expecting(200)
    #expect(
      try actions() == ["membership.added", "membership.role_changed", "membership.role_changed"])
  }

  /// 64 owners leave at the same moment: one stays.
  @Test func keepsOneOf64OwnersWhoLeaveAtOnce() throws {
    var people = [(token: owner.token, id: try ownID())]
    for _ in 1..<64 {
      let (_, person, id) = try colleague("owner")
      people.append((person.token, id))
    }
    let (world, members, all) = (world, members, people)
    let outcomes = try onThreads(64) { number in
      let answer = TestClient(world, token: all[number].token).delete(
        "\(members)/\(all[number].id)")
      return "\(answer.status) \(answer.code ?? "")"
    }
    #expect(outcomes.count { $0 == "204 " } == 63)
    #expect(outcomes.count { $0 == "409 last_owner" } == 1)
    #expect(try owners() == 1)
  }

  /// Two owners demote each other, and themselves, from 64 threads: one is left.
  @Test func keepsOneOfTwoOwnersWhoDemoteEachOther() throws {
    let (_, person, id) = try colleague("owner")
    let tokens = [owner.token, person.token]
    let ids = [try ownID(), id]
    let (world, members) = (world, members)
    _ = try onThreads(64) { number in
      TestClient(world, token: tokens[number % 2]).patch(
        "\(members)/\(ids[number / 2 % 2])", .json(#"{"role":"member"}"#)
      ).status
    }
    #expect(try owners() == 1)
    let chain = try AuditChain(of: "workspaces").verify(
      try #require(UUID(owner.workspace)), on: Connection(world.administrator))
    #expect(chain == .whole(records: 2), "added, and demoted once")
  }

  private func owners() throws -> Int {
    try world.value(
      """
      SELECT COUNT(*) FROM memberships WHERE workspace_id = \(owner.workspace) AND role = 'owner'
      """) ?? -1
  }

  // MARK: Leaving

  @Test func handsOverWhatALeaverMade() throws {
    let (other, person, id) = try colleague("admin")
    let job = try #require(
      try other.post(
        "/v1/jobs", .json("{\"title\":\"a\",\"workspace_id\":\"\(owner.workspace)\"}")
      ).expecting(201).json["id"].text)
    let link = try other.makeLink(job)
    let tag = client.get("/v1/jobs/\(job)")["ETag"]
    let elsewhere = try #require(
      try other.post(
        "/v1/jobs", .json("{\"title\":\"b\",\"workspace_id\":\"\(person.workspace)\"}")
      )
      .expecting(201).json["id"].text)
    let key = TestClient(world, token: try other.makeKey(owner.workspace))
    let ownKey = TestClient(world, token: try other.makeKey(person.workspace))
    try other.delete("\(members)/\(id)").expecting(204)
    let read = client.get("/v1/jobs/\(job)")
    #expect(read.json["created_by"].text == owner.account)
    #expect(read["ETag"] != tag)
    let shared = client.get("/v1/jobs/\(job)/share-links").json["share_link"]
    #expect(shared["created_by"].text == owner.account)
    #expect(client.get("/v1/shared/jobs/\(link)").status == 200, "the link opens as before")
    #expect(key.get("/v1/jobs").status == 401)
    #expect(other.get("/v1/jobs/\(job)").status == 404)
    // What is theirs elsewhere stays theirs.
    #expect(other.get("/v1/jobs/\(elsewhere)").json["created_by"].text == person.account)
    #expect(ownKey.get("/v1/jobs").status == 200)
    #expect(try actions().last == "membership.ended")
  }

  @Test func endsTheSessionsOfWhoHasNoWorkspaceLeft() throws {
    let (other, person, id) = try colleague("member")
    try world.sql(
      "DELETE FROM memberships WHERE account_id = \(person.account) AND workspace_id = \(person.workspace)"
    )
    #expect(other.get("/v1/me").status == 200)
    try client.delete("\(members)/\(id)").expecting(204)
    #expect(other.get("/v1/me").status == 401)
    other.token = try other.signIn(person)
    #expect(other.get("/v1/me").json["memberships"].items.isEmpty)
    #expect(client.delete("\(members)/\(id)").code == "membership_not_found")
  }

  @Test func endsTheKeysOfWhoBecomesAPlainMember() throws {
    let (other, _, id) = try colleague("admin")
    let key = TestClient(world, token: try other.makeKey(owner.workspace))
    #expect(key.get("/v1/jobs").status == 200)
    try change(id, to: "member").expecting(200)
    #expect(key.get("/v1/jobs").status == 401)
    try change(id, to: "admin").expecting(200)
    #expect(key.get("/v1/jobs").status == 401, "an ended key never works again")
  }

  // MARK: Invitations

  /// What the message would say: the token, in place of the one that nobody knows.
  private func token(of invitation: Node) throws -> String {
    let token = LinkToken()
    let id = try #require(invitation["id"].text)
    try world.sql(
      "UPDATE invitations SET token_hash = \(token.digest.bytes) WHERE id = \(id)")
    return token.text
  }

  private func register(
    _ email: String, invitation: String?, workspace: String? = nil, signup: String = "invite"
  ) throws -> Answer {
    let client = TestClient(
      world, services: try world.services(with: ["WAYLINK_SIGNUP": signup]))
    var fields = ["\"email\":\"\(email)\"", #""password":"a quiet ladder 7","name":"Ida""#]
    if let invitation { fields.append("\"invitation\":\"\(invitation)\"") }
    if let workspace { fields.append("\"workspace_name\":\"\(workspace)\"") }
    return client.post("/v1/auth/register", .json("{\(fields.joined(separator: ","))}"))
  }

  @Test func invitesWhoHasNoAccount() throws {
    let email = TestClient.unusedEmail()
    let answer = try add(email, "admin").expecting(202).json
    #expect(answer.keys == ["invitation", "email"])
    #expect(answer["email"].text == "not_configured")
    #expect(answer["invitation"].keys == ["id", "email", "role", "createdAt", "expiresAt"])
    let again = try add(email.uppercased(), "member").expecting(202).json
    let listed = client.get(members).json["invitations"].items
    #expect(listed == [again["invitation"]], "one for an address: the latest")
    let id = try #require(again["invitation"]["id"].text)
    try client.delete("\(members)/\(id)").expecting(204)
    #expect(client.get(members).json["invitations"].items.isEmpty)
    #expect(client.delete("\(members)/\(id)").status == 404)
  }

  @Test func letsTheInvitedJoinWithTheToken() throws {
    let email = TestClient.unusedEmail()
    let token = try token(of: try add(email, "admin").expecting(202).json["invitation"])
    let answer = try register(email.uppercased(), invitation: token).expecting(201).json
    #expect(answer["workspace"]["id"].text == owner.workspace)
    #expect(answer["membership"]["role"].text == "admin")
    let other = TestClient(world, token: answer["access_token"].text)
    #expect(other.get(members).status == 200)
    #expect(other.get("/v1/me").json["memberships"].items.count == 1)
    #expect(client.get(members).json["invitations"].items.isEmpty)
    #expect(try actions().last == "membership.joined")
    #expect(try register(email, invitation: token).status == 400, "used up")
  }

  /// To be first with somebody's address gives nobody their place.
  @Test func givesNoPlaceToAnAddressAlone() throws {
    let email = TestClient.unusedEmail()
    try add(email, "admin").expecting(202)
    #expect(try register(email, invitation: nil, workspace: "W").code == "signup_closed")
    let stranger = try register(email, invitation: nil, workspace: "W", signup: "open")
      .expecting(201).json
    #expect(stranger["workspace"]["id"].text != owner.workspace)
    let other = TestClient(world, token: stranger["access_token"].text)
    #expect(other.get("/v1/me").json["memberships"].items.count == 1)
    #expect(other.get(members).status == 404)
  }

  @Test(arguments: ["invite", "open"])
  func refusesOtherTokens(_ signup: String) throws {
    let email = TestClient.unusedEmail()
    let invitation = try add(email, "admin").expecting(202).json["invitation"]
    let token = try token(of: invitation)
    for (address, text) in [
      (TestClient.unusedEmail(), token), (email, LinkToken().text), (email, "not/a/token"),
    ] {
      let answer = try register(address, invitation: text, workspace: "W", signup: signup)
      #expect(answer.status == 400)
      #expect(answer.fields == ["invitation"])
    }
    let id = try #require(invitation["id"].text)
    try world.sql("UPDATE invitations SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(id)")
    #expect(try register(email, invitation: token, signup: signup).status == 400)
    #expect(client.get(members).json["invitations"].items.isEmpty)
    #expect(try register(email, invitation: token, signup: "closed").code == "signup_closed")
  }

  @Test func bounds100Invitations() throws {
    for _ in 0..<100 { try add(TestClient.unusedEmail(), "member").expecting(202) }
    let answer = add(TestClient.unusedEmail(), "member")
    #expect(answer.code == "too_many_invitations")
    #expect(client.get(members).json["invitations"].items.count == 100)
  }
}
