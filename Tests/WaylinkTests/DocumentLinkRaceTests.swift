import Audit
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Links of documents made, changed and revoked beside guests who come in, 64 at a time.
@Suite struct DocumentLinkRaceTests {
  private static let callers = 64

  private let scene: DocumentLinkScene

  init() throws {
    scene = try DocumentLinkScene()
  }

  private func chainIsWhole() throws -> Bool {
    let id = try #require(UUID(scene.document))
    let state = try AuditChain(of: "documents").verify(
      id, on: MariaDB.Connection(scene.world.application))
    if case .whole = state { return true }
    return false
  }

  @Test func makesAsManyAsAskedFor() throws {
    let (world, token, links) = (scene.world, scene.author.token, scene.links)
    let statuses = try onThreads(Self.callers) { _ in
      TestClient(world, token: token).post(links, .json(#"{"accessLevel":"viewer"}"#)).status
    }
    #expect(Set(statuses) == [201])
    let count = try world.value(
      "SELECT COUNT(*) FROM links WHERE subject_id = \(scene.document)", as: Int.self)
    #expect(count == Self.callers)
    #expect(try chainIsWhole())
  }

  @Test func makesOneForOneKey() throws {
    let (world, token, links) = (scene.world, scene.author.token, scene.links)
    let tokens = try onThreads(Self.callers) { _ in
      TestClient(world, token: token).post(links, .json(#"{"accessLevel":"viewer"}"#)) {
        $0.idempotencyKey = "once"
      }.json["token"].text
    }
    #expect(Set(tokens).count == 1)
    #expect(tokens[0] != nil)
    #expect(try scene.client.get(links).expecting(200).json["shareLinks"].items.count == 1)
  }

  @Test func revokesOnce() throws {
    let (world, token) = (scene.world, scene.author.token)
    let path = try scene.link().path
    let statuses = try onThreads(Self.callers) { _ in
      TestClient(world, token: token).delete(path).status
    }
    #expect(statuses.count { $0 == 204 } == 1)
    #expect(statuses.count { $0 == 404 } == Self.callers - 1)
    #expect(try chainIsWhole())
  }

  /// Once the 204 is there nobody gets in, however far they had come.
  @Test func letsNobodyInAfterARevoke() throws {
    let link = try scene.link()
    let (world, token) = (scene.world, scene.author.token)
    let revoked = Locked(false)
    let late = try onThreads(Self.callers) { number in
      let client = TestClient(world, token: number == 0 ? token : nil)
      if number == 0 {
        try client.delete(link.path).expecting(204)
        revoked.withLock { $0 = true }
        return 0
      }
      var late = 0
      for turn in 0..<20 {
        let wasRevoked = revoked.withLock { $0 }
        let answer = turn % 2 == 0 ? client.read(link) : client.post(link.access)
        if wasRevoked, answer.status != 404 { late += 1 }
      }
      return late
    }
    #expect(late.allSatisfy { $0 == 0 })
  }

  /// A password that changes beside those who say the old one: what they were let in with is worth
  /// nothing afterwards.
  @Test func endsWhatTheOldPasswordGaveWhileItChanges() throws {
    let link = try scene.locked()
    let (world, token) = (scene.world, scene.author.token)
    let services = try world.services(with: [:])
    let grants = try onThreads(16) { number -> [String] in
      let client = TestClient(world, token: number == 0 ? token : nil, services: services)
      client.address = "198.19.\(number).1"
      if number == 0 {
        // Beside so many who say the old one it may have to come again.
        var answer = client.patch(link.path, #"{"password":"another one"}"#)
        while answer.status == 503 {
          answer = client.patch(link.path, #"{"password":"another one"}"#)
        }
        try answer.expecting(200)
        return []
      }
      return (0..<4).compactMap { _ in
        client.enter(link, DocumentLinkScene.password).json["accessGrant"].text
      }
    }
    for grant in grants.flatMap({ $0 }) {
      #expect(scene.guest().read(link, showing: grant).status == 401)
    }
    #expect(try scene.guest().read(link, showing: scene.grant(link, "another one")).status == 200)
  }

  /// Guesses that come all at once, of one guest, use up the tries all the same.
  @Test func holdsAgainst64GuessesAtOnce() throws {
    let link = try scene.locked()
    let world = scene.world
    let services = try world.services(with: [:])
    let cookie = try #require(scene.guest().enter(link, nil).guestCookie)
    let statuses = try onThreads(Self.callers) { _ in
      TestClient(world, services: services).enter(link, "wrong one", cookie: cookie).status
    }
    #expect(Set(statuses).isSubset(of: [401, 429, 503]))
    #expect(statuses.count { $0 == 401 } <= 10, "\(statuses)")
    #expect(
      scene.guest().enter(link, DocumentLinkScene.password, cookie: cookie).status == 429)
  }
}
