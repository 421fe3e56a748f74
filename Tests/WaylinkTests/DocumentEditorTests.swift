import Foundation
import HTTP
import Primitives
import Testing

/// Writing documents on members' pages: nothing that was typed is ever lost.
@Suite struct DocumentEditorTests {
  private let scene: DocumentPageScene

  init() throws {
    scene = try DocumentPageScene()
  }

  private var edit: String { "\(scene.page)/edit" }

  private func form(_ path: String) throws -> Answer { try scene.author.get(path).expecting(200) }

  private func send(_ page: Answer, _ path: String, _ fields: [String: String]) throws -> Answer {
    try scene.author.submit(page, to: path, ["step": "save"].merging(fields) { $1 })
  }

  private func versions() throws -> [Node] {
    try scene.client.get("\(scene.path)/versions").expecting(200).json["versions"].items
  }

  // MARK: A new one

  @Test func writesADocument() throws {
    let new = DocumentPageScene.new
    let made = try send(try form(new), new, ["title": " Notes & co ", "body": "# Hi\r\n\r\n*you*"])
      .expecting(303)
    let page = try scene.author.get(try #require(made["Location"])).expecting(200)
    #expect(page.text.contains("<h1 dir=\"auto\">Notes &amp; co</h1>"))
    #expect(page.text.contains("<h2>Hi</h2>") && page.text.contains("<em>you</em>"))
    #expect(page.text.contains("The document is made.") && page.text.contains("Version 1"))
    let id = try #require(made["Location"]?.split(separator: "/").last)
    let state = try scene.client.get("/api/documents/\(id)").expecting(200).json
    #expect(state["body"].text == "# Hi\n\n*you*")
  }

  @Test func theSameFormMakesOneDocument() throws {
    let (new, page) = (DocumentPageScene.new, try form(DocumentPageScene.new))
    let places = try (0..<2).map { _ in
      try send(page, new, ["title": "Once", "body": "a"]).expecting(303)["Location"]
    }
    #expect(places[0] == places[1])
    let changed = try send(page, new, ["title": "Twice"]).expecting(409)
    #expect(changed.text.contains("This form was sent before"))
    #expect(changed.text.contains("value=\"Twice\""))
  }

  // MARK: Looking before saving

  @Test func previewsAndSavesNothing() throws {
    for path in [DocumentPageScene.new, edit] {
      // A title can still be put right when it is saved.
      let fields = ["title": "", "body": "\n**Bold** <script>x</script>", "step": "preview"]
      let page = try send(try form(path), path, fields).expecting(200)
      #expect(page.text.contains("<strong>Bold</strong> &lt;script&gt;"))
      #expect(page.text.contains("Nothing is saved yet."))
      #expect(page.text.contains("\n\n**Bold** &lt;script&gt;x&lt;/script&gt;</textarea>"))
      // From there it is saved as if there had been no preview.
      let saved = try send(page, path, ["title": "Looked at", "body": "*b*"]).expecting(303)
      let place = try #require(saved["Location"])
      #expect(scene.author.get(place).text.contains("<em>b</em>"))
    }
    #expect(try versions().count == 2)
    let list = try scene.author.get(DocumentPageScene.list).expecting(200)
    #expect(list.text.components(separatedBy: "Looked at</a>").count - 1 == 2)
  }

  // MARK: Saving

  @Test func eachSaveIsAVersion() throws {
    let page = try form(edit)
    #expect(page.text.contains("A *kitchen*, and &lt;b&gt;more&lt;/b&gt;."))
    try send(page, edit, ["title": "Plan 2", "body": "Now"]).expecting(303)
    #expect(try scene.shown().text.contains("Saved as a new version."))
    #expect(try versions().count == 2)
    try send(try form(edit), edit, ["title": "Plan 2", "body": "Now"]).expecting(303)
    #expect(try scene.shown().text.contains("There was nothing to save"))
    #expect(try versions().count == 2)
    // Every member writes, whoever manages it.
    let other = try scene.join(as: "member").browser
    try other.submit(
      try other.get(edit).expecting(200), to: edit,
      ["title": "Plan 3", "body": "", "step": "save"]
    ).expecting(303)
    #expect(try scene.state()["version"].integer == 3)
  }

  @Test func nobodysWordsAreOverwrittenUnseen() throws {
    let page = try form(edit)
    try scene.client.patch(scene.path, #"{"title":"Theirs <t>","body":"their **words** <w>"}"#)
      .expecting(200)
    let fields = ["title": "Mine", "body": "my words </textarea>"]
    let conflict = try send(page, edit, fields).expecting(409)
    for text in [
      "Somebody else has saved this document meanwhile", "Theirs &lt;t&gt;",
      "their <strong>words</strong> &lt;w&gt;", "their **words** &lt;w&gt;</pre>",
      "my words &lt;/textarea&gt;</textarea>", "value=\"Mine\"", "Save my text",
      "<title>Error: Edit document",
    ] { #expect(conflict.text.contains(text), "\(text)") }
    #expect(try scene.state()["title"].text == "Theirs <t>")
    // Looking first does not forget which version was shown.
    try scene.client.patch(scene.path, #"{"body":"once more"}"#).expecting(200)
    let looked = try send(conflict, edit, ["title": "Mine", "body": "mine", "step": "preview"])
      .expecting(200)
    let again = try send(looked, edit, ["title": "Mine", "body": "mine"]).expecting(409)
    #expect(again.text.contains("once more"))
    try send(again, edit, ["title": "Mine", "body": "mine"]).expecting(303)
    #expect(try scene.state()["body"].text == "mine")
    #expect(try versions().map { $0["version"].integer } == [4, 3, 2, 1])
  }

  @Test func saysWhatIsWrongBesideIt() throws {
    let long = String(repeating: "words ", count: (1 << 20) / 6) + "beyond"
    let deep = String(repeating: "> ", count: 300) + "deep"
    for path in [DocumentPageScene.new, edit] {
      let empty = try send(try form(path), path, ["title": " ", "body": "kept <&>"]).expecting(400)
      #expect(empty.text.contains("id=\"document-title-error\""))
      #expect(empty.text.contains("kept &lt;&amp;&gt;</textarea>"))
      for step in ["save", "preview"] {
        let tooLong = try send(try form(path), path, ["title": "T", "body": long, "step": step])
          .expecting(400)
        #expect(tooLong.text.contains("more than a document can hold"))
        #expect(tooLong.text.contains("words beyond</textarea>"))
        let tooDeep = try send(try form(path), path, ["title": "T", "body": deep, "step": step])
          .expecting(422)
        #expect(tooDeep.text.contains("too intricate") && tooDeep.text.contains("deep</textarea>"))
      }
    }
    let tampered = try form(edit)
    let token = try scene.author.formToken()
    #expect(tampered.text.contains("name=\"version\" value=\"1\""))
    let answer = scene.author.post(edit, [("title", "T"), ("version", "x"), token])
    #expect(answer.status == 400)
    #expect(try versions().count == 1)
    #expect(
      try scene.client.get("/api/workspaces/\(scene.person.workspace)/documents").expecting(200)
        .json["documents"].items.count == 1)
  }

  /// Also a long text, of which a form makes more.
  @Test func survivesASessionThatIsOver() throws {
    let page = try form(edit)
    let typed = String(repeating: "línea ñ\r\n", count: 60_000)
    scene.author.cookies[Browser.session] = nil
    let asked = try send(page, edit, ["title": "Kept", "body": typed]).expecting(401)
    #expect(asked.text.contains("what you typed is kept"))
    let resumed = try scene.author.submit(
      asked, to: "/console/sign-in",
      ["email": scene.person.email, "password": scene.person.password]
    ).expecting(200)
    try scene.author.submit(resumed, to: edit).expecting(303)
    #expect(try scene.state()["title"].text == "Kept")
    #expect(try scene.state()["body"].text == typed.replacingOccurrences(of: "\r\n", with: "\n"))
  }

  // MARK: Versions

  @Test func showsVersionsAndBringsThemBack() throws {
    try scene.client.patch(scene.path, #"{"title":"Second","body":"two"}"#).expecting(200)
    let list = try scene.author.get("\(scene.page)/versions").expecting(200).text
    #expect(list.contains("Version 2") && list.contains("current"))
    #expect(list.contains("Plan &lt;of&gt; the house") && list.contains("Ada"))
    let old = try scene.author.get("\(scene.page)/versions/1").expecting(200)
    #expect(old.text.contains("<h2>Rooms</h2>") && old.text.contains("an earlier version"))
    #expect(old.text.contains("# Rooms"), "its Markdown")
    let path = "\(scene.page)/versions/1/restore"
    try scene.author.submit(old, to: path).expecting(303)
    #expect(try scene.shown().text.contains("The earlier version is the current one again."))
    #expect(try scene.state()["version"].integer == 3)
    #expect(try scene.state()["body"].text == DocumentPageScene.body)
    try scene.author.submit(old, to: path).expecting(303)
    #expect(try versions().count == 3, "it is as it was")
    let current = try scene.author.get("\(scene.page)/versions/3").expecting(200).text
    #expect(!current.contains("/versions/3/restore"))
    for version in ["4", "0", "01", "x"] {
      #expect(scene.author.get("\(scene.page)/versions/\(version)").status == 404, "\(version)")
    }
  }

  @Test func bringsNothingBackOverWhatWasSavedMeanwhile() throws {
    try scene.client.patch(scene.path, #"{"body":"two"}"#).expecting(200)
    let path = "\(scene.page)/versions/1/restore"
    let old = try scene.author.get("\(scene.page)/versions/1").expecting(200)
    try scene.client.patch(scene.path, #"{"body":"three"}"#).expecting(200)
    let late = try scene.author.submit(old, to: path)
    #expect(late.status == 409)
    #expect(late.text.contains("Somebody has saved this document meanwhile"))
    #expect(late.text.contains("Nothing was restored."))
    #expect(try scene.state()["body"].text == "three")
    // Who has read that may go on.
    try scene.author.submit(late, to: path).expecting(303)
    #expect(try scene.state()["body"].text == DocumentPageScene.body)
    #expect(try scene.state()["version"].integer == 4)
    for bad in [[], [("version", "x")]] {
      let answer = scene.author.post(path, bad + [try scene.author.formToken()])
      #expect(answer.status == 400)
    }
  }

  @Test func pagesThroughVersions() throws {
    for number in 0..<55 {
      try scene.client.patch(scene.path, "{\"title\":\"T\(number)\"}").expecting(200)
    }
    let first = try scene.author.get("\(scene.page)/versions").expecting(200).text
    #expect(first.contains("Version 56") && !first.contains("Version 6<"))
    let second = try scene.author.get("\(scene.page)/versions?before=7").expecting(200).text
    #expect(first.contains("versions?before=7\""))
    #expect(second.contains("Version 6<") && second.contains("Version 1<"))
    #expect(!second.contains("Version 7<") && !second.contains("before="))
    #expect(scene.author.get("\(scene.page)/versions?before=x").status == 400)
  }

  // MARK: Hostile words

  @Test func hostileWordsDoNothing() throws {
    let plain = HostileStrings.titles.filter { text in
      !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    let body = (plain + ["[x](javascript:alert(1))", "<svg/onload=alert(1)>"])
      .joined(separator: "\n\n")
    let title = "</title><script>alert(1)</script>"
    try send(try form(edit), edit, ["title": title, "body": body]).expecting(303)
    #expect(try scene.state()["body"].text == body, "as it was typed")
    for path in [scene.page, edit, "\(scene.page)/versions", "\(scene.page)/versions/2"] {
      let text = try scene.author.get(path).expecting(200).text
      #expect(
        !text.contains("<script>") && !text.contains("<img") && !text.contains("<svg/"), "\(path)")
      #expect(!text.contains("href=\"javascript:"), "\(path)")
    }
  }
}
