import Foundation
import HTTP
import Primitives
import Testing
@testable import Waylink

/// The pages behind a document's link, as somebody at a browser meets them.
@Suite struct SharedDocumentPageTests {
  private let scene: DocumentLinkScene

  init() throws {
    scene = try DocumentLinkScene()
  }

  /// At a network of their own: guesses of others are not theirs.
  private func browser() -> Browser {
    let browser = Browser(scene.world)
    browser.client.address = "198.\(Int.random(in: 20...200)).\(Int.random(in: 0...255)).1"
    return browser
  }

  private func page(_ link: DocumentLinkScene.Link) -> String { "/shared/documents/\(link.token)" }

  private func enter(
    _ browser: Browser, _ link: DocumentLinkScene.Link, _ password: String
  ) throws -> Answer {
    try browser.submit(
      browser.get(page(link)), to: page(link) + "/password", ["password": password])
  }

  /// Sends the form for a comment that stands last on a page: the one that answers nothing.
  private func say(
    _ body: String, on link: DocumentLinkScene.Link, by browser: Browser, name: String = "Gus",
    answering parent: String? = nil
  ) throws -> Answer {
    let text = try browser.get(page(link)).expecting(200).text
    let action = "action=\"\(page(link))/comments\""
    let form = try #require(
      text.components(separatedBy: "<form ").dropFirst().last {
        $0.contains(action) && (parent.map($0.contains) ?? !$0.contains("parentId"))
      }?.components(separatedBy: "</form>").first)
    return browser.post(
      page(link) + "/comments",
      Browser.hiddenFields(in: form) + [("author", name), ("body", body)])
  }

  /// The hidden fields of the last form of a page.
  private func hidden(_ page: Answer) throws -> [(String, String)] {
    Browser.hiddenFields(in: try #require(page.text.components(separatedBy: "<form ").last))
  }

  // MARK: Reading

  @Test func showsTheDocumentAsItReads() throws {
    let link = try scene.link()
    let answer = try browser().get(page(link)).expecting(200)
    #expect(
      answer.text.contains(
        "<article class=\"prose\" dir=\"auto\"><h2>Hello <em>you</em></h2>\n</article>"))
    #expect(answer.text.contains("<h1 dir=\"auto\">Plan</h1>"))
    #expect(answer.text.contains("<title>Waylink</title>"))
    #expect(answer.text.contains("This link never expires"))
    #expect(answer.setCookies.isEmpty, "who only reads gets no cookie")
    for absent in ["<form", "id=\"comments\"", "id=\"ask\"", scene.document, scene.author.email] {
      #expect(!answer.text.contains(absent), "\(absent)")
    }
  }

  @Test func isOnePageForAllThatDoesNotOpen() throws {
    let gone = try scene.link()
    try scene.client.delete(gone.path).expecting(204)
    let expired = try scene.link("commenter", #""expiresAt":"2099-01-01T00:00:00Z""#)
    try scene.world.sql("UPDATE links SET expires_at = '2020-01-01' WHERE id = \(expired.id)")
    let deleted = try DocumentLinkScene()
    let ofDeleted = try deleted.locked()
    try deleted.client.delete("/api/documents/\(deleted.document)").expecting(204)
    let paused = try DocumentLinkScene()
    let ofPaused = [try paused.link(), try paused.locked()]
    try scene.world.sql(
      "UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6) WHERE id = \(paused.author.workspace)")
    let paths = [
      page(gone), page(expired), page(ofDeleted), page(ofPaused[0]), page(ofPaused[1]),
      "/shared/documents/nobody-knows-this-one",
      "/shared/documents/x", page(gone) + "/comments/\(Primitives.UUID.v7())",
    ]
    let answers = paths.map { browser().get($0) }
    #expect(Set(answers.map(\.status)) == [404])
    #expect(Set(answers.map(\.text)).count == 1, "and not a word tells them apart")
    #expect(answers[0].text.contains("This document is not available"))
    #expect(answers.allSatisfy { $0.setCookies.isEmpty })
    #expect(browser().client.get(page(gone)).code == "share_link_not_found", "to a program")
  }

  @Test(arguments: ["password", "comments", "edit-requests"])
  func leadsBackFromWhereOnlyFormsAreSent(_ place: String) throws {
    let link = try scene.link()
    let answer = try browser().get("\(page(link))/\(place)").expecting(303)
    #expect(answer["Location"] == page(link))
    #expect(browser().client.send("PUT", page(link)).status == 405)
  }

  // MARK: The password

  @Test func opensWithThePasswordAndNotWithout() throws {
    let link = try scene.locked()
    let guest = browser()
    let gate = guest.get(page(link))
    #expect(gate.status == 401)
    #expect(gate.text.contains("autocomplete=\"current-password\""))
    for absent in ["Plan", "Hello", "role=\"alert\"", scene.document] {
      #expect(!gate.text.contains(absent), "\(absent)")
    }
    let wrong = try enter(guest, link, "open barley")
    #expect(wrong.status == 401)
    #expect(wrong.text.contains("This is not the password"))
    #expect(!wrong.text.contains("open barley"), "a password is never shown again")
    let empty = try enter(guest, link, "")
    #expect(empty.status == 401)
    #expect(empty.text.contains("Please fill this in."))

    let entered = try enter(guest, link, DocumentLinkScene.password).expecting(303)
    #expect(entered["Location"] == page(link))
    let cookie = try #require(
      entered.setCookies.first { $0.hasPrefix("__Secure-waylink-grant=") })
    #expect(cookie.contains("; Path=\(page(link)); HttpOnly; SameSite=Lax; Secure; Max-Age=900"))
    #expect(try guest.get(page(link)).expecting(200).text.contains("Hello"))
    // The browser's cookie is of this link alone, and of its present password.
    let other = try scene.locked()
    #expect(guest.get(page(other)).status == 401)
    try scene.client.patch(link.path, .json(#"{"password":"another one"}"#)).expecting(200)
    #expect(guest.get(page(link)).status == 401)
  }

  @Test func anApiDoesNotTakeTheCookie() throws {
    let link = try scene.locked()
    let guest = browser()
    _ = try enter(guest, link, DocumentLinkScene.password).expecting(303)
    let cookies = guest.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
    for path in [link.document, "/api/share-links/\(link.token)/comments"] {
      #expect(guest.client.get(path, headers: { $0.cookie = cookies }).status == 401, "\(path)")
    }
    let forged = guest.client.post(
      "/api/share-links/\(link.token)/comments", .json(#"{"author":"a","body":"b"}"#),
      headers: { $0.cookie = cookies })
    #expect(forged.status == 401)
  }

  @Test func slowsAGuesserDownInWords() throws {
    let link = try scene.locked()
    let guest = browser()
    for _ in 0..<5 { #expect(try enter(guest, link, "not the one").status == 401) }
    let slowed = try enter(guest, link, DocumentLinkScene.password)
    #expect(slowed.status == 429)
    let wait = try #require(slowed["Retry-After"].flatMap { Int($0) })
    #expect((1...5).contains(wait))
    #expect(slowed.text.contains("Too many wrong passwords"))
    #expect(slowed.text.contains("Try again in \(wait == 1 ? "one second" : "\(wait) seconds")"))
    guest.language = "es"
    let spanish = try enter(guest, link, DocumentLinkScene.password)
    #expect(spanish.text.contains("Demasiadas contraseñas equivocadas"))
  }

  // MARK: Comments

  @Test func keepsWhatGuestsSayAndLetsThemTakeItBack() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    let posted = try say("First <b>line</b>\n& second", on: link, by: guest).expecting(303)
    let place = try #require(posted["Location"])
    let id = String(place.suffix(36))
    #expect(place == "\(page(link))#c-\(id)")
    let shown = try guest.get(page(link)).expecting(200)
    #expect(shown.text.contains("Your comment is posted."))
    #expect(shown.text.contains("First &lt;b&gt;line&lt;/b&gt;\n&amp; second</p>"))
    #expect(shown.text.contains("href=\"\(page(link))/comments/\(id)\""))
    #expect(shown.text.contains("value=\"Gus\""), "the name stands there next time")
    #expect(!guest.get(page(link)).text.contains("Your comment is posted."), "said once")

    let stranger = browser()
    #expect(!stranger.get(page(link)).text.contains("/comments/\(id)"))
    #expect(stranger.get("\(page(link))/comments/\(id)").status == 403)
    try say("Well said", on: link, by: stranger, answering: id).expecting(303)

    let own = try guest.get("\(page(link))/comments/\(id)").expecting(200)
    try guest.submit(own, to: "\(page(link))/comments/\(id)", ["body": "Third"]).expecting(303)
    let changed = try guest.get(page(link)).expecting(200)
    #expect(changed.text.contains("Third") && changed.text.contains("· changed"))

    let again = try guest.get("\(page(link))/comments/\(id)").expecting(200)
    try guest.submit(again, to: "\(page(link))/comments/\(id)/delete").expecting(303)
    let deleted = try guest.get(page(link)).expecting(200)
    #expect(deleted.text.contains("This comment was deleted."))
    #expect(deleted.text.contains("Well said") && !deleted.text.contains("Third"))
    #expect(guest.cookies["__Secure-waylink-comments"] == nil)
  }

  @Test func saysOnceWhatIsSentTwice() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    let fields = try hidden(guest.get(page(link)).expecting(200))
    let typed = [("author", "Gus"), ("body", "Only once")]
    for _ in 0..<3 { try guest.post(page(link) + "/comments", fields + typed).expecting(303) }
    let shown = try guest.get(page(link)).expecting(200).text
    #expect(shown.components(separatedBy: "Only once</p>").count == 2)
  }

  @Test func bringsBackWhatWasTypedBesideWhatWasWrong() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    let wrong = try say("Kept <as> it is", on: link, by: guest, name: "")
    #expect(wrong.status == 400)
    #expect(wrong.text.contains("Kept &lt;as&gt; it is"))
    #expect(wrong.text.contains("id=\"comment-author-error\""))
    let parent = Primitives.UUID.v7().text
    let fields = try hidden(guest.get(page(link)).expecting(200))
    let lost = guest.post(
      page(link) + "/comments",
      fields
        + [("author", "G"), ("body", "To nobody"), ("parentId", parent)])
    #expect(lost.status == 400)
    #expect(lost.text.contains("To nobody</textarea>"))
    #expect(lost.text.contains("not there any more"))
  }

  @Test func holdsWhatWasTypedOverAnExpiredGrant() throws {
    let link = try scene.locked()
    let guest = browser()
    _ = try enter(guest, link, DocumentLinkScene.password).expecting(303)
    let fields = try hidden(guest.get(page(link)).expecting(200))
    guest.cookies["__Secure-waylink-grant"] = nil
    let gate = guest.post(
      page(link) + "/comments",
      fields + [("author", "Gus"), ("body", "A long \"thought\"")])
    #expect(gate.status == 401)
    #expect(gate.text.contains("What you typed is kept."))
    let back = try guest.submit(
      gate, to: page(link) + "/password", ["password": DocumentLinkScene.password]
    ).expecting(200)
    #expect(back.text.contains("This has not been sent yet"))
    #expect(back.text.contains("A long &quot;thought&quot;</textarea>"))
    #expect(!back.text.contains("class=\"said\""), "nothing is said by itself")
  }

  /// Forms of the time before the grant ended, of a guest whose comment it is.
  @Test func doesNothingWithoutTheGrant() throws {
    let link = try scene.link(
      "commenter", "\"allowExternalEdit\":true,\"password\":\"\(DocumentLinkScene.password)\"")
    let guest = browser()
    _ = try enter(guest, link, DocumentLinkScene.password).expecting(303)
    let posted = try say("Mine", on: link, by: guest).expecting(303)
    let comment = "/comments/\(try #require(posted["Location"]).suffix(36))"
    let acts = [
      ("/comments", ["author": "Gus", "body": "Late"]), (comment, ["body": "Changed"]),
      (comment + "/delete", [:]), ("/edit-requests", ["email": "ed@example.org"]),
    ]
    let pages = (
      document: try guest.get(page(link)).expecting(200),
      comment: try guest.get(page(link) + comment).expecting(200)
    )
    guest.cookies["__Secure-waylink-grant"] = nil
    for (act, fields) in acts {
      let shown = act.hasPrefix(comment) ? pages.comment : pages.document
      let gate = try guest.submit(shown, to: page(link) + act, fields)
      #expect(gate.status == 401, "\(act)")
      #expect(gate.text.contains("action=\"\(page(link))/password\""), "\(act)")
    }
    let comments = try scene.client.get("/api/documents/\(scene.document)/comments").expecting(200)
    #expect(comments.json["comments"].items.map { $0["body"].text } == ["Mine"])
    let requests = try scene.client.get("/api/documents/\(scene.document)/edit-requests").expecting(
      200)
    #expect(requests.json["editRequests"].items.isEmpty)
  }

  @Test func letsWhoMayOnlyReadReadAlone() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    try say("Seen by all", on: link, by: guest).expecting(303)
    let reading = try scene.link("viewer")
    let answer = try browser().get(page(reading)).expecting(200)
    #expect(answer.text.contains("Seen by all") && !answer.text.contains("<form"))
    // A form of the time when its link let them comment.
    let fields = try hidden(guest.get(page(link)).expecting(200))
    try scene.client.patch(link.path, .json(#"{"accessLevel":"viewer"}"#)).expecting(200)
    let refused = guest.post(
      page(link) + "/comments",
      fields + [("author", "Gus"), ("body", "Too late")])
    #expect(refused.status == 403)
    #expect(refused.text.contains("This link is for reading only"))
  }

  @Test func whatWasSaidIsTakenBackByALinkThatOnlyReadsNow() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    let posted = try say("Said too early", on: link, by: guest).expecting(303)
    let id = String(try #require(posted["Location"]).suffix(36))
    try scene.client.patch(link.path, .json(#"{"accessLevel":"viewer"}"#)).expecting(200)
    let own = "\(page(link))/comments/\(id)"
    let shown = try guest.get(page(link)).expecting(200).text
    #expect(shown.contains("href=\"\(own)\"") && shown.contains(">Delete comment<"))
    #expect(!browser().get(page(link)).text.contains(own))
    let asked = try guest.get(own).expecting(200)
    #expect(asked.text.contains("Said too early</p>") && !asked.text.contains("<textarea"))
    try guest.submit(asked, to: own + "/delete").expecting(303)
    let after = try guest.get(page(link)).expecting(200).text
    #expect(after.contains("Your comment is deleted.") && !after.contains("Said too early"))
  }

  @Test func leadsThroughAllComments() throws {
    let link = try scene.link("commenter")
    var ids: [Primitives.UUID] = []
    for number in 1...130 {
      let id = Primitives.UUID.v7()
      let parent = number == 101 ? ids[99] : nil
      try scene.world.sql(
        """
        INSERT INTO document_comments
          (id, document_id, parent_id, link_id, author, body, created_at)
        VALUES (\(id), \(scene.document), \(parent), \(link.id), 'A', \("no. \(number)."),
          UTC_TIMESTAMP(6))
        """)
      ids.append(id)
    }
    try scene.world.sql("UPDATE documents SET comments = 130 WHERE id = \(scene.document)")
    let guest = browser()
    let first = try guest.get(page(link)).expecting(200).text
    #expect(first.contains("no. 1.") && first.contains("no. 100.") && !first.contains("no. 101."))
    let more = "\(page(link))?from=\(ids[100])"
    #expect(first.contains("href=\"\(more)#comments\""))
    let second = try guest.get(more).expecting(200).text
    #expect(second.contains("no. 100."), "what the first of them answers stands above it")
    #expect(second.contains("no. 101.") && second.contains("no. 130."))
    #expect(!second.contains("no. 99."))
    #expect(guest.get("\(page(link))?from=1").status == 400)
    #expect(guest.get("\(page(link))?from=\(Primitives.UUID.v7())").status == 200)
    // Whoever says something is led to where it stands.
    let posted = try say("The last", on: link, by: guest).expecting(303)
    let place = try #require(posted["Location"]?.split(separator: "#").first)
    #expect(try guest.get(String(place)).expecting(200).text.contains("The last"))
    // An answer behind a hundred others too, and its author stays there when it is gone.
    try scene.world.sql(
      """
      UPDATE document_comments SET parent_id = \(ids[0])
      WHERE document_id = \(scene.document) AND id > \(ids[0]) AND parent_id IS NULL
      """)
    let answered = try say("The last answer", on: link, by: guest, answering: ids[0].text)
      .expecting(303)
    let target = try #require(answered["Location"])
    let answer = String(target.suffix(36))
    #expect(target == "\(page(link))?from=\(answer)#c-\(answer)")
    #expect(guest.get("\(page(link))?from=\(answer)").text.contains("The last answer</p>"))
    let own = "\(page(link))/comments/\(answer)"
    let gone = try guest.submit(guest.get(own).expecting(200), to: own + "/delete").expecting(303)
    #expect(gone["Location"] == "\(page(link))?from=\(ids[0])#c-\(ids[0])")
  }

  @Test func keepsWhatWasTypedForWhatIsGone() throws {
    let link = try scene.link("commenter", "\"allowExternalEdit\":true")
    let guest = browser()
    let posted = try say("Not for long", on: link, by: guest).expecting(303)
    let own = "\(page(link))/comments/\(String(try #require(posted["Location"]).suffix(36)))"
    let form = try guest.get(own).expecting(200)
    let other = try guest.get(page(link)).expecting(200)
    // A manager takes the comment away while its author changes it.
    let id = String(own.suffix(36))
    try scene.client.delete("/api/documents/\(scene.document)/comments/\(id)").expecting(204)
    let late = try guest.submit(form, to: own, ["body": "Better <words>"]).expecting(404)
    #expect(late.text.contains("This comment is not there any more"))
    #expect(late.text.contains("Better &lt;words&gt;</textarea>") && late.text.contains("readonly"))
    // The link lets nobody comment any more.
    try scene.client.patch(link.path, .json(#"{"accessLevel":"viewer"}"#)).expecting(200)
    let fields = Browser.hiddenFields(
      in: try #require(Browser.form(in: other, to: page(link) + "/comments")))
    let typed = fields + [("author", "Gus"), ("body", "Too <late>")]
    let refused = guest.post(page(link) + "/comments", typed)
    #expect(refused.status == 403 && refused.text.contains("This link is for reading only"))
    #expect(refused.text.contains("Too &lt;late&gt;</textarea>"))
    // It opens nothing any more.
    try scene.client.delete(link.path).expecting(204)
    let ended = guest.post(page(link) + "/comments", typed)
    #expect(ended.status == 404 && ended.text.contains("This document is not available"))
    #expect(ended.text.contains("Too &lt;late&gt;</textarea>"))
    for absent in ["Plan", "Hello", scene.document] {
      #expect(!ended.text.contains(absent), "\(absent)")
    }
    let asked = try guest.submit(
      other, to: page(link) + "/edit-requests", ["email": "a@b.example", "message": "Let me"])
    #expect(asked.status == 404 && asked.text.contains("Let me</textarea>"))
  }

  // MARK: Asking to edit

  @Test func takesRequestsToEdit() throws {
    let link = try scene.link("viewer", "\"allowExternalEdit\":true")
    let guest = browser()
    let shown = try guest.get(page(link)).expecting(200)
    let wrong = try guest.submit(
      shown, to: page(link) + "/edit-requests", ["email": "nowhere", "message": "Please & thanks"])
    #expect(wrong.status == 400)
    #expect(wrong.text.contains("Please &amp; thanks"))
    #expect(wrong.text.contains("This is not an e-mail address"))
    try guest.submit(
      wrong, to: page(link) + "/edit-requests", ["email": "ed@example.org", "message": "Please"]
    ).expecting(303)
    #expect(guest.get(page(link)).text.contains("Your request is on its way"))
    let requests = try scene.client.get("/api/documents/\(scene.document)/edit-requests")
      .expecting(200)
    #expect(requests.json["editRequests"].items.map { $0["email"].text } == ["ed@example.org"])
    let other = try scene.link("commenter")
    #expect(!browser().get(page(other)).text.contains("edit-requests"))
  }

  // MARK: Forms of others

  @Test func doesNothingForAForeignForm() throws {
    let link = try scene.locked()
    let guest = browser()
    _ = try enter(guest, link, DocumentLinkScene.password).expecting(303)
    let posted = try say("Mine", on: link, by: guest).expecting(303)
    let id = String(try #require(posted["Location"]).suffix(36))
    let proof = try #require(
      try hidden(guest.get(page(link))).first { $0.0 == "form_token" })
    let typed = [("author", "Eve"), ("body", "Forged")]
    let acts = ["/comments", "/comments/\(id)", "/comments/\(id)/delete", "/edit-requests"]
    for act in acts {
      let foreign = guest.post(page(link) + act, [proof] + typed) {
        $0.secFetchSite = "cross-site"
        $0.origin = "https://evil.example"
      }
      #expect(foreign.status == 403, "\(act)")
      #expect(foreign.text.contains("This form came from another site"))
      for token in [
        [], [("form_token", "guessed")], [("form_token", String(repeating: "A", count: 86))],
      ] {
        let guessed = guest.post(page(link) + act, token + typed)
        // Where nothing was typed that could be shown again, it leads back to the document.
        #expect(guessed.status == (act.hasSuffix("/delete") ? 303 : 403), "\(act)")
      }
    }
    // One that another browser was shown is no proof either.
    let other = browser()
    let stranger = try #require(
      try hidden(other.get(page(link))).first { $0.0 == "form_token" })
    let borrowed = guest.post(page(link) + "/comments", [stranger] + typed)
    #expect(borrowed.status == 403)
    #expect(borrowed.text.contains("Forged</textarea>"), "what was typed stays")
    let shown = try guest.get(page(link)).expecting(200).text
    #expect(shown.contains("Mine</p>") && !shown.contains("Forged"))
  }

  @Test func saysNothingAfterALinkHasEnded() throws {
    let link = try scene.link("commenter")
    let guest = browser()
    let fields = try hidden(guest.get(page(link)).expecting(200))
    try scene.client.delete(link.path).expecting(204)
    let late = guest.post(
      page(link) + "/comments",
      fields + [("author", "Gus"), ("body", "Too late")])
    #expect(late.status == 404)
    #expect(late.text.contains("This document is not available"))
  }
}
