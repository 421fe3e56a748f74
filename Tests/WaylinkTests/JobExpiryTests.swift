import HTTP
import Primitives
import Testing

/// The private job says, like the guest's, until when its link opens.
@Suite struct JobExpiryTests {
  private let world: World
  private let client: TestClient
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob()
  }

  private var path: String { "/v1/jobs/\(job)" }

  /// What the job itself and the list of jobs say, which must be the same.
  private func expiry() throws -> String? {
    let own = try client.get(path).expecting(200).json
    let listed = try client.get("/v1/jobs").expecting(200).json["jobs"][0]
    #expect(own == listed && own.keys.contains("expires_at"))
    return own["expires_at"].text
  }

  @Test func hasEveryFieldOfTheGuestsJob() throws {
    let token = try client.makeLink(job, expiresAt: "2044-02-29T12:00:00+01:00")
    let guest = try client.get("/v1/shared/jobs/\(token)").expecting(200).json
    let own = try client.get(path).expecting(200).json
    #expect(Set(guest.keys).isSubset(of: own.keys))
    for key in guest.keys where key != "columns" { #expect(guest[key] == own[key], "\(key)") }
  }

  @Test func followsTheLinkThatStands() throws {
    #expect(try expiry() == nil)
    let first = try client.makeLink(job, expiresAt: "2044-02-29T12:00:00Z")
    #expect(try expiry() == "2044-02-29T12:00:00Z")
    let links = "\(path)/share-links"
    try client.patch("\(links)/\(first)", #"{"expires_at":"2045-01-01T00:00:00Z"}"#).expecting(200)
    #expect(try expiry() == "2045-01-01T00:00:00Z")
    let changed = client.patch(path, #"{"title":"Other"}"#).json
    #expect(changed["expires_at"].text == "2045-01-01T00:00:00Z")
    #expect(client.patch(path, "{}").json == changed)
    try client.delete("\(links)/\(first)").expecting(204)
    #expect(try expiry() == nil)
  }

  @Test func movesTheEntityTags() throws {
    var tags: Set<String> = []
    func note(_ change: String) throws {
      for address in [path, "/v1/jobs"] {
        let tag = try #require(client.get(address)["ETag"])
        #expect(tags.insert(tag).inserted, "\(address) after \(change)")
        #expect(client.get(address) { $0.ifNoneMatch = tag }.status == 304)
      }
    }
    try note("nothing")
    let token = try client.makeLink(job, expiresAt: "2044-02-29T12:00:00Z")
    try note("a link")
    try client.patch("\(path)/share-links/\(token)", #"{"expires_at":"2045-01-01T00:00:00Z"}"#)
      .expecting(200)
    try note("another expiry")
  }
}
