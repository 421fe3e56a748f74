import HTTP
import MariaDB
import Primitives
import Testing
@testable import Waylink

/// How much a document may gather, and who still has room when somebody else has taken theirs.
@Suite struct DocumentBoundsTests {
  private let scene: DocumentLinkScene
  private var client: TestClient { scene.client }
  private var document: String { "/api/documents/\(scene.document)" }

  init() throws {
    scene = try DocumentLinkScene()
  }

  // MARK: Versions

  /// Makes it look saved so many times more, as it was saved last.
  private func save(_ times: Int) throws {
    try scene.world.sql(
      """
      INSERT INTO document_versions
        (document_id, version, title, body, html, renderer, saved_by, saved_at)
      SELECT v.document_id, v.version + s.seq, v.title, v.body, v.html, v.renderer, v.saved_by,
        v.saved_at
      FROM document_versions v JOIN documents d ON d.id = v.document_id AND d.version = v.version
      JOIN seq_1_to_5000 s ON s.seq <= \(times)
      WHERE d.id = \(scene.document)
      """)
    try scene.world.sql(
      "UPDATE documents SET version = version + \(times) WHERE id = \(scene.document)")
  }

  private func versions() throws -> [Int?] {
    try ["COUNT(*)", "MIN(version)", "MAX(version)"].map { (what: SQL) in
      try scene.world.value(
        "SELECT \(what) FROM document_versions WHERE document_id = \(scene.document)")
    }
  }

  @Test func keepsTheLastThousandVersions() throws {
    try save(998)
    #expect(try versions() == [999, 1, 999])
    try client.patch(document, #"{"body":"thousand"}"#).expecting(200)
    #expect(try versions() == [1_000, 1, 1_000])
    try client.patch(document, #"{"title":"And one more"}"#).expecting(200)
    #expect(try versions() == [1_000, 2, 1_001])
    #expect(client.get(document + "/versions/1").code == "version_not_found")
    #expect(try client.get(document + "/versions/2").expecting(200).json["title"].text == "Plan")
    // What changes nothing takes nothing away.
    try client.patch(document, #"{"title":"And one more"}"#).expecting(200)
    #expect(try versions() == [1_000, 2, 1_001])
  }

  /// Of a document that has gathered more before, some go with each save.
  @Test func thinsOutWhatWasGathered() throws {
    try save(1_024)
    for (title, expected) in [
      ("A", [1_016, 11, 1_026]), ("B", [1_007, 21, 1_027]), ("C", [1_000, 29, 1_028]),
    ] {
      try client.patch(document, "{\"title\":\"\(title)\"}").expecting(200)
      #expect(try versions() == expected)
    }
    let list = try client.get(document + "/versions?limit=3").expecting(200).json
    #expect(list["versions"].items.map { $0["version"].integer } == [1_028, 1_027, 1_026])
  }

  // MARK: Comments

  private func say(_ link: DocumentLinkScene.Link) -> Answer {
    scene.guest().post(
      "/api/share-links/\(link.token)/comments", .json(#"{"author":"Gus","body":"A"}"#))
  }

  @Test func keepsRoomForMembers() throws {
    let link = try scene.link("commenter")
    try scene.world.sql("UPDATE documents SET comments = 8999 WHERE id = \(scene.document)")
    #expect(say(link).status == 201)
    let full = say(link)
    #expect(full.status == 409 && full.code == "too_many_comments")
    let mine = document + "/comments"
    #expect(client.post(mine, .json(#"{"body":"a"}"#)).status == 201)
    try scene.world.sql("UPDATE documents SET comments = 10000 WHERE id = \(scene.document)")
    #expect(client.post(mine, .json(#"{"body":"a"}"#)).code == "too_many_comments")
  }

  @Test func keepsRoomForGuestsOfOtherLinks() throws {
    let (link, other) = (try scene.link("commenter"), try scene.link("commenter"))
    try scene.world.sql(
      """
      INSERT INTO document_comments (id, document_id, link_id, author, body, created_at)
      SELECT UUID(), \(scene.document), \(link.id), 'A', 'b', UTC_TIMESTAMP(6)
      FROM seq_1_to_2999
      """)
    try scene.world.sql("UPDATE documents SET comments = 2999 WHERE id = \(scene.document)")
    #expect(say(link).status == 201)
    #expect(say(link).code == "too_many_comments")
    #expect(say(other).status == 201)
    #expect(client.post(document + "/comments", .json(#"{"body":"a"}"#)).status == 201)
  }

  // MARK: Requests to edit

  @Test func keepsRoomForRequestsByOtherLinks() throws {
    let terms = #""allowExternalEdit":true"#
    let (link, other) = (try scene.link("viewer", terms), try scene.link("viewer", terms))
    func ask(_ link: DocumentLinkScene.Link, _ name: String) -> Answer {
      scene.guest().post(
        "/api/share-links/\(link.token)/edit-requests",
        .json("{\"email\":\"\(name)@b.example\"}"))
    }
    for number in 0..<25 { #expect(ask(link, "\(number)").status == 202) }
    let full = ask(link, "one-more")
    #expect(full.status == 409 && full.code == "too_many_edit_requests")
    #expect(ask(link, "7").status == 202, "who waits already is told the same as ever")
    #expect(ask(other, "somebody").status == 202)
    let found = try client.get(document + "/edit-requests").expecting(200).json["editRequests"]
    let id = try #require(found.items.last?["id"].text)
    try client.patch("\(document)/edit-requests/\(id)", #"{"status":"declined"}"#).expecting(200)
    #expect(ask(link, "one-more").status == 202, "an answer makes room")
  }
}
