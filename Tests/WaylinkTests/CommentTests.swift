import Accounts
import Documents
import Glibc
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// What members and guests say about a document.
@Suite struct CommentTests {
  private let scene: DocumentLinkScene
  private let link: DocumentLinkScene.Link
  private var own: String { "/api/documents/\(scene.document)/comments" }
  private var shared: String { "/api/share-links/\(link.token)/comments" }

  init() throws {
    scene = try DocumentLinkScene()
    link = try scene.link("commenter")
  }

  /// A guest's comment, and the token to change it with.
  private func say(
    _ body: String, answering parent: String? = nil
  ) throws -> (id: String, token: String) {
    let answer = try scene.guest().post(shared, .json(Self.json(body, parent))).expecting(201)
    return (
      try #require(answer.json["id"].text), try #require(answer.json["editToken"].text)
    )
  }

  private static func json(_ body: String, _ parent: String? = nil, author: String? = "Gus")
    -> String
  {
    var fields = ["\"body\":\(HostileStrings.json(body))"]
    if let author { fields.append("\"author\":\(HostileStrings.json(author))") }
    if let parent { fields.append("\"parentId\":\"\(parent)\"") }
    return "{\(fields.joined(separator: ","))}"
  }

  private func bodies(_ path: String? = nil) throws -> [String] {
    try scene.client.get((path ?? own) + "?limit=200").expecting(200).json["comments"].items
      .compactMap { $0["body"].text }
  }

  private func records(_ action: String) throws -> Int {
    try scene.world.value(
      """
      SELECT COUNT(*) FROM audit_records WHERE subject_id = \(scene.document)
        AND CONCAT(action, ' ', outcome) = \(action)
      """) ?? 0
  }

  private func change(
    _ method: String, _ path: String, _ token: String?, _ body: TestClient.Body = .none
  ) -> Answer {
    scene.guest().send(method, path, body, headers: { $0.editToken = token })
  }

  @Test func areSaidByMembersAndGuests() throws {
    let mine = try scene.client.post(own, .json(#"{"body":" First\nline "}"#)).expecting(201).json
    #expect(
      mine.keys == [
        "id", "parentId", "author", "body", "isGuest", "createdAt", "editedAt", "isDeleted",
      ])
    #expect(mine["body"].text == "First\nline" && mine["author"].text == "Ada")
    #expect(mine["isGuest"].bool == false && mine["editedAt"].isNull)
    let guests = try scene.guest().post(shared, .json(Self.json("Second"))).expecting(201).json
    #expect(guests["isGuest"].bool == true && guests["author"].text == "Gus")
    #expect(guests["editToken"].text?.utf8.count == 24)
    _ = try say("Third", answering: mine["id"].text)
    for path in [own, shared] { #expect(try bodies(path) == ["First\nline", "Second", "Third"]) }
    #expect(!scene.guest().get(shared).text.contains("editToken"))
    #expect(try records("comment.posted done") == 3)
    // No word of what was said is in the records.
    let details: String? = try scene.world.value(
      "SELECT GROUP_CONCAT(detail) FROM audit_records WHERE subject_id = \(scene.document)")
    #expect(details?.contains("Second") == false && details?.contains("Gus") == false)
  }

  @Test(arguments: [
    (#"{}"#, ["author", "body"]), (#"{"author":"","body":""}"#, ["author", "body"]),
    (#"{"author":"a\u0000","body":"b\u0000"}"#, ["author", "body"]),
    (#"{"author":"a","body":"b","parentId":"x"}"#, ["parentId"]),
    (#"{"author":"a","body":"b","email":"x"}"#, ["email"]),
    (#"{"author":"a","body":"b","parentId":"01a1ff1e-57c2-7b3c-a92b-e0608f5f998e"}"#, ["parentId"]),
  ])
  func nameBadFields(_ body: String, _ fields: [String]) throws {
    let answer = scene.guest().post(shared, .json(body))
    #expect(answer.status == 400 && answer.fields.sorted() == fields)
    #expect(try bodies().isEmpty)
  }

  @Test func areBounded() throws {
    _ = try say(String(repeating: "😀", count: 5_000))
    let long = String(repeating: "x", count: 5_001)
    #expect(scene.guest().post(shared, .json(Self.json(long))).fields == ["body"])
    let name = String(repeating: "x", count: 101)
    #expect(scene.guest().post(shared, .json(Self.json("a", author: name))).fields == ["author"])
    #expect(scene.client.post(own, .json(Self.json("a"))).fields == ["author"])
    try scene.world.sql("UPDATE documents SET comments = 10000 WHERE id = \(scene.document)")
    #expect(scene.guest().post(shared, .json(Self.json("a"))).code == "too_many_comments")
    #expect(scene.client.post(own, .json(#"{"body":"a"}"#)).code == "too_many_comments")
  }

  @Test func haveAnswersOfOneLevel() throws {
    let first = try say("A").id
    let answer = try say("B", answering: first).id
    let deeper = scene.guest().post(shared, .json(Self.json("C", answer)))
    #expect(deeper.status == 400 && deeper.fields == ["parentId"])
    // Nor of another document's comment.
    let other = try DocumentLinkScene()
    let path = "/api/documents/\(other.document)/comments"
    let foreign = other.client.post(path, .json(Self.json("D", first, author: nil)))
    #expect(foreign.status == 400 && foreign.fields == ["parentId"])
  }

  @Test func needACommentersLink() throws {
    let viewer = try scene.link("viewer")
    let path = "/api/share-links/\(viewer.token)/comments"
    #expect(try scene.guest().get(path).expecting(200).json["comments"].items.isEmpty)
    let refused = scene.guest().post(path, .json(Self.json("A")))
    #expect(refused.status == 403 && refused.code == "comment_not_allowed")
    // One that becomes a viewer's link takes no changes either; taking back is always possible.
    let said = try say("A")
    _ = try scene.client.patch(link.path, #"{"accessLevel":"viewer"}"#).expecting(200)
    let change = change("PATCH", "\(shared)/\(said.id)", said.token, .json(#"{"body":"B"}"#))
    #expect(change.code == "comment_not_allowed")
    #expect(self.change("DELETE", "\(shared)/\(said.id)", said.token).status == 204)
  }

  @Test func areChangedByWhoWroteThem() throws {
    let said = try say("A")
    let path = "\(shared)/\(said.id)"
    let almost = said.token.dropLast() + (said.token.hasSuffix("-") ? "_" : "-")
    for token in [nil, "x", try say("other").token, String(almost)] {
      let refused = change("PATCH", path, token, .json(#"{"body":"B"}"#))
      #expect(refused.status == 403 && refused.code == "not_your_comment")
      #expect(change("DELETE", path, token).status == 403)
    }
    let changed = try change("PATCH", path, said.token, .json(#"{"body":"B"}"#)).expecting(200).json
    #expect(changed["body"].text == "B" && changed["editedAt"].text != nil)
    // By the link that it came by, and no other.
    let second = try scene.link("commenter")
    let elsewhere = "/api/share-links/\(second.token)/comments/\(said.id)"
    #expect(change("PATCH", elsewhere, said.token, .json(#"{"body":"C"}"#)).status == 403)
    #expect(change("DELETE", path, said.token).status == 204)
    #expect(change("DELETE", path, said.token).code == "comment_not_found")
    #expect(try bodies() == ["other"])
  }

  @Test func ofMembersAreTheirOwn() throws {
    let member = try scene.member("member")
    let id = try #require(
      try member.post(own, .json(#"{"body":"A"}"#)).expecting(201).json["id"].text)
    // Nobody's words are changed by others, whoever manages the document.
    #expect(scene.client.patch("\(own)/\(id)", #"{"body":"B"}"#).code == "not_your_comment")
    #expect(
      try member.patch("\(own)/\(id)", #"{"body":"B"}"#).expecting(200).json["body"].text == "B")
    let other = try scene.member("member")
    #expect(other.delete("\(own)/\(id)").code == "not_a_manager")
    #expect(try records("comment.deleted not_a_manager") == 1)
    #expect(scene.client.delete("\(own)/\(id)").status == 204)
    #expect(scene.client.delete("\(own)/\(id)").code == "comment_not_found")
    #expect(try records("comment.deleted done") == 1)
  }

  @Test func areModeratedThroughTheLinkToo() throws {
    let locked = try scene.locked()
    let grant = try scene.grant(locked)
    let path = "/api/share-links/\(locked.token)/comments"
    let guest = scene.guest()
    guest.token = grant
    let said = try guest.post(path, .json(Self.json("A"))).expecting(201).json["id"].text
    let comment = "\(path)/\(try #require(said))"
    let (member, stranger) = (try scene.member("member"), scene.client.another())
    try stranger.register()
    #expect(scene.guest().delete(comment).status == 401)
    #expect(guest.delete(comment).code == "not_your_comment")
    #expect(member.delete(comment).code == "not_a_manager")
    #expect(try records("comment.deleted not_a_manager") == 1, "as by the document's own address")
    #expect(stranger.delete(comment).code == "not_your_comment")
    #expect(scene.client.delete(comment).status == 204)
    _ = try scene.client.delete(locked.path).expecting(204)
    #expect(scene.client.delete(comment).code == "share_link_not_found")
  }

  /// Who can't be asked about at the moment is not a guest for that.
  @Test func areNotRefusedWhileNobodyKnowsWhoAsks() throws {
    let said = try say("A")
    let context = Context(
      request: Request(method: .delete, target: "/"),
      database: MariaDB.Connection(scene.world.application), reader: JSONReader())
    let id = try #require(UUID(said.id))
    func delete(_ failure: any Error) -> Int? {
      do {
        _ = try scene.world.services.documents.respond(
          to: .delete(id, token: link.token), context, member: { throw failure })
        return nil
      } catch {
        return (error as? any ProblemConvertible)?.problem.status.code
      }
    }
    #expect(delete(Problem.unavailable()) == 503)
    #expect(delete(AccountsError.unauthorized) == 403)
    #expect(try bodies() == ["A"])
  }

  @Test func leaveAPlaceWhileTheyHaveAnswers() throws {
    let first = try say("A")
    let second = try say("B", answering: first.id)
    let third = try say("C", answering: first.id)
    #expect(change("DELETE", "\(shared)/\(first.id)", first.token).status == 204)
    let place = try scene.client.get(own).expecting(200).json["comments"].items[0]
    #expect(
      place["isDeleted"].bool == true && place["body"].text == "" && place["author"].text == "")
    #expect(scene.client.delete("\(own)/\(first.id)").code == "comment_not_found")
    #expect(scene.guest().post(shared, .json(Self.json("D", first.id))).fields == ["parentId"])
    #expect(change("DELETE", "\(shared)/\(second.id)", second.token).status == 204)
    #expect(try bodies() == ["", "C"])
    // With the last answer the place goes too.
    #expect(change("DELETE", "\(shared)/\(third.id)", third.token).status == 204)
    #expect(try bodies().isEmpty)
    let count: Int? = try scene.world.value(
      "SELECT comments FROM documents WHERE id = \(scene.document)")
    #expect(count == 0)
  }

  @Test func areReadPageByPage() throws {
    for number in 1...5 {
      _ = try scene.client.post(own, .json("{\"body\":\"\(number)\"}")).expecting(201)
    }
    for path in [own, shared] {
      var found: [String] = []
      var cursor = ""
      for _ in 0..<3 {
        let page = try scene.client.get("\(path)?limit=2\(cursor)").expecting(200).json
        found += page["comments"].items.compactMap { $0["body"].text }
        guard let next = page["nextCursor"].text else { break }
        cursor = "&cursor=\(next)"
      }
      #expect(found == ["1", "2", "3", "4", "5"])
      for bad in ["cursor=x", "limit=0", "sort=x"] {
        #expect(scene.client.get("\(path)?\(bad)").status == 400)
      }
    }
  }

  @Test func areSaidOnceInARepeat() throws {
    let guest = scene.guest()
    let answers = (0..<3).map { _ in
      guest.post(shared, .json(Self.json("A"))) { $0.idempotencyKey = "k" }
    }
    #expect(answers.allSatisfy { $0.status == 201 && $0.json == answers[0].json })
    #expect(try bodies() == ["A"])
    // Somebody else at the same link who has hit on the same key is told nobody's token.
    let other = try scene.guest().post(shared, .json(Self.json("A"))) { $0.idempotencyKey = "k" }
      .expecting(201)
    #expect(other.json["editToken"].text != answers[0].json["editToken"].text)
  }

  @Test func areLimitedByLinkAndNetwork() throws {
    let guest = scene.guest()
    for number in 0..<30 {
      #expect(guest.post(shared, .json(Self.json("\(number)"))).status == 201)
    }
    let refused = guest.post(shared, .json(Self.json("more")))
    #expect(refused.status == 429 && refused.code == "too_many_posts")
    #expect((1...20).contains(Int(refused["Retry-After"] ?? "") ?? 0))
    #expect(scene.guest().post(shared, .json(Self.json("another network"))).status == 201)
    let second = try scene.link("commenter")
    let elsewhere = "/api/share-links/\(second.token)/comments"
    #expect(guest.post(elsewhere, .json(Self.json("another link"))).status == 201)
  }

  /// Each change leaves a record that stays, so changing takes as much as saying.
  @Test func areChangedNoOftenerThanTheyMayBeSaid() throws {
    let guest = scene.guest()
    let said = try guest.post(shared, .json(Self.json("0"))).expecting(201).json
    let path = "\(shared)/\(try #require(said["id"].text))"
    func change(_ body: String) -> Answer {
      guest.send("PATCH", path, .json("{\"body\":\"\(body)\"}")) {
        $0.editToken = said["editToken"].text
      }
    }
    for number in 1..<30 { #expect(change("\(number)").status == 200) }
    let refused = change("more")
    #expect(refused.status == 429 && refused.code == "too_many_posts")
    #expect((1...20).contains(Int(refused["Retry-After"] ?? "") ?? 0))
    #expect(change("29").status == 200, "the same again is none")
    #expect(guest.post(shared, .json(Self.json("more"))).code == "too_many_posts")
    #expect(try records("comment.changed done") == 29)
    #expect(try bodies() == ["29"])
  }

  @Test func areCountedAtOnce() throws {
    let (world, shared) = (scene.world, shared)
    let statuses = try onThreads(32) { number in
      let guest = TestClient(world)
      guest.address = "203.0.\(number).1"
      return guest.post(shared, .json(Self.json("\(number)"))).status
    }
    #expect(statuses.allSatisfy { $0 == 201 })
    let counts: Int? = try scene.world.value(
      """
      SELECT COUNT(*) FROM documents d WHERE d.id = \(scene.document) AND d.comments = 32
        AND (SELECT COUNT(*) FROM document_comments c WHERE c.document_id = d.id) = 32
      """)
    #expect(counts == 1)
  }

  /// Every one of these asks the door, with the grant where there is a password.
  @Test func areBehindTheDoor() throws {
    let locked = try scene.locked()
    let path = "/api/share-links/\(locked.token)"
    let grant = try scene.grant(locked)
    let made = try scene.guest().another(token: grant).post(
      path + "/comments", .json(Self.json("Mine"))
    ).expecting(201).json
    let said = (
      id: try #require(made["id"].text), token: try #require(made["editToken"].text)
    )
    let calls: [(String, String, String)] = [
      ("GET", "/comments", ""), ("POST", "/comments", Self.json("A")),
      ("PATCH", "/comments/\(said.id)", #"{"body":"B"}"#),
      ("POST", "/edit-requests", #"{"email":"a@b.example"}"#),
      ("DELETE", "/comments/\(said.id)", ""),
    ]
    func ask(_ bearer: String?) -> [Answer] {
      calls.map { method, part, body in
        scene.guest().send(method, path + part, body.isEmpty ? .none : .json(body)) {
          $0.authorization = bearer.map { "Bearer \($0)" }
          $0.editToken = said.token
        }
      }
    }
    let foreign = try scene.grant(try scene.locked())
    for bearer in [nil, "x", foreign, scene.client.token, locked.token] {
      #expect(
        ask(bearer).allSatisfy { $0.status == 401 && $0.code == "share_link_password_required" })
    }
    #expect(try bodies() == ["Mine"])
    #expect(ask(grant).map(\.status) == [200, 201, 200, 403, 204])
    #expect(try bodies() == ["A"])
    _ = try scene.client.patch(locked.path, #"{"password":"another one"}"#).expecting(200)
    #expect(ask(grant).allSatisfy { $0.status == 401 })
    let anew = try scene.grant(locked, "another one")
    _ = try scene.client.delete(locked.path).expecting(204)
    #expect(ask(anew).allSatisfy { $0.status == 404 && $0.code == "share_link_not_found" })
  }

  /// Once the 204 of the revocation is out, nothing is said through the link any more. It comes while
  /// the guests speak, and each goes on until they are refused.
  @Test func areNotSaidAfterARevocation() throws {
    let (world, token, document) = (scene.world, scene.client.token, scene.document)
    let (link, shared) = (link, shared)
    let said = Locked(0)
    let counts = try onThreads(16) { number -> Int in
      if number == 0 {
        while said.withLock({ $0 }) < 15 { usleep(1_000) }
        _ = try TestClient(world, token: token).delete(link.path).expecting(204)
        return try world.value("SELECT comments FROM documents WHERE id = \(document)") ?? -1
      }
      let guest = TestClient(world)
      guest.address = "203.1.\(number).1"
      for turn in 0..<30 {
        let status = guest.post(shared, .json(Self.json("\(number) \(turn)"))).status
        guard status == 201 else {
          #expect(status == 404)
          return turn
        }
        said.withLock { $0 += 1 }
      }
      return 30
    }
    #expect(counts[0] >= 15, "some had spoken")
    #expect(counts.dropFirst().reduce(0, +) == counts[0])
    #expect(counts.dropFirst().contains { $0 < 30 }, "and some were refused")
    #expect(try bodies().count == min(counts[0], 200))
  }

  @Test func nameAnIDThatIsNone() throws {
    #expect(scene.client.patch("\(own)/x", #"{"body":"B"}"#).fields == ["commentId"])
    #expect(change("DELETE", "\(shared)/x", nil).fields == ["commentId"])
    #expect(scene.client.get("/api/documents/x/comments").fields == ["documentId"])
  }
}
