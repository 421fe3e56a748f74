import HTTP
import Primitives
import Testing
@testable import Waylink

/// What is refused of a document leaves nothing behind, and is named; what is taken stays as it was
/// typed.
@Suite struct DocumentRefusalTests {
  private let scene: DocumentLinkScene
  private var client: TestClient { scene.client }
  private var document: String { "/api/documents/\(scene.document)" }
  private var documents: String { "/api/workspaces/\(scene.author.workspace)/documents" }

  init() throws {
    scene = try DocumentLinkScene()
  }

  private func shown() throws -> [String?] {
    let now = try client.get(document).expecting(200).json
    return [now["version"].integer.map(String.init), now["title"].text, now["body"].text]
  }

  // MARK: Nothing half-written

  @Test func storesNothingOfAChangeThatIsRefused() throws {
    let before = try shown()
    let long = String(repeating: "x", count: 1 << 20 + 1)
    for (body, fields) in [
      (#"{"title":"","body":"new"}"#, ["title"]), (#"{"title":" ","body":"new"}"#, ["title"]),
      (#"{"title":"new","body":"a\u0000"}"#, ["body"]),
      ("{\"title\":\"new\",\"body\":\"\(long)\"}", ["body"]),
      (#"{"title":"new","body":"new","version":0}"#, ["version"]),
    ] {
      let answer = client.patch(document, body)
      #expect(answer.status == 400 && answer.fields == fields)
    }
    let more = client.patch(document, .bytes(Bytes(repeating: 0x20, count: 7 << 20 + 1), type: nil))
    #expect(more.status == 413)
    #expect(try shown() == before)
    #expect(try client.get(document + "/versions").expecting(200).json["versions"].items.count == 1)
  }

  @Test func makesNothingOfWhatIsTooLong() throws {
    let long = String(repeating: "x", count: 1 << 20 + 1)
    let answer = client.post(documents, .json("{\"title\":\"x\",\"body\":\"\(long)\"}"))
    #expect(answer.status == 400 && answer.fields == ["body"])
    let more = client.post(documents, .bytes(Bytes(repeating: 0x20, count: 7 << 20 + 1), type: nil))
    #expect(more.status == 413)
    let found = try client.get(documents).expecting(200).json["documents"].items
    #expect(found.map { $0["id"].text } == [scene.document])
  }

  // MARK: Ids

  @Test(arguments: [
    ("PATCH", "documents/x", #"{"title":"a"}"#, "documentId"),
    ("POST", "documents/x/restore", "", "documentId"),
    ("PATCH", "documents/x/comments/x", #"{"body":"a"}"#, "documentId commentId"),
    ("PATCH", "documents/x/edit-requests/y", #"{"status":"accepted"}"#, "documentId requestId"),
    ("PATCH", "share-links/x", #"{"accessLevel":"viewer"}"#, "shareLinkId"),
    ("DELETE", "share-links/x", "", "shareLinkId"),
    ("GET", "share-links/x/opens", "", "shareLinkId"),
    ("GET", "share-links/x/events", "", "shareLinkId"),
  ])
  func namesAnIDThatIsNone(_ method: String, _ path: String, _ body: String, _ names: String) {
    let sent = body.isEmpty ? TestClient.Body.none : .json(body)
    let answer = client.send(method, "/api/" + path, sent)
    #expect(answer.status == 400 && answer.code == "validation_failed")
    #expect(answer.fields == names.split(separator: " ").map(String.init))
    #expect(client.another().send(method, "/api/" + path, sent).status == 401)
  }

  // MARK: Odd texts

  /// As a field of a line or of many takes a text; nil for one that is refused.
  private static func kept(_ text: String, isMultiline: Bool) -> String? {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return nil }
    let kept = scalars[first...last]
    let isRefused = kept.contains { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: !isMultiline
      default: scalar.properties.generalCategory == .control
      }
    }
    return isRefused ? nil : kept.reduce(into: "") { $0.unicodeScalars.append($1) }
  }

  private func check(_ answer: Answer, _ status: Int, _ field: String, _ kept: String?) {
    if let kept {
      #expect(answer.status == status)
      #expect(answer.json[field].text.map { Array($0.utf8) } == Array(kept.utf8), "\(kept)")
    } else {
      #expect(answer.status == 400 && answer.fields == [field])
    }
  }

  /// Neither the document's page nor a guest's may become anything but text by it.
  private func checkPages(_ link: DocumentLinkScene.Link, showing text: String?) throws {
    let page = try Browser(scene.world).get("/shared/documents/\(link.token)").expecting(200).text
    for markup in ["<script>", "<img", "<!--", "</td></table>"] {
      #expect(!page.contains(markup), "\(markup)")
    }
    guard let text else { return }
    let escaped = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
    #expect(page.utf8.contains(escaped.utf8), "\(text)")
  }

  @Test func keepsOddTitlesAsTyped() throws {
    let link = try scene.link()
    for text in HostileStrings.titles {
      let kept = Self.kept(text, isMultiline: false)
      check(
        client.patch(document, "{\"title\":\(HostileStrings.json(text))}"), 200, "title", kept)
      if let kept {
        check(scene.guest().read(link), 200, "title", kept)
        try checkPages(link, showing: kept)
      }
    }
  }

  @Test func keepsOddCommentsAsTyped() throws {
    let link = try scene.link("commenter")
    let (mine, shared) = (document + "/comments", "/api/share-links/\(link.token)/comments")
    for text in HostileStrings.attributes {
      let (json, kept) = (HostileStrings.json(text), Self.kept(text, isMultiline: true))
      check(client.post(mine, .json("{\"body\":\(json)}")), 201, "body", kept)
      let said = scene.guest().post(shared, .json("{\"author\":\"G\",\"body\":\(json)}"))
      check(said, 201, "body", kept)
    }
    try checkPages(link, showing: nil)
  }

  @Test func keepsOddNamesAsTyped() throws {
    let link = try scene.link("commenter")
    for text in HostileStrings.titles {
      let kept = Self.kept(text, isMultiline: false)
      let said = scene.guest().post(
        "/api/share-links/\(link.token)/comments",
        .json("{\"author\":\(HostileStrings.json(text)),\"body\":\"B\"}"))
      check(said, 201, "author", kept)
    }
    try checkPages(link, showing: "=cmd|' /C calc'!A0")
  }

  @Test func keepsOddMessagesAsTyped() throws {
    let link = try scene.link("viewer", #""allowExternalEdit":true"#)
    // Fewer than may wait by one link.
    for (number, text) in (HostileStrings.titles.prefix(20) + ["\u{202B}a\u{202C}"]).enumerated() {
      let asked = scene.guest().post(
        "/api/share-links/\(link.token)/edit-requests",
        .json(
          "{\"email\":\"a\(number)@b.example\",\"message\":\(HostileStrings.json(text))}"))
      #expect(asked.status == 202, "\(text)")
    }
    let found = try client.get(document + "/edit-requests?limit=1").expecting(200).json
    #expect(found["editRequests"][0]["message"].text == "\u{202B}a\u{202C}")
  }
}
