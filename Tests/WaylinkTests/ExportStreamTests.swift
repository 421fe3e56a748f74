import HTTP
import Primitives
import Testing

/// Exports on their way out: in pieces, and cut off where they must end.
@Suite struct ExportStreamTests {
  private let world: World
  private let client: TestClient
  private let job: String

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    try client.register()
    job = try client.makeJob(
      columns: #"[{"key":"name","label":"Name","type":"string"}]"#)
  }

  private var own: String { "/v1/jobs/\(job)" }

  /// Straight into the tables: what is tested here is the way out.
  private func fill(_ count: Int) throws {
    try world.sql(
      """
      INSERT INTO tasks (job_id, position, id, title, status, attributes)
      SELECT \(job), seq, UUID(), CONCAT('task ', seq), 'pending', '{"name":"x","ms":1}'
      FROM seq_1_to_1000000 WHERE seq <= \(count)
      """)
    try world.sql(
      "UPDATE jobs SET visible_tasks = \(count), total_tasks = \(count) WHERE id = \(job)")
  }

  @Test func streamsInPieces() throws {
    try fill(100_000)
    let shared = "/v1/shared/jobs/\(try client.makeLink(job))"
    var longest = 0
    var before = 0
    let answer = client.get("\(shared)/export?format=csv") {
      _ in
    } watching: { length in
      longest = max(longest, length - before)
      before = length
    }
    #expect(answer.isWhole)
    #expect(answer.pieces > 50)
    #expect(longest < 128 << 10)
    #expect(answer.body.count { $0 == UInt8(ascii: "\n") } == 100_001)
    #expect(answer.text.hasSuffix(",,\r\n"))
  }

  /// What ends a link ends its exports too, and what came can't pass for the whole.
  @Test(arguments: ["csv", "json", "ndjson"], ["revoke", "expire", "pause", "delete"])
  func isCutOffInTheMiddle(_ format: String, _ end: String) throws {
    try fill(20_000)
    let token = try client.makeLink(job)
    var hasEnded = false
    let answer = client.another().get("/v1/shared/jobs/\(token)/export?format=\(format)") {
      _ in
    } watching: { _ in
      guard !hasEnded else { return }
      hasEnded = true
      try self.end(token, by: end)
    }
    #expect(hasEnded)
    #expect(answer.status == 200)
    #expect(!answer.isWhole)
    #expect(answer.body.count { $0 == UInt8(ascii: "\n") } < 10_000)
    #expect(!answer.text.hasSuffix("]}\n"))
  }

  /// What guests may not see any more isn't sent on; what it is called is no reason.
  @Test(arguments: [(true, false), (false, true)])
  func isCutOffWhenAColumnIsHidden(_ isHidden: Bool, _ isWhole: Bool) throws {
    try fill(20_000)
    let token = try client.makeLink(job)
    let manager = client.another(token: client.token)
    let column =
      "{\"key\":\"name\",\"label\":\"Other\",\"type\":\"string\",\"public\":\(!isHidden)}"
    var hasChanged = false
    let answer = client.another().get("/v1/shared/jobs/\(token)/export?format=ndjson") {
      _ in
    } watching: { _ in
      guard !hasChanged else { return }
      hasChanged = true
      try manager.patch(self.own, "{\"columns\":[\(column)]}").expecting(200)
    }
    #expect(hasChanged && answer.status == 200)
    #expect(answer.isWhole == isWhole)
  }

  private func end(_ token: String, by end: String) throws {
    switch end {
    case "revoke":
      try client.another(token: client.token).delete("\(own)/share-links/\(token)").expecting(204)
    case "expire":
      try world.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE subject_id = \(job)")
    case "pause":
      try world.sql(
        """
        UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6)
        WHERE id = (SELECT workspace_id FROM jobs WHERE id = \(job))
        """)
    default: try world.sql("UPDATE jobs SET deleted_at = UTC_TIMESTAMP(6) WHERE id = \(job)")
    }
  }

  /// Tasks that come while an export runs are not half in it.
  @Test func showsTheTasksThatWereThereAtItsStart() throws {
    try fill(6_000)
    let adder = client.another(token: client.token)
    var hasAdded = false
    let answer = client.get("\(own)/export?format=ndjson") {
      _ in
    } watching: { _ in
      guard !hasAdded else { return }
      hasAdded = true
      try adder.addTasks(1...10, to: self.job)
    }
    #expect(answer.isWhole)
    #expect(answer.lines.count == 6_000)
    #expect(try client.titles(own).count == 6_010)
  }

  @Test func runsInABoundedNumberOfLanes() throws {
    try fill(10)
    let services = try world.services(with: ["WAYLINK_THREADS": "2"])
    let (first, second) = (
      TestClient(world, token: client.token, services: services),
      TestClient(world, token: client.token, services: services)
    )
    let path = "\(own)/export?format=csv"
    var meanwhile: Answer?
    let answer = first.get(path) { _ in
    } watching: { _ in
      if meanwhile == nil { meanwhile = second.get(path) }
    }
    #expect(answer.isWhole)
    #expect(meanwhile?.status == 503)
    // The lane is free again, also after a HEAD that never streamed.
    for _ in 0..<3 {
      #expect(second.send("HEAD", path).status == 200)
      #expect(second.get(path).status == 200)
    }
  }
}
