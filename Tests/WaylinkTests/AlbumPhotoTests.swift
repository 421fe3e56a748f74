import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// The photos of an album: added, ordered, shown in their sizes, taken out (seed 2).
@Suite struct AlbumPhotoTests {
  private let scene: AlbumScene
  private let pictures: TestPictures
  private var owner: TestClient { scene.owner }

  init() throws {
    scene = try AlbumScene()
    pictures = try TestPictures.shared.get()
  }

  private static let fields: Set = [
    "id", "album_id", "caption", "position", "width", "height", "format", "size", "uploaded_by",
    "uploader_name", "created_at", "thumb_url", "large_url", "original_url", "can_change",
  ]
  private static let secrets: Set = ["taken_at_local", "taken_at", "latitude", "longitude"]

  /// The file that an answer has nginx send.
  private func sent(_ answer: Answer) throws -> Bytes {
    let path = try #require(answer["X-Accel-Redirect"])
    let name = path.split(separator: "/files/", maxSplits: 1).last.map(String.init) ?? "?"
    return Bytes(
      try Data(contentsOf: URL(fileURLWithPath: "\(scene.world.files.path)/\(name)")))
  }

  @Test func addsAPhoto() throws {
    let upload = Upload(pictures.tagged).with("caption", " The tower ")
    let photo = try owner.post(scene.photos, upload.sent).expecting(201).json
    #expect(photo.keys == Self.fields.union(Self.secrets))
    #expect(photo["caption"].text == "The tower")
    #expect(photo["position"].integer == 1)
    #expect(photo["width"].integer == 60 && photo["height"].integer == 40)
    #expect(photo["format"].text == "jpeg")
    #expect(photo["size"].integer == pictures.tagged.count)
    #expect(photo["uploaded_by"].text == scene.person.account)
    #expect(photo["taken_at_local"].text == "2024-05-06T07:08:09")
    #expect(photo["taken_at"].text == "2024-05-06T05:08:09Z")
    #expect(photo["latitude"].number == 48.858222)
    #expect(photo["longitude"].number == 2.2945)
    let id = try #require(photo["id"].text)
    #expect(photo["thumb_url"].text == "https://waylink.test\(scene.photos)/\(id)?size=thumb")
    let listed = try owner.get(scene.photos).expecting(200).json
    #expect(listed["photos"].items == [photo])
    let album = try owner.get(scene.path).expecting(200).json
    #expect(album["photo_count"].integer == 1)
    #expect(album["cover_photo_id"].text == id)
    #expect(try scene.actions() == ["album.created", "album.photos_added"])
    try scene.expectWholeChain()
  }

  @Test func addsSeveralAtOnce() throws {
    let upload = Upload(pictures.tagged, pictures.heic, pictures.plain)
    let added = try owner.post(scene.photos, upload.sent).expecting(201).json["photos"].items
    #expect(added.map { $0["format"].text } == ["jpeg", "heic", "jpeg"])
    #expect(added.map { $0["position"].integer } == [1, 2, 3])
    #expect(added[1]["width"].integer == 60)
    #expect(try scene.order() == added.compactMap { $0["id"].text })
    #expect(try owner.get(scene.path).expecting(200).json["photo_count"].integer == 3)
  }

  @Test func showsItsSizes() throws {
    let id = try scene.photo(pictures.tagged)
    let at = "\(scene.photos)/\(id)"
    let original = try owner.get(at + "?size=original").expecting(200)
    #expect(try sent(original) == pictures.tagged)
    #expect(original["Content-Type"] == "image/jpeg")
    #expect(original["Content-Disposition"]?.hasPrefix("attachment") == true)
    for size in ["", "?size=thumb", "?size=large"] {
      let answer = try owner.get(at + size).expecting(200)
      let bytes = try sent(answer)
      #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
      #expect(answer["Content-Type"] == "image/jpeg")
      // Neither the camera's words nor its place.
      for word in ["Exif", "Someone", "2024:05:06"] {
        #expect(Data(bytes).range(of: Data(word.utf8)) == nil, "\(size) \(word)")
      }
      let tag = try #require(answer["ETag"])
      #expect(owner.get(at + size) { $0.ifNoneMatch = tag }.status == 304)
    }
    for query in ["?size=huge", "?size=", "?other=1"] {
      #expect(owner.get(at + query).code == "validation_failed")
    }
    #expect(owner.get("\(scene.photos)/\(UUID.v7())").code == "photo_not_found")
  }

  @Test func refusesWhatIsNoPhoto() throws {
    let pdf = Bytes("%PDF-1.7\n1 0 obj".utf8)
    let refused = owner.post(scene.photos, Upload(pdf, name: "holiday.jpg").sent)
    #expect(refused.status == 415 && refused.code == "not_an_image")
    // All of a request, or none.
    let mixed = owner.post(scene.photos, Upload(pictures.plain, pdf).sent)
    #expect(mixed.status == 415)
    #expect(mixed.json["detail"].text?.hasPrefix("File 2: ") == true)
    let cut = owner.post(scene.photos, Upload(Bytes(pictures.plain.prefix(150))).sent)
    #expect(cut.status == 415)
    #expect(owner.post(scene.photos, Upload([]).sent).status == 415)
    #expect(try scene.order().isEmpty)
    #expect(try scene.files() == 0)
    #expect(try scene.actions() == ["album.created"])
  }

  @Test func refusesABadForm() throws {
    var many = Upload()
    for _ in 0..<21 { many.add(pictures.plain) }
    let cases: [(Upload, String)] = [
      (Upload(), "file"), (Upload().with("caption", "x"), "file"),
      (Upload([], name: ""), "file"), (many, "file"),
      (Upload(pictures.plain).with("title", "x"), "title"),
      (Upload(pictures.plain, pictures.plain).with("caption", "x"), "caption"),
      (Upload(pictures.plain).with("caption", String(repeating: "a", count: 1_001)), "caption"),
      (Upload(pictures.plain).with("file", "x").with("caption", "a\u{1}"), "caption"),
    ]
    for (upload, field) in cases {
      let answer = owner.post(scene.photos, upload.sent)
      #expect(answer.status == 400 && answer.fields == [field], "\(field): \(answer.text)")
    }
    // A file by its name, whatever it is.
    let text = owner.post(scene.photos, Upload(pictures.plain).with("file", "x").sent)
    #expect(text.status == 415 && text.code == "not_an_image")
    #expect(owner.post(scene.photos, .json("{}")).code == "unsupported_media_type")
    #expect(
      owner.post(scene.photos, .bytes([], type: "multipart/form-data")).code == "invalid_form")
    let large = Upload(pictures.plain + Bytes(repeating: 0, count: 26 << 20))
    #expect(owner.post(scene.photos, large.sent).code == "payload_too_large")
    #expect(try scene.order().isEmpty)
  }

  @Test func addsOnceForOneKey() throws {
    let upload = Upload(pictures.unique(), pictures.unique())
    func add(_ upload: Upload, _ key: String) -> Answer {
      owner.post(scene.photos, upload.sent) { $0.idempotencyKey = key }
    }
    let first = try add(upload, "a").expecting(201).json
    #expect(try add(upload, "a").expecting(201).json == first)
    #expect(try scene.order().count == 2)
    #expect(add(Upload(pictures.plain), "a").code == "idempotency_key_reused")
    let single = Upload(pictures.unique())
    let one = try add(single, "b").expecting(201).json
    #expect(try add(single, "b").expecting(201).json == one)
    let id = try #require(one["id"].text)
    try owner.delete("\(scene.photos)/\(id)").expecting(204)
    #expect(add(single, "b").code == "photo_not_found")
    #expect(try scene.order().count == 2)
  }

  /// The same picture may be there twice; its files lie once, as long as one of them is.
  @Test func keepsTheSamePictureTwice() throws {
    let picture = pictures.unique()
    let one = try scene.photo(picture)
    let two = try scene.photo(picture)
    let original = try owner.get("\(scene.photos)/\(one)?size=original").expecting(200)
    #expect(
      try scene.world.value(
        """
        SELECT reference_count FROM files JOIN album_photos ON original = sha256 WHERE id = \(one)
        """, as: Int.self) == 2)
    try owner.delete("\(scene.photos)/\(one)").expecting(204)
    #expect(try scene.order() == [two])
    #expect(try sent(original) == picture)
    try owner.delete("\(scene.photos)/\(two)").expecting(204)
    #expect(try scene.files() == 0)
    #expect(try owner.get(scene.path).expecting(200).json["photo_count"].integer == 0)
    #expect(try owner.get(scene.path).expecting(200).json["cover_photo_id"].isNull)
    #expect(owner.delete("\(scene.photos)/\(two)").code == "photo_not_found")
  }

  @Test func putsThemInOrder() throws {
    let ids = try (0..<5).map { _ in try scene.photo(pictures.plain) }
    func move(_ id: String, _ position: Int) throws -> [String] {
      let moved = try owner.patch("\(scene.photos)/\(id)", "{\"position\":\(position)}")
        .expecting(200).json
      let order = try scene.order()
      #expect(moved["position"].integer == order.firstIndex(of: id).map { $0 + 1 })
      return order
    }
    #expect(try move(ids[4], 1) == [ids[4], ids[0], ids[1], ids[2], ids[3]])
    #expect(try move(ids[4], 3) == [ids[0], ids[1], ids[4], ids[2], ids[3]])
    #expect(try move(ids[0], 5) == [ids[1], ids[4], ids[2], ids[3], ids[0]])
    #expect(try move(ids[1], 2_000) == [ids[4], ids[2], ids[3], ids[0], ids[1]])
    #expect(try move(ids[3], 2) == [ids[4], ids[3], ids[2], ids[0], ids[1]])
    // Where there is no room between two, it is made.
    try scene.world.sql(
      "UPDATE album_photos SET place = 5 WHERE album_id = \(scene.album)")
    let now = try scene.order()
    #expect(try move(now[4], 2) == [now[0], now[4], now[1], now[2], now[3]])
    for body in [#"{"position":0}"#, #"{"position":"1"}"#, #"{"position":2001}"#] {
      #expect(owner.patch("\(scene.photos)/\(ids[0])", body).code == "validation_failed")
    }
  }

  @Test func listsPageByPage() throws {
    let ids = try (0..<5).map { _ in try scene.photo(pictures.plain) }
    var found: [String?] = []
    var positions: [Int?] = []
    var query = "?limit=2"
    for _ in 0..<4 {
      let page = try owner.get(scene.photos + query).expecting(200).json
      found += page["photos"].items.map { $0["id"].text }
      positions += page["photos"].items.map { $0["position"].integer }
      guard let next = page["next_cursor"].text else { break }
      query = "?limit=2&cursor=\(next)"
    }
    #expect(found == ids)
    #expect(positions == [1, 2, 3, 4, 5])
    for query in ["?limit=0", "?cursor=x", "?size=thumb"] {
      #expect(owner.get(scene.photos + query).code == "validation_failed")
    }
  }

  @Test func changesCaptionAndCover() throws {
    let (one, two) = (try scene.photo(), try scene.photo())
    let at = "\(scene.photos)/\(two)"
    #expect(
      try owner.patch(at, #"{"caption":"Two"}"#).expecting(200).json["caption"].text == "Two")
    try owner.patch(at, "{}").expecting(200)
    #expect(try owner.patch(at, #"{"caption":null}"#).expecting(200).json["caption"].isNull)
    #expect(owner.patch(at, #"{"caption":""}"#).fields == ["caption"])
    func cover() throws -> String? {
      try owner.get(scene.path).expecting(200).json["cover_photo_id"].text
    }
    #expect(try cover() == one)
    try owner.patch(scene.path, "{\"cover_photo_id\":\"\(two)\"}").expecting(200)
    #expect(try cover() == two)
    let other = try AlbumScene()
    let foreign = try other.photo()
    for value in ["\"\(foreign)\"", "\"\(UUID.v7())\"", "\"x\"", "1"] {
      let refused = owner.patch(scene.path, "{\"title\":\"x\",\"cover_photo_id\":\(value)}")
      #expect(refused.status == 400 && refused.fields == ["cover_photo_id"])
    }
    #expect(owner.patch("\(scene.photos)/\(foreign)", "{}").code == "photo_not_found")
    #expect(owner.get("\(scene.photos)/\(foreign)").code == "photo_not_found")
    try owner.delete(at).expecting(204)
    #expect(try cover() == one)
    try owner.patch(scene.path, #"{"cover_photo_id":null}"#).expecting(200)
    #expect(try owner.get(scene.path).expecting(200).json["title"].text == "Lake")
  }

  @Test func boundsTheirNumber() throws {
    try scene.photo()
    try scene.world.sql("UPDATE albums SET photos = 1999 WHERE id = \(scene.album)")
    let refused = owner.post(scene.photos, Upload(pictures.plain, pictures.plain).sent)
    #expect(refused.status == 409 && refused.code == "too_many_photos")
    #expect(try scene.order().count == 1)
    try scene.photo()
  }

  // MARK: Others

  @Test func collaboratorsHandleTheirOwn() throws {
    let (helper, person) = try scene.joined(through: scene.share(collaboration: true))
    let theirs = try scene.photo(pictures.tagged, by: helper)
    let owners = try scene.photo(pictures.tagged)
    let listed = try helper.get(scene.photos).expecting(200).json["photos"].items
    #expect(listed.map { $0["can_change"].bool } == [true, false])
    #expect(listed[0].keys == Self.fields.union(Self.secrets))
    #expect(listed[1].keys == Self.fields)
    let all = try owner.get(scene.photos).expecting(200).json["photos"].items
    #expect(all.map { $0["uploaded_by"].text } == [person.account, scene.person.account])
    #expect(all.allSatisfy { $0["can_change"].bool == true && $0["latitude"].number != nil })
    #expect(helper.delete("\(scene.photos)/\(owners)").code == "not_your_photo")
    #expect(helper.patch("\(scene.photos)/\(owners)", "{}").code == "not_your_photo")
    #expect(helper.patch("\(scene.photos)/\(theirs)", #"{"caption":"Mine"}"#).status == 200)
    #expect(helper.get("\(scene.photos)/\(owners)?size=original").status == 200)
    try owner.delete("\(scene.photos)/\(theirs)").expecting(204)
    let second = try scene.photo(by: helper)
    try helper.delete("\(scene.photos)/\(second)").expecting(204)
    #expect(try scene.order() == [owners])
    try scene.expectWholeChain()
  }

  @Test func viewersLook() throws {
    let (viewer, _) = try scene.joined(through: scene.share())
    let id = try scene.photo(pictures.tagged)
    // It says where it was taken.
    let original = viewer.get("\(scene.photos)/\(id)?size=original")
    #expect(original.status == 403 && original.code == "view_only")
    for size in ["thumb", "large"] {
      #expect(viewer.get("\(scene.photos)/\(id)?size=\(size)").status == 200)
    }
    let listed = try viewer.get(scene.photos).expecting(200).json["photos"].items
    #expect(listed.first?["original_url"].isNull == true)
    #expect(listed.first?.keys == Self.fields)
    let refused = viewer.post(scene.photos, Upload(pictures.plain).sent)
    #expect(refused.status == 403 && refused.code == "view_only")
    #expect(viewer.patch("\(scene.photos)/\(id)", "{}").status == 403)
    #expect(viewer.delete("\(scene.photos)/\(id)").status == 403)
    #expect(try scene.order() == [id])
    let (stranger, _) = try scene.somebody()
    for answer in [
      stranger.get(scene.photos), stranger.get("\(scene.photos)/\(id)?size=thumb"),
      stranger.post(scene.photos, Upload(pictures.plain).sent),
      stranger.patch("\(scene.photos)/\(id)", "{}"), stranger.delete("\(scene.photos)/\(id)"),
    ] {
      #expect(answer.code == "album_not_found")
    }
  }

  @Test func guestsSeeThePictureAndNoMore() throws {
    let link = try scene.share()
    let id = try scene.photo(pictures.tagged)
    try owner.patch("\(scene.photos)/\(id)", #"{"caption":"The tower"}"#).expecting(200)
    let guest = TestClient(scene.world)
    let answer = try guest.get(link.door).expecting(200)
    #expect(
      answer.json.keys == [
        "title", "is_collaboration", "expires_at", "photo_count", "photos", "next_cursor",
      ])
    let photo = try #require(answer.json["photos"].items.first)
    #expect(
      photo.keys == ["id", "caption", "width", "height", "thumb_url", "large_url"])
    #expect(photo["thumb_url"].text == "https://waylink.test\(link.door)/photos/\(id)?size=thumb")
    #expect(!answer.text.contains(scene.person.account) && !answer.text.contains("48.8"))
    for size in ["", "?size=thumb", "?size=large"] {
      let picture = try guest.get("\(link.door)/photos/\(id)\(size)").expecting(200)
      let bytes = try sent(picture)
      #expect(Data(bytes).range(of: Data("Exif".utf8)) == nil)
      let tag = try #require(picture["ETag"])
      #expect(guest.get("\(link.door)/photos/\(id)\(size)") { $0.ifNoneMatch = tag }.status == 304)
    }
    #expect(guest.get("\(link.door)/photos/\(id)?size=original").code == "validation_failed")
    #expect(guest.get("\(link.door)/photos/\(UUID.v7())").code == "photo_not_found")
    let foreign = try AlbumScene().photo()
    #expect(guest.get("\(link.door)/photos/\(foreign)").code == "photo_not_found")
    #expect(guest.get(scene.photos).status == 401)
    // A page at a time, and another answer once something is otherwise.
    let tag = try #require(answer["ETag"])
    #expect(guest.get(link.door) { $0.ifNoneMatch = tag }.status == 304)
    let second = try scene.photo()
    #expect(guest.get(link.door) { $0.ifNoneMatch = tag }.status == 200)
    let page = try guest.get(link.door + "?limit=1").expecting(200).json
    let next = try #require(page["next_cursor"].text)
    let rest = try guest.get(link.door + "?limit=1&cursor=\(next)").expecting(200).json
    #expect(rest["photos"].items.map { $0["id"].text } == [second])
    try owner.delete(scene.link).expecting(204)
    #expect(guest.get("\(link.door)/photos/\(id)?size=thumb").code == "share_link_revoked")
  }

  @Test func clearsTheirFilesWithTheAlbum() throws {
    let world = try World()
    let scene = try AlbumScene(world)
    for _ in 0..<3 { try scene.photo() }
    try scene.owner.delete(scene.path).expecting(204)
    try world.sql("UPDATE albums SET purge_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
    try world.services.albums.clear(on: MariaDB.Connection(world.application)) {
      Issue.record("\($0): \($1)")
    }
    #expect(try world.value("SELECT COUNT(*) FROM album_photos", as: Int.self) == 0)
    #expect(try world.value("SELECT SUM(reference_count) FROM files", as: Int.self) == 0)
    try world.services.files.sweep(on: MariaDB.Connection(world.application), grace: 0) {
      Issue.record("\($0): \($1)")
    }
    #expect(world.files.files.isEmpty)
    try scene.expectWholeChain()
  }

  /// Added, moved and taken out by many at once: the counter, the order and the files agree.
  @Test func holdsTogetherWhenManyAddAndDelete() throws {
    let link = try scene.share(collaboration: true)
    let helpers = try (0..<4).map { _ in try scene.joined(through: link).person.token }
    let (world, photos) = (scene.world, scene.photos)
    let same = pictures.unique()
    let statuses = try onThreads(12) { number -> [Int] in
      let client = TestClient(world, token: helpers[number % helpers.count])
      var statuses: [Int] = []
      for turn in 0..<3 {
        var added = client.post(photos, Upload(same).sent)
        // As many as may are being looked at: what was sent is tried again until it gets its turn.
        for _ in 0..<20 where added.status == 503 {
          added = client.post(photos, Upload(same).sent)
        }
        statuses.append(added.status)
        let id = try #require(added.json["id"].text)
        statuses.append(client.patch("\(photos)/\(id)", #"{"position":1}"#).status)
        if turn > 0 { statuses.append(client.delete("\(photos)/\(id)").status) }
      }
      return statuses
    }.flatMap { $0 }
    let left = 12
    #expect(
      statuses.count { $0 == 201 } == 36 && statuses.count { $0 == 200 } == 36
        && statuses.count { $0 == 204 } == 24, "\(statuses)")
    #expect(try scene.order().count == left)
    #expect(try owner.get(scene.path).expecting(200).json["photo_count"].integer == left)
    let references = try world.value(
      """
      SELECT reference_count FROM files WHERE sha256 =
        (SELECT original FROM album_photos WHERE album_id = \(scene.album) LIMIT 1)
      """, as: Int.self)
    #expect(references == left)
    try scene.expectWholeChain()
  }
}
