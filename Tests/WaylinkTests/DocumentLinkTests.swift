import Audit
import HTTP
import MariaDB
import Primitives
import Security
import Testing

/// Seed 4's manager endpoints: making, listing, changing and revoking links of documents.
@Suite struct DocumentLinkTests {
  private let scene: DocumentLinkScene
  private var client: TestClient { scene.client }

  init() throws {
    scene = try DocumentLinkScene()
  }

  private func listed(_ query: String = "") throws -> [Node] {
    try client.get(scene.links + query).expecting(200).json["shareLinks"].items
  }

  @Test func makesAndShowsALink() throws {
    let answer = try client.post(
      scene.links,
      .json(
        """
        {"accessLevel":"commenter","expiresAt":"2099-12-31T23:59:59+02:00","password":"12345678",
         "allowExternalEdit":true}
        """)
    ).expecting(201)
    #expect(answer.json.keys == ["shareLink", "token"])
    #expect((answer.json["token"].text?.count ?? 0) >= 16)
    let link = answer.json["shareLink"]
    #expect(
      link.keys == [
        "id", "documentId", "accessLevel", "state", "expiresAt", "passwordProtected", "revokedAt",
        "allowExternalEdit", "createdAt", "createdBy", "createdByMembershipId", "accessCount",
        "lastAccessedAt",
      ])
    #expect(link["documentId"].text == scene.document)
    #expect(link["accessLevel"].text == "commenter")
    #expect(link["expiresAt"].text == "2099-12-31T21:59:59Z")
    #expect(link["passwordProtected"].bool == true)
    #expect(link["allowExternalEdit"].bool == true)
    #expect(link["revokedAt"].isNull)
    #expect(link["createdBy"].text == scene.author.account)
    let membership = try scene.world.value(
      "SELECT CAST(id AS CHAR) FROM memberships WHERE account_id = \(scene.author.account)",
      as: String.self)
    #expect(link["createdByMembershipId"].text == membership)
    // Nothing of token or password is shown again, or kept.
    let list = try client.get(scene.links).expecting(200)
    #expect(list.json["shareLinks"].items == [link])
    #expect(!list.text.contains(answer.json["token"].text ?? "?"))
    let hash = try scene.world.value(
      "SELECT password_hash FROM links WHERE subject_id = \(scene.document)", as: String.self)
    #expect(hash?.hasPrefix("$argon2id$") == true)
  }

  @Test func makesManyAndListsTheActiveOnes() throws {
    let links = try (0..<4).map { _ in try scene.link() }
    #expect(Set(links.map(\.token)).count == 4)
    let expired = try scene.link()
    try scene.world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(expired.id)")
    try client.delete(links[0].path).expecting(204)
    let active = links[1...].map(\.id).reversed()
    #expect(try listed().map { $0["id"].text } == active.map(Optional.some))
    let all = try listed("?include=all")
    #expect(all.count == 5)
    #expect(all.map { $0["state"].text } == ["expired", "active", "active", "active", "revoked"])
    let first = try client.get(scene.links + "?limit=2").expecting(200).json
    let next = try #require(first["nextCursor"].text)
    let rest = try client.get(scene.links + "?limit=2&cursor=\(next)").expecting(200).json
    #expect(
      (first["shareLinks"].items + rest["shareLinks"].items).map { $0["id"].text }
        == active.map(Optional.some))
    #expect(rest["nextCursor"].isNull)
    #expect(UUID(next) == nil, "it says nothing to its reader")
    for query in [
      "?limit=0", "?cursor=x", "?cursor=\(links[1].id)", "?include=some", "?other=1",
    ] {
      #expect(client.get(scene.links + query).status == 400)
    }
  }

  @Test(arguments: [
    (#"{}"#, "accessLevel"), (#"{"accessLevel":null}"#, "accessLevel"),
    (#"{"accessLevel":"editor"}"#, "accessLevel"), (#"{"accessLevel":1}"#, "accessLevel"),
    (#"{"accessLevel":"collaborator"}"#, "accessLevel"),
    (#"{"accessLevel":"viewer","password":"1234567"}"#, "password"),
    (#"{"accessLevel":"viewer","password":""}"#, "password"),
    (#"{"accessLevel":"viewer","password":"1234\u00005678"}"#, "password"),
    (#"{"accessLevel":"viewer","password":12345678}"#, "password"),
    (
      #"{"accessLevel":"viewer","password":""# + String(repeating: "a", count: 129) + #""}"#,
      "password"
    ),
    (#"{"accessLevel":"viewer","expiresAt":"2099-01-01T00:00:00"}"#, "expiresAt"),
    (#"{"accessLevel":"viewer","expiresAt":"2001-01-01T00:00:00Z"}"#, "expiresAt"),
    (#"{"accessLevel":"viewer","expiresAt":1}"#, "expiresAt"),
    (#"{"accessLevel":"viewer","allowExternalEdit":"yes"}"#, "allowExternalEdit"),
    (#"{"accessLevel":"viewer","token":"mine"}"#, "token"),
  ])
  func refusesABadLink(_ body: String, _ field: String) throws {
    let answer = client.post(scene.links, .json(body))
    #expect(answer.status == 400)
    #expect(answer.fields == [field])
    #expect(try listed("?include=all").isEmpty)
    guard field != "token", body != "{}" else { return }
    let link = try scene.link("viewer", #""password":"12345678""#)
    let before = try listed()
    let change = client.patch(link.path, body)
    #expect(change.status == 400)
    #expect(change.fields == [field])
    #expect(try listed() == before)
  }

  @Test func namesAllBadFieldsAtOnce() throws {
    let answer = client.post(
      scene.links, .json(#"{"accessLevel":"x","password":"short","expiresAt":"soon"}"#))
    #expect(Set(answer.fields) == ["accessLevel", "password", "expiresAt"])
  }

  @Test func takesEightTo128CharactersOfAnyKind() throws {
    for password in ["12345678", "ééééééé🔑", String(repeating: "é", count: 128), "        "] {
      let link = try scene.locked(password)
      #expect(try !scene.grant(link, password).isEmpty)
    }
  }

  @Test func changesTermsOneByOne() throws {
    let link = try scene.link()
    func change(_ body: String) throws -> Node {
      try client.patch(link.path, body).expecting(200).json["shareLink"]
    }
    #expect(try change(#"{"accessLevel":"commenter"}"#)["accessLevel"].text == "commenter")
    #expect(
      try change(#"{"expiresAt":"2099-01-01T00:00:00Z"}"#)["expiresAt"].text
        == "2099-01-01T00:00:00Z")
    #expect(try change(#"{"password":"12345678"}"#)["passwordProtected"].bool == true)
    let all = try change(#"{"allowExternalEdit":true}"#)
    #expect(all["allowExternalEdit"].bool == true)
    #expect(all["accessLevel"].text == "commenter")
    #expect(try change("{}") == all)
    let bare = try change(#"{"expiresAt":null,"password":null}"#)
    #expect(bare["expiresAt"].isNull)
    #expect(bare["passwordProtected"].bool == false)
    #expect(scene.guest().read(link).status == 200)
    for body in [#"{"accessLevel":null}"#, #"{"allowExternalEdit":null}"#] {
      #expect(client.patch(link.path, body).status == 400)
    }
  }

  @Test func opensAnExtendedLinkAgainAndARevokedOneNever() throws {
    let link = try scene.link()
    try scene.world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(link.id)")
    #expect(scene.guest().read(link).status == 404)
    try client.patch(link.path, #"{"expiresAt":null}"#).expecting(200)
    #expect(scene.guest().read(link).status == 200)
    try client.delete(link.path).expecting(204)
    #expect(scene.guest().read(link).status == 404)
    let change = client.patch(link.path, #"{"expiresAt":null}"#)
    #expect(change.status == 409)
    #expect(change.code == "share_link_revoked")
    for _ in 0..<2 {
      let again = client.delete(link.path)
      #expect(again.status == 404)
      #expect(again.code == "share_link_not_found")
    }
    #expect(scene.guest().read(link).status == 404)
  }

  // MARK: Who

  @Test func isForThoseWhoManageTheDocument() throws {
    let link = try scene.link()
    let requests: [(String, String, TestClient.Body)] = [
      ("GET", scene.links, .none), ("POST", scene.links, .json(#"{"accessLevel":"viewer"}"#)),
      ("POST", scene.links, .json(#"{"accessLevel":"viewer","password":"12345678"}"#)),
      ("PATCH", link.path, .json(#"{"accessLevel":"commenter"}"#)),
      ("PATCH", link.path, .json(#"{"password":"12345678"}"#)),
      ("GET", link.path + "/opens", .none), ("GET", link.path + "/events", .none),
      ("DELETE", link.path, .none),
    ]
    let member = try scene.member("member")
    let stranger = client.another()
    try stranger.register()
    for (method, path, body) in requests {
      #expect(member.send(method, path, body).status == 403, "\(method) \(path)")
      #expect(member.send(method, path, body).code == "not_a_manager")
      #expect(stranger.send(method, path, body).status == 404, "\(method) \(path)")
      #expect(client.another().send(method, path, body).status == 401, "\(method) \(path)")
    }
    let refused = try scene.world.value(
      """
      SELECT COUNT(*) FROM audit_records
      WHERE subject_id = \(scene.document) AND outcome = 'not_a_manager'
      """, as: Int.self)
    #expect(refused == 3, "made, changed, revoked: each once in a minute")
    #expect(try listed().count == 1)
    let admin = try scene.member("admin")
    let key = client.another(token: try client.makeKey(scene.author.workspace))
    for manager in [admin, key] {
      for (method, path, body) in requests where method != "DELETE" {
        #expect((200...201).contains(manager.send(method, path, body).status))
      }
    }
    #expect(admin.delete(link.path).status == 204)
  }

  @Test func tellsAStrangersLinkFromNoneByNothing() throws {
    let link = try scene.link()
    let stranger = client.another()
    try stranger.register()
    for path in [link.path, "/api/share-links/\(UUID.v7())"] {
      let answer = stranger.delete(path)
      #expect(answer.status == 404)
      #expect(answer.code == "share_link_not_found")
    }
    let job = try client.makeJob()
    _ = try client.makeLink(job)
    let shown = client.get("/v1/jobs/\(job)/share-links").json["share_link"]["id"].text
    #expect(client.delete("/api/share-links/\(try #require(shown))").status == 404, "of a job")
  }

  @Test func refusesIdsThatAreNone() throws {
    for (path, field) in [
      ("/api/share-links/x", "shareLinkId"), ("/api/documents/1/share-links", "documentId"),
      ("/api/share-links/\(try scene.link().token)", "shareLinkId"),
    ] {
      let method = path.hasSuffix("links") ? "GET" : "DELETE"
      let answer = client.send(method, path)
      #expect(answer.status == 400)
      #expect(answer.code == "validation_failed")
      #expect(answer.fields == [field])
      #expect(client.another().send(method, path).status == 401)
    }
  }

  // MARK: Records

  @Test func recordsEveryChange() throws {
    let link = try scene.locked()
    try client.patch(link.path, #"{"accessLevel":"viewer","password":"another one"}"#)
      .expecting(200)
    try client.delete(link.path).expecting(204)
    let events = try client.get(link.path + "/events?limit=3").expecting(200).json
    #expect(
      events["events"].items.map { $0["action"].text } == [
        "link.revoked", "link.password_set", "link.level_changed",
      ])
    let next = try #require(events["nextCursor"].text)
    let rest = try client.get(link.path + "/events?cursor=\(next)").expecting(200).json
    #expect(rest["events"].items.map { $0["action"].text } == ["link.created"])
    #expect(rest["nextCursor"].isNull)
    #expect(events["events"][0]["actorId"].text == scene.author.account)
    let made = rest["events"][0]["detail"]
    #expect(
      made.keys == ["linkId", "expiresAt", "level", "hasPassword", "allowsEditRequests"])
    #expect(made["linkId"].text == link.id && made["level"].text == "commenter")
    let id = try #require(UUID(scene.document))
    let state = try AuditChain(of: "documents").verify(
      id, on: MariaDB.Connection(scene.world.application))
    #expect(state == .whole(records: 5))
  }

  @Test func answersARepeatWithTheSameToken() throws {
    let body = TestClient.Body.json(#"{"accessLevel":"viewer","password":"12345678"}"#)
    func make(_ body: TestClient.Body) -> Answer {
      client.post(scene.links, body) { $0.idempotencyKey = "once" }
    }
    let first = try make(body).expecting(201)
    let again = try make(body).expecting(201)
    #expect(again.body == first.body)
    #expect(try listed().count == 1)
    #expect(make(.json(#"{"accessLevel":"viewer","password":"87654321"}"#)).status == 409)
    // The database can't tell what was asked: a digest of it could be guessed from.
    let plain = SHA256.hash(
      Array(scene.document.utf8) + Array(#"{"accessLevel":"viewer","password":"12345678"}"#.utf8))
    #expect(
      try scene.world.value(
        "SELECT COUNT(*) FROM idempotency_keys WHERE body_hash = \(plain.bytes)", as: Int.self)
        == 0)
    try scene.world.sql(
      """
      UPDATE idempotency_keys SET created_at = created_at - INTERVAL 25 HOUR
      WHERE caller = \(scene.author.account)
      """)
    #expect(try make(body).expecting(201).json["token"].text != first.json["token"].text)
  }
}
