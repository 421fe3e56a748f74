import Audit
import HTTP
import MariaDB
import Primitives
import Testing

/// An album of somebody new, and the steps that tests of albums begin with.
struct AlbumScene {
  let world: World
  let owner: TestClient
  let person: Person
  let album: String

  var path: String { "/v1/albums/\(album)" }
  var link: String { path + "/share-link" }
  var links: String { path + "/share-links" }
  var members: String { path + "/members" }

  init(_ world: World? = nil) throws {
    self.world = try world ?? World.shared.get()
    owner = TestClient(self.world)
    person = try owner.register()
    let made = try owner.post("/v1/albums", .json(#"{"title":"Lake"}"#)).expecting(201)
    album = try #require(made.json["id"].text)
  }

  struct Link {
    let id: String
    let token: String
    var door: String { "/v1/shared/albums/\(token)" }
    var acceptance: String { door + "/accept" }
  }

  /// Makes the album's own link, or gives it this mode and expiry.
  ///
  /// - Parameter expiry: a JSON value; nil: nothing is said.
  @discardableResult
  func share(collaboration: Bool = false, expiry: String? = nil) throws -> Link {
    try made(owner.post(link, Self.body(collaboration, expiry)))
  }

  /// Makes one beside it.
  func furtherLink(collaboration: Bool = false, expiry: String? = nil) throws -> Link {
    try made(owner.post(links, Self.body(collaboration, expiry)).expecting(201))
  }

  static func body(_ isCollaboration: Bool, _ expiry: String? = nil) -> TestClient.Body {
    .json(
      "{\"is_collaboration\":\(isCollaboration)\(expiry.map { ",\"expires_at\":\($0)" } ?? "")}")
  }

  private func made(_ answer: Answer) throws -> Link {
    guard [200, 201].contains(answer.status) else { try answer.expecting(201); throw Missing() }
    return Link(
      id: try #require(answer.json["id"].text), token: try #require(answer.json["token"].text))
  }

  private struct Missing: Error {}

  /// Somebody else with an account.
  func somebody() throws -> (client: TestClient, person: Person) {
    let client = TestClient(world)
    return (client, try client.register())
  }

  /// Somebody else who has come through a link.
  func joined(through link: Link) throws -> (client: TestClient, person: Person) {
    let other = try somebody()
    try other.client.post(link.acceptance).expecting(200)
    return other
  }

  /// Lets a link expire, as time would.
  func expire(_ link: Link) throws {
    try world.sql(
      "UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = \(link.id)")
  }

  /// The actions of the album's chain, in their order.
  func actions() throws -> [String] {
    try MariaDB.Connection(world.administrator).query(
      "SELECT action FROM audit_records WHERE subject_id = \(album) ORDER BY seq"
    ) { try $0.next() }
  }

  func expectWholeChain(at location: SourceLocation = #_sourceLocation) throws {
    let id = try #require(UUID(album))
    let state = try AuditChain(of: "albums").verify(id, on: MariaDB.Connection(world.application))
    guard case .whole = state else {
      Issue.record("the chain is broken: \(state)", sourceLocation: location)
      return
    }
  }
}
