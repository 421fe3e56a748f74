import Foundation
import HTTP
import Links
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// How often a link was opened: who counts, how often, and on which day.
@Suite struct LinkOpensTests {
  private static let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"

  private let world: World
  private let client: TestClient
  private let job: String
  private let token: String
  /// Two responders; what one has counted it writes when it is told to.
  private let responders: [Services]

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob()
    token = try client.makeLink(job)
    responders = [
      try world.services(with: ["WAYLINK_RESPONDER": "a"]),
      try world.services(with: ["WAYLINK_RESPONDER": "b"]),
    ]
  }

  private var opensPath: String { "/v1/jobs/\(job)/share-links/\(token)/opens" }

  private func look(
    _ responder: Int = 0, from address: String = "192.0.2.1", with browser: String = browser,
    at path: String? = nil
  ) {
    let guest = TestClient(world, services: responders[responder])
    guest.address = address
    let answer = guest.get(path ?? "/shared/jobs/\(token)") { $0.userAgent = browser }
    #expect(answer.status == 200)
  }

  private func flush() throws {
    for responder in responders { try world.writeTally(of: responder) }
  }

  private var total: Int? {
    client.get("/v1/jobs/\(job)/share-links").json["share_link"]["access_count"].integer
  }

  // MARK: Viewers

  @Test func countsAViewerOnceWhicheverResponderTheyReach() throws {
    look()
    look(at: "/v1/shared/jobs/\(token)")
    look(1)
    try flush()
    look()
    look(1, at: "/v1/shared/jobs/\(token)")
    try flush()
    #expect(total == 1)
  }

  @Test func tellsViewersApart() throws {
    look()
    look(from: "192.0.2.2")
    look(with: Self.browser + " other")
    look(from: "2001:db8::1")
    // Neither part can be taken for a piece of the other.
    look(from: "192.0.2.1", with: "1 x")
    look(from: "192.0.2.11", with: " x")
    try flush()
    #expect(total == 6)
  }

  @Test func countsAViewerAgainForAnotherLink() throws {
    look()
    let other = try client.makeJob()
    let second = try client.makeLink(other)
    look(at: "/shared/jobs/\(second)")
    try flush()
    #expect(total == 1)
    let shown = client.get("/v1/jobs/\(other)/share-links").json["share_link"]
    #expect(shown["access_count"].integer == 1)
  }

  @Test func countsAnotherViewAfterHalfAnHour() throws {
    func age(_ minutes: Int) throws {
      try world.sql(
        """
        UPDATE link_viewers v JOIN links l ON l.id = v.link_id
        SET v.last_seen_at = v.last_seen_at - INTERVAL \(minutes) MINUTE
        WHERE l.subject_id = \(job)
        """)
    }
    look()
    try flush()
    // Who goes on looking is one view, however long it lasts.
    for _ in 0..<3 {
      try age(29)
      look(1)
      try flush()
    }
    #expect(total == 1)
    try age(31)
    look()
    try flush()
    #expect(total == 2)
    look(1)
    try flush()
    #expect(total == 2)
  }

  @Test func countsOnceWhatManyRespondersSeeAtOnce() throws {
    let (world, token) = (world, token)
    let services = try (0..<16).map {
      try world.services(with: ["WAYLINK_RESPONDER": "race-\($0)"])
    }
    for service in services {
      let guest = TestClient(world, services: service)
      for number in 1...40 {
        guest.address = "198.51.100.\(number)"
        _ = guest.get("/shared/jobs/\(token)") { $0.userAgent = Self.browser }
      }
    }
    _ = try onThreads(16) { try world.writeTally(of: services[$0]) }
    #expect(total == 40)
  }

  // MARK: Failure

  @Test func keepsWhatCouldNotBeWritten() throws {
    for number in 1...700 { look(from: "198.51.\(number / 200).\(number % 200)") }
    var nowhere = world.application
    nowhere.endpoints = [.socket("/nonexistent/mariadb.sock")]
    let lost = MariaDB.Connection(nowhere)
    for _ in 0..<2 {
      #expect(throws: DatabaseError.self) { try responders[0].tally.flush(to: lost) }
    }
    look(from: "198.51.0.1")
    try flush()
    try flush()
    #expect(total == 700)
  }

  @Test func leavesNothingThatNamesAViewer() throws {
    look(from: "203.0.113.77", with: "Marker/1.0 (of a browser)")
    try flush()
    let rows = try MariaDB.Connection(world.administrator).query(
      """
      SELECT v.viewer FROM link_viewers v JOIN links l ON l.id = v.link_id
      WHERE l.subject_id = \(job)
      """
    ) { try $0.next(as: Bytes.self) }
    #expect(rows.map(\.count) == [16])
    // Yesterday's salt would give another: it depends on the day.
    try world.sql(
      """
      UPDATE link_viewers v JOIN links l ON l.id = v.link_id
      SET v.last_seen_at = UTC_TIMESTAMP(6) - INTERVAL 2 HOUR WHERE l.subject_id = \(job)
      """)
    try world.sql(
      "REPLACE INTO viewer_salts VALUES (UTC_DATE() - INTERVAL 3 DAY, REPEAT('x', 32))")
    try Tally.clear(on: MariaDB.Connection(world.application))
    let left = try world.value(
      """
      SELECT COUNT(*) FROM link_viewers v JOIN links l ON l.id = v.link_id
      WHERE l.subject_id = \(job)
      """, as: Int.self)
    #expect(left == 0)
    #expect(
      try world.value(
        "SELECT COUNT(*) FROM viewer_salts WHERE day < UTC_DATE() - INTERVAL 1 DAY", as: Int.self)
        == 0)
    #expect(total == 1, "what was counted stays")
  }

  // MARK: Days

  @Test func listsEachDayOfTheRange() throws {
    look()
    try flush()
    try world.sql(
      """
      INSERT INTO link_opens SELECT id, UTC_DATE() - INTERVAL 2 DAY, 'a', 5, created_at
      FROM links WHERE subject_id = \(job)
      """)
    try world.sql(
      """
      INSERT INTO link_opens SELECT id, UTC_DATE() - INTERVAL 2 DAY, 'b', 2, created_at
      FROM links WHERE subject_id = \(job)
      """)
    try world.sql(
      """
      INSERT INTO link_opens SELECT id, UTC_DATE() - INTERVAL 200 DAY, 'b', 9, created_at
      FROM links WHERE subject_id = \(job)
      """)
    let answer = try client.get("\(opensPath)?days=4").expecting(200).json
    #expect(answer.keys == ["opens", "total", "last_opened_at"])
    #expect(answer["opens"].items.map { $0["count"].integer } == [0, 7, 0, 1])
    let today = String(Instant.now().iso8601.prefix(10))
    #expect(answer["opens"][3]["day"].text == today)
    #expect(answer["total"].integer == 17)
    #expect(answer["last_opened_at"].text?.hasPrefix(today) == true)
    #expect(client.get(opensPath).json["opens"].items.count == 30)
    #expect(client.get("\(opensPath)?days=366").json["opens"].items.count == 366)
    #expect(client.get("\(opensPath)?days=1").json["opens"].items.count == 1)
  }

  @Test func listsDaysWithoutAnyOpen() throws {
    let answer = try client.get(opensPath).expecting(200).json
    #expect(answer["opens"].items.allSatisfy { $0["count"].integer == 0 })
    #expect(answer["total"].integer == 0)
    #expect(answer["last_opened_at"].isNull)
  }

  @Test(arguments: ["days=0", "days=367", "days=-1", "days=x", "days=", "day=3", "days=1&days=2"])
  func refusesABadRange(_ query: String) throws {
    let answer = client.get("\(opensPath)?\(query)")
    #expect(answer.status == 400)
    #expect(answer.code == "validation_failed")
  }

  /// Colleagues who don't manage the job know the link by its id only.
  @Test func showsAColleagueTheOpensAndTheEvents() throws {
    let colleague = client.another()
    let person = try colleague.register()
    let workspace = try #require(client.get("/v1/jobs/\(job)").json["workspace_id"].text)
    try world.join(person, workspace, as: "member")
    let link = try colleague.get("/v1/jobs/\(job)/share-links").expecting(200).json
    let id = try #require(link["share_link"]["id"].text)
    #expect(colleague.get("/v1/jobs/\(job)/share-links/\(id)/opens").status == 200)
    #expect(colleague.get("/v1/jobs/\(job)/share-links/\(id)/events").status == 200)
  }
}
