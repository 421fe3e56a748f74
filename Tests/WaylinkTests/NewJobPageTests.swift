import Foundation
import HTTP
import Primitives
import TestSupport
import Testing

/// Posting a job by the page for it.
@Suite struct NewJobPageTests {
  private let world: World
  private let browser: Browser
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    let person = try client.register()
    browser = Browser(world)
    try browser.signIn(person.email, person.password).expecting(303)
  }

  private static let path = "/console/jobs/new"

  private func form() throws -> Answer { try browser.get(Self.path).expecting(200) }

  private func jobs() throws -> [Node] {
    try client.get("/v1/jobs").expecting(200).json["jobs"].items
  }

  @Test func postsAJobWithColumnsAndTasks() throws {
    let answer = try browser.submit(
      try form(), to: Self.path,
      [
        "title": "  Repair list & co ", "description": "One\r\ntwo",
        "tasks": "Door\r\n\r\n  Window\tsecond  floor \r\n\r\n<b>Roof</b>\n",
        "column1_label": "Año de construcción", "column1_type": "number",
        "column2_label": "Status", "column2_public": "false", "column3_label": "状態",
        "column4_label": "Price (€)", "column4_key": "price", "column4_type": "boolean",
      ]
    ).expecting(303)
    let id = try #require(answer["Location"]?.split(separator: "/").last)
    let job = try client.get("/v1/jobs/\(id)").expecting(200).json
    #expect(job["title"].text == "Repair list & co" && job["description"].text == "One\ntwo")
    #expect(
      job["columns"].items.map { $0["key"].text } == [
        "ano_de_construccion", "column_status", "column3", "price",
      ])
    #expect(
      job["columns"].items.map { $0["type"].text } == ["number", "string", "string", "boolean"])
    #expect(job["columns"].items.map { $0["public"].bool } == [true, false, true, true])
    #expect(try client.titles("/v1/jobs/\(id)") == ["Door", "Window second floor", "<b>Roof</b>"])
    #expect(job["total_tasks"].integer == 3)
    #expect(browser.get("/console").text.contains("The job is posted."))
    let records = try world.value(
      "SELECT GROUP_CONCAT(action ORDER BY seq) FROM audit_records WHERE subject_id = \(String(id))",
      as: String.self)
    #expect(records == "job.created,job.tasks_added")
  }

  @Test func passesOverLinesOfSpaceOfAnyKind() throws {
    let answer = try browser.submit(
      try form(), to: Self.path,
      [
        "title": "Pasted",
        "tasks": "Door\n\u{A0}\n\u{3000} \u{2003}\t\r\n\u{3000}Window\u{A0}\n\u{A0}",
      ]
    ).expecting(303)
    let id = try #require(answer["Location"]?.split(separator: "/").last)
    #expect(try client.titles("/v1/jobs/\(id)") == ["Door", "\u{3000}Window"])
  }

  @Test func showsWhatIsWrongBesideIt() throws {
    let many = (1...1_001).map { "Task \($0)" }.joined(separator: "\n")
    let answer = try browser.submit(
      try form(), to: Self.path,
      [
        "title": " ", "tasks": many + "\n" + String(repeating: "x", count: 501),
        "column1_key": "Bad <Key", "column2_label": "A", "column2_key": "same",
        "column3_label": "B", "column3_key": "same", "column4_label": "C", "column4_key": "status",
        "description": "kept <&>",
      ]
    ).expecting(400)
    for field in [
      "title", "tasks", "column1_label", "column1_key", "column3_key", "column4_key",
    ] {
      #expect(answer.text.contains("id=\"job-\(field)-error\""), "\(field)")
    }
    #expect(!answer.text.contains("id=\"job-column2_key-error\""))
    #expect(answer.text.contains("kept &lt;&amp;&gt;</textarea>"))
    #expect(answer.text.contains("value=\"Bad &lt;Key\"") && answer.text.contains("Task 1001"))
    #expect(answer.text.contains("<details class=\"columns\" open>"))
    #expect(answer.text.contains("more than 1,000 lines"))
    #expect(answer.text.contains("<title>Error: New job"))
    #expect(try jobs().isEmpty)
    // Put right, it is sent once more, and nothing of the first time is in the way.
    try browser.submit(answer, to: Self.path, ["title": "Right", "tasks": "One"]).expecting(303)
    #expect(try jobs().count == 1)
  }

  /// Blank lines count, as they do for whoever counts them in the field.
  @Test func namesTheLineThatIsTooLong() throws {
    let long = String(repeating: "é", count: 501)
    for (tasks, number) in [
      (long, 1), ("One\r\n\r\n\t \r\nTwo\r\n\(long)\r\n\(long)", 5),
      (String(repeating: "x", count: 500) + "\n  \(long)  ", 2),
    ] {
      let answer = try browser.submit(
        try form(), to: Self.path, ["title": "T", "tasks": tasks]
      ).expecting(400)
      #expect(answer.text.contains("Tasks: Line \(number) is longer than 500 characters."))
    }
    #expect(try jobs().isEmpty)
  }

  @Test func aFormWithUnknownFieldsOrWordsIsRefused() throws {
    let page = try form()
    let hidden = Browser.hiddenFields(in: try #require(Browser.form(in: page, to: Self.path)))
    for extra in [
      [("status", "completed")], [("column1_label", "A"), ("column1_type", "colour")],
      [("column1_label", "A"), ("column1_public", "perhaps")], [("title", "Twice")],
    ] {
      let answer = browser.post(Self.path, hidden + [("title", "T")] + extra)
      #expect(answer.status == 400, "\(extra)")
    }
    #expect(try jobs().isEmpty)
  }

  @Test func theSameFormMakesOneJob() throws {
    let page = try form()
    let sent = ["title": "Once", "tasks": "a\nb"]
    let first = try browser.submit(page, to: Self.path, sent).expecting(303)
    let second = try browser.submit(page, to: Self.path, sent).expecting(303)
    #expect(first["Location"] == second["Location"])
    #expect(try jobs().count == 1)
    // Changed after it was sent, it is asked about; sent again, it is another job.
    let changed = try browser.submit(page, to: Self.path, ["title": "Twice"]).expecting(409)
    #expect(changed.text.contains("This form was sent before"))
    #expect(changed.text.contains("value=\"Twice\""))
    try browser.submit(changed, to: Self.path, ["title": "Twice"]).expecting(303)
    #expect(try jobs().count == 2)
  }

  @Test func sixtyFourClicksMakeOneJob() throws {
    let page = try form()
    let fields =
      Browser.hiddenFields(in: try #require(Browser.form(in: page, to: Self.path)))
      + [("title", "Clicked"), ("tasks", "a\nb\nc")]
    let (world, cookies) = (world, browser.cookies)
    let places = try onThreads(64) { _ in
      let browser = Browser(world)
      browser.cookies = cookies
      let answer = browser.post(Self.path, fields)
      return "\(answer.status) \(answer["Location"] ?? "")"
    }
    #expect(Set(places).count == 1 && places.allSatisfy { $0.hasPrefix("303 ") }, "\(places)")
    let all = try jobs()
    #expect(all.count == 1 && all.first?["total_tasks"].integer == 3)
  }

  @Test func postsWhereTheFormWasShown() throws {
    let other = TestClient(world)
    let host = try other.register()
    let page = try form()
    let me = try #require(client.get("/v1/me").expecting(200).json["account"]["id"].text)
    try world.sql(
      """
      INSERT INTO memberships (id, workspace_id, account_id, role, created_at)
      VALUES (\(UUID.v7()), \(host.workspace), \(me), 'member', UTC_TIMESTAMP(6))
      """)
    // Meanwhile another tab went to the other workspace.
    try browser.get("/console?workspace=\(host.workspace)").expecting(303)
    try browser.submit(page, to: Self.path, ["title": "At home"]).expecting(303)
    #expect(try other.get("/v1/jobs").expecting(200).json["jobs"].items.isEmpty)
    let there = try form()
    #expect(there.text.contains("“Works”"))
    try browser.submit(there, to: Self.path, ["title": "As a guest"]).expecting(303)
    #expect(try other.get("/v1/jobs").expecting(200).json["jobs"].items.count == 1)
  }
}
