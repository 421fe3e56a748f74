import HTTP
import MariaDB
import Primitives
import Testing
@testable import Waylink

/// Who joins an album, what becomes of them with their link, and how they go (seed 2).
@Suite struct AlbumMemberTests {
  private let scene: AlbumScene
  private var owner: TestClient { scene.owner }
  private static let later = "\"2099-01-01T00:00:00Z\""

  init() throws {
    scene = try AlbumScene()
  }

  private func role(_ client: TestClient) -> String? { client.get(scene.path).json["role"].text }

  private func members() throws -> [Node] {
    try owner.get(scene.members).expecting(200).json["members"].items
  }

  @Test func acceptsOnce() throws {
    let link = try scene.share()
    let (other, person) = try scene.somebody()
    let first = try other.post(link.acceptance).expecting(200).json
    #expect(first.keys == ["album_id", "role", "accepted_at"])
    #expect(first["album_id"].text == scene.album)
    #expect(first["role"].text == "viewer")
    #expect(try other.post(link.acceptance, .none).expecting(200).json == first)
    #expect(try scene.actions().count { $0 == "album.joined" } == 1)
    let seen = try other.get(scene.path).expecting(200).json
    #expect(
      seen.keys == [
        "id", "title", "role", "owner_name", "photo_count", "cover_photo_id", "created_at",
        "updated_at",
      ])
    let list = try other.get("/v1/albums?shared_with_me=true").expecting(200).json["albums"].items
    #expect(list == [seen])
    #expect(try other.get("/v1/albums").expecting(200).json["albums"].items.isEmpty)
    let members = try members()
    #expect(members.map { $0["account_id"].text } == [person.account])
    #expect(
      members.first?.keys == ["account_id", "name", "role", "accepted_at", "is_paused"])
    try scene.expectWholeChain()
  }

  @Test func clientsJoinToo() throws {
    let link = try scene.share(collaboration: true)
    let client = TestClient(scene.world)
    try client.registerClient()
    let answer = try client.post(link.acceptance).expecting(200).json
    #expect(answer["role"].text == "collaborator")
    #expect(role(client) == "collaborator")
  }

  @Test func refusesWhoCannotJoin() throws {
    let link = try scene.share()
    #expect(TestClient(scene.world).post(link.acceptance).status == 401)
    let refused = owner.post(link.acceptance)
    #expect(refused.status == 403 && refused.code == "owner_cannot_accept")
    let key = owner.another(token: try owner.makeKey(scene.person.workspace))
    #expect(key.post(link.acceptance).code == "key_not_allowed")
    let (other, _) = try scene.somebody()
    #expect(other.post("/v1/shared/albums/x/accept").code == "share_link_not_found")
    #expect(
      other.post("/v1/shared/albums/abcdefghijklmnopqrstuvwx/accept").code
        == "share_link_not_found")
    #expect(other.post(link.acceptance, .json(#"{"role":"owner"}"#)).code == "validation_failed")
    // A job's link is no album's.
    let job = try owner.makeLink(owner.makeJob())
    #expect(other.post("/v1/shared/albums/\(job)/accept").code == "share_link_not_found")
    #expect(other.get("/v1/shared/jobs/\(link.token)").code == "share_link_not_found")
    try scene.expire(link)
    let expired = other.post(link.acceptance)
    #expect(expired.status == 410 && expired.code == "share_link_expired")
    #expect(expired.json["detail"].text == "This share link has expired.")
    #expect(try members().isEmpty)
    let outcome = try scene.world.value(
      "SELECT outcome FROM audit_records WHERE subject_id = \(scene.album) AND action = 'album.joined'",
      as: String.self)
    #expect(outcome == "owner_cannot_accept")
  }

  /// The link's mode may change: who has joined stays as they are, and is only ever raised, by coming
  /// again.
  @Test func neverLowersACollaborator() throws {
    let link = try scene.share(collaboration: true)
    let (early, _) = try scene.joined(through: link)
    try scene.share(collaboration: false)
    let (late, _) = try scene.joined(through: link)
    #expect(role(early) == "collaborator")
    #expect(try early.post(link.acceptance).expecting(200).json["role"].text == "collaborator")
    #expect(role(late) == "viewer")
    try scene.share(collaboration: true)
    #expect(role(late) == "viewer")
    let before = late.get("/v1/albums?shared_with_me=true").json["albums"].items.count
    #expect(try late.post(link.acceptance).expecting(200).json["role"].text == "collaborator")
    #expect(role(late) == "collaborator")
    #expect(late.get("/v1/albums?shared_with_me=true").json["albums"].items.count == before)
    #expect(try members().map { $0["role"].text } == ["collaborator", "collaborator"])
  }

  @Test func pausesWithItsLink() throws {
    let link = try scene.share(expiry: Self.later)
    let (other, person) = try scene.joined(through: link)
    try scene.expire(link)
    #expect(other.get(scene.path).code == "album_not_found")
    #expect(other.get("/v1/albums?shared_with_me=true").json["albums"].items.isEmpty)
    #expect(try members().map { $0["is_paused"].bool } == [true])
    #expect(other.delete(scene.link).code == "album_not_found")
    try scene.share(expiry: Self.later)
    #expect(role(other) == "viewer")
    #expect(try members().map { $0["is_paused"].bool } == [false])
    // With the whole workspace's links, too.
    try scene.world.sql(
      "UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6) WHERE id = \(scene.person.workspace)")
    #expect(other.get(scene.path).code == "album_not_found")
    #expect(other.post(link.acceptance).code == "share_link_paused")
    try scene.world.sql(
      "UPDATE workspaces SET paused_at = NULL WHERE id = \(scene.person.workspace)")
    #expect(role(other) == "viewer")
    // Who is paused may still leave.
    try scene.expire(link)
    try other.delete("\(scene.members)/\(person.account)").expecting(204)
    try scene.share(expiry: "null")
    #expect(other.get(scene.path).code == "album_not_found")
  }

  @Test func goesWithARevokedLink() throws {
    let link = try scene.share()
    let other = try scene.furtherLink()
    let (gone, _) = try scene.joined(through: link)
    let (stays, _) = try scene.joined(through: other)
    try owner.delete(scene.link).expecting(204)
    #expect(gone.get(scene.path).code == "album_not_found")
    #expect(role(stays) == "viewer")
    #expect(try members().count == 1)
    #expect(try scene.actions().suffix(2) == ["link.revoked", "album.members_removed"])
    try owner.delete("\(scene.links)/\(other.id)?keep_members=true").expecting(204)
    #expect(role(stays) == "viewer")
    #expect(try scene.actions().suffix(2) == ["link.revoked", "album.members_kept"])
    #expect(stays.post(other.acceptance).code == "share_link_revoked")
  }

  /// Those who are kept don't depend on their link any more, even if it had expired.
  @Test func keepsThemBeyondAnExpiredLink() throws {
    let link = try scene.share(collaboration: true, expiry: Self.later)
    let (other, _) = try scene.joined(through: link)
    try scene.expire(link)
    try owner.delete(scene.link + "?keep_members=true").expecting(204)
    #expect(role(other) == "collaborator")
    #expect(try members().map { $0["is_paused"].bool } == [false])
  }

  /// Of several links that somebody came through, the best one that stands counts.
  @Test func takesTheBestOfSeveralLinks() throws {
    let viewing = try scene.share()
    let working = try scene.furtherLink(collaboration: true)
    let (other, _) = try scene.joined(through: viewing)
    let first = try #require(members().first?["accepted_at"].text)
    let second = try other.post(working.acceptance).expecting(200).json
    #expect(second["role"].text == "collaborator")
    #expect(second["accepted_at"].text == first)
    #expect(role(other) == "collaborator")
    #expect(try members().count == 1)
    try scene.expire(working)
    #expect(role(other) == "viewer")
    #expect(try other.post(viewing.acceptance).expecting(200).json["role"].text == "viewer")
    try owner.patch("\(scene.links)/\(working.id)", #"{"expires_at":null}"#).expecting(200)
    #expect(role(other) == "collaborator")
    try owner.delete(scene.link).expecting(204)
    #expect(role(other) == "collaborator")
    try owner.delete("\(scene.links)/\(working.id)").expecting(204)
    #expect(other.get(scene.path).code == "album_not_found")
  }

  @Test func removesAndLeaves() throws {
    let link = try scene.share(collaboration: true)
    let (one, first) = try scene.joined(through: link)
    let (two, second) = try scene.joined(through: link)
    let refused = one.delete("\(scene.members)/\(second.account)")
    #expect(refused.status == 403 && refused.code == "not_a_manager")
    #expect(one.get(scene.members).code == "not_a_manager")
    try one.delete("\(scene.members)/\(first.account)").expecting(204)
    #expect(one.get(scene.path).code == "album_not_found")
    #expect(one.delete("\(scene.members)/\(first.account)").code == "album_not_found")
    try owner.delete("\(scene.members)/\(second.account)").expecting(204)
    #expect(owner.delete("\(scene.members)/\(second.account)").code == "member_not_found")
    #expect(owner.delete("\(scene.members)/\(scene.person.account)").code == "member_not_found")
    #expect(two.get(scene.path).code == "album_not_found")
    #expect(
      try scene.actions().suffix(3) == [
        "album.member_removed", "album.member_left", "album.member_removed",
      ])
    // The link is still open to them.
    #expect(two.post(link.acceptance).status == 200)
    try scene.expectWholeChain()
  }

  @Test func ownersAloneManage() throws {
    let link = try scene.share(collaboration: true)
    let (other, _) = try scene.joined(through: link)
    for answer in [
      other.patch(scene.path, #"{"title":"x"}"#), other.delete(scene.path),
      other.post(scene.path + "/restore"),
    ] {
      #expect(answer.status == 403 && answer.code == "not_a_manager")
    }
    #expect(try owner.get(scene.path).expecting(200).json["title"].text == "Lake")
  }

  @Test func listsThemInTheOrderOfTheirComing() throws {
    let link = try scene.share()
    let people = try (0..<5).map { _ in try scene.joined(through: link).person.account }
    var found: [String?] = []
    var query = "?limit=2"
    for _ in 0..<3 {
      let page = try owner.get(scene.members + query).expecting(200).json
      found += page["members"].items.map { $0["account_id"].text }
      guard let next = page["next_cursor"].text else { break }
      query = "?limit=2&cursor=\(next)"
    }
    #expect(found == people)
    for query in ["?limit=0", "?cursor=x", "?sort=x"] {
      #expect(owner.get(scene.members + query).code == "validation_failed")
    }
  }

  @Test func boundsTheirNumber() throws {
    let world = try World()
    let scene = try AlbumScene(world)
    let link = try scene.share()
    let (early, _) = try scene.joined(through: link)
    try world.sql(
      """
      INSERT INTO accounts (id, kind, email, email_key, name, password_hash, created_at)
      SELECT UUID(), 'member', seq, CONCAT('crowd', seq), 'N', '', UTC_TIMESTAMP(6)
      FROM seq_1_to_999
      """)
    try world.sql(
      """
      INSERT INTO album_members (album_id, account_id, link_id, role, accepted_at)
      SELECT \(scene.album), id, \(link.id), 'viewer', UTC_TIMESTAMP(6) FROM accounts
      WHERE email_key LIKE 'crowd%'
      """)
    let (late, _) = try scene.somebody()
    let refused = late.post(link.acceptance)
    #expect(refused.status == 409 && refused.code == "too_many_members")
    #expect(early.post(link.acceptance).status == 200)
    // Who is in comes through another link as before.
    #expect(early.post(try scene.furtherLink().acceptance).status == 200)
  }
}
