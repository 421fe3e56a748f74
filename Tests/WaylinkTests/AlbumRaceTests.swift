import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Owners and guests of one album who meet, 64 at a time, on real threads with a connection each.
@Suite struct AlbumRaceTests {
  private static let callers = 64

  private let scene: AlbumScene

  init() throws {
    scene = try AlbumScene()
  }

  /// What must hold whatever has met: one link at most in the slot, and a whole chain.
  private func expectOrder(at location: SourceLocation = #_sourceLocation) throws -> Int {
    let standing = try scene.world.value(
      "SELECT COUNT(*) FROM links WHERE slot = \(scene.album)", as: Int.self)
    #expect((standing ?? 9) <= 1, sourceLocation: location)
    let unrevoked = try scene.world.value(
      "SELECT COUNT(*) FROM links WHERE subject_id = \(scene.album) AND revoked_at IS NULL",
      as: Int.self)
    #expect(unrevoked == standing, sourceLocation: location)
    try scene.expectWholeChain(at: location)
    return standing ?? 9
  }

  @Test func makesOneLink() throws {
    let (world, token, path) = (scene.world, scene.person.token, scene.link)
    let answers = try onThreads(Self.callers) { number in
      let answer = TestClient(world, token: token).post(path, AlbumScene.body(number % 2 == 0))
      return (answer.status, answer.json["token"].text)
    }
    #expect(answers.count { $0.0 == 201 } == 1)
    #expect(answers.count { $0.0 == 200 } == Self.callers - 1)
    #expect(Set(answers.map(\.1)).count == 1)
    #expect(try expectOrder() == 1)
  }

  /// Created, updated, extended, rotated and revoked at once: what stands in the end is what its
  /// owner is shown and what its door does.
  @Test func endsInOneConsistentLink() throws {
    let (world, token, path) = (scene.world, scene.person.token, scene.link)
    let answers = try onThreads(Self.callers) { number in
      let client = TestClient(world, token: token)
      var seen: [(status: Int, token: String?)] = []
      for turn in 0..<4 {
        let answer =
          switch (number + turn) % 5 {
          case 0: client.delete(path)
          case 1: client.post(path, AlbumScene.body(true, "\"2099-01-01T00:00:00Z\""))
          case 2: client.post(path + "/rotate")
          default: client.post(path, AlbumScene.body(false, "null"))
          }
        seen.append((answer.status, answer.json["token"].text))
      }
      return seen
    }.flatMap { $0 }
    #expect(Set(answers.map(\.status)).isSubset(of: [200, 201, 204, 404]))
    let standing = try expectOrder()
    let made = answers.count { $0.status == 201 }
    #expect(made - answers.count { $0.status == 204 } == standing)
    let shown = scene.owner.get(path)
    #expect(shown.status == (standing == 1 ? 200 : 404))
    let guest = TestClient(world)
    let tokens = Set(answers.compactMap(\.token))
    let open = tokens.filter { guest.get("/v1/shared/albums/\($0)").status == 200 }
    #expect(open == (standing == 1 ? [shown.json["token"].text ?? "?"] : []))
    let actions = try scene.actions()
    #expect(actions.count { $0 == "link.created" } == made)
  }

  @Test func acceptsOnceForManyCalls() throws {
    let link = try scene.share(collaboration: true)
    let (_, person) = try scene.somebody()
    let world = scene.world
    let answers = try onThreads(Self.callers) { _ in
      let answer = TestClient(world, token: person.token).post(link.acceptance)
      return [String(answer.status), answer.json["role"].text, answer.json["accepted_at"].text]
    }
    #expect(Set(answers).count == 1)
    #expect(answers.first?.first == "200")
    #expect(try scene.actions().count { $0 == "album.joined" } == 1)
    try scene.expectWholeChain()
  }

  /// Once the 204 is there nobody joins, and nobody who came through the link is left.
  @Test func leavesNobodyBehindARevoke() throws {
    let link = try scene.share()
    let people = try (0..<16).map { _ in try scene.somebody().person.token }
    let (world, token, path) = (scene.world, scene.person.token, scene.link)
    let revoked = Locked(false)
    let late = try onThreads(people.count + 1) { number -> Int in
      guard number < people.count else {
        try TestClient(world, token: token).delete(path).expecting(204)
        revoked.withLock { $0 = true }
        return 0
      }
      let client = TestClient(world, token: people[number])
      return (0..<10).count { _ in
        let wasRevoked = revoked.withLock { $0 }
        return client.post(link.acceptance).status == 200 && wasRevoked
      }
    }
    #expect(late.allSatisfy { $0 == 0 })
    let left = try world.value(
      "SELECT COUNT(*) FROM album_members WHERE album_id = \(scene.album)", as: Int.self)
    #expect(left == 0)
    for person in people {
      #expect(TestClient(world, token: person).get(scene.path).status == 404)
    }
    try scene.expectWholeChain()
  }

  @Test func boundsFurtherLinksTogether() throws {
    for _ in 0..<90 { _ = try scene.furtherLink() }
    let (world, token, path) = (scene.world, scene.person.token, scene.links)
    let statuses = try onThreads(Self.callers) { _ in
      TestClient(world, token: token).post(path, AlbumScene.body(false)).status
    }
    #expect(statuses.count { $0 == 201 } == 10)
    #expect(statuses.count { $0 == 409 } == Self.callers - 10)
  }
}
