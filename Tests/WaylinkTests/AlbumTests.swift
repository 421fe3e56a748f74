import HTTP
import MariaDB
import Primitives
import Testing
@testable import Albums
@testable import Waylink

/// Albums themselves: made, listed, changed, deleted, passed on (seed 2).
@Suite struct AlbumTests {
  private let scene: AlbumScene
  private var owner: TestClient { scene.owner }

  init() throws {
    scene = try AlbumScene()
  }

  private static let ownersFields: Set = [
    "id", "title", "role", "owner_name", "photo_count", "cover_photo_id", "created_at",
    "updated_at", "workspace_id", "created_by", "deleted_at",
  ]

  @Test func makesAndShowsAnAlbum() throws {
    let answer = try owner.post("/v1/albums", .json(#"{"title":" The sea "}"#)).expecting(201)
    let album = answer.json
    #expect(album.keys == Self.ownersFields)
    #expect(album["title"].text == "The sea")
    #expect(album["role"].text == "owner")
    #expect(album["owner_name"].text == "Ada")
    #expect(album["workspace_id"].text == scene.person.workspace)
    #expect(album["created_by"].text == scene.person.account)
    #expect(album["deleted_at"].isNull)
    let id = try #require(album["id"].text)
    #expect(answer["Location"] == "/v1/albums/\(id)")
    #expect(try owner.get("/v1/albums/\(id)").expecting(200).json == album)
    #expect(try owner.get("/v1/albums").expecting(200).json["albums"].items.first == album)
  }

  @Test func belongsToAWorkspaceThatIsMeant() throws {
    let (other, person) = try scene.somebody()
    try scene.world.join(scene.person, person.workspace, as: "member")
    #expect(owner.post("/v1/albums", .json(#"{"title":"A"}"#)).code == "workspace_required")
    #expect(owner.get("/v1/albums").code == "workspace_required")
    let body = #"{"title":"A","workspace_id":"\#(person.workspace)"}"#
    let made = try owner.post("/v1/albums", .json(body)).expecting(201)
    #expect(made.json["workspace_id"].text == person.workspace)
    let listed = try owner.get("/v1/albums?workspace_id=\(person.workspace)").expecting(200)
    #expect(listed.json["albums"].items.map { $0["title"].text } == ["A"])
    // Another's workspace is nothing to them, and an album in one's own is still its maker's alone.
    let foreign = #"{"title":"A","workspace_id":"\#(scene.person.workspace)"}"#
    #expect(other.post("/v1/albums", .json(foreign)).code == "workspace_not_found")
    #expect(other.get(try #require(made["Location"])).code == "album_not_found")
    #expect(try other.get("/v1/albums").expecting(200).json["albums"].items.isEmpty)
  }

  @Test func clientsOwnAlbumsOfTheirOwn() throws {
    let client = TestClient(scene.world)
    try client.registerClient()
    let album = try client.post("/v1/albums", .json(#"{"title":"A"}"#)).expecting(201).json
    #expect(album["workspace_id"].isNull)
    #expect(album["owner_name"].text == "Acme Corp")
    #expect(try client.get("/v1/albums").expecting(200).json["albums"].items == [album])
    let foreign = #"{"title":"A","workspace_id":"\#(scene.person.workspace)"}"#
    #expect(client.post("/v1/albums", .json(foreign)).code == "workspace_not_found")
    #expect(client.get(scene.path).code == "album_not_found")
    let id = try #require(album["id"].text)
    try client.post("/v1/albums/\(id)/share-link", AlbumScene.body(false)).expecting(201)
  }

  @Test func endsWithTheAccountOfAClient() throws {
    let client = TestClient(scene.world)
    let person = try client.registerClient()
    let made = try client.post("/v1/albums", .json(#"{"title":"A"}"#)).expecting(201).json
    let path = try "/v1/albums/\(#require(made["id"].text))"
    let link = try client.post("\(path)/share-link", AlbumScene.body(false)).expecting(201).json
    let door = try "/v1/shared/albums/\(#require(link["token"].text))"
    let joined = try scene.share()
    try client.post(joined.acceptance).expecting(200)
    let guest = TestClient(scene.world)
    try guest.get(door).expecting(200)
    try client.post("/v1/client/close", .json(#"{"password":"\#(person.password)"}"#))
      .expecting(204)
    #expect(guest.get(door).status == 410)
    #expect(try owner.get(scene.members).expecting(200).json["members"].items.isEmpty)
  }

  /// A key acts as the membership that made it, in its workspace.
  @Test func keysActInTheirWorkspace() throws {
    let key = owner.another(token: try owner.makeKey(scene.person.workspace))
    #expect(key.get(scene.path).status == 200)
    let made = try key.post("/v1/albums", .json(#"{"title":"By key"}"#)).expecting(201).json
    #expect(made["created_by"].text == scene.person.account)
    let (other, person) = try scene.somebody()
    try scene.world.join(scene.person, person.workspace, as: "member")
    let body = #"{"title":"A","workspace_id":"\#(person.workspace)"}"#
    let there = try owner.post("/v1/albums", .json(body)).expecting(201)
    #expect(key.get(try #require(there["Location"])).code == "album_not_found")
    #expect(key.get("/v1/albums?shared_with_me=true").code == "key_not_allowed")
    let others = other.another(token: try other.makeKey(person.workspace))
    #expect(others.get(scene.path).code == "album_not_found")
  }

  @Test(arguments: [
    ("{}", "title"), (#"{"title":""}"#, "title"), (#"{"title":null}"#, "title"),
    (#"{"title":1}"#, "title"), (#"{"title":"a\u0000b"}"#, "title"),
    (#"{"title":""# + String(repeating: "a", count: 501) + #""}"#, "title"),
    (#"{"title":"A","titel":"B"}"#, "titel"),
    (#"{"title":"A","workspace_id":"x"}"#, "workspace_id"),
  ])
  func refusesABadAlbum(_ body: String, _ field: String) throws {
    let answer = owner.post("/v1/albums", .json(body))
    #expect(answer.status == 400)
    #expect(answer.fields == [field])
    #expect(try owner.get("/v1/albums").expecting(200).json["albums"].items.count == 1)
  }

  @Test func makesOneForOneKey() throws {
    let ids = try (0..<3).map { _ in
      try owner.post("/v1/albums", .json(#"{"title":"Once"}"#)) { $0.idempotencyKey = "k" }
        .expecting(201).json["id"].text
    }
    #expect(Set(ids).count == 1)
    let other = owner.post("/v1/albums", .json(#"{"title":"Twice"}"#)) { $0.idempotencyKey = "k" }
    #expect(other.code == "idempotency_key_reused")
  }

  @Test func listsPageByPage() throws {
    for number in 1...4 {
      try owner.post("/v1/albums", .json("{\"title\":\"\(number)\"}")).expecting(201)
    }
    var titles: [String?] = []
    var query = "?limit=2"
    for _ in 0..<3 {
      let page = try owner.get("/v1/albums" + query).expecting(200).json
      titles += page["albums"].items.map { $0["title"].text }
      guard let next = page["next_cursor"].text else { break }
      query = "?limit=2&cursor=\(next)"
    }
    #expect(titles == ["4", "3", "2", "1", "Lake"])
    for query in [
      "limit=0", "limit=201", "cursor=x", "sort=x", "shared_with_me=1", "deleted=x",
      "workspace_id=x", "shared_with_me=true&deleted=true",
      "shared_with_me=true&workspace_id=\(scene.person.workspace)",
    ] {
      #expect(owner.get("/v1/albums?" + query).code == "validation_failed", "\(query)")
    }
  }

  @Test func changesItsTitle() throws {
    let changed = try owner.patch(scene.path, #"{"title":"The lake"}"#).expecting(200).json
    #expect(changed["title"].text == "The lake")
    try owner.patch(scene.path, #"{"title":"The lake"}"#).expecting(200)
    try owner.patch(scene.path, "{}").expecting(200)
    #expect(try scene.actions() == ["album.created", "album.changed"])
    for body in [#"{"title":""}"#, #"{"title":null}"#, #"{"name":"x"}"#] {
      #expect(owner.patch(scene.path, body).code == "validation_failed")
    }
    try scene.expectWholeChain()
  }

  @Test func deletesAndRestores() throws {
    let link = try scene.share()
    let (other, _) = try scene.joined(through: link)
    try owner.delete(scene.path).expecting(204)
    #expect(owner.get(scene.path).code == "album_not_found")
    #expect(owner.delete(scene.path).code == "album_not_found")
    #expect(owner.get(scene.link).code == "album_not_found")
    #expect(other.get(scene.path).code == "album_not_found")
    #expect(other.get("/v1/albums?shared_with_me=true").json["albums"].items.isEmpty)
    #expect(other.get(link.door).code == "subject_deleted")
    #expect(other.post(link.acceptance).code == "subject_deleted")
    #expect(other.post(scene.path + "/restore").code == "album_not_found")
    let bin = try owner.get("/v1/albums?deleted=true").expecting(200).json["albums"].items
    #expect(bin.map { $0["id"].text } == [scene.album])
    #expect(bin.first?["deleted_at"].text != nil)
    try owner.post(scene.path + "/restore").expecting(200)
    try owner.post(scene.path + "/restore").expecting(200)
    #expect(other.get(scene.path).status == 200)
    #expect(other.get(link.door).status == 200)
    #expect(try scene.actions().suffix(2) == ["album.deleted", "album.restored"])
  }

  @Test func clearsWhatCannotBeRestored() throws {
    let world = try World()
    let scene = try AlbumScene(world)
    let link = try scene.share()
    _ = try scene.joined(through: link)
    try scene.owner.delete(scene.path).expecting(204)
    try clear(world)
    #expect(try world.value("SELECT title FROM albums", as: String.self) == "Lake")
    try world.sql("UPDATE albums SET purge_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
    #expect(scene.owner.post(scene.path + "/restore").code == "album_not_found")
    #expect(scene.owner.get("/v1/albums?deleted=true").json["albums"].items.isEmpty)
    try clear(world)
    #expect(try world.value("SELECT title FROM albums", as: String.self)?.isEmpty == true)
    #expect(try world.value("SELECT COUNT(*) FROM album_members", as: Int.self) == 0)
    #expect(scene.owner.get(link.door).code == "subject_deleted")
    #expect(try scene.actions().last == "album.cleared")
    try clear(world)
    #expect(try scene.actions().count { $0 == "album.cleared" } == 1)
    try scene.expectWholeChain()
  }

  private func clear(_ world: World) throws {
    try world.services.albums.clear(on: MariaDB.Connection(world.application)) { album, error in
      Issue.record("\(album): \(error)")
    }
  }

  /// What somebody made in a workspace is an owner's who stays, once they leave it; and whoever had
  /// joined what is theirs now is its owner and no more.
  @Test func passesOnWhatALeaverMade() throws {
    let (boss, chief) = try scene.somebody()
    try scene.world.join(scene.person, chief.workspace, as: "member")
    let body = #"{"title":"A","workspace_id":"\#(chief.workspace)"}"#
    let made = try owner.post("/v1/albums", .json(body)).expecting(201)
    let path = try #require(made["Location"])
    let share = try owner.post(path + "/share-link", AlbumScene.body(true)).expecting(201).json
    let token = try #require(share["token"].text)
    try boss.post("/v1/shared/albums/\(token)/accept").expecting(200)
    let members = "/api/workspaces/\(chief.workspace)/memberships"
    let membership = try #require(
      boss.get(members).json["memberships"].items.first {
        $0["accountId"].text == scene.person.account
      }?["id"].text)
    try boss.delete("\(members)/\(membership)").expecting(204)
    #expect(owner.get(path).code == "album_not_found")
    #expect(try boss.get(path).expecting(200).json["role"].text == "owner")
    #expect(boss.post("/v1/shared/albums/\(token)/accept").code == "owner_cannot_accept")
    #expect(try boss.get(path + "/members").expecting(200).json["members"].items.isEmpty)
    #expect(boss.get("/v1/albums?shared_with_me=true").json["albums"].items.isEmpty)
    try boss.delete(path + "/share-link").expecting(204)
    // What they made elsewhere is theirs still.
    #expect(owner.get(scene.path).status == 200)
  }

  @Test func strangersFindNothing() throws {
    let (other, person) = try scene.somebody()
    let account = scene.person.account
    let answers = [
      other.get(scene.path), other.patch(scene.path, #"{"title":"x"}"#), other.delete(scene.path),
      other.get(scene.members), other.delete("\(scene.members)/\(account)"),
      other.delete("\(scene.members)/\(person.account)"), other.get(scene.link),
      other.post(scene.link, AlbumScene.body(true)), other.delete(scene.link),
      other.post(scene.link + "/rotate"), other.get(scene.links),
      other.post(scene.links, AlbumScene.body(true)),
    ]
    #expect(answers.allSatisfy { $0.code == "album_not_found" && $0.status == 404 })
    let nobody = TestClient(scene.world)
    #expect(nobody.get(scene.path).status == 401)
    #expect(nobody.get("/v1/albums").status == 401)
    #expect(try scene.actions() == ["album.created"])
  }
}
