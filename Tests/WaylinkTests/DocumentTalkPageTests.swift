import Foundation
import HTTP
import Primitives
import Testing

/// Comments and requests to edit on a document's page for members, and who may do what there.
@Suite struct DocumentTalkPageTests {
  private let scene: DocumentPageScene

  init() throws {
    scene = try DocumentPageScene()
  }

  private var comments: String { "\(scene.page)/comments" }

  private func listed() throws -> [Node] {
    try scene.client.get("\(scene.path)/comments").expecting(200).json["comments"].items
  }

  private func say(_ text: String, by browser: Browser? = nil) throws -> Answer {
    let browser = browser ?? scene.author
    return try browser.submit(
      try browser.get(scene.page).expecting(200), to: comments, ["body": text])
  }

  // MARK: Comments

  @Test func membersSpeakAndAnswer() throws {
    let said = try say("First <b>\r\nline two").expecting(303)
    let first = try #require(try listed().first?["id"].text)
    #expect(said["Location"] == "\(scene.page)#c-\(first)")
    let page = try scene.shown()
    #expect(page.text.contains("Your comment is there."))
    #expect(page.text.contains("First &lt;b&gt;\nline two</p>"))
    // An answer's form is the one with what it answers in it.
    let form = try #require(
      page.text.components(separatedBy: "<form ").first { $0.contains("\"parentId\"") })
    let hidden = Browser.hiddenFields(in: form)
    scene.author.post(comments, hidden + [("body", "An answer")])
    scene.author.post(comments, hidden + [("body", "An answer")])
    #expect(try listed().map { $0["parentId"].text } == [nil, first], "sent twice, said once")
    let wrong = scene.author.post(comments, hidden + [("body", " ")])
    #expect(wrong.status == 400 && wrong.text.contains("id=\"answer-\(first)-body-error\""))
    #expect(wrong.text.contains("<details class=\"answering\" open>"))
    let words = String(repeating: "x", count: 5_001)
    let long = scene.author.post(comments, [("body", words), try scene.author.formToken()])
    #expect(
      long.status == 400 && long.text.contains("id=\"comment-body-error\"")
        && long.text.contains("xxx</textarea>"))
  }

  @Test func eachTakesAwayTheirOwnAndManagersAnybodys() throws {
    let link = try scene.makeLink()
    let (comment, _) = try scene.visited(by: link)
    let member = try scene.join(as: "member").browser
    try say("Theirs", by: member).expecting(303)
    let own = try #require(try listed().last?["id"].text)
    let seen = try member.get(scene.page).expecting(200).text
    #expect(seen.contains("\(own)/delete") && !seen.contains("\(comment)/delete"))
    #expect(seen.contains("Guest &lt;G&gt;") && seen.contains(">guest</span>"))
    #expect(seen.contains("Nice &amp; &lt;b&gt;bold&lt;/b&gt;"))
    #expect(member.get("\(comments)/\(comment)/delete").status == 403)
    let token = try member.formToken()
    #expect(member.post("\(comments)/\(comment)/delete", [token]).status == 403)
    for (browser, id) in [(member, own), (scene.author, comment)] {
      let path = "\(comments)/\(id)/delete"
      let asked = try browser.get(path).expecting(200)
      try browser.submit(asked, to: path).expecting(303)
      #expect(browser.get(scene.page).text.contains("The comment is deleted."))
      #expect(browser.get(path).status == 404)
    }
    #expect(try listed().isEmpty)
  }

  @Test func eachChangesTheirOwnAndNobodyElses() throws {
    let link = try scene.makeLink()
    let (guests, _) = try scene.visited(by: link)
    try say("Frist <b>").expecting(303)
    let own = try #require(try listed().last?["id"].text)
    let page = try scene.shown().text
    #expect(page.contains("\(comments)/\(own)/edit") && !page.contains("\(guests)/edit"))
    let path = "\(comments)/\(own)/edit"
    let form = try scene.author.get(path).expecting(200)
    #expect(form.text.contains("Frist &lt;b&gt;</textarea>"))
    let empty = try scene.author.submit(form, to: path, ["body": " "]).expecting(400)
    #expect(empty.text.contains("id=\"own-body-error\""))
    let done = try scene.author.submit(empty, to: path, ["body": "First"]).expecting(303)
    #expect(done["Location"] == "\(scene.page)#c-\(own)")
    let changed = try scene.shown().text
    #expect(changed.contains("Your comment is changed.") && changed.contains("· edited"))
    #expect(try listed().last?["body"].text == "First")
    // Nobody else: neither another member, nor who manages the document.
    let member = try scene.join(as: "member").browser
    for (browser, id) in [(member, own), (scene.author, guests)] {
      let theirs = "\(comments)/\(id)/edit"
      #expect(try !browser.get(scene.page).expecting(200).text.contains(theirs))
      #expect(browser.get(theirs).status == 403)
      let token = try browser.formToken()
      let refused = browser.post(theirs, [("body", "Put into a mouth"), token])
      #expect(refused.status == 403 && refused.text.contains("Only its author can change"))
    }
    #expect(try listed().map { $0["body"].text } == ["Nice & <b>bold</b>", "First"])
  }

  @Test func saysWhoSeesAComment() throws {
    let page = try scene.shown().text
    #expect(page.contains("also guests with a link."))
    #expect(page.contains("may read, with its comments"))
  }

  @Test func aDeletedCommentKeepsThePlaceOfItsAnswers() throws {
    try say("Question").expecting(303)
    let first = try #require(try listed().first?["id"].text)
    let token = try scene.author.formToken()
    scene.author.post(comments, [("body", "Answer"), ("parentId", first), token])
    scene.author.post("\(comments)/\(first)/delete", [token])
    let page = try scene.shown().text
    #expect(page.contains("This comment was deleted.") && page.contains(">Answer</p>"))
    let late = scene.author.post(comments, [("body", "Late words"), ("parentId", first), token])
    #expect(late.status == 400 && late.text.contains("Late words</textarea>"))
    #expect(late.text.contains("is not there any more"))
  }

  @Test func pagesThroughComments() throws {
    for number in 1...102 {
      try scene.client.post("\(scene.path)/comments", .json("{\"body\":\"No. \(number)!\"}"))
        .expecting(201)
    }
    let first = try scene.shown().text
    #expect(first.contains("No. 100!") && !first.contains("No. 101!"))
    let next = try #require(first.firstMatch(of: /\?from=([^"#]+)#comments/)?.1)
    let second = try scene.shown("?from=\(next)").text
    #expect(second.contains("No. 102!") && !second.contains("No. 100!"))
    // What comes back comes back there; what is said is shown wherever it stands.
    let wrong = try scene.author.submit(
      try scene.shown("?from=\(next)"), to: "\(comments)?from=\(next)", ["body": " "]
    ).expecting(400)
    #expect(wrong.text.contains("No. 102!"))
    let said = try say("The newest").expecting(303)
    let target = try #require(said["Location"]?.split(separator: "#").first)
    #expect(scene.author.get(String(target)).text.contains("The newest"))
    // Whoever takes one away stays where it stood: at the next one, at what it answered, at the last.
    let all = try ids()
    let remove = { (number: Int) in
      let path = "\(comments)/\(all[number])/delete"
      return try scene.author.submit(scene.author.get(path), to: path).expecting(303)["Location"]
    }
    #expect(try remove(50) == "\(scene.page)?from=\(all[51])#c-\(all[51])")
    #expect(try remove(102) == "\(scene.page)?from=\(all[0])#c-\(all[0])")
    #expect(try remove(101) == "\(scene.page)#c-\(all[100])")
  }

  private func ids() throws -> [String] {
    try scene.client.get("\(scene.path)/comments?limit=200").expecting(200).json["comments"].items
      .compactMap { $0["id"].text }
  }

  @Test func keepsWhatWasTypedForWhatIsGone() throws {
    try say("Not for long").expecting(303)
    let own = "\(comments)/\(try #require(try ids().first))"
    let form = try scene.author.get("\(own)/edit").expecting(200)
    let page = try scene.shown()
    let editor = try scene.author.get("\(scene.page)/edit").expecting(200)
    try scene.client.delete(own.replacing("/console", with: "/api")).expecting(204)
    let late = try scene.author.submit(form, to: "\(own)/edit", ["body": "Better <words>"])
    #expect(late.status == 404 && late.text.contains("This comment is gone already"))
    #expect(late.text.contains("Better &lt;words&gt;</textarea>"))
    try scene.client.delete(scene.path).expecting(204)
    let sent: [(Answer, String, [String: String])] = [
      (page, comments, ["body": "Too <late>"]),
      (editor, "\(scene.page)/edit", ["title": "T", "body": "Too <late>", "step": "save"]),
      (editor, "\(scene.page)/edit", ["title": "T", "body": "Too <late>", "step": "preview"]),
    ]
    for (form, path, fields) in sent {
      let answer = try scene.author.submit(form, to: path, fields).expecting(404)
      #expect(answer.text.contains("There is no such document"))
      #expect(answer.text.contains("Too &lt;late&gt;</textarea>"))
    }
  }

  // MARK: Requests to edit

  @Test func managersAnswerRequests() throws {
    let link = try scene.makeLink()
    let (_, request) = try scene.visited(by: link)
    let page = try scene.shown()
    #expect(page.text.contains("mailto:guest@example.org") && page.text.contains("May &lt;I&gt;?"))
    #expect(page.text.contains("Requests to edit (1)"))
    let member = try scene.join(as: "member").browser
    #expect(try !member.get(scene.page).expecting(200).text.contains("guest@example.org"))
    let path = "\(scene.page)/requests/\(request)"
    #expect(try scene.author.submit(page, to: path, ["answer": "perhaps"]).status == 400)
    let done = try scene.author.submit(page, to: path, ["answer": "accepted"]).expecting(303)
    #expect(done["Location"] == "\(scene.page)#requests")
    let answered = try scene.shown().text
    #expect(answered.contains("The request is accepted.") && !answered.contains(path))
    #expect(!answered.contains("Requests to edit (1)"))
    #expect(answered.contains("Nobody is waiting for an answer."))
    #expect(!answered.contains("guest@example.org"))
    let all = try scene.shown("?asking=all").text
    #expect(all.contains("guest@example.org") && all.contains("Show waiting requests only"))
    let late = try scene.author.submit(page, to: path, ["answer": "declined"]).expecting(409)
    #expect(late.text.contains("This request is answered already"))
    #expect(late.text.contains("guest@example.org"), "and how, stands below")
  }

  // MARK: Who may

  private func everything() throws -> (
    link: DocumentPageScene.Link, comment: String, request: String
  ) {
    let link = try scene.makeLink()
    let (comment, request) = try scene.visited(by: link)
    return (link, comment, request)
  }

  @Test func membersWhoMayNotManageSeeNoControls() throws {
    let (link, comment, request) = try everything()
    let member = try scene.join(as: "member").browser
    let page = try member.get(scene.page).expecting(200).text
    #expect(page.contains("1 active link") && page.contains("admins and owners manage its links"))
    for control in ["/delete\"", "/links/\(link.id)", "/links\"", "/requests/"] {
      #expect(!page.contains(control), "\(control)")
    }
    let records = {
      try scene.world.value(
        """
        SELECT COUNT(*) FROM audit_records
        WHERE subject_id = \(scene.document) AND outcome = 'not_a_manager'
        """, as: Int.self)
    }
    let token = try member.formToken()
    let acts = scene.managersActs(link: link.id, comment: comment, request: request)
    for (path, fields) in acts {
      let answer = member.post(path, fields + [token])
      #expect(answer.status == 403, "\(path)")
      #expect(answer.text.contains("You may see this, but not manage it"), "\(path)")
    }
    #expect(try records() ?? 0 >= 5)
    for path in ["/delete", "/links/\(link.id)", "/links/\(link.id)/revoke"] {
      #expect(member.get(scene.page + path).status == 403, "\(path)")
    }
    #expect(scene.enter(link.token).status == 200)
    #expect(try scene.link(link.id)?["accessLevel"].text == "commenter")
    #expect(try listed().count == 1)
    // An admin may all of it.
    let admin = try scene.join(as: "admin").browser
    #expect(try admin.get(scene.page).expecting(200).text.contains("/links/\(link.id)/revoke"))
  }

  @Test func strangersFindNothing() throws {
    let (link, comment, request) = try everything()
    let stranger = Browser(scene.world)
    try stranger.signUp()
    for path in scene.pages(link: link.id, comment: comment) {
      #expect(stranger.get(path).status == 404, "\(path)")
      #expect(Browser(scene.world).get(path).status == 303, "\(path)")
    }
    let token = try stranger.formToken()
    for (path, fields) in scene.acts(link: link.id, comment: comment, request: request) {
      #expect(stranger.post(path, fields + [token]).status == 404, "\(path)")
    }
    #expect(try scene.state()["version"].integer == 1)
  }

  @Test func nothingIsDoneWithoutTheFormsToken() throws {
    let (link, comment, request) = try everything()
    let other = Browser(scene.world)
    try other.signUp()
    let foreign = try other.formToken()
    let own = try scene.author.formToken()
    var acts = scene.acts(link: link.id, comment: comment, request: request)
    acts.append((DocumentPageScene.new, [("title", "Forged"), ("step", "save")]))
    acts.append(("\(scene.page)/restore", []))
    for (path, fields) in acts {
      for token in [nil, ("form_token", ""), foreign] {
        let answer = scene.author.post(path, fields + (token.map { [$0] } ?? []))
        #expect(answer.status == 403, "\(path)")
      }
      let answer = scene.author.post(path, fields + [own]) { $0.secFetchSite = "cross-site" }
      #expect(answer.status == 403 && answer.text.contains("came from another site"), "\(path)")
    }
    #expect(try scene.state()["version"].integer == 1)
    #expect(try listed().count == 1 && scene.enter(link.token).status == 200)
    #expect(!scene.author.get(DocumentPageScene.list).text.contains("Forged"))
  }
}
