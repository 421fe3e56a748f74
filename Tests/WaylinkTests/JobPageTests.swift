import Foundation
import HTTP
import Primitives
import Testing

/// A job's page for members, and what is done on it, apart from its link.
@Suite struct JobPageTests {
  private let scene: JobScene

  init() throws {
    scene = try JobScene()
  }

  // MARK: Who sees it

  @Test func showsTheJobToItsWorkspaceAlone() throws {
    try scene.client.addTasks(1...3, to: scene.job)
    let page = try scene.owner.get(scene.page).expecting(200)
    for text in [
      "Move &lt;the&gt; piano", "Not started", "0 of 3 tasks done", "Ada &lt;Lovelace&gt;",
      "Tasks 1 to 3 of 3", "Job created", "Tasks added", "Nobody outside the workspace sees",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    let stranger = Browser(scene.world)
    try stranger.signUp()
    for path in scene.pages {
      let answer = stranger.get(path)
      #expect(answer.status == 404, "\(path)")
      #expect(!answer.text.contains("piano"))
      #expect(Browser(scene.world).get(path).status == 303, "\(path): signed out")
    }
  }

  @Test func showsAMemberNoButtonsForWhatIsNotTheirs() throws {
    _ = try scene.client.makeLink(scene.job)
    try scene.client.addTasks(1...3, to: scene.job)
    let member = try scene.join(as: "member")
    let page = try member.get(scene.page).expecting(200)
    for absent in ["/shared/jobs/", "/edit\"", "/cancel\"", "/delete\"", "/revoke", "/rotate"] {
      #expect(!page.text.contains(absent), "\(absent)")
    }
    #expect(page.text.contains("Active") && page.text.contains("can manage its link"))
    // The form of the header is the only one left that changes something.
    let forms = page.text.components(separatedBy: "method=\"post\"").count - 1
    #expect(forms == 1)
    let admin = try scene.join(as: "admin")
    #expect(try admin.get(scene.page).expecting(200).text.contains("/shared/jobs/"))
  }

  @Test func nothingIsDoneByThoseWhoMayNot() throws {
    // Once as it is made, and once cancelled, when a restart would be taken.
    for isCancelled in [false, true] {
      let scene = try JobScene()
      try scene.client.addTasks(1...2, to: scene.job)
      let task = try #require(
        try scene.client.get("/v1/jobs/\(scene.job)/tasks").expecting(200)
          .json["tasks"].items.first?["id"].text)
      let link = try scene.makeLink()
      if isCancelled { try scene.client.post("/v1/jobs/\(scene.job)/cancel").expecting(200) }
      let before = try snapshot(of: scene)
      let member = try scene.join(as: "member")
      let stranger = Browser(scene.world)
      try stranger.signUp()
      for (path, fields) in scene.acts(task: task, link: link.id) {
        try expectRefusals(of: path, fields, from: [(member, 403), (stranger, 404)], in: scene)
        #expect(try snapshot(of: scene) == before, "\(path)")
      }
    }
  }

  /// All that the acts would change, as programs read it.
  private func snapshot(of scene: JobScene) throws -> [Bytes] {
    try ["", "/tasks", "/share-links"].map {
      try scene.client.get("/v1/jobs/\(scene.job)\($0)").expecting(200).body
    }
  }

  private func expectRefusals(
    of path: String, _ fields: [(String, String)], from others: [(Browser, Int)],
    in scene: JobScene
  ) throws {
    for (someone, status) in others {
      let answer = someone.post(path, fields + [try someone.formToken()])
      #expect(answer.status == status, "\(path)")
    }
    for token in ["", "wrong"] + (try others.map { try $0.0.formToken().1 }) {
      let answer = scene.owner.post(path, fields + [("form_token", token)])
      #expect(answer.status == 403 && answer.text.contains("out of date"), "\(path)")
    }
    #expect(Browser(scene.world).post(path, fields).status == 401, "\(path): signed out")
  }

  // MARK: Steps

  @Test func cancelsRestartsAndDeletesAfterAsking() throws {
    for (step, word, status) in [
      ("cancel", "The job is cancelled.", "Cancelled"),
      ("restart", "The job has begun again.", "Not started"),
    ] {
      let asked = try scene.owner.get("\(scene.page)/\(step)").expecting(200)
      #expect(asked.text.contains("Move &lt;the&gt; piano”?"))
      let done = try scene.owner.submit(asked, to: "\(scene.page)/\(step)").expecting(303)
      #expect(done["Location"] == scene.page)
      let page = try scene.owner.get(scene.page).expecting(200)
      #expect(page.text.contains(word) && page.text.contains(">\(status)<"))
      // Somebody was quicker.
      let late = try scene.owner.submit(asked, to: "\(scene.page)/\(step)").expecting(409)
      #expect(late.text.contains("state doesn&#39;t allow that"))
      #expect(scene.owner.get("\(scene.page)/\(step)").status == 409)
    }
    let asked = try scene.owner.get("\(scene.page)/delete").expecting(200)
    #expect(asked.text.contains("For 30 days"))
    let gone = try scene.owner.submit(asked, to: "\(scene.page)/delete").expecting(303)
    #expect(gone["Location"] == "/console")
    #expect(try scene.owner.get(scene.page).expecting(404).text.contains("no such job"))
  }

  // MARK: The form

  @Test func changesWhatTheFormShows() throws {
    let asked = try scene.owner.get("\(scene.page)/edit").expecting(200)
    let form = try #require(Browser.form(in: asked, to: "\(scene.page)/edit"))
    #expect(form.contains("value=\"Move &lt;the&gt; piano\"") && form.contains("value=\"Code\""))
    let fields = [
      "title": "Tune it", "description": "Line one\nLine two", "label_code": "Status <code>",
      "label_note": "Note",
    ]
    try scene.owner.submit(asked, to: "\(scene.page)/edit", fields).expecting(303)
    let job = try scene.client.get("/v1/jobs/\(scene.job)").expecting(200)
    #expect(job.json["title"].text == "Tune it")
    #expect(job.json["description"].text == "Line one\nLine two")
    let columns = job.json["columns"].items
    #expect(columns.map { $0["label"].text } == ["Status <code>", "Note"])
    #expect(columns.map { $0["public"].bool } == [false, false], "both boxes were left empty")
    #expect(columns.map { $0["type"].text } == ["number", "string"])
    #expect(try scene.owner.get(scene.page).expecting(200).text.contains("The job is changed."))
  }

  @Test func keepsAColumnThatWasAddedMeanwhile() throws {
    let asked = try scene.owner.get("\(scene.page)/edit").expecting(200)
    let columns =
      #"[{"key":"code","label":"Code","type":"number"},{"key":"note","label":"Note","type":"string"},"#
      + #"{"key":"late","label":"Late","type":"string"}]"#
    try scene.client.patch("/v1/jobs/\(scene.job)", "{\"columns\":\(columns)}").expecting(200)
    try scene.owner.submit(
      asked, to: "\(scene.page)/edit",
      ["title": "T", "label_code": "C", "label_note": "N", "public_note": "true"]
    ).expecting(400)
    let again = try scene.owner.get("\(scene.page)/edit").expecting(200)
    try scene.owner.submit(
      again, to: "\(scene.page)/edit",
      [
        "title": "T", "label_code": "C", "label_note": "N", "label_late": "Late",
        "public_late": "true",
      ]
    ).expecting(303)
    let job = try scene.client.get("/v1/jobs/\(scene.job)").expecting(200)
    #expect(job.json["columns"].items.map { $0["label"].text } == ["C", "N", "Late"])
    #expect(job.json["columns"].items.map { $0["public"].bool } == [false, false, true])
  }

  @Test func showsTheFormAgainWithWhatWasWrong() throws {
    let asked = try scene.owner.get("\(scene.page)/edit").expecting(200)
    let answer = try scene.owner.submit(
      asked, to: "\(scene.page)/edit",
      ["title": "", "description": "kept <b>", "label_code": "", "label_note": "Kept"]
    ).expecting(400)
    #expect(answer.text.contains("Please fill this in."))
    #expect(answer.text.contains("kept &lt;b&gt;") && answer.text.contains("value=\"Kept\""))
    #expect(!answer.text.contains("checked"), "the boxes stay as they were sent")
    let job = try scene.client.get("/v1/jobs/\(scene.job)").expecting(200)
    #expect(job.json["title"].text == JobScene.title)
  }

  // MARK: Downloads

  @Test func downloadsTheSameAsTheAPI() throws {
    try scene.client.addTasks(1...120, to: scene.job)
    for format in ["csv", "json", "ndjson"] {
      let query = "export?q=1&sort=-title&format=\(format)"
      let file = try scene.owner.get("\(scene.page)/\(query)").expecting(200)
      let same = try scene.client.get("/v1/jobs/\(scene.job)/\(query)").expecting(200)
      #expect(file.body == same.body && !file.body.isEmpty)
      #expect(file["Content-Disposition"] == same["Content-Disposition"])
    }
    #expect(scene.owner.get("\(scene.page)/export?format=xml").status == 400)
    #expect(TestClient(scene.world).get("\(scene.page)/export?format=csv").status == 401)
  }

  // MARK: Tasks

  @Test func findsAndSortsTasks() throws {
    try scene.client.addTasks(1...60, to: scene.job)
    let first = try scene.owner.get(scene.page).expecting(200)
    #expect(first.text.contains("Tasks 1 to 50 of 60"))
    let found = try scene.owner.get("\(scene.page)?status=&q=7&sort=-title").expecting(200)
    let titles = found.text.matches(of: /<th scope="row" dir="auto">([0-9]+)/).map { String($0.1) }
    #expect(titles == ["7", "57", "47", "37", "27", "17"])
    #expect(found.text.contains("export?format=csv&amp;q=7&amp;sort=-title"))
    let none = try scene.owner.get("\(scene.page)?status=failed").expecting(200)
    #expect(none.text.contains("No task matches these filters."))
    for query in ["sort=-attr%5Bnothing%5D", "status=wrong", "cursor=nonsense"] {
      let refused = try scene.owner.get("\(scene.page)?\(query)").expecting(400)
      #expect(refused.text.contains("Show all tasks") && refused.text.contains("Activity"))
    }
  }

  /// Members find tasks as guests do, private columns among them, and stay at the tasks.
  @Test func hasTheGuestsFilterWithAllColumns() throws {
    let lines = (1...60).map {
      "{\"title\":\"T\($0)\",\"status\":\"\($0 % 2 == 0 ? "failed" : "pending")\","
        + "\"attributes\":{\"code\":\($0),\"note\":\"n\($0 % 3)\"}}"
    }
    try scene.client.post("/v1/jobs/\(scene.job)/tasks", .lines(lines.joined(separator: "\n")))
      .expecting(201)
    let tasks = try scene.client.get("/v1/jobs/\(scene.job)/tasks?status=failed").expecting(200)
    let id = try #require(tasks.json["tasks"][0]["id"].text)
    try scene.client.patch(
      "/v1/jobs/\(scene.job)/tasks/\(id)", #"{"status":"failed","error":"no <answer>"}"#
    )
    .expecting(200)
    let all = try scene.owner.get(scene.page).expecting(200).text
    #expect(all.contains("no &lt;answer&gt;") && all.contains("class=\"gauge\""))
    #expect(all.contains("href=\"\(scene.page)?status=failed#tasks\""))
    #expect(all.contains("href=\"\(scene.page)?sort=attr%5Bnote%5D#tasks\""))
    #expect(all.contains("name=\"attr[note]\"") && all.contains("name=\"attr[code][gte]\""))
    let query = "status=failed&attr[code][gte]=30&attr[code][lte]=&attr[note]=n1&sort=-attr[code]"
    let found = try scene.owner.get("\(scene.page)?\(query)").expecting(200).text
    let titles = found.matches(of: /<th scope="row" dir="auto">(T[0-9]+)/).map { String($0.1) }
    #expect(titles == ["T58", "T52", "T46", "T40", "T34"])
    #expect(found.contains("5 of 60 tasks") && found.contains("Download these tasks"))
    let action =
      "\(scene.page)/tasks/status?status=failed&amp;attr%5Bcode%5D%5Bgte%5D=30"
      + "&amp;attr%5Bnote%5D=n1&amp;sort=-attr%5Bcode%5D"
    #expect(found.contains("action=\"\(action)\""))
    let refused = try scene.owner.get("\(scene.page)?attr[code]=many&attr[gone]=1").expecting(400)
    #expect(refused.text.contains("<li dir=\"auto\">Code</li><li dir=\"auto\">attr[gone]</li>"))
  }

  @Test func addsTheTasksOfAFormThatIsSentTwiceOnce() throws {
    let page = try scene.owner.get(scene.page).expecting(200)
    for _ in 0..<2 {
      try scene.owner.submit(page, to: "\(scene.page)/tasks", ["tasks": "One\nTwo"])
        .expecting(303)
    }
    #expect(try scene.client.titles("/v1/jobs/\(scene.job)") == ["One", "Two"])
    let again = try scene.owner.get(scene.page).expecting(200)
    try scene.owner.submit(again, to: "\(scene.page)/tasks", ["tasks": "One"]).expecting(303)
    #expect(try scene.client.titles("/v1/jobs/\(scene.job)").count == 3)
  }

  /// Whoever may no more what they could when the page was shown is told so, and loses no words.
  @Test func saysWhyAFormOfAFormerManagerDidNothing() throws {
    try scene.client.addTasks(1...2, to: scene.job)
    let admin = try scene.join(as: "admin")
    let bare = try admin.get(scene.page).expecting(200)
    let link = try scene.makeLink()
    let page = try admin.get(scene.page).expecting(200)
    let task = try #require(page.text.firstMatch(of: /name="task" value="([^"]+)"/)).1
    try scene.world.sql(
      """
      UPDATE memberships SET role = 'member'
      WHERE workspace_id = \(scene.workspace) AND role = 'admin'
      """)
    let forms: [(Answer, String, [String: String])] = [
      (bare, "link", ["expires": "never"]), (page, "link/\(link.id)/expiry", ["expires": "1"]),
      (page, "tasks", ["tasks": "Typed <for> nothing"]),
      (page, "tasks/status", ["task": String(task), "status": "failed"]),
    ]
    for (language, words, kept) in [
      ("en", "You may see this, but not manage it", "What you had typed"),
      ("es", "Puedes ver esto, pero no gestionarlo", "Lo que habías escrito"),
    ] {
      admin.language = language
      for (shown, path, fields) in forms {
        let answer = try admin.submit(shown, to: "\(scene.page)/\(path)", fields).expecting(403)
        #expect(answer.text.components(separatedBy: "role=\"alert\"").count == 2, "\(path)")
        #expect(answer.text.contains(words), "\(path)")
        let isTyped = path == "tasks"
        #expect(answer.text.contains("Typed &lt;for&gt; nothing</textarea>") == isTyped)
        #expect(answer.text.contains(kept) == isTyped)
      }
    }
  }

  @Test func saysWhyNothingIsAddedToACancelledJob() throws {
    let page = try scene.owner.get(scene.page).expecting(200)
    try scene.client.post("/v1/jobs/\(scene.job)/cancel").expecting(200)
    let late = try scene.owner.submit(page, to: "\(scene.page)/tasks", ["tasks": "Too late"])
      .expecting(409)
    #expect(late.text.contains("state doesn&#39;t allow that"))
    #expect(late.text.contains("Too late</textarea>"))
  }

  @Test func changesTheTasksThatWereTicked() throws {
    try scene.client.addTasks(1...5, to: scene.job)
    let page = try scene.owner.get("\(scene.page)?status=pending").expecting(200)
    let ids = page.text.matches(of: /name="task" value="([^"]+)"/).map { String($0.1) }
    #expect(ids.count == 5)
    let action = "\(scene.page)/tasks/status?status=pending"
    let token = try scene.owner.formToken()
    func send(_ tasks: [String], _ status: String) -> Answer {
      scene.owner.post(action, tasks.map { ("task", $0) } + [("status", status), token])
    }
    let done = try send([ids[0], ids[3], ids[3]], "completed").expecting(303)
    #expect(done["Location"] == "\(scene.page)?status=pending#tasks")
    let job = try scene.client.get("/v1/jobs/\(scene.job)").expecting(200)
    #expect(job.json["completed_tasks"].integer == 2)
    #expect(try send([], "completed").expecting(400).text.contains("Choose at least one task"))
    #expect(send([ids[1]], "nonsense").status == 400)
    #expect(send([ids[1], UUID.v7().text], "failed").status == 404, "all or none")
    // As many as a page shows, and none more.
    let strangers = (0..<51).map { _ in UUID.v7().text }
    #expect(send(Array(strangers.dropLast()), "failed").status == 404)
    #expect(send(strangers, "failed").status == 400)
    try scene.client.post("/v1/jobs/\(scene.job)/cancel").expecting(200)
    #expect(send([ids[1]], "failed").status == 409)
    let after = try scene.client.get("/v1/jobs/\(scene.job)").expecting(200)
    #expect(after.json["failed_tasks"].integer == 0)
    let closed = try scene.owner.get(scene.page).expecting(200)
    #expect(!closed.text.contains("name=\"task\"") && closed.text.contains("can&#39;t be changed"))
  }

  /// The page again, with what was wrong with a form of it, has the form's address.
  @Test func leadsBackFromTheAddressesOfForms() throws {
    let link = try scene.makeLink()
    for form in ["tasks", "restore", "link", "link/\(link.id)/expiry"] {
      let answer = try scene.owner.get("\(scene.page)/\(form)").expecting(303)
      #expect(answer["Location"] == scene.page)
    }
    let query = "?status=pending&q=%C3%A9&sort=-title"
    let answer = try scene.owner.get("\(scene.page)/tasks/status\(query)").expecting(303)
    #expect(answer["Location"] == scene.page + query)
    #expect(Browser(scene.world).get("\(scene.page)/link").status == 303)
  }

  /// Ticked on the second page of what was looked for, and signed out meanwhile.
  @Test func findsBackToTheSameTasksAfterSigningIn() throws {
    try scene.client.addTasks(1...5, to: scene.job)
    let person = try TestClient(scene.world).register()
    let browser = Browser(scene.world)
    try browser.signIn(person.email, person.password).expecting(303)
    try scene.world.join(person, scene.workspace, as: "admin")
    let found = try browser.get("\(scene.page)?status=pending&sort=-title").expecting(200)
    let action = "\(scene.page)/tasks/status?status=pending&amp;sort=-title"
    let form = try #require(Browser.form(in: found, to: action))
    let task = try #require(found.text.firstMatch(of: /name="task" value="([^"]+)"/)).1
    let target = action.replacingOccurrences(of: "&amp;", with: "&")
    browser.cookies[Browser.session] = nil
    let asked = try browser.post(
      target,
      Browser.hiddenFields(in: form) + [("task", String(task)), ("status", "failed")]
    ).expecting(401)
    let resumed = try browser.submit(
      asked, to: "/console/sign-in", ["email": person.email, "password": person.password]
    ).expecting(200)
    let again = try #require(Browser.form(in: resumed, to: action))
    let done = try browser.post(target, Browser.hiddenFields(in: again)).expecting(303)
    #expect(done["Location"] == "\(scene.page)?status=pending&sort=-title#tasks")
    #expect(scene.client.get("/v1/jobs/\(scene.job)").json["failed_tasks"].integer == 1)
  }

  @Test func addsWhatWasPasted() throws {
    let page = try scene.owner.get(scene.page).expecting(200)
    let action = "\(scene.page)/tasks"
    try scene.owner.submit(page, to: action, ["tasks": "One\r\n\r\n<Two>\n"]).expecting(303)
    #expect(try scene.client.titles("/v1/jobs/\(scene.job)") == ["One", "<Two>"])
    let empty = try scene.owner.submit(page, to: action, ["tasks": ""]).expecting(400)
    #expect(empty.text.contains("Please fill this in."))
    let many = (0...1_000).map(String.init).joined(separator: "\n")
    #expect(try scene.owner.submit(page, to: action, ["tasks": many]).expecting(400).status == 400)
    #expect(try scene.client.titles("/v1/jobs/\(scene.job)").count == 2)
  }
}
