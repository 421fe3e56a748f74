import Accounts
import HTTP
import MariaDB
import Primitives
import Testing
@testable import Jobs

/// What `/tasks` and `/export` can be asked for, read off a query.
@Suite struct TaskQueryTests {
  private static let columns = [
    Column(key: "ms", label: "Time", kind: .number, isPublic: true),
    Column(key: "host", label: "Host", kind: .string, isPublic: true),
    Column(key: "ok", label: "OK", kind: .boolean, isPublic: true),
    Column(key: "at", label: "At", kind: .datetime, isPublic: true),
  ]

  private func read(_ text: String) throws -> TaskQuery {
    var query = try Query(text)
    let wanted = TaskQuery(&query, columns: Self.columns)
    try query.finish()
    return wanted
  }

  @Test func readsConditions() throws {
    let query = try read(
      "attr[ms]=404&attr%5Bms%5D%5Bgte%5D=-1.5e2&attr[host][ne]=a%26b&attr[ok]=true"
        + "&attr[at][lt]=2026-01-01T00:00:00%2B02:00&status=failed&q=50%25_")
    #expect(query.conditions.map(\.relation) == [.eq, .gte, .ne, .eq, .lt])
    #expect(
      query.conditions.map(\.value) == [
        .double(404), .double(-150), .text("a&b"), .integer(1),
        .instant(try #require(Instant(iso8601: "2025-12-31T22:00:00Z"))),
      ])
    #expect(query.status == .failed)
    #expect(query.text == "50%_")
    #expect(LikePattern.holding("50%_\\") == "%50\\%\\_\\\\%")
    #expect(query.isFiltered && !query.isPlain)
  }

  @Test(arguments: [
    "", "status=failed", "q=50%25%20%26",
    "attr[ms]=404&attr[ms][eq]=4.50e1&attr[at][lt]=2026-01-01T00:00:00%2B02:00",
    "attr[host]=%C3%A9&status=pending&q=a&sort=-attr[host]", "sort=-position", "sort=started_at",
  ])
  func readsBackWhatItPrints(text: String) throws {
    let query = try read(text)
    let printed = query.parameters.map {
      "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
    }.joined(separator: "&")
    let again = try read(printed)
    #expect(again.status == query.status && again.text == query.text)
    #expect(again.conditions == query.conditions && again.sort == query.sort)
    #expect(again.parameters.map(\.value) == query.parameters.map(\.value))
  }

  @Test func isPlainWithoutAnything() throws {
    #expect(try read("").isPlain)
    #expect(try read("sort=position").isPlain)
    #expect(try !read("sort=-position").isPlain)
    #expect(try !read("status=pending").isPlain)
  }

  @Test(arguments: [
    ("sort=-attr[ms]", true), ("sort=title", false), ("sort=-started_at", true),
    ("sort=attr%5Bhost%5D", false),
  ])
  func readsSorts(_ text: String, _ descending: Bool) throws {
    #expect(try read(text).sort.descending == descending)
  }

  @Test(
    arguments: [
      ("attr[x]=1", "attr[x]", "unknown_column"), ("attr[MS]=1", "attr[MS]", "unknown_column"),
      ("attr[]=1", "attr[]", "unknown_column"), ("attr[ms'--]=1", "attr[ms'--]", "unknown_column"),
      ("attr[$.ms]=1", "attr[$.ms]", "unknown_column"),
      ("attr[ms][gte][x]=1", "attr[ms][gte][x]", "malformed"),
      ("attr[ms]x=1", "attr[ms]x", "malformed"), ("attr[ms=1", "attr[ms", "malformed"),
      ("attr[ms]gte]=1", "attr[ms]gte]", "malformed"), ("attr[[ms]]=1", "attr[[ms]]", "malformed"),
      ("attr[ms][=1", "attr[ms][", "malformed"), ("attr[ms][]=1", "attr[ms][]", "not_allowed"),
      ("attr[ms][like]=1", "attr[ms][like]", "not_allowed"),
      ("attr[ok][gt]=true", "attr[ok][gt]", "not_allowed"),
      ("attr[ms]=1&attr[ms]=2", "attr[ms]", "duplicate"),
      ("attr[ms]=1&attr%5bms%5d=2", "attr[ms]", "duplicate"),
      ("attr[ms]=", "attr[ms]", "wrong_type"), ("attr[ms]=nan", "attr[ms]", "wrong_type"),
      ("attr[ms]=0x10", "attr[ms]", "wrong_type"), ("attr[ms]=1e999", "attr[ms]", "wrong_type"),
      ("attr[ms]=1 OR 1=1", "attr[ms]", "wrong_type"), ("attr[ok]=1", "attr[ok]", "wrong_type"),
      ("attr[at]=2026-01-01T00:00:00", "attr[at]", "wrong_type"),
      // A plus sign that was not escaped is a space.
      ("attr[at]=2026-01-01T00:00:00+02:00", "attr[at]", "wrong_type"),
      ("attr=1", "attr", "unknown"), ("ATTR[ms]=1", "ATTR[ms]", "unknown"),
      ("sort=attr[x]", "sort", "unknown_column"), ("sort=-attr[x]", "sort", "unknown_column"),
      ("sort=attr[ms][gte]", "sort", "not_allowed"), ("sort=ms", "sort", "not_allowed"),
      ("sort=--title", "sort", "not_allowed"), ("sort=", "sort", "not_allowed"),
      ("sort=title,status", "sort", "not_allowed"), ("sort=error", "sort", "not_allowed"),
      ("sort=title&sort=title", "sort", "duplicate"), ("status=", "status", "not_allowed"),
      ("q=", "q", "wrong_length"),
    ])
  func refuses(_ text: String, _ field: String, _ code: String) throws {
    let problem = try #require(throws: Problem.self) { try read(text) }
    #expect(problem.code == "validation_failed")
    #expect(problem.fields.map(\.field) == [field])
    #expect(problem.fields.map(\.code) == [code])
  }

  @Test func namesAllThatIsWrong() throws {
    let problem = try #require(throws: Problem.self) {
      try read("attr[x]=1&status=no&sort=no&attr[ms]=y&other=1")
    }
    #expect(
      Set(problem.fields.map(\.field)) == ["attr[x]", "status", "sort", "attr[ms]", "other"])
  }

  @Test func boundsTexts() throws {
    let long = String(repeating: "x", count: 10_000)
    for name in ["attr[host]", "attr[ms]", "attr[at]", "attr[\(long)]", "q", "sort", "status"] {
      #expect(throws: Problem.self) { try read("\(name)=\(long)") }
    }
    #expect(try read("attr[host]=\(long.prefix(2_000))").conditions.count == 1)
    #expect(throws: Problem.self) {
      try read((0..<40).map { "attr[ms]=\($0)" }.joined(separator: "&"))
    }
  }

  /// A cursor holds in its own order only, and only with a value that the order can have.
  @Test func keepsCursorsToTheirOrder() throws {
    let title = try read("sort=title")
    let cursor = title.cursor(ListPlace(value: .text("a"), tie: .integer(3)))
    #expect(title.place(cursor) != nil)
    for other in ["sort=-title", "sort=status", "sort=attr[host]", "status=failed"] {
      #expect(try read(other).place(cursor) == nil)
    }
    for value in [SQLValue.null, .integer(1), .double(1), .instant(Instant(microseconds: 0))] {
      let forged = ListPlace(value: value, tie: .integer(3)).cursor(in: title.sort.name)
      #expect(title.place(forged) == nil)
    }
    let forged = ListPlace(value: .text("a"), tie: .text("3")).cursor(in: title.sort.name)
    #expect(title.place(forged) == nil)
  }
}
