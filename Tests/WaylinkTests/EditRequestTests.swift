import HTTP
import MariaDB
import Primitives
import Testing
@testable import Waylink

/// Guests who ask to write in a document.
@Suite struct EditRequestTests {
  private let scene: DocumentLinkScene
  private let link: DocumentLinkScene.Link
  private var requests: String { "/api/documents/\(scene.document)/edit-requests" }
  private var asking: String { "/api/share-links/\(link.token)/edit-requests" }

  init() throws {
    scene = try DocumentLinkScene()
    link = try scene.link("viewer", "\"allowExternalEdit\":true")
  }

  private func list(_ query: String = "") throws -> [Node] {
    try scene.client.get(requests + query).expecting(200).json["editRequests"].items
  }

  @Test func areKeptOnceForAnAddress() throws {
    let body = #"{"email":" Gus@Example.org ","message":"Please\nlet me"}"#
    let asked = try scene.guest().post(asking, .json(body)).expecting(202)
    #expect(asked.json.keys == ["status"] && asked.json["status"].text == "pending")
    let again = try scene.guest().post(asking, .json(#"{"email":"gus@example.org"}"#)).expecting(
      202)
    #expect(again.json == asked.json)
    let found = try list()
    #expect(found.count == 1)
    #expect(
      found.first?.keys == [
        "id", "shareLinkId", "email", "message", "status", "createdAt", "answeredAt", "answeredBy",
      ])
    #expect(found.first?["email"].text == "Gus@Example.org")
    #expect(found.first?["message"].text == "Please\nlet me")
    #expect(found.first?["shareLinkId"].text == link.id)
    let details: String? = try scene.world.value(
      "SELECT GROUP_CONCAT(detail) FROM audit_records WHERE subject_id = \(scene.document)")
    #expect(details?.contains("xample") == false)
  }

  @Test func takeABetterMessage() throws {
    let guest = scene.guest()
    let say = { (more: String) in
      guest.post(asking, .json("{\"email\":\"gus@example.org\"\(more)}")).status
    }
    #expect(say("") == 202 && say(#","message":"May I?""#) == 202)
    #expect(try list().map { $0["message"].text } == ["May I?"])
    #expect(say(#","message":"I draw houses.""#) == 202 && say("") == 202)
    #expect(say(#","message":"I draw houses.""#) == 202)
    #expect(try list().map { $0["message"].text } == ["I draw houses."])
    let records = {
      try scene.world.value(
        """
        SELECT GROUP_CONCAT(action ORDER BY seq) FROM audit_records
        WHERE subject_id = \(scene.document) AND action LIKE 'edit_request.%'
        """, as: String.self)
    }
    #expect(try records() == "edit_request.made,edit_request.changed,edit_request.changed")
    // Within what a guest may do in a while, and not once it is answered.
    let answers = (0..<40).map { say(",\"message\":\"no. \($0)\"") }
    #expect(answers.contains(429) && Set(answers) == [202, 429])
    let id = try #require(try list().first?["id"].text)
    try scene.client.patch("\(requests)/\(id)", #"{"status":"declined"}"#).expecting(200)
    let more = #"{"email":"gus@example.org","message":"Once more"}"#
    try scene.guest().post(asking, .json(more)).expecting(202)
    #expect(try list().map { $0["message"].text }.contains("Once more"))
    #expect(try list().count == 2)
  }

  @Test func needALinkThatTakesThem() throws {
    let other = try scene.link("commenter")
    let answer = scene.guest().post(
      "/api/share-links/\(other.token)/edit-requests", .json(#"{"email":"a@b.example"}"#))
    #expect(answer.status == 403 && answer.code == "edit_requests_not_allowed")
    #expect(try list().isEmpty)
  }

  @Test(arguments: [
    (#"{}"#, "email"), (#"{"email":"x"}"#, "email"), (#"{"email":"nobody"}"#, "email"),
    (#"{"email":"a@b.example","message":""}"#, "message"),
    (#"{"email":"a@b.example","name":"x"}"#, "name"),
  ])
  func nameBadFields(_ body: String, _ field: String) throws {
    #expect(scene.guest().post(asking, .json(body)).fields == [field])
    #expect(try list().isEmpty)
  }

  @Test func areAnsweredOnceByThoseWhoManage() throws {
    _ = try scene.guest().post(asking, .json(#"{"email":"a@b.example"}"#)).expecting(202)
    let id = try #require(try list().first?["id"].text)
    let member = try scene.member("member")
    #expect(member.get(requests).code == "not_a_manager")
    #expect(member.patch("\(requests)/\(id)", #"{"status":"accepted"}"#).code == "not_a_manager")
    for bad in [#"{}"#, #"{"status":"pending"}"#, #"{"status":"maybe"}"#] {
      #expect(scene.client.patch("\(requests)/\(id)", bad).fields == ["status"])
    }
    let answered = try scene.client.patch("\(requests)/\(id)", #"{"status":"declined"}"#)
      .expecting(200).json
    #expect(answered["status"].text == "declined" && answered["answeredAt"].text != nil)
    #expect(answered["answeredBy"].text == scene.author.account)
    let again = scene.client.patch("\(requests)/\(id)", #"{"status":"accepted"}"#)
    #expect(again.status == 409 && again.code == "edit_request_answered")
    #expect(
      scene.client.patch("\(requests)/\(UUID.v7())", #"{"status":"accepted"}"#).code
        == "edit_request_not_found")
    // Whoever was answered may ask once more.
    _ = try scene.guest().post(asking, .json(#"{"email":"a@b.example"}"#)).expecting(202)
    #expect(try list().map { $0["status"].text } == ["pending", "declined"])
    #expect(try list("?status=pending").count == 1 && list("?status=accepted").isEmpty)
    let records: String? = try scene.world.value(
      """
      SELECT GROUP_CONCAT(CONCAT(action, ' ', outcome) ORDER BY seq) FROM audit_records
      WHERE subject_id = \(scene.document) AND action LIKE 'edit%'
      """)
    #expect(
      records == """
        edit_request.made done,edit_request.listed not_a_manager,\
        edit_request.answered not_a_manager,edit_request.answered done,edit_request.made done
        """)
  }

  @Test func areBounded() throws {
    // A quarter of them by each of four links.
    let links =
      try [link] + (0..<3).map { _ in try scene.link("viewer", "\"allowExternalEdit\":true") }
    for number in 0..<100 {
      let body = "{\"email\":\"\(number)@b.example\"}"
      let path = "/api/share-links/\(links[number / 25].token)/edit-requests"
      _ = try scene.guest().post(path, .json(body)).expecting(202)
    }
    let fifth = try scene.link("viewer", "\"allowExternalEdit\":true")
    let asking = "/api/share-links/\(fifth.token)/edit-requests"
    let full = scene.guest().post(asking, .json(#"{"email":"one@more.example"}"#))
    #expect(full.status == 409 && full.code == "too_many_edit_requests")
    // Who waits already is told the same as ever.
    #expect(scene.guest().post(self.asking, .json(#"{"email":"7@b.example"}"#)).status == 202)
    let page = try scene.client.get(requests + "?limit=60").expecting(200).json
    let rest = try scene.client.get(
      "\(requests)?limit=60&cursor=\(try #require(page["nextCursor"].text))"
    ).expecting(200).json
    #expect(page["editRequests"].items.count == 60 && rest["editRequests"].items.count == 40)
  }

  @Test func areLimitedByNetwork() throws {
    let guest = scene.guest()
    for number in 0..<30 {
      _ = try guest.post(asking, .json("{\"email\":\"\(number)@b.example\"}")).expecting(202)
      // Answered at once: it is not how many wait that ends this.
      try scene.world.sql(
        """
        UPDATE document_edit_requests SET status = 'declined', answered_at = UTC_TIMESTAMP(6),
          answered_by = \(scene.author.account)
        WHERE document_id = \(scene.document)
        """)
    }
    #expect(guest.post(asking, .json(#"{"email":"x@b.example"}"#)).code == "too_many_posts")
  }
}
