import Documents
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// Making, reading, changing and deleting documents.
@Suite struct DocumentTests {
  private let world: World
  private let client: TestClient
  private let person: Person
  private var documents: String { "/api/workspaces/\(person.workspace)/documents" }

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
  }

  private func make(_ title: String = "Plan", body: String = "# Hi") throws -> String {
    let json = "{\"title\":\(HostileStrings.json(title)),\"body\":\(HostileStrings.json(body))}"
    return try #require(try client.post(documents, .json(json)).expecting(201).json["id"].text)
  }

  private func member(_ role: String) throws -> TestClient {
    let other = client.another()
    try world.join(try other.register(), person.workspace, as: role)
    return other
  }

  private func actions(_ document: String) throws -> String? {
    try world.value(
      """
      SELECT GROUP_CONCAT(CONCAT(action, ' ', outcome) ORDER BY seq) FROM audit_records
      WHERE subject_id = \(document)
      """)
  }

  // MARK: Making

  @Test func makesADocument() throws {
    let made = try client.post(documents, .json(##"{"title":" Plan ","body":"# A\n\na <b>"}"##))
      .expecting(201)
    #expect(
      made.json.keys == [
        "id", "workspaceId", "title", "version", "createdBy", "createdByMembershipId", "createdAt",
        "updatedAt", "updatedBy", "deletedAt", "canManage", "body", "bodyHtml",
      ])
    #expect(made.json["title"].text == "Plan")
    #expect(made.json["version"].integer == 1)
    #expect(made.json["createdBy"].text == person.account)
    #expect(made.json["canManage"].bool == true)
    #expect(made.json["body"].text == "# A\n\na <b>")
    #expect(made.json["bodyHtml"].text == "<h2>A</h2>\n<p>a &lt;b&gt;</p>\n")
    let id = try #require(made.json["id"].text)
    #expect(made["Location"] == "/api/documents/\(id)")
    #expect(client.get("/api/documents/\(id)").json == made.json)
    let empty = try client.post(documents, .json(#"{"title":"No words"}"#)).expecting(201)
    #expect(empty.json["body"].text == "" && empty.json["bodyHtml"].text == "")
    #expect(try actions(id) == "document.created done")
  }

  @Test(arguments: [
    (#"{}"#, ["title"]), (#"{"title":""}"#, ["title"]), (#"{"title":"  "}"#, ["title"]),
    (#"{"title":null,"body":7}"#, ["title", "body"]), (#"{"title":"a\u0000"}"#, ["title"]),
    (#"{"title":"x","body":"a\u0000b"}"#, ["body"]), (#"{"title":"x","body":"\u009b"}"#, ["body"]),
    (#"{"title":"x","body":[]}"#, ["body"]), (#"{"title":"x","text":"y"}"#, ["text"]),
    (#"{"title":"x","version":1}"#, ["version"]),
  ])
  func namesBadFields(_ body: String, _ fields: [String]) throws {
    let answer = client.post(documents, .json(body))
    #expect(answer.status == 400 && answer.code == "validation_failed")
    #expect(answer.fields.sorted() == fields.sorted())
    #expect(try client.get(documents).expecting(200).json["documents"].items.isEmpty)
  }

  @Test func boundsTheBody() throws {
    let whole = String(repeating: "x", count: 1 << 20)
    _ = try make(body: whole)
    let answer = client.post(documents, .json("{\"title\":\"x\",\"body\":\"\(whole)y\"}"))
    #expect(answer.status == 400 && answer.fields == ["body"])
    let more = client.post(documents, .bytes(Bytes(repeating: 0x20, count: 7 << 20 + 1), type: nil))
    #expect(more.status == 413)
  }

  @Test func refusesWhatCantBeShownInTime() throws {
    let nested = client.post(
      documents, .json("{\"title\":\"x\",\"body\":\"\(String(repeating: "> ", count: 500))a\"}"))
    #expect(nested.status == 422 && nested.code == "document_too_complex")
    let slow = String(repeating: "![[]()", count: 170_000)
    #expect(client.post(documents, .json("{\"title\":\"x\",\"body\":\"\(slow)\"}")).status == 422)
    #expect(try client.get(documents).expecting(200).json["documents"].items.isEmpty)
  }

  @Test(arguments: HostileStrings.titles)
  func keepsOddTextsAsTyped(_ text: String) throws {
    let controls = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    guard !controls else { return }
    let id = try make("t", body: text)
    let answer = try client.get("/api/documents/\(id)").expecting(200)
    #expect(answer.json["body"].text.map { Array($0.utf8) } == Array(text.utf8))
    #expect(answer.json["bodyHtml"].text?.contains("<script") == false)
    #expect(answer.json["bodyHtml"].text?.contains("<img") == false)
  }

  @Test func makesOneOfARepeat() throws {
    let body = #"{"title":"Once","body":"a"}"#
    let answers = (0..<3).map { _ in
      client.post(documents, .json(body)) { $0.idempotencyKey = "k" }
    }
    #expect(answers.allSatisfy { $0.status == 201 && $0.json == answers[0].json })
    #expect(try client.get(documents).expecting(200).json["documents"].items.count == 1)
    let other = client.post(documents, .json(#"{"title":"Twice"}"#)) { $0.idempotencyKey = "k" }
    #expect(other.status == 409 && other.code == "idempotency_key_reused")
  }

  // MARK: Changing

  @Test func keepsAVersionOfEachSave() throws {
    let id = try make("One", body: "a")
    let path = "/api/documents/\(id)"
    let member = try member("member")
    let second = try member.patch(path, #"{"body":"b","version":1}"#).expecting(200)
    #expect(second.json["version"].integer == 2 && second.json["bodyHtml"].text == "<p>b</p>\n")
    #expect(second.json["canManage"].bool == false)
    let third = try client.patch(path, #"{"title":"Two"}"#).expecting(200)
    #expect(third.json["version"].integer == 3 && third.json["body"].text == "b")
    // What changes nothing is no save, whatever it started from.
    for same in [#"{}"#, #"{"title":"Two","body":"b"}"#, #"{"title":"Two","version":1}"#] {
      #expect(try client.patch(path, same).expecting(200).json["version"].integer == 3)
    }
    let list = try client.get(path + "/versions").expecting(200).json
    #expect(list["versions"].items.map { $0["version"].integer } == [3, 2, 1])
    #expect(list["versions"].items.map { $0["title"].text } == ["Two", "One", "One"])
    #expect(
      list["versions"].items[0].keys == ["version", "title", "savedBy", "savedByName", "savedAt"])
    #expect(list["versions"].items[0]["savedBy"].text == person.account)
    #expect(list["versions"].items[1]["savedBy"].text != person.account)
    #expect(list["nextCursor"].isNull)
    let first = try member.get(path + "/versions/1").expecting(200).json
    #expect(first["body"].text == "a" && first["bodyHtml"].text == "<p>a</p>\n")
    #expect(member.get(path + "/versions/4").code == "version_not_found")
    #expect(
      try actions(id) == "document.created done,document.changed done,document.changed done")
  }

  @Test func readsVersionsPageByPage() throws {
    let path = "/api/documents/\(try make(body: "0"))"
    for number in 1...4 { _ = try client.patch(path, "{\"body\":\"\(number)\"}").expecting(200) }
    var found: [Int] = []
    var cursor = ""
    for _ in 0..<3 {
      let page = try client.get("\(path)/versions?limit=2\(cursor)").expecting(200).json
      found += page["versions"].items.compactMap { $0["version"].integer }
      guard let next = page["nextCursor"].text else { break }
      cursor = "&cursor=\(next)"
    }
    #expect(found == [5, 4, 3, 2, 1])
    for bad in ["cursor=x", "limit=0", "limit=201", "sort=title"] {
      #expect(client.get("\(path)/versions?\(bad)").status == 400)
    }
  }

  @Test func overwritesNobodysWords() throws {
    let path = "/api/documents/\(try make(body: "a"))"
    _ = try client.patch(path, #"{"body":"mine","version":1}"#).expecting(200)
    let late = client.patch(path, #"{"body":"yours","version":1}"#)
    #expect(late.status == 409 && late.code == "document_changed")
    #expect(late.json["currentVersion"].integer == 2)
    #expect(try client.get(path).expecting(200).json["body"].text == "mine")
  }

  @Test func countsSavesAtOnce() throws {
    let path = "/api/documents/\(try make(body: "a"))"
    let token = client.token
    let world = world
    let statuses = try onThreads(16) { number in
      TestClient(world, token: token).patch(path, "{\"body\":\"\(number)\",\"version\":1}").status
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.filter { $0 == 409 }.count == 15)
    let free = try onThreads(16) { number in
      TestClient(world, token: token).patch(path, "{\"title\":\"\(number)\"}").status
    }
    #expect(free.allSatisfy { $0 == 200 })
    #expect(try client.get(path).expecting(200).json["version"].integer == 18)
  }

  @Test(arguments: [
    (#"{"title":""}"#, "title"), (#"{"title":null}"#, "title"), (#"{"body":null}"#, "body"),
    (#"{"version":0}"#, "version"), (#"{"version":"1"}"#, "version"),
    (#"{"author":"x"}"#, "author"),
  ])
  func namesWhatCantBeChanged(_ body: String, _ field: String) throws {
    let answer = client.patch("/api/documents/\(try make())", body)
    #expect(answer.status == 400 && answer.fields == [field])
  }

  // MARK: Lists

  @Test func listsInEachOrder() throws {
    let ids = try ["b", "a", "c"].map { try make($0, body: "word \($0)") }
    _ = try client.patch("/api/documents/\(ids[0])", #"{"body":"changed"}"#).expecting(200)
    for (sort, titles) in [
      ("", "bca"), ("&sort=-updatedAt", "bca"), ("&sort=updatedAt", "acb"),
      ("&sort=createdAt", "bac"), ("&sort=-createdAt", "cab"), ("&sort=title", "abc"),
      ("&sort=-title", "cba"),
    ] {
      var found = ""
      var cursor = ""
      repeat {
        let page = try client.get("\(documents)?limit=1\(sort)\(cursor)").expecting(200).json
        found += page["documents"].items.compactMap { $0["title"].text }.joined()
        #expect(page["documents"].items.allSatisfy { $0["body"].text == nil })
        cursor = page["nextCursor"].text.map { "&cursor=\($0)" } ?? ""
      } while !cursor.isEmpty
      #expect(found == titles, "\(sort)")
    }
    let byWords = try client.get("\(documents)?q=word&sort=title").expecting(200).json
    #expect(byWords["documents"].items.compactMap { $0["title"].text } == ["a", "c"])
    #expect(try client.get("\(documents)?q=%25").expecting(200).json["documents"].items.isEmpty)
  }

  @Test(arguments: [
    ("limit=0", "limit"), ("cursor=x", "cursor"), ("sort=version", "sort"), ("q=", "q"),
    ("deleted=yes", "deleted"), ("x=1", "x"),
  ])
  func refusesABadQuery(_ query: String, _ field: String) throws {
    #expect(client.get("\(documents)?\(query)").fields == [field])
  }

  @Test func answersNotModifiedUntilItIs() throws {
    let id = try make()
    for path in [documents, "/api/documents/\(id)", "/api/documents/\(id)/versions"] {
      let first = try client.get(path).expecting(200)
      let tag = try #require(first["ETag"])
      #expect(client.get(path) { $0.ifNoneMatch = tag }.status == 304)
      // Not the same for who doesn't manage it.
      #expect(try member("member").get(path) { $0.ifNoneMatch = tag }.status == 200)
      _ = try client.patch("/api/documents/\(id)", "{\"body\":\"\(UUID.v7())\"}").expecting(200)
      #expect(client.get(path) { $0.ifNoneMatch = tag }.status == 200)
    }
    let version = "/api/documents/\(id)/versions/1"
    let tag = try #require(try client.get(version).expecting(200)["ETag"])
    #expect(client.get(version) { $0.ifNoneMatch = tag }.status == 304)
  }

  // MARK: Who may

  @Test func isThereForItsWorkspaceOnly() throws {
    let path = "/api/documents/\(try make())"
    let stranger = client.another()
    try stranger.register()
    for answer in [
      stranger.get(path), stranger.patch(path, #"{"title":"x"}"#), stranger.delete(path),
      stranger.get(path + "/versions"), stranger.get(path + "/versions/1"),
      stranger.post(path + "/restore"), stranger.get("/api/documents/\(UUID.v7())"),
    ] {
      #expect(answer.status == 404 && answer.code == "document_not_found")
    }
    for answer in [stranger.get(documents), stranger.post(documents, .json(#"{"title":"x"}"#))] {
      #expect(answer.status == 404 && answer.code == "workspace_not_found")
    }
    let nobody = client.another()
    for path in [documents, path, path + "/versions"] { #expect(nobody.get(path).status == 401) }
  }

  @Test func isDeletedByThoseWhoManageIt() throws {
    let id = try make()
    let path = "/api/documents/\(id)"
    let member = try member("member")
    #expect(member.delete(path).code == "not_a_manager")
    #expect(try actions(id) == "document.created done,document.deleted not_a_manager")
    let own = try member.post(documents, .json(#"{"title":"Theirs"}"#)).expecting(201)
    let theirs = "/api/documents/\(try #require(own.json["id"].text))"
    #expect(try self.member("member").delete(theirs).status == 403)
    #expect(member.delete(theirs).status == 204)
    #expect(try self.member("admin").delete(path).status == 204)
    #expect(client.get(path).status == 404 && client.delete(path).status == 404)
  }

  @Test func comesBackWithinThirtyDays() throws {
    let id = try make("Back", body: "a")
    let path = "/api/documents/\(id)"
    _ = try client.delete(path).expecting(204)
    #expect(try client.get(documents).expecting(200).json["documents"].items.isEmpty)
    let bin = try client.get(documents + "?deleted=true").expecting(200).json["documents"].items
    #expect(bin.map { $0["id"].text } == [id] && bin.first?["deletedAt"].text != nil)
    #expect(try member("member").post(path + "/restore").status == 403)
    let back = try client.post(path + "/restore").expecting(200).json
    #expect(back["body"].text == "a" && back["deletedAt"].isNull)
    #expect(try client.post(path + "/restore").expecting(200).json == back)
  }

  @Test func isClearedAfterwards() throws {
    let id = try make("Gone", body: "secret words")
    let path = "/api/documents/\(id)"
    _ = try client.post(path + "/comments", .json(#"{"body":"said"}"#)).expecting(201)
    _ = try client.delete(path).expecting(204)
    try world.sql(
      "UPDATE documents SET purge_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = \(id)")
    try Documents.clear(on: Connection(world.application)) { _, _ in }
    #expect(client.post(path + "/restore").status == 404)
    #expect(try world.value("SELECT title FROM documents WHERE id = \(id)") == "")
    for table: SQL in ["document_versions", "document_comments"] {
      #expect(
        try world.value("SELECT COUNT(*) FROM \(table) WHERE document_id = \(id)", as: Int.self)
          == 0)
    }
    #expect(try actions(id)?.hasSuffix("document.deleted done,document.cleared done") == true)
  }

  @Test func passesToAnOwnerWhenItsAuthorLeaves() throws {
    let member = client.another()
    let leaver = try member.register()
    try world.join(leaver, person.workspace, as: "member")
    let made = try member.post(documents, .json(#"{"title":"Theirs"}"#)).expecting(201).json
    let membership = try #require(made["createdByMembershipId"].text)
    _ = try client.delete("/api/workspaces/\(person.workspace)/memberships/\(membership)")
      .expecting(204)
    let now = try client.get("/api/documents/\(try #require(made["id"].text))").expecting(200).json
    #expect(now["createdBy"].text == person.account)
  }

  @Test(arguments: [
    ("documents/x", "documentId"), ("documents/x/versions", "documentId"),
    ("workspaces/x/documents", "workspaceId"),
  ])
  func namesAnIDThatIsNone(_ path: String, _ field: String) throws {
    let answer = client.get("/api/\(path)")
    #expect(answer.status == 400 && answer.fields == [field])
    #expect(client.another().get("/api/\(path)").status == 401)
  }

  @Test func makesMarkupAgainThatAnOlderRendererMade() throws {
    let id = try make(body: "*a*")
    try world.sql(
      "UPDATE document_versions SET html = 'old', renderer = 0 WHERE document_id = \(id)")
    let connection = Connection(world.application)
    for _ in 0..<20 { try world.services.documents.renderOutdated(on: connection) }
    #expect(
      try client.get("/api/documents/\(id)").expecting(200).json["bodyHtml"].text
        == "<p><em>a</em></p>\n")
  }
}
