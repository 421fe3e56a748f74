import HTTP
import Primitives
import Testing

/// Making, reading and listing jobs.
@Suite struct JobTests {
  private let world: World
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
  }

  private func create(_ body: String) -> Answer { client.post("/v1/jobs", .json(body)) }

  @Test func makesAJob() throws {
    let made = try create(
      """
      {"title":"  Umzug 🚚  ","description":"line\\nline","columns":[
        {"key":"url","label":"URL","type":"string"},
        {"key":"ms","label":"Time <ms>","type":"number","public":false},
        {"key":"ok","label":"OK","type":"boolean","public":true},
        {"key":"at","label":"At","type":"datetime"}]}
      """
    ).expecting(201)
    let job = made.json
    #expect(
      job.keys == [
        "id", "title", "description", "status", "progress", "total_tasks", "completed_tasks",
        "failed_tasks", "skipped_tasks", "created_at", "started_at", "completed_at",
        "duration_seconds", "columns", "expires_at", "running_tasks", "workspace_id", "created_by",
        "updated_at",
        "deleted_at", "client_id", "company_name", "client_approval",
      ])
    #expect(job["title"].text == "Umzug 🚚")
    #expect(job["description"].text == "line\nline")
    #expect(job["status"].text == "pending")
    #expect(job["progress"].number == 0)
    #expect(job["started_at"].isNull)
    #expect(job["columns"].items.map { $0["key"].text } == ["url", "ms", "ok", "at"])
    #expect(job["columns"].items.map { $0["public"].bool } == [true, false, true, true])
    let id = try #require(job["id"].text)
    #expect(made["Location"] == "/v1/jobs/\(id)")
    #expect(client.get("/v1/jobs/\(id)").json == job)
    let guest = client.get("/v1/shared/jobs/\(try client.makeLink(id))").json
    #expect(guest["columns"].items.map { $0["key"].text } == ["url", "ok", "at"])
    #expect(guest["columns"].items.allSatisfy { $0.keys == ["key", "label", "type"] })
  }

  @Test(arguments: [
    (#"{}"#, ["title"]), (#"{"title":""}"#, ["title"]), (#"{"title":null}"#, ["title"]),
    (#"{"title":["x"]}"#, ["title"]), (#"{"title":"a\u0000b"}"#, ["title"]),
    (#"{"title":"x","titel":"y"}"#, ["titel"]),
    (#"{"title":"x","description":7}"#, ["description"]),
    (#"{"title":"x","workspace_id":"1"}"#, ["workspace_id"]),
    (#"{"title":"x","columns":{}}"#, ["columns"]),
    (#"{"title":"x","columns":[{}]}"#, ["columns[0].key", "columns[0].label", "columns[0].type"]),
    (
      #"{"title":"x","columns":[{"key":"a","label":"A","type":"money"}]}"#, ["columns[0].type"]
    ),
    (
      #"{"title":"x","columns":[{"key":"a","label":"A","type":"string","public":"no"}]}"#,
      ["columns[0].public"]
    ),
    (
      #"{"title":"x","columns":[{"key":"a","label":"A","type":"string","width":3}]}"#,
      ["columns[0].width"]
    ),
    (
      #"{"title":"x","columns":[{"key":"a","label":"A","type":"string"},{"key":"a","label":"B","type":"number"}]}"#,
      ["columns"]
    ),
  ])
  func namesBadFields(_ body: String, _ fields: [String]) throws {
    let answer = create(body)
    #expect(answer.status == 400)
    #expect(answer.code == "validation_failed")
    #expect(answer.fields.sorted() == fields.sorted())
  }

  @Test(arguments: ["id", "title", "status", "attributes", "started_at", "position", "error"])
  func keepsTheNamesOfATasksOwnFields(_ key: String) throws {
    let answer = create(
      "{\"title\":\"x\",\"columns\":[{\"key\":\"\(key)\",\"label\":\"A\",\"type\":\"string\"}]}")
    #expect(answer.status == 400)
    #expect(answer.fields == ["columns[0].key"])
  }

  @Test(arguments: ["A", "1a", "_a", "a-b", "a b", "ä", "a.b", "=a", "a\\\"b"])
  func takesPlainKeysOnly(_ key: String) throws {
    let answer = create(
      "{\"title\":\"x\",\"columns\":[{\"key\":\"\(key)\",\"label\":\"A\",\"type\":\"string\"}]}")
    #expect(answer.fields == ["columns[0].key"])
  }

  @Test func namesAColumnThatIsNoObject() throws {
    let answer = create(#"{"title":"x","columns":[7]}"#)
    #expect(answer.status == 400)
    #expect(answer.fields == ["columns[0]"])
  }

  @Test(arguments: [(32, 201), (33, 400), (200, 400)])
  func boundsColumns(_ count: Int, _ status: Int) throws {
    let columns = (0..<count).map { "{\"key\":\"k\($0)\",\"label\":\"K\",\"type\":\"number\"}" }
    let answer = create("{\"title\":\"x\",\"columns\":[\(columns.joined(separator: ","))]}")
    #expect(answer.status == status)
    if status == 400 { #expect(answer.fields == ["columns"]) }
  }

  @Test(arguments: [(500, 201), (501, 400)])
  func countsCharacters(_ count: Int, _ status: Int) throws {
    #expect(create("{\"title\":\"\(String(repeating: "😀", count: count))\"}").status == status)
  }

  // MARK: Lists

  @Test func listsTheNewestFirst() throws {
    let empty = try client.get("/v1/jobs").expecting(200)
    #expect(empty.json["jobs"].isArray)
    #expect(empty.json["next_cursor"].isNull)
    for number in 1...7 { _ = try client.makeJob(title: "\(number)") }
    var titles: [String] = []
    var cursor = ""
    for _ in 0..<4 {
      let page = try client.get("/v1/jobs?limit=2\(cursor)").expecting(200).json
      titles += page["jobs"].items.compactMap { $0["title"].text }
      guard let next = page["next_cursor"].text else { break }
      cursor = "&cursor=\(next)"
      // New ones come in front and disturb no page.
      _ = try client.makeJob(title: "new")
    }
    #expect(titles == ["7", "6", "5", "4", "3", "2", "1"])
  }

  @Test(arguments: [
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=-1", "limit"), ("limit=", "limit"),
    ("limit=1.5", "limit"), ("limit=99999999999999999999", "limit"), ("limit=5&limit=6", "limit"),
    ("cursor=x", "cursor"), ("cursor=", "cursor"), ("sort=progress", "sort"), ("sort=", "sort"),
    ("status=done", "status"), ("client_id=7", "client_id"), ("deleted=yes", "deleted"),
    ("group_by=status", "group_by"), ("q=", "q"), ("workspace_id=1", "workspace_id"),
    ("Limit=5", "Limit"),
  ])
  func refusesABadQuery(_ query: String, _ field: String) throws {
    let answer = client.get("/v1/jobs?\(query)")
    #expect(answer.status == 400)
    #expect(answer.code == "validation_failed")
    #expect(answer.fields.contains(field))
  }

  // MARK: Conditional

  @Test func answersNotModifiedUntilItIs() throws {
    let job = try client.makeJob()
    let guest = "/v1/shared/jobs/\(try client.makeLink(job))"
    for path in ["/v1/jobs/\(job)", "/v1/jobs/\(job)/tasks", guest, guest + "/tasks"] {
      let first = try client.get(path).expecting(200)
      let tag = try #require(first["ETag"])
      for match in [tag, String(tag.dropFirst(2)), "\"other\", \(tag)", "*"] {
        let again = client.get(path) { $0.ifNoneMatch = match }
        #expect(again.status == 304)
        #expect(again["ETag"] == tag)
        #expect(client.send("HEAD", path) { $0.ifNoneMatch = match }.status == 304)
      }
      #expect(client.get(path) { $0.ifNoneMatch = "\"other\"" }.status == 200)
      try client.addTasks(1...1, to: job)
      let changed = try client.get(path) { $0.ifNoneMatch = tag }.expecting(200)
      #expect(changed["ETag"] != tag)
      #expect(changed.body != first.body)
    }
  }

  @Test func answersAHeadAsTheGet() throws {
    let job = try client.makeJob()
    try client.addTasks(1...3, to: job)
    let token = try client.makeLink(job)
    for path in [
      "/v1/jobs", "/v1/jobs/\(job)", "/v1/jobs/\(job)/tasks", "/v1/jobs/\(job)/share-links",
      "/v1/jobs/\(job)/export?format=csv", "/v1/shared/jobs/\(token)",
      "/v1/shared/jobs/\(token)/tasks", "/v1/shared/jobs/\(token)/export?format=json",
      "/shared/jobs/\(token)", "/v1/shared/jobs/unknown-token", "/shared/jobs/unknown-token",
    ] {
      let (get, head) = (client.get(path), client.send("HEAD", path))
      #expect(head.status == get.status)
      let isOwn: (Header) -> Bool = { $0.name == "X-Request-Id" }
      #expect(head.headers.filter { !isOwn($0) } == get.headers.filter { !isOwn($0) })
    }
  }
}
