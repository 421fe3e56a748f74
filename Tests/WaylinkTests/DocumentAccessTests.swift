import HTTP
import MariaDB
import Primitives
import Security
import Testing
@testable import Waylink

/// Seed 4's public endpoints: coming in through a link, and every way around its password.
@Suite struct DocumentAccessTests {
  private let scene: DocumentLinkScene
  private var client: TestClient { scene.client }
  private static let password = DocumentLinkScene.password

  init() throws {
    scene = try DocumentLinkScene()
  }

  // MARK: Coming in

  @Test func letsEverybodyInWithoutAPassword() throws {
    let link = try scene.link()
    for body in [TestClient.Body.none, .json("{}"), .json(#"{"password":"whatever"}"#)] {
      let answer = try scene.guest().post(link.access, body).expecting(200)
      #expect(
        answer.json.keys == ["documentId", "accessLevel", "workspaceId", "token", "accessGrant"])
      #expect(answer.json["documentId"].text == scene.document)
      #expect(answer.json["workspaceId"].text == scene.author.workspace)
      #expect(answer.json["accessLevel"].text == "viewer")
      #expect(answer.json["token"].text == link.token)
      #expect(answer.guestCookie == nil)
      let grant = try #require(answer.json["accessGrant"].text)
      #expect(scene.guest().read(link, showing: grant).status == 200)
    }
    #expect(scene.guest().read(link).status == 200)
  }

  @Test func showsTheDocumentAndNothingElse() throws {
    let link = try scene.link("commenter", #""allowExternalEdit":true"#)
    let guest = scene.guest()
    let answer = try guest.get(link.document).expecting(200)
    #expect(
      answer.json.keys == [
        "title", "body", "bodyHtml", "version", "updatedAt", "accessLevel", "allowExternalEdit",
        "expiresAt",
      ])
    #expect(answer.json["title"].text == "Plan")
    #expect(answer.json["body"].text == "# Hello *you*")
    #expect(answer.json["bodyHtml"].text?.contains("<em>you</em>") == true)
    #expect(answer.json["accessLevel"].text == "commenter")
    let tag = try #require(answer["ETag"])
    func again() -> Int { guest.get(link.document) { $0.ifNoneMatch = tag }.status }
    #expect(again() == 304)
    try client.patch(link.path, #"{"accessLevel":"viewer"}"#).expecting(200)
    #expect(again() == 200)
    try client.patch(link.path, #"{"accessLevel":"commenter"}"#).expecting(200)
    #expect(again() == 304)
    try client.patch("/api/documents/\(scene.document)", #"{"title":"Other"}"#).expecting(200)
    #expect(again() == 200)
  }

  @Test func takesThePasswordAsJSONAndAsAForm() throws {
    let link = try scene.locked()
    try scene.guest().enter(link, Self.password).expecting(200)
    let form = TestClient.Body.bytes(
      Array("password=open+sesame".utf8), type: "application/x-www-form-urlencoded")
    try scene.guest().post(link.access, form).expecting(200)
    let parts = TestClient.Body.bytes(
      Array(
        """
        --b\r\nContent-Disposition: form-data; name="password"\r\n\r\nopen sesame\r\n--b--\r\n
        """.utf8), type: "multipart/form-data; boundary=b")
    try scene.guest().post(link.access, parts).expecting(200)
    let text = TestClient.Body.bytes(Array("open sesame".utf8), type: "text/plain")
    #expect(scene.guest().post(link.access, text).status == 415)
    #expect(scene.guest().post(link.access, .json(#"{"password":1}"#)).status == 400)
    #expect(scene.guest().post(link.access, .json(#"{"pasword":"x"}"#)).status == 400)
  }

  @Test func refusesAMissingAndAWrongPasswordAlike() throws {
    let link = try scene.locked()
    for password in [nil, "", "open sesam", "OPEN SESAME", "open sesame ", "\\u0000"] {
      let answer = scene.guest().enter(link, password)
      #expect(answer.status == 401)
      #expect(answer.code == "share_link_password_required")
      #expect(answer.guestCookie != nil)
    }
    #expect(scene.guest().read(link).status == 401)
    #expect(scene.guest().read(link).code == "share_link_password_required")
  }

  @Test func countsOpensOfPeopleOnce() throws {
    let link = try scene.locked()
    let services = try scene.world.services(with: [:])
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    let guest = TestClient(scene.world, services: services)
    guest.address = "198.51.100.77"
    for agent in [browser, browser, "Slackbot 1.0", "facebookexternalhit/1.1"] {
      let answer = try guest.post(
        link.access, .json("{\"password\":\"\(Self.password)\"}")
      ) { $0.userAgent = agent }.expecting(200)
      let grant = try #require(answer.json["accessGrant"].text)
      _ = guest.get(link.document) {
        $0.userAgent = agent
        $0.authorization = "Bearer \(grant)"
      }
    }
    _ = guest.post(link.access, .json(#"{"password":"wrong one"}"#)) { $0.userAgent = "Other" }
    try scene.world.writeTally(of: services)
    let shown = try client.get(scene.links).expecting(200).json["shareLinks"][0]
    #expect(shown["accessCount"].integer == 1)
    #expect(shown["lastAccessedAt"].text != nil)
    let opens = try client.get(link.path + "/opens?days=2").expecting(200).json
    #expect(opens.keys == ["opens", "total", "lastOpenedAt"])
    #expect(opens["opens"].items.map { $0["count"].integer } == [0, 1])
    let refusals = try scene.world.value(
      """
      SELECT CAST(SUM(refusals) AS UNSIGNED) FROM link_refusals
      WHERE link_id = \(link.id) AND outcome = 'share_link_password_required'
      """, as: Int.self)
    #expect(refusals == 1)
  }

  /// One answer for whatever keeps a link shut, byte for byte but for the request's id.
  @Test func tellsUnknownExpiredRevokedPausedAndDeletedFromOneAnotherByNothing() throws {
    func dead(_ scene: DocumentLinkScene, _ end: (DocumentLinkScene.Link) throws -> Void) throws
      -> [DocumentLinkScene.Link]
    {
      let links = [try scene.link(), try scene.locked()]
      for link in links { try end(link) }
      return links
    }
    var links = try dead(scene) { try client.delete($0.path).expecting(204) }
    links += try dead(scene) {
      try scene.world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \($0.id)")
    }
    links += try dead(scene) {
      try scene.world.sql(
        "UPDATE door_keys SET dies_at = UTC_TIMESTAMP(6) WHERE link_id = \($0.id)")
    }
    let paused = try DocumentLinkScene()
    links += try dead(paused) { _ in
      try scene.world.sql(
        "UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6) WHERE id = \(paused.author.workspace)")
    }
    let deleted = try DocumentLinkScene()
    links += try dead(deleted) { _ in }
    try deleted.client.delete("/api/documents/\(deleted.document)").expecting(204)
    links.append(DocumentLinkScene.Link(id: "", token: "unknown-token-\(UUID.v7())"))
    links.append(DocumentLinkScene.Link(id: "", token: "short"))
    let job = try client.makeJob()
    links.append(DocumentLinkScene.Link(id: "", token: try client.makeLink(job)))
    var answers: Set<String> = []
    for link in links {
      for answer in [
        scene.guest().read(link), scene.guest().enter(link, nil),
        scene.guest().enter(link, Self.password),
      ] {
        #expect(answer.status == 404)
        #expect(answer.code == "share_link_not_found")
        #expect(answer.guestCookie == nil)
        let id = answer.json["request_id"].text ?? "?"
        answers.insert(answer.text.replacing(id, with: ""))
      }
    }
    #expect(answers.count == 1, "\(answers)")
  }

  // MARK: No way around

  @Test func letsNobodyAroundThePassword() throws {
    let link = try scene.locked()
    let other = try scene.locked()
    let open = try scene.link()
    let good = try scene.grant(link)
    #expect(scene.guest().read(link, showing: good).status == 200)
    let parts = good.split(separator: ".").map(String.init)
    let none = Base64URL.encode(Array(#"{"alg":"none","kid":"t1","typ":"JWT"}"#.utf8))
    let forged = [
      "", "x", "a.b.c", "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
      "\(parts[0]).\(parts[1]).", parts[0] + "." + parts[1], good + "A", good + " " + good,
      String(good.reversed()),
    ]
    for grant in forged + [
      try scene.grant(other), try scene.grant(open), scene.author.token, link.token, link.id,
      try client.makeKey(scene.author.workspace),
    ] {
      let answer = scene.guest().read(link, showing: grant)
      #expect(answer.status == 401, "\(grant)")
      #expect(answer.code == "share_link_password_required")
    }
    // A grant is no access token either.
    #expect(scene.guest().another(token: good).get("/v1/me").status == 401)
    #expect(scene.guest().another(token: good).get(scene.links).status == 401)
    // Nor does it stand for the password where that is asked for.
    #expect(scene.guest().enter(link, nil, showing: good).status == 401)
  }

  @Test func endsAGrantWithThePasswordItWasGivenFor() throws {
    let link = try scene.locked()
    let grant = try scene.grant(link)
    try client.patch(link.path, #"{"accessLevel":"viewer"}"#).expecting(200)
    #expect(scene.guest().read(link, showing: grant).status == 200, "still the same password")
    try client.patch(link.path, #"{"password":"another one"}"#).expecting(200)
    #expect(scene.guest().read(link, showing: grant).status == 401)
    #expect(scene.guest().enter(link, Self.password).status == 401)
    try client.patch(link.path, "{\"password\":\"\(Self.password)\"}").expecting(200)
    #expect(scene.guest().read(link, showing: grant).status == 401, "the same again is another")
    try client.patch(link.path, #"{"password":null}"#).expecting(200)
    #expect(scene.guest().read(link).status == 200)
    let open = try scene.grant(link)
    try client.patch(link.path, #"{"password":"a new one"}"#).expecting(200)
    for grant in [grant, open] {
      #expect(scene.guest().read(link, showing: grant).status == 401)
    }
  }

  @Test func endsAGrantWithItsLink() throws {
    func shut(_ change: (DocumentLinkScene, DocumentLinkScene.Link) throws -> Void) throws {
      let scene = try DocumentLinkScene()
      let link = try scene.locked()
      let grant = try scene.grant(link)
      #expect(scene.guest().read(link, showing: grant).status == 200)
      try change(scene, link)
      #expect(scene.guest().read(link, showing: grant).status == 404)
    }
    try shut { scene, link in try scene.client.delete(link.path).expecting(204) }
    try shut { scene, link in
      try scene.world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(link.id)")
    }
    try shut { scene, link in
      try scene.world.sql(
        "UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6) WHERE id = \(scene.author.workspace)")
    }
    try shut { scene, link in
      try scene.client.delete("/api/documents/\(scene.document)").expecting(204)
    }
  }

  /// The password is hashed anew once our parameters have changed; grants live on.
  @Test func rehashesAPasswordOfYesterday() throws {
    let link = try scene.locked()
    let grant = try scene.grant(link)
    let old = try PasswordHasher(parameters: .init(memoryKiB: 64, iterations: 1))
      .hash(Self.password)
    try scene.world.sql("UPDATE links SET password_hash = \(old) WHERE id = \(link.id)")
    func stored() throws -> String? {
      try scene.world.value("SELECT password_hash FROM links WHERE id = \(link.id)")
    }
    #expect(scene.guest().enter(link, "wrong one").status == 401)
    #expect(try stored() == old)
    _ = try scene.grant(link)
    let new = try #require(try stored())
    #expect(new != old)
    #expect(new.hasPrefix("$argon2id$v=19$m=19456,"))
    _ = try scene.grant(link)
    #expect(try stored() == new)
    #expect(scene.guest().read(link, showing: grant).status == 200)
  }

  // MARK: Guessing

  @Test func slowsAGuesserAndLetsColleaguesIn() throws {
    let link = try scene.locked()
    let address = "203.0.113.50"
    let guesser = scene.guest(address)
    for _ in 0..<5 { #expect(guesser.enter(link, "wrong one").status == 401) }
    let refused = guesser.enter(link, Self.password)
    #expect(refused.status == 429)
    #expect(refused.code == "too_many_attempts")
    #expect(refused["Retry-After"] == "5")
    #expect(guesser.enter(link, nil).status == 401, "asking is no try")
    // As after some more: however slow the machine is, they still wait at the end.
    try scene.world.sql(
      "UPDATE throttles SET failures = 14 WHERE subject = \(SHA256.hash(link.id).bytes)")
    for _ in 0..<20 {
      let colleague = scene.guest(address)
      let cookie = try #require(colleague.enter(link, nil).guestCookie)
      #expect(colleague.enter(link, "a slip", cookie: cookie).status == 401)
      #expect(colleague.enter(link, Self.password, cookie: cookie).status == 200)
    }
    #expect(guesser.enter(link, Self.password).status == 429)
  }

  @Test func slowsAGuestByTheirCookieWhereverTheyAre() throws {
    let link = try scene.locked()
    let cookie = try #require(scene.guest().enter(link, nil).guestCookie)
    for _ in 0..<5 {
      let answer = scene.guest().enter(link, "wrong one", cookie: cookie)
      #expect(answer.status == 401)
      #expect(answer.guestCookie == nil, "they have one")
    }
    #expect(scene.guest().enter(link, Self.password, cookie: cookie).status == 429)
    // At another link they are nobody's guesser.
    #expect(scene.guest().enter(try scene.locked(), Self.password, cookie: cookie).status == 200)
  }

  @Test func sparesWhomItHasLetInLately() throws {
    let link = try scene.locked()
    let (address, token) = ("203.0.113.60", SHA256.hash(link.id).bytes)
    let entered = try scene.guest(address).enter(link, Self.password).expecting(200)
    let (cookie, grant) = (entered.guestCookie, entered.json["accessGrant"].text)
    #expect(cookie != nil)
    for _ in 0..<2 { _ = scene.guest(address).enter(link, "wrong one") }
    // As many guessers of that network, each under another name.
    try scene.world.sql(
      """
      UPDATE throttles SET failures = 250
      WHERE scope = 'link_password' AND subject = \(token)
        AND caller = \(SHA256.hash("network 203.0.113.0/24").bytes)
      """)
    #expect(scene.guest(address).enter(link, Self.password).status == 429)
    #expect(scene.guest(address).enter(link, Self.password, cookie: cookie).status == 200)
    #expect(scene.guest(address).enter(link, Self.password, showing: grant).status == 200)
    let other = try #require(scene.guest(address).enter(link, nil).guestCookie)
    #expect(scene.guest(address).enter(link, Self.password, cookie: other).status == 429)
    #expect(scene.guest("198.51.100.1").enter(link, Self.password).status == 200)
  }

  /// Whoever knows the password of yesterday is not known by it today.
  @Test func sparesNobodyForAnOldPassword() throws {
    let link = try scene.locked()
    let address = "203.0.113.70"
    let old = try scene.guest(address).enter(link, Self.password).expecting(200).guestCookie
    try client.patch(link.path, #"{"password":"another one"}"#).expecting(200)
    _ = scene.guest(address).enter(link, "wrong one")
    try scene.world.sql(
      "UPDATE throttles SET failures = 250 WHERE subject = \(SHA256.hash(link.id).bytes)")
    try scene.world.sql(
      """
      DELETE FROM throttles WHERE subject = \(SHA256.hash(link.id).bytes)
        AND caller NOT IN (\(SHA256.hash("network 203.0.113.0/24").bytes), REPEAT('\\0', 32))
      """)
    #expect(scene.guest(address).enter(link, "another one", cookie: old).status == 429)
    let new = try scene.guest("198.51.100.2").enter(link, "another one", cookie: old)
      .expecting(200).guestCookie
    #expect(scene.guest(address).enter(link, "another one", cookie: new).status == 200)
  }

  /// One who is another browser at each try, from one address.
  @Test func countsANetworkFiftyTimesAtMostForTheWorld() throws {
    let link = try scene.locked()
    let (guest, subject) = (scene.guest("203.0.113.80"), SHA256.hash(link.id).bytes)
    func guess(_ number: Int) -> Int {
      guest.post(link.access, .json(#"{"password":"wrong one"}"#)) {
        $0.userAgent = "Browser \(number)"
      }.status
    }
    for number in 0..<3 { #expect(guess(number) == 401) }
    try scene.world.sql(
      """
      UPDATE throttles SET failures = 50 WHERE subject = \(subject)
        AND caller = \(SHA256.hash("network 203.0.113.0/24").bytes)
      """)
    for number in 3..<6 { #expect(guess(number) == 401) }
    let world = try scene.world.value(
      "SELECT failures FROM throttles WHERE subject = \(subject) AND caller = REPEAT('\\0', 32)",
      as: Int.self)
    #expect(world == 3)
  }

  @Test func writesNothingForARightFirstTry() throws {
    let link = try scene.locked()
    _ = try scene.grant(link)
    _ = scene.guest().enter(link, nil)
    #expect(
      try scene.world.value(
        "SELECT COUNT(*) FROM throttles WHERE subject = \(SHA256.hash(link.id).bytes)",
        as: Int.self) == 0)
  }
}
