import HTTP
import Primitives
import Testing

/// Two people with a job's form open: what one saves, the other doesn't take back without knowing.
@Suite struct JobEditTests {
  private let scene: JobScene
  private let action: String

  init() throws {
    scene = try JobScene()
    action = "\(scene.page)/edit"
  }

  private func asked() throws -> Answer { try scene.owner.get(action).expecting(200) }

  private func job() throws -> Node {
    try scene.client.get("/v1/jobs/\(scene.job)").expecting(200).json
  }

  /// What a browser sends of the form as it stands, with `change` typed into it.
  private func save(_ page: Answer, _ change: [String: String]) throws -> Answer {
    let fields = [
      "title": JobScene.title, "description": "", "label_code": "Code", "public_code": "true",
      "label_note": "Note",
    ]
    return try scene.owner.submit(page, to: action, fields.merging(change) { $1 })
  }

  private func hideCode() throws {
    let columns =
      #"[{"key":"code","label":"Code","type":"number","public":false},"#
      + #"{"key":"note","label":"Note","type":"string","public":false}]"#
    try scene.client.patch("/v1/jobs/\(scene.job)", "{\"columns\":\(columns)}").expecting(200)
  }

  @Test func leavesWhatSomebodyElseHasChanged() throws {
    let page = try asked()
    try hideCode()
    try scene.client.patch("/v1/jobs/\(scene.job)", #"{"title":"Theirs"}"#).expecting(200)
    try save(page, ["description": "Mine"]).expecting(303)
    let job = try job()
    #expect(job["description"].text == "Mine" && job["title"].text == "Theirs")
    #expect(job["columns"].items.map { $0["public"].bool } == [false, false])
  }

  /// Tasks move the job's counter all the time.
  @Test func goesOnWhileTasksAreDone() throws {
    let page = try asked()
    try scene.client.addTasks(1...3, to: scene.job)
    try save(page, ["title": "Mine", "public_code": "true"]).expecting(303)
    #expect(try job()["title"].text == "Mine")
  }

  @Test func saysWhatBothHaveChanged() throws {
    for (language, words, field) in [
      ("en", "Somebody else has changed this job meanwhile", "meanwhile, to “Theirs &amp; more”"),
      ("es", "Otra persona ha cambiado este trabajo", "entretanto, a «Theirs &amp; more»"),
    ] {
      scene.owner.language = language
      try scene.client.patch(
        "/v1/jobs/\(scene.job)", "{\"title\":\"Move <the> piano\",\"description\":null}"
      ).expecting(200)
      let page = try asked()
      try scene.client.patch("/v1/jobs/\(scene.job)", #"{"title":"Theirs & more"}"#).expecting(200)
      let late = try save(page, ["title": "Mine", "description": "Kept"]).expecting(409)
      #expect(late.text.contains(words) && late.text.contains(field), "\(language)")
      #expect(late.text.contains("value=\"Mine\"") && late.text.contains(">\nKept</textarea>"))
      #expect(try job()["title"].text == "Theirs & more" && job()["description"].isNull)
      try save(late, ["title": "Mine", "description": "Kept"]).expecting(303)
      #expect(try job()["title"].text == "Mine" && job()["description"].text == "Kept")
    }
  }

  /// What comes back for another reason is no way around.
  @Test func saysSoAlsoAfterAnotherError() throws {
    let page = try asked()
    try hideCode()
    try scene.client.patch("/v1/jobs/\(scene.job)", #"{"description":"Theirs"}"#).expecting(200)
    let wrong = try save(page, ["title": "", "description": "Mine"]).expecting(400)
    let form = try #require(Browser.form(in: wrong, to: action))
    #expect(!form.contains("checked"), "the box that nobody touched is as it is now")
    try save(wrong, ["title": "Mine", "description": "Mine"]).expecting(409)
    #expect(try job()["title"].text == JobScene.title)
  }

  /// A form without its marks, such as an older page's, overwrites nothing.
  @Test func refusesAFormThatDoesNotSayWhatItShowed() throws {
    let fields = [
      ("title", "Mine"), ("label_code", "Code"), ("label_note", "Note"),
      try scene.owner.formToken(),
    ]
    #expect(scene.owner.post(action, fields).status == 409)
    #expect(try job()["columns"].items.map { $0["public"].bool } == [true, false])
  }
}
