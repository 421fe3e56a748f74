import HTTP
import Primitives
import Testing

/// Adding tasks by an array, and paging through them.
@Suite struct TaskTests {
  private let world: World
  private let client: TestClient
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob(
      columns: #"[{"key":"n","label":"N","type":"number"},{"key":"s","label":"S","type":"string"}]"#
    )
  }

  private var tasks: String { "/v1/jobs/\(job)/tasks" }

  private func add(_ body: String) -> Answer { client.post(tasks, .json(body)) }

  @Test func addsAllOrNothing() throws {
    let bad = add(
      """
      [{"title":"a"},{"titel":"b"},{"title":"c","status":"done"},
       {"title":"d","attributes":{"n":"1"}},{"title":"e"}]
      """)
    #expect(bad.status == 400)
    #expect(bad.code == "validation_failed")
    #expect(bad.fields == ["[1].titel", "[2].status", "[3].attributes.n"])
    #expect(try client.titles("/v1/jobs/\(job)").isEmpty)
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 0)
    let good = add(#"[{"title":"a","attributes":{"n":1,"x":true}},{"title":"b"}]"#)
    #expect(try good.expecting(201).json == Node(["inserted": 2]))
    let list = client.get(tasks).json
    #expect(list.keys == ["tasks", "next_cursor"])
    #expect(
      list["tasks"][0].keys == [
        "id", "title", "status", "attributes", "started_at", "completed_at", "error",
      ])
    #expect(list["tasks"].items.map { $0["title"].text } == ["a", "b"])
    #expect(list["tasks"][0]["attributes"] == Node(["n": 1, "x": true]))
    #expect(list["tasks"][1]["attributes"] == Node([String: Int]()))
  }

  @Test(arguments: [
    "", "{}", "null", "7", "{\"title\":\"a\"}", "[", "[}", "[{\"title\":\"a\"},]",
    "{\"tasks\":[{\"title\":\"a\"}]}",
  ])
  func refusesWhatIsNoArray(_ body: String) throws {
    let answer = add(body)
    #expect(answer.status == 400)
    #expect(answer.code == "invalid_json")
  }

  @Test func boundsAnArray() throws {
    let thousand = Array(repeating: "{\"title\":\"x\"}", count: 1_000).joined(separator: ",")
    let more = add("[\(thousand),{\"title\":\"x\"}]")
    #expect(more.status == 400)
    #expect(more.fields == ["tasks"])
    #expect(client.get("/v1/jobs/\(job)").json["total_tasks"].integer == 0)
    #expect(try add("[\(thousand)]").expecting(201).json["inserted"].integer == 1_000)
    #expect(try add("[]").expecting(201).json["inserted"].integer == 0)
  }

  @Test func namesFiftyFaultsAndNoMore() throws {
    let answer = add("[\(Array(repeating: "{}", count: 900).joined(separator: ","))]")
    #expect(answer.status == 400)
    #expect(answer.fields.count == 50)
    #expect(answer.fields.last == "[49].title")
  }

  @Test(arguments: ["text/plain", "application/xml", "multipart/form-data", "text/csv"])
  func refusesOtherMediaTypes(_ type: String) throws {
    #expect(client.post(tasks, .bytes([0x5B, 0x5D], type: type)).status == 415)
  }

  @Test func refusesABodyThatIsTooLargeOrCutShort() throws {
    let huge = Bytes(repeating: 0x20, count: (8 << 20) + 1)
    #expect(client.post(tasks, .bytes(huge, type: "application/json")).status == 413)
    for (type, text) in [
      ("application/json", #"[{"title":"a"}]"#), ("application/x-ndjson", #"{"title":"a"}"# + "\n"),
    ] {
      let answer = client.post(tasks, .cutShort(text, type: type))
      #expect(answer.status == 400)
      #expect(answer.code == "body_incomplete")
    }
    #expect(client.get(tasks).json["tasks"].items.isEmpty)
  }

  /// The largest attributes that are taken come back as they were; larger ones are refused.
  @Test func keepsLargeAttributesWholeOrRefusesThem() throws {
    func task(_ count: Int) -> String {
      let long = String(repeating: "\\u0001", count: 2_000)
      let entries = (0..<count).map { "\"k\($0)\":\"\(long)\"" }.joined(separator: ",")
      return "[{\"title\":\"x\",\"attributes\":{\(entries)}}]"
    }
    #expect(add(task(5)).status == 201)
    #expect(add(task(6)).status == 400)
    let kept = client.get(tasks).json["tasks"].items
    #expect(kept.count == 1)
    #expect(kept[0]["attributes"]["k4"].text == String(repeating: "\u{1}", count: 2_000))
  }

  // MARK: Counters

  @Test func countsWhatWasAdded() throws {
    func job() throws -> Node { try client.get("/v1/jobs/\(self.job)").expecting(200).json }
    func expect(_ status: String, _ counts: [Int], progress: Double) throws {
      let job = try job()
      #expect(job["status"].text == status)
      let names = ["total", "running", "completed", "failed", "skipped"]
      #expect(names.map { job["\($0)_tasks"].integer } == counts)
      #expect(job["progress"].number == progress)
      #expect(job["started_at"].isNull == (status == "pending"))
      #expect(job["completed_at"].isNull == !["completed", "failed"].contains(status))
      #expect(job["duration_seconds"].isNull == !["completed", "failed"].contains(status))
    }
    func add(_ statuses: String...) throws {
      let lines = statuses.map { "{\"title\":\"x\",\"status\":\"\($0)\"}" }
      try client.post(tasks, .lines(lines.joined(separator: "\n"))).expecting(201)
    }
    try expect("pending", [0, 0, 0, 0, 0], progress: 0)
    try add("pending")
    try expect("pending", [1, 0, 0, 0, 0], progress: 0)
    try add("completed", "running")
    try expect("running", [3, 1, 1, 0, 0], progress: 33.3)
    let started = try job()["started_at"]
    try add("failed", "skipped", "skipped")
    try expect("running", [6, 1, 1, 1, 2], progress: 50)
    #expect(try job()["started_at"] == started)
  }

  @Test(arguments: [
    (["completed", "skipped"], "completed", 100.0), (["failed", "failed"], "failed", 100),
    (["failed", "completed"], "completed", 100), (["skipped"], "completed", 0),
  ])
  func endsAJobWhoseTasksHaveEnded(
    _ statuses: [String], _ status: String, _ progress: Double
  ) throws {
    let body = statuses.map { "{\"title\":\"x\",\"status\":\"\($0)\"}" }.joined(separator: ",")
    try add("[\(body)]").expecting(201)
    let ended = client.get("/v1/jobs/\(job)").json
    #expect(ended["status"].text == status)
    #expect(ended["progress"].number == progress)
    #expect(ended["duration_seconds"].integer == 0)
    try add(#"[{"title":"one more"}]"#).expecting(201)
    let again = client.get("/v1/jobs/\(job)").json
    #expect(again["status"].text == "running")
    #expect(again["completed_at"].isNull)
  }

  // MARK: Pages

  private func walk(
    _ path: String, limit: Int, meanwhile: () throws -> Void = {}
  ) throws -> [String] {
    var titles: [String] = []
    var cursor = ""
    while titles.count < 10_000 {
      let page = try client.get("\(path)?limit=\(limit)\(cursor)").expecting(200).json
      let found = page["tasks"].items.compactMap { $0["title"].text }
      #expect(found.count <= limit)
      titles += found
      guard let next = page["next_cursor"].text else { break }
      cursor = "&cursor=\(next)"
      try meanwhile()
    }
    return titles
  }

  @Test(arguments: [1, 7, 50, 200])
  func visitsEachTaskOnceInOrder(_ limit: Int) throws {
    let count = limit == 1 ? 34 : 1_234
    try client.addTasks(1...count, to: job)
    let expected = (1...count).map(String.init)
    #expect(try walk(tasks, limit: limit) == expected)
    let token = try client.makeLink(job)
    #expect(try walk("/v1/shared/jobs/\(token)/tasks", limit: limit) == expected)
  }

  @Test func visitsEachOnceWhileTasksAreAdded() throws {
    try client.addTasks(1...1_234, to: job)
    var last = 1_234
    let titles = try walk(tasks, limit: 100) {
      guard last < 1_500 else { return }
      try client.addTasks(last + 1...last + 37, to: job)
      last += 37
    }
    #expect(titles == (1...last).map(String.init))
  }

  @Test func givesFiftyUnlessTold() throws {
    try client.addTasks(1...51, to: job)
    let page = client.get(tasks).json
    #expect(page["tasks"].items.count == 50)
    #expect(page["next_cursor"].text != nil)
    let full = client.get(tasks + "?limit=51").json
    #expect(full["tasks"].items.count == 51)
    #expect(full["next_cursor"].isNull)
  }

  @Test(arguments: [
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=ten", "limit"), ("limit=%00", "limit"),
    ("cursor=", "cursor"), ("cursor=1", "cursor"), ("cursor=%F0%9F%9A%9A", "cursor"),
    ("cursor=YQ", "cursor"), ("cursor=YS0x", "cursor"), ("cursor=Yys5", "cursor"),
    ("cursor=YTk5OTk5OTk5OTk5OTk5OTk5OTk5", "cursor"), ("sort=error", "sort"),
    ("status=done", "status"), ("attr[x]=1", "attr[x]"), ("%zz=1", "query"),
  ])
  func refusesABadQuery(_ query: String, _ field: String) throws {
    let token = try client.makeLink(job)
    for path in [tasks, "/v1/shared/jobs/\(token)/tasks"] {
      let answer = client.get("\(path)?\(query)")
      #expect(answer.status == 400)
      #expect(answer.fields == [field])
    }
    // A page passes over what messengers add to its address, and over fields that its form sends
    // empty, but not over what it reads.
    let isRead = field != "query" && query != "cursor="
    let page = client.get("/shared/jobs/\(token)?\(query)") { $0.accept = "text/html" }
    #expect(page.status == (isRead ? 400 : 200))
  }
}
