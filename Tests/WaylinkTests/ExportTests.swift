import HTTP
import MariaDB
import Primitives
import Testing

/// Exports: private and shared, in all formats, whole or visibly not.
@Suite struct ExportTests {
  private let world: World
  private let client: TestClient
  private let job: String
  private static let columns = """
    [{"key":"name","label":"Name, \\"quoted\\"","type":"string"},
     {"key":"ms","label":"Time","type":"number"},{"key":"ok","label":"OK","type":"boolean"},
     {"key":"at","label":"At","type":"datetime"},
     {"key":"secret","label":"Secret","type":"string","public":false}]
    """

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob(title: "Umzug: Köln → Bonn / 2026", columns: Self.columns)
  }

  private var own: String { "/v1/jobs/\(job)" }

  private func add(_ lines: [String]) throws {
    try client.post("\(own)/tasks", .lines(lines.joined(separator: "\n"))).expecting(201)
  }

  private func addAFew() throws {
    try add([
      #"{"title":"a","status":"completed","attributes":{"name":"x","ms":1.5,"ok":true,"at":"2026-01-01T00:00:00Z","secret":"s3cr3t","undeclared":"hidden"}}"#,
      #"{"title":"b","attributes":{"name":null,"ms":-7,"ok":false}}"#, #"{"title":"c"}"#,
      #"{"title":"d","status":"running","attributes":{"undeclared":"hidden"}}"#,
    ])
  }

  private func rows(_ base: String) throws -> [[String]] {
    try #require(CSV.rows(try client.get("\(base)/export?format=csv").expecting(200).text))
  }

  // MARK: Formats

  @Test func writesCSV() throws {
    try addAFew()
    let rows = try rows(own)
    try #require(rows.map(\.count) == [10, 10, 10, 10, 10])
    #expect(
      rows[0] == [
        "id", "title", "status", "name", "ms", "ok", "at", "secret", "started_at", "completed_at",
      ])
    #expect(
      rows[1][1...7] == ["a", "completed", "x", "1.5", "true", "2026-01-01T00:00:00Z", "s3cr3t"])
    #expect(rows[2][1...7] == ["b", "pending", "", "-7", "false", "", ""])
    #expect(rows[3][1...9] == ["c", "pending", "", "", "", "", "", "", ""])
  }

  @Test(arguments: [
    ("csv", "text/csv; charset=utf-8"), ("json", "application/json"),
    ("ndjson", "application/x-ndjson"),
  ])
  func namesTheFileSafely(_ format: String, _ type: String) throws {
    let answer = try client.get("\(own)/export?format=\(format)").expecting(200)
    #expect(answer["Content-Type"] == type)
    #expect(
      answer["Content-Disposition"] == "attachment; filename=\"Umzug-K-ln-Bonn-2026.\(format)\"")
    #expect(answer.isWhole)
  }

  @Test(arguments: ["\\\"; x=\\\"", "../../etc", "日本", "a\\\\b", "CON", "."])
  func namesTheFileSafelyWhateverTheTitle(_ title: String) throws {
    let job = try client.makeJob(title: title)
    let answer = try client.get("/v1/jobs/\(job)/export?format=csv").expecting(200)
    #expect(
      answer["Content-Disposition"]?.wholeMatch(
        of: /attachment; filename="[A-Za-z0-9-]{1,60}\.csv"/) != nil)
  }

  @Test(arguments: [
    ("", "format"), ("format=", "format"), ("format=xml", "format"), ("format=CSV", "format"),
    ("format=csv&format=json", "format"), ("format=csv&limit=5", "limit"),
    ("format=csv&status=done", "status"), ("format=csv&sort=error", "sort"),
  ])
  func refusesABadQuery(_ query: String, _ field: String) throws {
    let token = try client.makeLink(job)
    for base in [own, "/v1/shared/jobs/\(token)"] {
      let answer = client.get("\(base)/export?\(query)")
      #expect(answer.status == 400)
      #expect(Set(answer.fields) == [field])
    }
  }

  @Test func isWellFormedWithoutTasks() throws {
    #expect(try rows(own).count == 1)
    let json = try client.get("\(own)/export?format=json").expecting(200).json
    #expect(json["tasks"].isArray && json["tasks"].items.isEmpty)
    #expect(json["columns"].items.count == 5)
    #expect(client.get("\(own)/export?format=ndjson").body.isEmpty)
  }

  // MARK: Private and shared

  @Test func showsTheSameRowsInTheSameOrder() throws {
    try addAFew()
    try client.addTasks(5...6_123, to: job)
    let shared = "/v1/shared/jobs/\(try client.makeLink(job))"
    let (ownRows, sharedRows) = (try rows(own), try rows(shared))
    #expect(ownRows.count == 6_124)
    #expect(ownRows.map { $0.prefix(2) } == sharedRows.map { $0.prefix(2) })
    let isPublic = ownRows[0].map { $0 != "secret" }
    #expect(ownRows.map { row in zip(row, isPublic).filter(\.1).map(\.0) } == sharedRows)
    let ids = sharedRows.dropFirst().map { $0[0] }
    for base in [own, shared] {
      let lines = try client.get("\(base)/export?format=ndjson").expecting(200).lines
      #expect(lines.map { $0["id"].text } == ids)
      let json = try client.get("\(base)/export?format=json").expecting(200).json
      #expect(json.keys == ["columns", "tasks"])
      #expect(json["tasks"].items == lines)
    }
  }

  @Test func showsGuestsPublicColumnsOnly() throws {
    try addAFew()
    let token = try client.makeLink(job)
    let shared = "/v1/shared/jobs/\(token)"
    let me = try #require(client.get(own).json["created_by"].text)
    for path in [
      "/export?format=csv", "/export?format=json", "/export?format=ndjson", "/tasks", "",
    ] {
      let text = try client.get(shared + path).expecting(200).text
      for hidden in ["secret", "s3cr3t", "Secret", "undeclared", "hidden", me] {
        #expect(!text.contains(hidden), "\(path) \(hidden)")
      }
    }
    let page = try client.get("/shared/jobs/\(token)").expecting(200).text
    for hidden in ["s3cr3t", "Secret", "undeclared", "hidden", me] {
      #expect(!page.contains(hidden), "\(hidden)")
    }
    let json = client.get("\(shared)/export?format=json").json
    #expect(json["columns"].items.map { $0["key"].text } == ["name", "ms", "ok", "at"])
    #expect(json["columns"].items.allSatisfy { $0.keys == ["key", "label"] })
    for task in json["tasks"].items {
      #expect(
        task.keys == ["id", "title", "status", "attributes", "started_at", "completed_at"])
    }
    #expect(json["tasks"][0]["attributes"].keys == ["name", "ms", "ok", "at"])
    #expect(json["tasks"][3]["attributes"].keys.isEmpty)
    let mine = client.get("\(own)/export?format=ndjson").lines
    #expect(mine[0]["attributes"]["undeclared"].text == "hidden")
  }

  /// A guest's view is an allow-list: just these, wherever it is shown.
  @Test func showsGuestsTheJobsAllowedFieldsOnly() throws {
    try addAFew()
    let job = try client.get("/v1/shared/jobs/\(try client.makeLink(job))").expecting(200).json
    #expect(
      job.keys == [
        "id", "title", "description", "status", "progress", "total_tasks", "completed_tasks",
        "failed_tasks", "skipped_tasks", "created_at", "started_at", "completed_at",
        "duration_seconds", "columns", "expires_at",
      ])
  }

  // MARK: Hostile content

  @Test func keepsHostileTextsAsTheyAre() throws {
    let titles = HostileStrings.titles
    try add(titles.map { "{\"title\":\(HostileStrings.json($0))}" })
    try add(
      HostileStrings.attributes.map {
        "{\"title\":\"x\",\"attributes\":{\"name\":\(HostileStrings.json($0))}}"
      })
    let shared = "/v1/shared/jobs/\(try client.makeLink(job))"
    for base in [own, shared] {
      let tasks = try client.get("\(base)/export?format=json").expecting(200).json["tasks"].items
      #expect(
        tasks.prefix(titles.count).map { $0["title"].text.map(Scalars.init) }
          == titles.map(Scalars.init))
      let attributes = tasks.dropFirst(titles.count).map { $0["attributes"]["name"].text }
      #expect(
        attributes.map { $0.map(Scalars.init) } == HostileStrings.attributes.map(Scalars.init))
      let rows = try rows(base).dropFirst()
      #expect(rows.prefix(titles.count).map { Scalars(plain($0[1])) } == titles.map(Scalars.init))
      #expect(
        rows.dropFirst(titles.count).map { Scalars(plain($0[3])) }
          == HostileStrings.attributes.map(Scalars.init))
    }
  }

  /// Compared scalar by scalar: to Swift's `String` é is é, however it is written.
  struct Scalars: Equatable, CustomStringConvertible {
    let text: String

    init(_ text: String) {
      self.text = text
    }

    static func == (left: Scalars, right: Scalars) -> Bool {
      left.text.unicodeScalars.elementsEqual(right.text.unicodeScalars)
    }

    var description: String { text.debugDescription }
  }

  /// The text of a cell, without the apostrophe that keeps it from being a formula.
  private func plain(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    guard scalars.first == "'", let second = scalars.dropFirst().first,
      "=+-@\t\r\n\0".unicodeScalars.contains(second)
    else { return cell }
    return String(scalars.dropFirst())
  }

  @Test func leavesNoCellThatASpreadsheetWouldRun() throws {
    try add(
      HostileStrings.attributes.map {
        "{\"title\":\"x\",\"attributes\":{\"name\":\(HostileStrings.json($0))}}"
      })
    for cell in try rows(own).dropFirst().map({ $0[3] }) {
      guard let first = cell.unicodeScalars.first, "=+-@\t\r\n\0".unicodeScalars.contains(first)
      else {
        continue
      }
      #expect(Double(cell) != nil || cell == "-" || cell == "+", "\(cell.debugDescription)")
    }
  }

  @Test func escapesHostileTextsOnThePage() throws {
    try add(
      HostileStrings.titles.map {
        let text = HostileStrings.json($0)
        return "{\"title\":\(text),\"attributes\":{\"name\":\(text)}}"
      })
    let token = try client.makeLink(job)
    let page = try client.get("/shared/jobs/\(token)?limit=200") { $0.accept = "text/html" }
      .expecting(200).text
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    for raw in ["<script>alert", "<img src=x", "</td></table>\"", "<!--"] {
      #expect(!page.contains(raw), "\(raw)")
    }
  }
}
