import Audit
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// What other members try to do to a job is on its record, whatever it is, and fills no log.
@Suite struct RefusalRecordTests {
  private let scene: JobScene
  private let colleague: TestClient
  private let browser: Browser

  init() throws {
    scene = try JobScene()
    colleague = scene.client.another()
    try scene.world.join(try colleague.register(), scene.workspace, as: "member")
    browser = try scene.join(as: "member")
  }

  private func refused() throws -> [String] {
    try MariaDB.Connection(scene.world.administrator).query(
      """
      SELECT action FROM audit_records
      WHERE subject_id = \(scene.job) AND outcome = 'not_a_manager' ORDER BY seq
      """
    ) { try $0.next() }
  }

  private static let actions = [
    "job.cancelled", "job.changed", "job.deleted", "job.restarted", "job.restored",
    "job.tasks_added", "job.tasks_changed", "link.created", "link.expiry_changed", "link.revoked",
    "link.rotated",
  ]

  @Test func recordsEveryActOfTheAPI() throws {
    try scene.client.addTasks(1...1, to: scene.job)
    let link = try scene.makeLink()
    let job = "/v1/jobs/\(scene.job)"
    let tasks = try scene.client.get("\(job)/tasks").expecting(200).json["tasks"]
    let task = try #require(tasks[0]["id"].text)
    func tryAll() {
      for (method, path, body) in [
        ("PATCH", "", #"{"title":"x"}"#), ("DELETE", "", ""), ("POST", "/cancel", ""),
        ("POST", "/restart", ""), ("POST", "/restore", ""),
        ("POST", "/tasks", #"[{"title":"x"}]"#), ("POST", "/share-links", "{}"),
        ("PATCH", "/tasks/\(task)", #"{"status":"failed"}"#),
        ("PATCH", "/share-links/\(link.token)", #"{"expires_at":null}"#),
        ("POST", "/share-links/\(link.id)/rotate", "{}"), ("DELETE", "/share-links/\(link.id)", ""),
      ] {
        let answer = colleague.send(method, job + path, body.isEmpty ? .none : .json(body))
        #expect(answer.status == 403 && answer.code == "not_a_manager", "\(method) \(path)")
      }
    }
    for _ in 0..<3 { tryAll() }
    #expect(try refused().sorted() == Self.actions)
    // A minute later it is news again.
    try scene.world.sql(
      "UPDATE audit_records SET at = at - INTERVAL 61 SECOND WHERE subject_id = \(scene.job)")
    tryAll()
    #expect(try refused().count == 2 * Self.actions.count)
  }

  @Test func recordsEveryActOfThePages() throws {
    try scene.client.addTasks(1...1, to: scene.job)
    let link = try scene.makeLink()
    let tasks = try scene.client.get("/v1/jobs/\(scene.job)/tasks").expecting(200).json["tasks"]
    let task = try #require(tasks[0]["id"].text)
    let token = try browser.formToken()
    let acts = scene.acts(task: task, link: link.id) + [("\(scene.page)/restore", [])]
    for _ in 0..<2 {
      for (path, fields) in acts {
        #expect(browser.post(path, fields + [token]).status == 403, "\(path)")
      }
    }
    #expect(try refused().sorted() == Self.actions)
    let page = try scene.owner.get(scene.page).expecting(200)
    #expect(page.text.contains("Tasks changed") && page.text.contains("refused: no permission"))
  }

  @Test func recordsOnceFor16Callers() throws {
    let (world, job) = (scene.world, scene.job)
    let token = try #require(colleague.token)
    let statuses = try onThreads(16) { _ in
      TestClient(world, token: token).delete("/v1/jobs/\(job)").status
    }
    #expect(statuses == Array(repeating: 403, count: 16))
    #expect(try refused() == ["job.deleted"])
    let id = try #require(UUID(job))
    let state = try AuditChain(of: "jobs").verify(
      id, on: MariaDB.Connection(world.application))
    #expect(state == .whole(records: 2))
  }
}
