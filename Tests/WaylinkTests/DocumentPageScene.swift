import HTTP
import MariaDB
import Primitives
import Testing

/// A document, its author at a browser, and the same person as a program.
struct DocumentPageScene {
  static let title = "Plan <of> the house"
  static let body = "# Rooms\n\nA *kitchen*, and <b>more</b>.\n"
  static let list = "/console/documents"
  static let new = "/console/documents/new"

  let world: World
  let author: Browser
  let client: TestClient
  let person: Person
  let document: String
  /// Of the document's page.
  let page: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
    author = Browser(world)
    try author.signIn(person.email, person.password).expecting(303)
    document = try client.makeDocument(in: person.workspace, Self.title, Self.body)
    page = "\(Self.list)/\(document)"
  }

  var path: String { "/api/documents/\(document)" }

  /// Somebody else of the workspace, and of no other one, at a browser.
  func join(as role: String) throws -> (browser: Browser, client: TestClient) {
    let client = TestClient(world)
    let other = try client.register()
    try world.join(other, person.workspace, as: role)
    try world.sql(
      """
      DELETE FROM memberships
      WHERE account_id = \(other.account) AND workspace_id = \(other.workspace)
      """)
    let browser = Browser(world)
    try browser.signIn(other.email, other.password).expecting(303)
    return (browser, client)
  }

  func shown(_ query: String = "") throws -> Answer {
    try author.get(page + query).expecting(200)
  }

  func state() throws -> Node { try client.get(path).expecting(200).json }

  // MARK: Links

  struct Link {
    let id: String
    let token: String
  }

  /// Makes a link by the API.
  func makeLink(_ fields: String = #""accessLevel":"commenter","allowExternalEdit":true"#) throws
    -> Link
  {
    let made = try client.post("\(path)/share-links", .json("{\(fields)}")).expecting(201)
    return Link(
      id: try #require(made.json["shareLink"]["id"].text),
      token: try #require(made.json["token"].text))
  }

  /// What a link is now; nil for one that isn't listed.
  func link(_ id: String) throws -> Node? {
    try client.get("\(path)/share-links?include=all").expecting(200).json["shareLinks"].items
      .first { $0["id"].text == id }
  }

  /// How a link's door answers.
  func enter(_ token: String, password: String? = nil) -> Answer {
    let body = password.map { "{\"password\":\"\($0)\"}" } ?? "{}"
    return TestClient(world).post("/api/share-links/\(token)/access", .json(body))
  }

  // MARK: Everything there is

  /// All pages about the document and a link of it.
  func pages(link: String, comment: String) -> [String] {
    [
      "", "/edit", "/delete", "/versions", "/versions/1", "/links/\(link)", "/links/\(link)/revoke",
      "/comments/\(comment)/delete", "/comments/\(comment)/edit",
    ].map { page + $0 }
  }

  /// All that forms do, with what they need.
  func acts(link: String, comment: String, request: String) -> [(String, [(String, String)])] {
    let terms = [
      ("level", "viewer"), ("lock", "none"), ("expires", "never"), ("zone", "+00:00"),
    ]
    return [
      ("\(page)/edit", [("title", "Taken"), ("body", "over"), ("version", "1"), ("step", "save")]),
      ("\(page)/versions/1/restore", []), ("\(page)/comments", [("body", "forged")]),
      ("\(page)/links", terms), ("\(page)/links/\(link)", terms),
      ("\(page)/links/\(link)/revoke", []), ("\(page)/comments/\(comment)/delete", []),
      ("\(page)/comments/\(comment)/edit", [("body", "forged")]),
      ("\(page)/requests/\(request)", [("answer", "accepted")]), ("\(page)/delete", []),
    ]
  }

  /// Those of them that only managers do.
  func managersActs(link: String, comment: String, request: String) -> [(
    String, [(String, String)]
  )] {
    acts(link: link, comment: comment, request: request).filter { path, _ in
      !["/edit", "/restore", "/comments"].contains { path.hasSuffix($0) }
    }
  }

  /// A guest's comment and a guest's request to write.
  func visited(by link: Link) throws -> (comment: String, request: String) {
    let guest = TestClient(world)
    let comment = try guest.post(
      "/api/share-links/\(link.token)/comments",
      .json(#"{"author":"Guest <G>","body":"Nice & <b>bold</b>"}"#)
    ).expecting(201)
    try guest.post(
      "/api/share-links/\(link.token)/edit-requests",
      .json(#"{"email":"guest@example.org","message":"May <I>?"}"#)
    ).expecting(202)
    let request = try world.value(
      "SELECT id FROM document_edit_requests WHERE document_id = \(document)", as: UUID.self)
    return (try #require(comment.json["id"].text), try #require(request).text)
  }
}

extension TestClient {
  /// Makes a document; its id.
  func makeDocument(
    in workspace: String, _ title: String = "Plan", _ body: String = "Words"
  ) throws -> String {
    let fields = [("title", title), ("body", body)].map { name, text in
      let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n")
      return "\"\(name)\":\"\(escaped)\""
    }
    let made = try post(
      "/api/workspaces/\(workspace)/documents", .json("{\(fields.joined(separator: ","))}")
    ).expecting(201)
    return try #require(made.json["id"].text)
  }
}
