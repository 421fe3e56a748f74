import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Albums
@testable import Waylink

/// Owners hear of an expiry once, at the time that they chose.
@Suite struct AlbumReminderTests {
  private let scene: AlbumScene
  private let mailing: Services

  /// In a world of its own: a round tells of all links.
  init() throws {
    scene = try AlbumScene(try World())
    mailing = try scene.world.services(with: MessageTests.mail)
  }

  /// How many messages a round puts down.
  private func told() throws -> Int {
    let before = try messages()
    try round()
    return try messages() - before
  }

  private func messages() throws -> Int {
    try scene.world.value(
      "SELECT COUNT(*) FROM outbox WHERE kind = 'link_expires'", as: Int.self) ?? 0
  }

  private func round() throws {
    try mailing.albums.remindOfExpiry(
      by: mailing.told, on: MariaDB.Connection(scene.world.application), puttingOff: Self.failed)
  }

  private static let failed: @Sendable (UUID, any Error) -> Void = { link, error in
    Issue.record("\(link): \(error)")
  }

  /// As if its time had come.
  private func awaitReminder() throws -> Int {
    try scene.world.sql(
      """
      UPDATE links SET remind_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND,
        expires_at = UTC_TIMESTAMP(6) + INTERVAL remind_before HOUR - INTERVAL 1 SECOND
      WHERE remind_at IS NOT NULL
      """)
  }

  private static let later = "\"2099-01-01T00:00:00Z\""

  @Test func tellsOnceForEachExpiry() throws {
    try scene.share(expiry: Self.later)
    #expect(try told() == 0)
    #expect(try awaitReminder() == 1)
    #expect(try told() == 1)
    #expect(try told() == 0)
    #expect(try awaitReminder() == 0)
    // The same expiry again is none.
    let same = try #require(scene.owner.get(scene.link).json["expires_at"].text)
    try scene.share(expiry: "\"\(same)\"")
    #expect(try awaitReminder() == 0)
    try scene.share(expiry: "\"2098-01-01T00:00:00Z\"")
    #expect(try awaitReminder() == 1)
    #expect(try told() == 1)
  }

  @Test func tellsNobodyOfWhatIsOver() throws {
    let links = try (0..<3).map { _ in try scene.furtherLink(expiry: Self.later) }
    #expect(try awaitReminder() == 3)
    try scene.owner.delete("\(scene.links)/\(links[0].id)").expecting(204)
    try scene.expire(links[1])
    try scene.owner.delete(scene.path).expecting(204)
    #expect(try told() == 0)
    #expect(try awaitReminder() == 1, "the third, should the album come back")
    #expect(try told() == 0)
    try scene.owner.post(scene.path + "/restore").expecting(200)
    #expect(try awaitReminder() == 1)
    #expect(try told() == 1)
  }

  /// As a program of before did it, that knew nothing of reminders.
  @Test func waitsAnewForWhatWasExtendedWithoutAWord() throws {
    try scene.share(expiry: Self.later)
    #expect(try awaitReminder() == 1)
    try scene.world.sql("UPDATE links SET expires_at = '2099-01-01'")
    #expect(try told() == 0)
    let day = try scene.world.value(
      "SELECT CAST(DATE(remind_at) AS CHAR) FROM links", as: String.self)
    #expect(day == "2098-12-31")
  }

  @Test func letsItsTimeBeChosen() throws {
    func post(_ fields: String) -> Int? {
      let answer = scene.owner.post(
        scene.link, .json("{\"is_collaboration\":false\(fields)}"))
      #expect([200, 201].contains(answer.status))
      return answer.json["remind_before_hours"].integer
    }
    #expect(post("") == 24)
    #expect(try awaitReminder() == 0, "it never expires")
    #expect(post(",\"expires_at\":\(Self.later),\"remind_before_hours\":72") == 72)
    let before = try scene.world.value(
      "SELECT TIMESTAMPDIFF(HOUR, remind_at, expires_at) FROM links", as: Int.self)
    #expect(before == 72)
    #expect(post("") == 72)
    #expect(post(",\"remind_before_hours\":null") == nil)
    #expect(try awaitReminder() == 0)
    for value in ["0", "721", "\"24\"", "1.5"] {
      let refused = scene.owner.post(
        scene.link, .json("{\"is_collaboration\":true,\"remind_before_hours\":\(value)}"))
      #expect(refused.status == 400 && refused.fields == ["remind_before_hours"], "\(value)")
    }
  }

  @Test func tellsOnceHoweverManyAsk() throws {
    for _ in 0..<8 { _ = try scene.furtherLink(expiry: Self.later) }
    _ = try awaitReminder()
    let world = scene.world
    let before = try messages()
    _ = try onThreads(16) { [mailing, world] _ in
      try mailing.albums.remindOfExpiry(
        by: mailing.told, on: MariaDB.Connection(world.application), puttingOff: Self.failed)
    }
    #expect(try messages() == before + 8)
  }

  @Test func putsOffWhatFails() throws {
    struct Failure: Error {}
    try scene.share(expiry: Self.later)
    #expect(try awaitReminder() == 1)
    func failing() throws -> Int {
      var failed = 0
      try mailing.albums.links.remind(
        .album, chain: AlbumsStore.chain, on: MariaDB.Connection(scene.world.application),
        puttingOff: { _, _ in failed += 1 }, tell: { _, _ in throw Failure() })
      return failed
    }
    #expect(try failing() == 1)
    #expect(try failing() == 0, "in a minute")
    let wait = try scene.world.value(
      "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), remind_at) FROM links", as: Int.self)
    #expect(wait.map { (1...60).contains($0) } ?? false)
    #expect(try told() == 0)
    #expect(try awaitReminder() == 1)
    #expect(try told() == 1)
  }

  @Test func tellsOfJobsAndDocumentsToo() throws {
    let owner = scene.owner
    let job = try #require(
      try owner.post("/v1/jobs", .json("{\"title\":\"Move\"}")).expecting(201).json["id"].text)
    try owner.post(
      "/v1/jobs/\(job)/share-links", .json("{\"expires_at\":\(Self.later)}")
    ).expecting(201)
    let workspace = scene.person.workspace
    let document = try #require(
      try owner.post(
        "/api/workspaces/\(workspace)/documents",
        .json("{\"title\":\"Plan\",\"body\":\"a\"}")
      ).expecting(201).json["id"].text)
    try owner.post(
      "/api/documents/\(document)/share-links",
      .json("{\"accessLevel\":\"viewer\",\"expiresAt\":\(Self.later)}")
    ).expecting(201)
    #expect(try awaitReminder() == 2)
    let database = MariaDB.Connection(scene.world.application)
    try mailing.jobs.remindOfExpiry(
      by: mailing.told, on: database, puttingOff: Self.failed)
    #expect(try messages() == 1)
    try mailing.documents.remindOfExpiry(
      by: mailing.told, on: database, puttingOff: Self.failed)
    #expect(try messages() == 2)
  }
}
