import Foundation
import HTTP
import Primitives
import Testing

/// A document's links on its page for members (seed 4).
@Suite struct DocumentLinkPageTests {
  private let scene: DocumentPageScene

  init() throws {
    scene = try DocumentPageScene()
  }

  private var action: String { "\(scene.page)/links" }

  private static let fields = [
    "level": "viewer", "lock": "none", "expires": "never", "expires_at": "", "zone": "+00:00",
    "password": "",
  ]

  private func make(_ fields: [String: String] = [:]) throws -> Answer {
    try scene.author.submit(
      try scene.shown(), to: action, Self.fields.merging(fields) { $1 })
  }

  private func links(_ query: String = "") throws -> [Node] {
    try scene.client.get("\(scene.path)/share-links\(query)").expecting(200).json["shareLinks"]
      .items
  }

  private func token(in page: Answer) throws -> String {
    let match = page.text.firstMatch(
      of: /value="https:\/\/waylink\.test\/shared\/documents\/([^"]+)"/)
    return String(try #require(match?.1))
  }

  // MARK: Making

  @Test func makesALinkAndShowsItOnce() throws {
    let page = try scene.shown()
    #expect(page.text.contains("Nobody outside the workspace can see this document"))
    let fields = Self.fields.merging(
      [
        "level": "commenter", "lock": "new", "password": "open sesame", "expires": "7",
        "external_edit": "true",
      ]
    ) { $1 }
    let made = try scene.author.submit(page, to: action, fields).expecting(201)
    let token = try token(in: made)
    for text in [
      "it is shown this once", "Copy link", "data-copies=\"new-link\"",
      "may read and comment", "Pass that on by another way",
    ] { #expect(made.text.contains(text), "\(text)") }
    #expect(!made.text.contains("open sesame"))
    let link = try #require(try links().first)
    #expect(link["accessLevel"].text == "commenter" && link["passwordProtected"].bool == true)
    #expect(link["allowExternalEdit"].bool == true)
    let expiry = try #require(link["expiresAt"].text.flatMap { Instant(iso8601: $0) })
    let left = expiry.seconds - Instant.now().seconds
    #expect((7 * 86_400 - 5...7 * 86_400 + 60).contains(left))
    #expect(scene.enter(token, password: "open sesame").status == 200)
    #expect(scene.enter(token, password: "open says me").status == 401)
    // Loaded again: no second link, and the address is not said again.
    let again = try scene.author.submit(page, to: action, fields).expecting(303)
    #expect(again["Location"] == "\(scene.page)#links")
    let shown = try scene.shown().text
    #expect(shown.contains("Its address was shown once") && !shown.contains(token))
    #expect(try links().count == 1)
    for text in ["Active", "may read and comment", "Guests may ask to edit", "Works until"] {
      #expect(shown.contains(text), "\(text)")
    }
    #expect(shown.contains("Nobody has opened it yet."))
  }

  @Test func saysWhatIsWrongBesideIt() throws {
    for (fields, field, words) in [
      (["lock": "new"], "password", "Please fill this in."),
      (["lock": "new", "password": "short"], "password", "Use at least 8 characters."),
      (["lock": "none", "password": "open sesame"], "lock", "Which do you mean?"),
      (["lock": "new", "password": String(repeating: "x", count: 129)], "password", "at most 128"),
      (["lock": "keep"], "lock", "Choose one of the list."),
      (["level": "collaborator"], "level", "Choose one of the list."),
      (["level": ""], "level", "Please fill this in."),
      (["expires": "date"], "expires_at", "Please fill this in."),
      (["expires": "date", "expires_at": "2020-01-01T10:00"], "expires_at", "is over already"),
      (["expires": "date", "expires_at": "tomorrow"], "expires_at", "Choose a date and a time."),
    ] {
      let answer = try make(fields).expecting(400)
      #expect(
        answer.text.contains("id=\"link-\(field)-error\">\(words)") || answer.text.contains(words),
        "\(fields)")
      #expect(answer.text.contains("id=\"link-\(field)-error\""), "\(fields)")
      #expect(answer.text.contains("<title>Error: Plan"), "\(fields)")
      if let typed = fields["password"] { #expect(answer.text.contains("value=\"\(typed)\"")) }
    }
    #expect(try links("?include=all").isEmpty)
  }

  // MARK: Changing

  private func change(_ link: String, _ fields: [String: String]) throws -> Answer {
    let path = "\(action)/\(link)"
    return try scene.author.submit(
      try scene.author.get(path).expecting(200), to: path,
      Self.fields.merging(["lock": "keep", "expires": "keep"]) { $1 }.merging(fields) { $1 })
  }

  @Test func changesOneThingAndLeavesTheOthers() throws {
    let link = try scene.makeLink(
      #""accessLevel":"viewer","password":"open sesame","expiresAt":"2044-01-01T00:00:00Z""#)
    let page = try scene.author.get("\(action)/\(link.id)").expecting(200).text
    #expect(page.contains("2044-01-01 00:00 UTC") && page.contains("as it is now"))
    let done = try change(link.id, ["level": "commenter"]).expecting(303)
    #expect(done["Location"] == "\(scene.page)#links")
    #expect(try scene.shown().text.contains("The link is changed."))
    var now = try #require(try scene.link(link.id))
    #expect(now["accessLevel"].text == "commenter" && now["passwordProtected"].bool == true)
    #expect(now["expiresAt"].text == "2044-01-01T00:00:00Z")
    #expect(now["allowExternalEdit"].bool == false)
    #expect(scene.enter(link.token, password: "open sesame").status == 200)
    // Another password, then none.
    try change(link.id, ["lock": "new", "password": "another one"]).expecting(303)
    #expect(scene.enter(link.token, password: "open sesame").status == 401)
    #expect(scene.enter(link.token, password: "another one").status == 200)
    try change(link.id, ["lock": "none", "expires": "never", "external_edit": "true"])
      .expecting(303)
    #expect(scene.enter(link.token).status == 200)
    now = try #require(try scene.link(link.id))
    #expect(now["expiresAt"].text == nil && now["allowExternalEdit"].bool == true)
    let wrong = try scene.author.submit(
      try scene.author.get("\(action)/\(link.id)").expecting(200), to: "\(action)/\(link.id)",
      Self.fields.merging(["lock": "new"]) { $1 }
    ).expecting(400)
    #expect(wrong.text.contains("id=\"link-password-error\""))
  }

  @Test func revokesAfterAskingAndShowsEndedOnesOnRequest() throws {
    let link = try scene.makeLink()
    let expired = try scene.makeLink()
    try scene.world.sql("UPDATE links SET expires_at = '2020-01-01' WHERE id = \(expired.id)")
    let path = "\(action)/\(link.id)/revoke"
    let asked = try scene.author.get(path).expecting(200)
    #expect(asked.text.contains("never opens again") && scene.enter(link.token).status == 200)
    try scene.author.submit(asked, to: path).expecting(303)
    #expect(scene.enter(link.token).status == 404)
    #expect(try scene.shown().text.contains("The link is revoked."))
    let active = try scene.shown().text
    #expect(!active.contains(link.id) && !active.contains(expired.id))
    let all = try scene.shown("?links=all").text
    #expect(all.contains(">Revoked</span>") && all.contains(">Expired</span>"))
    #expect(!all.contains("\(link.id)/revoke"), "a revoked one can't be changed")
    #expect(!all.contains(link.token))
    // What has ended for good can only be looked at.
    let ended = try scene.author.get("\(action)/\(link.id)").expecting(200).text
    #expect(ended.contains("A revoked link") && ended.contains("Link revoked</strong>"))
    #expect(!ended.contains("action=\"\(action)/\(link.id)\""))
    let terms = [("level", "viewer"), ("lock", "none"), ("expires", "never"), ("zone", "+00:00")]
    let late = scene.author.post(
      "\(action)/\(link.id)", terms + [try scene.author.formToken()])
    #expect(late.status == 409 && late.text.contains("This link was revoked in the meantime"))
    let again = try scene.author.submit(asked, to: path).expecting(404)
    #expect(again.text.contains("This link has ended already"))
    // What has only expired opens again.
    try change(expired.id, ["lock": "none", "expires": "30"]).expecting(303)
    #expect(scene.enter(expired.token).status == 200)
  }

  @Test func tellsHowOftenALinkWasOpenedAndWhatWasDone() throws {
    let link = try scene.makeLink()
    let other = try scene.makeLink()
    let page = { try scene.author.get("\(action)/\(link.id)").expecting(200).text }
    #expect(try page().contains("Nobody has opened it yet."))
    try scene.world.sql(
      """
      INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at)
      VALUES (\(link.id), UTC_DATE(), 'b', 3, UTC_TIMESTAMP(6))
      """)
    _ = try scene.visited(by: link)
    try change(link.id, ["lock": "new", "password": "open sesame"]).expecting(303)
    let shown = try page()
    #expect(shown.contains("Opened 3 times") && shown.contains("<h2>Opens</h2>"))
    let events = shown.components(separatedBy: "<strong>").dropFirst().compactMap {
      $0.components(separatedBy: "</strong>").first
    }
    let told = events.filter { !$0.hasPrefix("Opened") }
    #expect(told.last == "Link generated" && told.contains("Password set"))
    #expect(told.contains("Comment posted") && told.contains("Request to edit"))
    #expect(shown.contains("<span dir=\"auto\">a guest</span>"))
    let quiet = try scene.author.get("\(action)/\(other.id)").expecting(200).text
    #expect(quiet.contains("Nobody has opened it yet.") && !quiet.contains("Comment posted"))
  }

  @Test func aLinkOfAnotherDocumentIsNotFound() throws {
    let other = try scene.client.makeDocument(in: scene.person.workspace)
    let link = try scene.makeLink()
    let token = try scene.author.formToken()
    let path = "\(DocumentPageScene.list)/\(other)/links/\(link.id)"
    #expect(scene.author.get(path).status == 404)
    #expect(scene.author.get("\(path)/revoke").status == 404)
    let terms = [("level", "viewer"), ("lock", "none"), ("expires", "never")]
    #expect(scene.author.post(path, terms + [token]).status == 404)
    #expect(scene.author.post("\(path)/revoke", [token]).status == 404)
    #expect(scene.enter(link.token).status == 200)
  }

  @Test func pagesThroughLinks() throws {
    for _ in 0..<27 { _ = try scene.makeLink() }
    let first = try scene.shown().text
    #expect(first.components(separatedBy: "/revoke\"").count - 1 == 25)
    let next = try #require(first.firstMatch(of: /\?older=([^"#]+)#links/)?.1)
    let second = try scene.shown("?older=\(next)").text
    #expect(second.components(separatedBy: "/revoke\"").count - 1 == 2)
    #expect(scene.author.get("\(scene.page)?older=x").status == 400)
    #expect(scene.author.get("\(scene.page)?links=x").status == 400)
  }
}
