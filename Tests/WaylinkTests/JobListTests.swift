import HTTP
import MariaDB
import Primitives
import Testing

/// A workspace's list of jobs: filters, orders, pages.
@Suite struct JobListTests {
  private let world: World
  private let client: TestClient

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
  }

  private func titles(_ query: String) throws -> [String] {
    try client.get("/v1/jobs?\(query)").expecting(200).json["jobs"].items.compactMap {
      $0["title"].text
    }
  }

  private func walk(_ query: String, limit: Int) throws -> [String] {
    var titles: [String] = []
    var cursor = ""
    for _ in 0..<100 {
      let page = try client.get("/v1/jobs?limit=\(limit)&\(query)\(cursor)").expecting(200).json
      titles += page["jobs"].items.compactMap { $0["title"].text }
      guard let next = page["next_cursor"].text else { return titles }
      cursor = "&cursor=\(next)"
    }
    throw Unexpected(description: "no end")
  }

  /// A job called by its title, with a task of this status.
  private func make(_ title: String, _ status: String) throws -> String {
    let job = try client.makeJob(title: title)
    try client.post(
      "/v1/jobs/\(job)/tasks", .json("[{\"title\":\"x\",\"status\":\"\(status)\"}]")
    ).expecting(201)
    return job
  }

  @Test(arguments: [1, 2, 50])
  func sorts(_ limit: Int) throws {
    var jobs: [String] = []
    for (title, status) in [
      ("b", "failed"), ("a", "completed"), ("é", "pending"), ("b", "completed"), ("C", "running"),
    ] {
      jobs.append(try make(title, status))
    }
    try client.post("/v1/jobs/\(jobs[2])/cancel", .none).expecting(200)
    for (sort, expected) in [
      ("created_at", ["b", "a", "é", "b", "C"]), ("-created_at", ["C", "b", "é", "a", "b"]),
      ("title", ["a", "b", "b", "C", "é"]), ("-title", ["é", "C", "b", "b", "a"]),
      ("status", ["C", "a", "b", "b", "é"]), ("-status", ["é", "b", "b", "a", "C"]),
      ("updated_at", ["b", "a", "b", "C", "é"]), ("-updated_at", ["é", "C", "b", "a", "b"]),
    ] {
      #expect(try walk("sort=\(sort)", limit: limit) == expected, "\(sort)")
    }
    #expect(try walk("status=completed&sort=title", limit: limit) == ["a", "b"])
    #expect(try walk("status=completed&sort=-status", limit: limit) == ["b", "a"])
    #expect(try walk("status=cancelled", limit: limit) == ["é"])
    #expect(try walk("q=B&sort=title", limit: limit) == ["b", "b"])
  }

  @Test func searches() throws {
    for (title, description) in [
      ("Umzug 50%", "Straße 7"), ("under_score", "x"), ("back\\\\slash", "UMZUG im Mai"),
    ] {
      try client.post(
        "/v1/jobs", .json("{\"title\":\"\(title)\",\"description\":\"\(description)\"}")
      ).expecting(201)
    }
    for (text, expected) in [
      ("umzug", ["back\\slash", "Umzug 50%"]), ("50%25", ["Umzug 50%"]), ("%25", ["Umzug 50%"]),
      ("r_s", ["under_score"]), ("d_r", []), ("%5C", ["back\\slash"]),
      ("STRA%C3%9FE", ["Umzug 50%"]),
      ("'%20OR%201=1%20--%20", []),
    ] {
      #expect(try titles("q=\(text)") == expected, "\(text)")
    }
    #expect(client.get("/v1/jobs?q=\(String(repeating: "x", count: 201))").status == 400)
  }

  @Test func knowsNoClientsYet() throws {
    _ = try client.makeJob()
    #expect(try titles("client_id=\(UUID.v7())").isEmpty)
  }

  @Test func keepsACursorToItsOrder() throws {
    for number in 1...3 { _ = try client.makeJob(title: "\(number)") }
    let next = try #require(
      client.get("/v1/jobs?limit=1&sort=title").json["next_cursor"].text)
    for sort in ["", "sort=-title&", "sort=status&", "sort=-created_at&"] {
      let answer = client.get("/v1/jobs?\(sort)cursor=\(next)")
      #expect(answer.status == 400)
      #expect(answer.json["errors"][0]["code"].text == "invalid_cursor")
    }
    #expect(client.get("/v1/jobs?sort=title&cursor=\(next.dropLast(2))AA").status == 400)
    #expect(client.get("/v1/jobs?cursor=\(UUID.v7())").status == 400)
  }

  /// Titles as long as they may be still make cursors that come back.
  @Test func pagesThroughLongTitles() throws {
    for number in 1...3 {
      _ = try client.makeJob(title: String(repeating: "🚚", count: 499) + "\(number)")
    }
    #expect(try walk("sort=-title", limit: 1).map { $0.last } == ["3", "2", "1"])
  }

  /// Neither a filter nor an order shows a workspace another's jobs.
  @Test func staysInItsWorkspace() throws {
    _ = try client.makeJob(title: "mine")
    let other = client.another()
    try other.register()
    let deleted = try other.makeJob(title: "theirs")
    _ = try other.makeJob(title: "theirs")
    try other.delete("/v1/jobs/\(deleted)").expecting(204)
    for query in ["", "sort=title", "sort=status", "sort=updated_at", "q=e", "status=pending"] {
      #expect(try titles(query) == ["mine"])
    }
    #expect(try titles("deleted=true").isEmpty)
  }
}
