import Foundation
import MariaDB
import Outbox
import Primitives
import TestSupport
import Testing
import Told
@testable import Waylink

/// What is put down to be sent, and what is not, over the whole application.
@Suite struct MessageTests {
  private let world: World
  private let services: Services
  private let client: TestClient

  static let mail = [
    "WAYLINK_MAIL_URL": "smtp://127.0.0.1:1", "WAYLINK_MAIL_FROM": "post@waylink.test",
    "WAYLINK_MAIL_TLS": "none",
  ]

  init() throws {
    world = try World.shared.get()
    services = try world.services(with: Self.mail)
    client = TestClient(world, services: services)
  }

  private func put(_ link: ExpiringLink) throws {
    _ = try MariaDB.Connection(world.application).transaction {
      try services.told.linkExpires(link, in: $0)
    }
  }

  @Test func aLinkThatExpiresIsToldOfOnceForEachExpiry() throws {
    let person = try client.register()
    let owner = try #require(UUID(person.account))
    let path = try #require(LocalPath("/console/albums"))
    let link = UUID.v7()
    let before = try waiting("link_expires")
    for _ in 0..<3 {
      try put(ExpiringLink(link, expiresAt: .now() + 60, owner: owner, title: "A", page: path))
    }
    #expect(try waiting("link_expires") == before + 3)
    let end = Instant.now() + 3_600
    for _ in 0..<3 {
      try put(ExpiringLink(link, expiresAt: end, owner: owner, title: "A", page: path))
    }
    #expect(try waiting("link_expires") == before + 4)
  }

  private func waiting(_ kind: String) throws -> Int {
    try world.value("SELECT COUNT(*) FROM outbox WHERE kind = \(kind)") ?? 0
  }

  @Test func onlyAPersonSeesTheirSwitches() throws {
    try client.register()
    #expect(client.get("/v1/me/messages").status == 200)
    let stranger = TestClient(world, services: services)
    #expect(stranger.get("/v1/me/messages").status == 401)
    let changed = client.patch(
      "/v1/me/messages", "{\"messages\":[{\"kind\":\"link_expires\",\"enabled\":false}]}")
    #expect(changed.status == 200)
    #expect(changed.json["messages"][2]["enabled"].bool == false)
  }

  @Test(arguments: ["short", "unknown-token-of-nobody", "a/b", String(repeating: "x", count: 129)])
  func tokensOfNobody(_ token: String) throws {
    let answer = client.post(
      "/v1/auth/password-reset/confirm",
      .json("{\"token\":\"\(token)\",\"password\":\"a better horse than that\"}"))
    #expect(answer.status == 400)
    #expect(answer.code == (token.count > 128 ? "validation_failed" : "reset_token_invalid"))
  }

  @Test(arguments: [
    ["WAYLINK_MAIL_URL": "http://x", "WAYLINK_MAIL_FROM": "a@x.example"],
    ["WAYLINK_MAIL_URL": "smtp://x"], ["WAYLINK_MAIL_FROM": "a@x.example"],
    ["WAYLINK_MAIL_URL": "smtp://x", "WAYLINK_MAIL_FROM": "nobody"],
    [
      "WAYLINK_MAIL_URL": "smtp://x", "WAYLINK_MAIL_FROM": "a@x.example",
      "WAYLINK_MAIL_TLS": "none",
    ],
    [
      "WAYLINK_MAIL_URL": "smtp://x", "WAYLINK_MAIL_FROM": "a@x.example",
      "WAYLINK_MAIL_USER": "u",
    ],
    [
      "WAYLINK_MAIL_URL": "smtp://x", "WAYLINK_MAIL_FROM": "a@x.example",
      "WAYLINK_MAIL_CA": "/nowhere",
    ],
  ])
  func settingsThatCanNotBe(_ settings: [String: String]) {
    #expect(throws: ConfigurationError.self) { try world.services(with: settings) }
  }
}
