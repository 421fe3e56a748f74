import HTTP
import MariaDB
import Primitives
import Testing

/// Filtering and sorting tasks, held against a model of it.
@Suite struct TaskSearchTests {
  private let world: World
  private let client: TestClient
  private let job: String
  private let guest: String
  private let tasks: [Model]

  /// A task as it was added.
  struct Model {
    let position: Int
    let title: String
    let status: String
    var n: Double?
    var s: String?
    var b: Bool?
    var d: Instant?
    var dText = ""
  }

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob(
      columns: """
        [{"key":"n","label":"N","type":"number"},{"key":"s","label":"S","type":"string"},
         {"key":"b","label":"B","type":"boolean"},{"key":"d","label":"D","type":"datetime"},
         {"key":"secret","label":"X","type":"number","public":false}]
        """)
    var models: [Model] = []
    for position in 1...220 { models.append(Self.random(position)) }
    tasks = models
    try client.post("/v1/jobs/\(job)/tasks", .lines(models.map(Self.line).joined(separator: "\n")))
      .expecting(201)
    guest = "/v1/shared/jobs/\(try client.makeLink(job))"
  }

  private static let texts = [
    "", "a", "a ", "A", "b", "é", "e\u{301}", "🚚", "\"", "\\", "a\\u0062", "\u{1}", "1", "true",
    "null", "%", "ab_", String(repeating: "x", count: 200) + "1",
    String(repeating: "x", count: 200) + "0", String(repeating: "😀", count: 300),
  ]
  private static let instants = [
    "2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", "2025-12-31T19:00:00.000001-05:00",
    "2026-01-01T00:00:00.5z", "2026-01-01t00:00:00.123456789Z", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59Z", "2040-02-29T12:00:00+13:45",
    "2026-06-01T00:00:00+23:59", "2026-06-01T00:00:00-23:59",
  ]
  private static let numbers = [
    0, -0.0, 1, -1, 0.1, 1.5, 404, 9_007_199_254_740_992, -1e300, 1e-300, 12_345.678,
  ]

  private static func random(_ position: Int) -> Model {
    func some<T>(_ values: [T]) -> T? { Int.random(in: 0..<5) == 0 ? nil : values.randomElement() }
    var model = Model(
      position: position,
      title: String((0..<Int.random(in: 1...3)).compactMap { _ in "ab1".randomElement() }),
      status: ["pending", "running", "completed", "failed", "skipped"].randomElement() ?? "pending")
    model.n = some(numbers)
    model.s = some(texts)
    model.b = some([true, false])
    model.dText = some(instants) ?? ""
    model.d = Instant(iso8601: model.dText)
    return model
  }

  private static func line(_ model: Model) -> String {
    var values: [String] = []
    values.append("\"n\":\(model.n.map { "\($0)" } ?? "null")")
    if let s = model.s {
      var bytes: Bytes = []
      Array(s.utf8).withUnsafeBytes { JSONWriter.append(utf8: $0, to: &bytes) }
      values.append("\"s\":\(String(decoding: bytes, as: UTF8.self))")
    }
    if let b = model.b { values.append("\"b\":\(b)") }
    if model.d != nil { values.append("\"d\":\"\(model.dText)\"") }
    return """
      {"title":"\(model.title)","status":"\(model.status)","attributes":{\(values.joined(separator: ","))}}
      """
  }

  // MARK: The model

  private func holds<Value>(
    _ value: Value?, _ relation: String, _ other: Value, _ less: (Value, Value) -> Bool
  ) -> Bool {
    guard let value else { return false }
    let (isLess, isMore) = (less(value, other), less(other, value))
    return switch relation {
    case "eq": !isLess && !isMore
    case "ne": isLess || isMore
    case "lt": isLess
    case "lte": !isMore
    case "gt": isMore
    default: !isLess
    }
  }

  private func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Those without a value last, others by it, all else by position.
  private func sorted<Value>(
    _ models: [Model], descending: Bool, _ key: (Model) -> Value?,
    _ less: (Value, Value) -> Bool
  ) -> [Model] {
    models.sorted { left, right in
      switch (key(left), key(right)) {
      case (nil, nil): return left.position < right.position
      case (nil, _): return false
      case (_, nil): return true
      case (let one?, let two?):
        if less(one, two) { return !descending }
        if less(two, one) { return descending }
        return left.position < right.position
      }
    }
  }

  private static let statuses = ["pending", "running", "completed", "failed", "skipped"]

  private func sorted(_ models: [Model], by sort: String) -> [Model] {
    let descending = sort.hasPrefix("-")
    let word = descending ? String(sort.dropFirst()) : sort
    switch word {
    case "title": return sorted(models, descending: descending, { $0.title }, isBefore)
    case "status":
      return sorted(
        models, descending: descending, { Self.statuses.firstIndex(of: $0.status) }, <)
    case "attr[n]": return sorted(models, descending: descending, { $0.n }, <)
    case "attr[s]":
      return sorted(
        models, descending: descending,
        { $0.s.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(200))) } }, isBefore)
    case "attr[b]": return sorted(models, descending: descending, { $0.b.map { $0 ? 1 : 0 } }, <)
    case "attr[d]": return sorted(models, descending: descending, { $0.d }, <)
    default: return descending ? models.reversed() : models
    }
  }

  /// A query, and what is to come of it.
  private func randomQuery() -> (query: String, expected: [Model]) {
    var (parts, found): ([String], [Model]) = ([], tasks)
    let relation = ["eq", "ne", "lt", "lte", "gt", "gte"].randomElement() ?? "eq"
    for _ in 0..<Int.random(in: 0...2) {
      switch Int.random(in: 0..<6) {
      case 0:
        let status = Self.statuses.randomElement() ?? "failed"
        if parts.contains(where: { $0.hasPrefix("status") }) { continue }
        parts.append("status=\(status)")
        found = found.filter { $0.status == status }
      case 1:
        if parts.contains(where: { $0.hasPrefix("q=") }) { continue }
        parts.append("q=a1")
        found = found.filter { ($0.title + "|").utf8.elementsEqual("a1|".utf8) || has($0.title) }
      case 2:
        guard let n = Self.numbers.randomElement() else { continue }
        if parts.contains(where: { $0.hasPrefix("attr[n][\(relation)]") }) { continue }
        parts.append("attr[n][\(relation)]=\(PercentEncoding.encode("\(n)"))")
        found = found.filter { holds($0.n, relation, n, <) }
      case 3:
        guard let s = Self.texts.randomElement() else { continue }
        if parts.contains(where: { $0.hasPrefix("attr[s][\(relation)]") }) { continue }
        parts.append("attr[s][\(relation)]=\(PercentEncoding.encode(s))")
        found = found.filter { holds($0.s, relation, s, isBefore) }
      case 4:
        if parts.contains(where: { $0.hasPrefix("attr[b]") }) { continue }
        let b = Bool.random()
        parts.append("attr[b]=\(b)")
        found = found.filter { $0.b == b }
      default:
        guard let text = Self.instants.randomElement(), let d = Instant(iso8601: text) else {
          continue
        }
        if parts.contains(where: { $0.hasPrefix("attr[d][\(relation)]") }) { continue }
        parts.append("attr[d][\(relation)]=\(PercentEncoding.encode(text))")
        found = found.filter { holds($0.d, relation, d, <) }
      }
    }
    let words = ["position", "title", "status", "attr[n]", "attr[s]", "attr[b]", "attr[d]"]
    let sort = (Bool.random() ? "-" : "") + (words.randomElement() ?? "title")
    if Bool.random() || parts.isEmpty {
      parts.append("sort=\(sort)")
      found = sorted(found, by: sort)
    }
    return (parts.joined(separator: "&"), found)
  }

  private func has(_ title: String) -> Bool {
    zip(title.utf8, title.utf8.dropFirst()).contains { $0 == (0x61, 0x31) }
  }

  /// The positions of what a walk through all pages gives, by their ids' last digits.
  private func walk(_ path: String, _ query: String, limit: Int) throws -> [Int] {
    var positions: [Int] = []
    var cursor = ""
    for _ in 0..<300 {
      let page = try client.get("\(path)/tasks?\(query)&limit=\(limit)\(cursor)").expecting(200)
        .json
      positions += try page["tasks"].items.map { try position($0) }
      guard let next = page["next_cursor"].text else { return positions }
      cursor = "&cursor=\(next)"
    }
    throw Unexpected(description: "no end of \(query)")
  }

  private func position(_ task: Node) throws -> Int {
    let id = try #require(task["id"].text)
    return try #require(Int(id.suffix(8), radix: 16))
  }

  private func export(_ path: String, _ query: String) throws -> [Int] {
    try client.get("\(path)/export?format=ndjson&\(query)").expecting(200).lines.map {
      try position($0)
    }
  }

  // MARK: Tests

  /// Lists in pages, exports, members and guests: all give the model's tasks in the model's order.
  @Test func agreesWithTheModel() throws {
    for _ in 0..<120 {
      let (query, expected) = randomQuery()
      let positions = expected.map(\.position)
      let limit = Int.random(in: 3...60)
      #expect(try walk("/v1/jobs/\(job)", query, limit: limit) == positions, "\(query)")
      #expect(try walk(guest, query, limit: limit) == positions, "\(query)")
      #expect(try export("/v1/jobs/\(job)", query) == positions, "\(query)")
      #expect(try export(guest, query) == positions, "\(query)")
    }
  }

  /// A walk through every order visits each task once, a task a page.
  @Test(arguments: [
    "title", "-title", "status", "-status", "started_at", "-completed_at", "attr[n]", "-attr[s]",
    "attr[b]", "-attr[d]", "-position",
  ])
  func visitsEachOnce(_ sort: String) throws {
    let found = try walk("/v1/jobs/\(job)", "sort=\(sort)", limit: 1)
    #expect(Set(found).count == 220)
    #expect(found.count == 220)
  }

  /// What guests can't see they can't ask for, and aren't told that it is there.
  @Test(arguments: ["secret", "nothing"], ["attr[KEY]=1", "attr[KEY][gte]=1", "sort=attr[KEY]"])
  func tellsGuestsNothingOfPrivateColumns(_ key: String, _ query: String) throws {
    let query = query.split(separator: "KEY").joined(separator: key)
    for path in [guest + "/tasks?", guest + "/export?format=csv&"] {
      let answer = client.get(path + query)
      #expect(answer.status == 400)
      #expect(answer.json["errors"][0]["code"].text == "unknown_column")
      #expect(answer.json["detail"].text?.contains("names no column of this job") == true)
    }
    let status = key == "secret" ? 200 : 400
    #expect(client.get("/v1/jobs/\(job)/tasks?\(query)").status == status)
  }

  /// A column that was declared after its tasks had come meets values of any type.
  @Test(arguments: [
    ("number", "attr[v][gte]=0", ["b"]), ("boolean", "attr[v]=true", ["c"]),
    ("datetime", "attr[v][gt]=2000-01-01T00:00:00Z", ["d"]), ("string", "attr[v]=7", ["a"]),
    ("number", "sort=attr[v]", ["b", "a", "c", "d", "e", "f"]),
    ("datetime", "sort=-attr[v]", ["d", "a", "b", "c", "e", "f"]),
  ])
  func passesOverValuesOfAnotherType(
    _ kind: String, _ query: String, _ expected: [String]
  ) throws {
    let job = try client.makeJob()
    try client.post(
      "/v1/jobs/\(job)/tasks",
      .json(
        """
        [{"title":"a","attributes":{"v":"7"}},{"title":"b","attributes":{"v":7}},
         {"title":"c","attributes":{"v":true}},{"title":"d","attributes":{"v":"2026-01-01T00:00:00Z"}},
         {"title":"e","attributes":{"v":"2026-99-99T00:00:00Z"}},{"title":"f"}]
        """)
    ).expecting(201)
    try client.patch(
      "/v1/jobs/\(job)",
      "{\"columns\":[{\"key\":\"v\",\"label\":\"V\",\"type\":\"\(kind)\"}]}"
    ).expecting(200)
    let found = try client.get("/v1/jobs/\(job)/tasks?\(query)").expecting(200).json["tasks"]
    #expect(found.items.compactMap { $0["title"].text } == expected)
  }

  /// The database knows moments that are none here: what lies outside the years 1 to 9999, in UTC, is
  /// no value, wherever it is looked for.
  @Test(arguments: [
    "0000-00-00T00:00:00Z", "0000-01-01T00:00:00Z", "0000-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-02-31T00:00:00Z",
    "2026-00-01T00:00:00+01:00", "2026-01-01T00:00:00+99:99",
  ])
  func passesOverMomentsThatAreNone(_ text: String) throws {
    let job = try client.makeJob()
    try client.post(
      "/v1/jobs/\(job)/tasks",
      .json(
        """
        [{"title":"none","attributes":{"v":"\(text)"}},
         {"title":"first","attributes":{"v":"0001-01-01T00:00:00Z"}},
         {"title":"last","attributes":{"v":"9999-12-31T23:59:59.999999Z"}}]
        """)
    ).expecting(201)
    try client.patch(
      "/v1/jobs/\(job)", "{\"columns\":[{\"key\":\"v\",\"label\":\"V\",\"type\":\"datetime\"}]}"
    ).expecting(200)
    for (query, expected) in [
      ("sort=attr[v]", ["first", "last", "none"]), ("sort=-attr[v]", ["last", "first", "none"]),
      ("attr[v][gte]=0001-01-01T00:00:00Z", ["first", "last"]),
      ("attr[v][lt]=2026-03-10T00:00:00Z", ["first"]),
    ] {
      let tasks = "/v1/jobs/\(job)/tasks?\(query)"
      let found = try client.get(tasks).expecting(200).json["tasks"]
      #expect(found.items.compactMap { $0["title"].text } == expected, "\(query)")
    }
    try client.get("/v1/jobs/\(job)/export?format=csv&sort=-attr[v]").expecting(200)
  }

  /// More than can be sorted in time are refused before any work; by an index they are sorted still.
  @Test func refusesToSortTooMany() throws {
    let job = try client.makeJob(columns: #"[{"key":"n","label":"N","type":"number"}]"#)
    let lines = (1...50_001).map {
      "{\"title\":\"\($0)\",\"status\":\"\($0 % 1_000 == 0 ? "failed" : "completed")\"}"
    }
    try client.post("/v1/jobs/\(job)/tasks", .lines(lines.joined(separator: "\n"))).expecting(201)
    for path in ["tasks?", "export?format=csv&"] {
      for sort in ["title", "-attr[n]", "completed_at"] {
        let answer = client.get("/v1/jobs/\(job)/\(path)sort=\(sort)")
        #expect(answer.status == 422)
        #expect(answer.code == "too_many_to_sort")
      }
    }
    let last = try client.get("/v1/jobs/\(job)/tasks?sort=-position&limit=1").expecting(200).json
    #expect(last["tasks"][0]["title"].text == "50001")
    let failed = try client.get("/v1/jobs/\(job)/tasks?sort=-status&limit=1").expecting(200).json
    #expect(failed["tasks"][0]["title"].text == "1000")
    let few = try client.get("/v1/jobs/\(job)/tasks?sort=-title&status=failed").expecting(200).json
    #expect(few["tasks"].items.count == 50)
    #expect(few["tasks"][0]["title"].text == "9000")
    #expect(
      try client.get("/v1/jobs/\(job)/export?format=ndjson&status=failed&sort=-position")
        .expecting(200).lines.first?["title"].text == "50000")
    #expect(
      try client.get("/v1/jobs/\(job)/export?format=ndjson&sort=status").expecting(200).lines.count
        == 50_001)
  }

  @Test func keepsACursorToItsOrder() throws {
    let next = try #require(
      try client.get("/v1/jobs/\(job)/tasks?sort=title&limit=5").expecting(200).json["next_cursor"]
        .text)
    for query in ["", "sort=-title&", "sort=attr[n]&", "status=failed&"] {
      let answer = client.get("/v1/jobs/\(job)/tasks?\(query)cursor=\(next)")
      #expect(answer.status == 400)
      #expect(answer.json["errors"][0]["code"].text == "invalid_cursor")
    }
    #expect(client.get("/v1/jobs/\(job)/tasks?sort=title&cursor=YTUw").status == 400)
  }
}
