import Foundation
import HTTP
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Many who say a link's password at the same moment.
@Suite struct BusyPasswordTests {
  private static let password = DocumentLinkScene.password
  private let scene: DocumentLinkScene

  init() throws {
    scene = try DocumentLinkScene()
  }

  /// A responder as it is set by default: the third one waits a moment, and is not sent away.
  @Test func letsThreeInAtOnceOnFourThreads() throws {
    let (world, link) = (scene.world, try scene.locked())
    let services = try world.services(with: ["WAYLINK_THREADS": "4"])
    for round in 0..<5 {
      let statuses = try onThreads(3) { number in
        let guest = TestClient(world, services: services)
        guest.address = "198.18.\(round).\(number)"
        return guest.enter(link, Self.password).status
      }
      #expect(statuses == [200, 200, 200])
    }
  }

  /// Behind one address, beside somebody who guesses: each slips once, and none waits.
  @Test func letsTwentyColleaguesInAtOnce() throws {
    let (world, link) = (scene.world, try scene.locked())
    let services = try world.services(with: [:])
    let address = "203.0.113.90"
    let guesser = scene.guest(address)
    for _ in 0..<6 { _ = guesser.enter(link, "wrong one") }
    let statuses = try onThreads(20) { _ -> [Int] in
      let colleague = TestClient(world, services: services)
      colleague.address = address
      let cookie = colleague.enter(link, nil).guestCookie
      return ["a slip", Self.password].map { password in
        // However slow the machine is: 503 says that it is, and no more.
        var status = 503
        while status == 503 { status = colleague.enter(link, password, cookie: cookie).status }
        return status
      }
    }
    #expect(statuses.allSatisfy { $0 == [401, 200] }, "\(statuses)")
  }

  /// Who finds everybody else at it gets the form again, with the comment that they had typed before.
  @Test func givesTheFormBackWithWhatWasTyped() throws {
    let (world, link, slow) = (scene.world, try scene.locked(), try scene.locked())
    // One at a time, and none waits; the other one takes its time.
    let services = try world.services(with: ["WAYLINK_THREADS": "1"])
    let heavy = try PasswordHasher(parameters: .init(iterations: 16)).hash(Self.password)
    try world.sql("UPDATE links SET password_hash = \(heavy) WHERE id = \(slow.id)")
    let page = "/shared/documents/\(link.token)"
    let guest = Browser(world, services: services)
    let typed = [("author", "Gus"), ("body", "A long \"thought\"")]
    let gate = guest.post(
      page + "/comments", Browser.hiddenFields(in: guest.get(page).text) + typed)
    #expect(gate.status == 401 && gate.text.contains("What you typed is kept."))
    let cookies = guest.cookies
    let isDone = Locked(false)
    let refused = try onThreads(2) { number -> String? in
      if number == 0 {
        for turn in 0..<1_000 where !isDone.withLock({ $0 }) {
          let other = TestClient(world, services: services)
          other.address = "198.17.\(turn / 250).\(turn % 250)"
          _ = other.enter(slow, "wrong one")
        }
        return nil
      }
      defer { isDone.withLock { $0 = true } }
      for _ in 0..<100 {
        let browser = Browser(world, services: services)
        browser.cookies = cookies
        let answer = try browser.submit(
          gate, to: page + "/password", ["password": Self.password])
        guard answer.status == 503 else { continue }
        #expect(answer["Retry-After"] == "2")
        return answer.text
      }
      return nil
    }
    let text = try #require(refused.compactMap { $0 }.first, "never refused")
    let form = try #require(
      text.components(separatedBy: "<form ").dropFirst().first {
        $0.contains("action=\"\(page)/password\"")
      })
    let held = Browser.hiddenFields(in: form)
    #expect(held.contains { $0 == ("held:body", "A long \"thought\"") })
    #expect(text.contains("What you typed is kept."))
    let back = try guest.post(page + "/password", held + [("password", Self.password)])
      .expecting(200)
    #expect(back.text.contains("A long &quot;thought&quot;</textarea>"))
  }
}
