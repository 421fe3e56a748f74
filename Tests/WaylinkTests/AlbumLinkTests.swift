import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// The share links of albums: made, updated, extended, rotated, revoked (seed 2).
@Suite struct AlbumLinkTests {
  private let scene: AlbumScene
  private var owner: TestClient { scene.owner }
  private static let later = "\"2099-01-01T00:00:00+01:00\""

  init() throws {
    scene = try AlbumScene()
  }

  private func share(_ body: String) -> Answer { owner.post(scene.link, .json(body)) }
  private func door(_ link: AlbumScene.Link) -> Answer { TestClient(scene.world).get(link.door) }

  private static let fields: Set = [
    "id", "album_id", "token", "url", "state", "is_collaboration", "expires_at", "is_active",
    "indefinite", "remind_before_hours", "created_at", "access_count", "last_accessed_at",
  ]

  @Test func makesALinkThatNeverExpires() throws {
    #expect(owner.get(scene.link).code == "share_link_not_found")
    let link = try share(#"{"is_collaboration":false}"#).expecting(201).json
    #expect(link.keys == Self.fields)
    #expect(link["expires_at"].isNull)
    #expect(link["indefinite"].bool == true)
    #expect(link["is_active"].bool == true)
    #expect(link["is_collaboration"].bool == false)
    #expect(link["state"].text == "active")
    let token = try #require(link["token"].text)
    #expect(token.utf8.count >= 22)
    #expect(link["url"].text == "https://waylink.test/shared/albums/\(token)")
    #expect(try owner.get(scene.link).expecting(200).json == link)
  }

  /// Asking again gives the one link both its mode and its expiry, and keeps its token.
  @Test func asksAgainForBoth() throws {
    let link = try scene.share()
    let second = try share(#"{"is_collaboration":true,"expires_at":\#(Self.later)}"#)
      .expecting(200).json
    #expect(second["token"].text == link.token)
    #expect(second["is_collaboration"].bool == true)
    #expect(second["expires_at"].text == "2098-12-31T23:00:00Z")
    #expect(second["indefinite"].bool == false)
    // Nothing said of the expiry: as it was.
    let third = try share(#"{"is_collaboration":false}"#).expecting(200).json
    #expect(third["expires_at"].text == "2098-12-31T23:00:00Z")
    #expect(third["is_collaboration"].bool == false)
    let fourth = try share(#"{"is_collaboration":false,"expires_at":null}"#).expecting(200).json
    #expect(fourth["expires_at"].isNull)
    #expect(
      try scene.actions() == [
        "album.created", "link.created", "link.expiry_changed", "link.level_changed",
        "link.level_changed", "link.expiry_changed",
      ])
    try scene.expectWholeChain()
  }

  @Test func revivesAnExpiredLink() throws {
    let link = try scene.share(expiry: Self.later)
    try scene.expire(link)
    #expect(door(link).code == "share_link_expired")
    #expect(try owner.get(scene.link).expecting(200).json["state"].text == "expired")
    // Its mode alone doesn't wake it.
    #expect(try share(#"{"is_collaboration":true}"#).expecting(200).json["state"].text == "expired")
    #expect(door(link).code == "share_link_expired")
    let again = try share(#"{"is_collaboration":true,"expires_at":null}"#).expecting(200).json
    #expect(again["token"].text == link.token)
    #expect(again["state"].text == "active")
    #expect(door(link).status == 200)
  }

  /// A link whose token was forgotten can't be shown any more: a new one takes its place.
  @Test func followsALinkWhoseTokenWasForgotten() throws {
    let link = try scene.share(expiry: Self.later)
    try scene.world.sql(
      """
      UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 60 DAY WHERE id = \(link.id)
      """)
    try scene.world.services.albums.wipeDeadLinks(
      on: MariaDB.Connection(scene.world.application))
    let shown = try owner.get(scene.link).expecting(200).json
    #expect(shown["token"].isNull && shown["url"].isNull)
    #expect(owner.post(scene.link + "/rotate").code == "share_link_ended")
    #expect(share(#"{"is_collaboration":false,"expires_at":"2001-01-01T00:00:00Z"}"#).status == 400)
    let new = try share(#"{"is_collaboration":false}"#).expecting(201).json
    #expect(new["token"].text != link.token)
    #expect(new["expires_at"].isNull)
    #expect(door(link).code == "share_link_expired")
    #expect(try scene.actions().contains("link.wiped"))
  }

  @Test(arguments: [
    ("\"2001-01-01T00:00:00Z\"", "expires_at_in_past"),
    ("\"2099-01-01T00:00:00\"", "validation_failed"), ("\"2099-01-01\"", "validation_failed"),
    ("\"soon\"", "validation_failed"), ("\"\"", "validation_failed"), ("1", "validation_failed"),
    ("false", "validation_failed"), ("{}", "validation_failed"),
    ("\"2099-02-30T00:00:00Z\"", "validation_failed"),
  ])
  func refusesABadExpiryAndChangesNothing(_ expiry: String, _ code: String) throws {
    let body = "{\"is_collaboration\":true,\"expires_at\":\(expiry)}"
    #expect(share(body).code == code)
    #expect(owner.get(scene.link).status == 404)
    #expect(owner.post(scene.links, .json(body)).code == code)
    try scene.share()
    let before = try owner.get(scene.link).expecting(200).json
    let answer = share(body)
    #expect(answer.status == 400 && answer.code == code)
    #expect(answer.fields == ["expires_at"])
    #expect(try owner.get(scene.link).expecting(200).json == before)
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    for (body, fields) in [
      ("{}", ["is_collaboration"]), (#"{"is_collaboration":null}"#, ["is_collaboration"]),
      (#"{"is_collaboration":"yes"}"#, ["is_collaboration"]),
      (#"{"is_collaboration":true,"mode":"x"}"#, ["mode"]),
      (#"{"expires_at":"soon"}"#, ["is_collaboration", "expires_at"]),
    ] {
      let answer = share(body)
      #expect(answer.status == 400)
      #expect(Set(answer.fields) == Set(fields), "\(body)")
    }
    #expect(owner.post(scene.link, .bytes(Array("a=b".utf8), type: "text/plain")).status == 415)
    #expect(owner.delete(scene.link + "?keep_members=1").code == "validation_failed")
    #expect(owner.delete(scene.link + "?keep=true").code == "validation_failed")
    #expect(owner.post(scene.link + "/rotate", .json(#"{"grace_seconds":-1}"#)).status == 400)
    #expect(try scene.actions() == ["album.created"])
  }

  @Test func rotates() throws {
    let link = try scene.share(collaboration: true)
    let graced = try owner.post(scene.link + "/rotate", .json(#"{"grace_seconds":3600}"#))
      .expecting(200).json
    #expect(graced["id"].text == link.id)
    let second = AlbumScene.Link(id: link.id, token: try #require(graced["token"].text))
    #expect(second.token != link.token)
    #expect(door(link).status == 200)
    let third = try owner.post(scene.link + "/rotate").expecting(200).json
    #expect(door(link).code == "share_link_revoked")
    #expect(door(second).code == "share_link_revoked")
    #expect(third["is_collaboration"].bool == true)
  }

  @Test func revokesForGood() throws {
    let link = try scene.share(collaboration: true)
    let (other, _) = try scene.joined(through: link)
    #expect(other.delete(scene.link).code == "not_a_manager")
    #expect(other.delete(scene.link).status == 403)
    try owner.delete(scene.link).expecting(204)
    #expect(door(link).code == "share_link_revoked")
    #expect(other.post(link.acceptance).code == "share_link_revoked")
    #expect(owner.get(scene.link).code == "share_link_not_found")
    #expect(owner.delete(scene.link).code == "share_link_not_found")
    #expect(owner.post(scene.link + "/rotate").code == "share_link_not_found")
    // A new one can be made, and the old one stays shut.
    let new = try scene.share()
    #expect(new.token != link.token)
    #expect(door(link).code == "share_link_revoked")
    #expect(try scene.actions().count { $0 == "link.revoked" } == 2)
  }

  @Test func showsNoTokenToOthers() throws {
    let link = try scene.share(collaboration: true)
    let (other, _) = try scene.joined(through: link)
    for answer in [
      other.get(scene.link), other.get(scene.links), other.post(scene.link + "/rotate"),
      other.post(scene.link, AlbumScene.body(true)), other.post(scene.links, AlbumScene.body(true)),
      other.get("\(scene.links)/\(link.id)/opens"), other.get("\(scene.links)/\(link.id)/events"),
      other.patch("\(scene.links)/\(link.id)", "{}"), other.delete("\(scene.links)/\(link.id)"),
    ] {
      #expect(answer.status == 403 && answer.code == "not_a_manager")
      #expect(!answer.text.contains(link.token))
    }
    #expect(door(link).status == 200)
    #expect(try !scene.world.dump().contains(link.token))
  }

  // MARK: Further links

  @Test func makesFurtherLinks() throws {
    let own = try scene.share()
    let first = try scene.furtherLink(collaboration: true)
    let second = try scene.furtherLink(expiry: Self.later)
    #expect(Set([own.token, first.token, second.token]).count == 3)
    let page = try owner.get(scene.links).expecting(200).json
    #expect(page["share_links"].items.map { $0["id"].text } == [second.id, first.id])
    #expect(page["share_links"].items.map { $0["token"].text } == [second.token, first.token])
    #expect(page["share_links"].items.allSatisfy { $0.keys == Self.fields })
    #expect(page["next_cursor"].isNull)
    #expect(
      [own, first, second].map { door($0).json["is_collaboration"].bool } == [false, true, false])
    let half = try owner.get(scene.links + "?limit=1").expecting(200).json
    let next = try #require(half["next_cursor"].text)
    let rest = try owner.get(scene.links + "?limit=1&cursor=\(next)").expecting(200).json
    #expect(rest["share_links"].items.map { $0["id"].text } == [first.id])
  }

  @Test func changesAFurtherLinkAlone() throws {
    let own = try scene.share()
    let link = try scene.furtherLink()
    let path = "\(scene.links)/\(link.id)"
    let changed = try owner.patch(path, #"{"is_collaboration":true,"expires_at":\#(Self.later)}"#)
      .expecting(200).json
    #expect(changed["token"].text == link.token)
    #expect(changed["is_collaboration"].bool == true)
    #expect(changed["indefinite"].bool == false)
    try owner.patch(path, "{}").expecting(200)
    for body in [
      #"{"is_collaboration":null}"#, #"{"expires_at":"2001-01-01T00:00:00Z"}"#,
      #"{"is_collaboration":false,"expires_at":"x"}"#,
    ] {
      #expect(owner.patch(path, body).status == 400)
    }
    #expect(door(link).json["is_collaboration"].bool == true)
    #expect(door(own).json["is_collaboration"].bool == false)
    try owner.delete(path).expecting(204)
    #expect(owner.delete(path).code == "share_link_not_found")
    #expect(owner.patch(path, "{}").code == "share_link_revoked")
    #expect(door(link).code == "share_link_revoked")
    #expect(door(own).status == 200)
    #expect(try owner.get(scene.links).expecting(200).json["share_links"].items.isEmpty)
  }

  @Test func knowsOnlyItsOwnLinks() throws {
    let other = try AlbumScene()
    let link = try other.furtherLink()
    let path = "\(scene.links)/\(link.id)"
    #expect(owner.patch(path, "{}").code == "share_link_not_found")
    #expect(owner.delete(path).code == "share_link_not_found")
    #expect(owner.get(path + "/opens").code == "share_link_not_found")
    #expect(owner.get(path + "/events").code == "share_link_not_found")
    #expect(owner.delete("\(other.links)/\(link.id)").code == "album_not_found")
    #expect(door(link).status == 200)
  }

  @Test func boundsTheirNumber() throws {
    let first = try scene.furtherLink()
    for _ in 1..<100 { _ = try scene.furtherLink() }
    let refused = owner.post(scene.links, AlbumScene.body(false))
    #expect(refused.status == 409 && refused.code == "too_many_share_links")
    try scene.share()
    try owner.delete("\(scene.links)/\(first.id)").expecting(204)
    _ = try scene.furtherLink()
  }

  @Test func makesOneForOneKey() throws {
    let answers = (0..<3).map { _ in
      owner.post(scene.links, AlbumScene.body(true)) { $0.idempotencyKey = "further" }
    }
    #expect(answers.allSatisfy { $0.status == 201 })
    #expect(Set(answers.map { $0.json["token"].text }).count == 1)
    let own = (0..<3).map { _ in
      owner.post(scene.link, AlbumScene.body(true)) { $0.idempotencyKey = "own" }
    }
    #expect(own.map(\.status) == [201, 201, 201])
    let rotated = (0..<3).map { _ in
      owner.post(scene.link + "/rotate") { $0.idempotencyKey = "rotate" }
    }
    #expect(Set(rotated.map { $0.json["token"].text }).count == 1)
    #expect(try scene.actions().count { $0 == "link.rotated" } == 1)
  }

  // MARK: The guest's view

  @Test func showsGuestsAnAllowList() throws {
    let link = try scene.share(expiry: Self.later)
    let answer = try TestClient(scene.world).get(link.door).expecting(200)
    #expect(
      answer.json.keys == [
        "title", "is_collaboration", "expires_at", "photo_count", "photos", "next_cursor",
      ])
    #expect(answer.json["title"].text == "Lake")
    for secret in [scene.album, scene.person.account, scene.person.workspace, "Ada", link.id] {
      #expect(!answer.text.contains(secret))
    }
    let tag = try #require(answer["ETag"])
    func again() -> Answer { TestClient(scene.world).get(link.door) { $0.ifNoneMatch = tag } }
    #expect(again().status == 304)
    try owner.patch(scene.path, #"{"title":"Sea"}"#).expecting(200)
    #expect(again().status == 200)
  }

  @Test func countsOpens() throws {
    let link = try scene.share()
    let guest = TestClient(scene.world)
    guest.address = "198.51.100.\(Int.random(in: 1...250))"
    for _ in 0..<3 {
      try guest.get(link.door) { $0.userAgent = "Mozilla/5.0 Firefox/128.0" }.expecting(200)
    }
    try scene.world.writeTally()
    let shown = try owner.get(scene.link).expecting(200).json
    #expect(shown["access_count"].integer == 1)
    #expect(shown["last_accessed_at"].text != nil)
    let opens = try owner.get("\(scene.links)/\(link.id)/opens?days=3").expecting(200).json
    #expect(opens["opens"].items.count == 3)
    #expect(opens["total"].integer == 1)
    #expect(owner.get("\(scene.links)/\(link.id)/opens?days=0").status == 400)
    let (other, _) = try scene.joined(through: link)
    _ = other
    let events = try owner.get("\(scene.links)/\(link.id)/events").expecting(200).json
    #expect(events["events"].items.map { $0["action"].text } == ["album.joined", "link.created"])
  }
}
