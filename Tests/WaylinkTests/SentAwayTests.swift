import Foundation
import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// Somebody is sent away, or made a plain member, while what they do is under way.
@Suite(.serialized) struct SentAwayTests {
  private let world: World
  private let owner: TestClient
  private let workspace: String
  private let leaver: Person
  private let membership: String
  private let job: String

  init() throws {
    world = try World.shared.get()
    owner = TestClient(world)
    workspace = try owner.register().workspace
    job = try owner.makeJob()
    let other = owner.another()
    leaver = try other.register()
    let added = try owner.post(
      "/api/workspaces/\(workspace)/memberships",
      .json("{\"email\":\"\(leaver.email)\",\"role\":\"admin\"}")
    ).expecting(201)
    membership = try #require(added.json["membership"]["id"].text)
  }

  /// Holds a row until somebody waits for it, then does something while they go on waiting.
  private func holding(
    _ row: SQL, _ meanwhile: @escaping @Sendable () throws -> Void,
    _ act: @escaping @Sendable () throws -> Void
  ) throws {
    let world = world
    let isHeld = DispatchSemaphore(value: 0)
    _ = try onThreads(2) { number in
      guard number == 0 else {
        isHeld.wait()
        return try act()
      }
      do {
        try MariaDB.Connection(world.administrator).transaction { transaction in
          _ = try transaction.first(row) { try $0.skip() }
          isHeld.signal()
          try world.awaitWaiters(1, for: transaction)
          try meanwhile()
        }
      } catch {
        isHeld.signal()
        throw error
      }
    }
  }

  struct Act: Sendable, CustomTestStringConvertible {
    let method: String
    let path: String
    let body: String
    var testDescription: String { "\(method) \(path)" }
  }

  static let acts = [
    Act(method: "PATCH", path: "", body: #"{"title":"Taken"}"#),
    Act(method: "POST", path: "/cancel", body: "{}"),
    Act(method: "POST", path: "/share-links", body: "{}"),
    Act(method: "POST", path: "/tasks", body: #"[{"title":"x"}]"#),
  ]

  @Test(arguments: acts, [true, false])
  func judgesByWhatIsTrueOnceTheLockIsTheirs(_ act: Act, isRemoved: Bool) throws {
    let (world, job, token, membership) = (world, job, leaver.token, membership)
    try holding("SELECT 1 FROM jobs WHERE id = \(job) FOR UPDATE") {
      if isRemoved {
        try world.sql("DELETE FROM memberships WHERE id = \(membership)")
      } else {
        try world.sql("UPDATE memberships SET role = 'member' WHERE id = \(membership)")
      }
    } _: {
      let answer = TestClient(world, token: token).send(
        act.method, "/v1/jobs/\(job)\(act.path)", .json(act.body))
      #expect(answer.status == (isRemoved ? 404 : 403), "\(answer.text)")
    }
    let after = try owner.get("/v1/jobs/\(job)").expecting(200).json
    #expect(after["title"].text == "Move" && after["status"].text == "pending")
    #expect(after["total_tasks"].integer == 0)
    #expect(owner.get("/v1/jobs/\(job)/share-links").json["exists"].bool == false)
  }

  enum End: String, CaseIterable, Sendable {
    case membership, role, session
  }

  /// The last piece is written, and waits to become visible.
  @Test(arguments: End.allCases)
  func publishesNothingForWhoWasSentAway(_ end: End) throws {
    let (world, job, token, membership) = (world, job, leaver.token, membership)
    let account = leaver.account
    // A task that the import is about to write over holds up its last piece.
    try world.sql(
      """
      INSERT INTO tasks (job_id, position, id, title, status)
      VALUES (\(job), 6000, UUID(), 'leftover', 'pending')
      """)
    try holding(
      "SELECT 1 FROM tasks WHERE job_id = \(job) AND position = 6000 FOR UPDATE"
    ) {
      switch end {
      case .membership: try world.sql("DELETE FROM memberships WHERE id = \(membership)")
      case .role: try world.sql("UPDATE memberships SET role = 'member' WHERE id = \(membership)")
      case .session:
        try world.sql(
          "UPDATE sessions SET ended_at = UTC_TIMESTAMP(6) WHERE account_id = \(account)")
      }
    } _: {
      let lines = (1...6_000).map { "{\"title\":\"\($0)\"}" }.joined(separator: "\n")
      let answer = TestClient(world, token: token).post("/v1/jobs/\(job)/tasks", .lines(lines))
      let expected: [End: Int] = [.membership: 404, .role: 403, .session: 401]
      #expect(answer.status == expected[end], "\(answer.text)")
    }
    #expect(try owner.titles("/v1/jobs/\(job)").isEmpty)
    let rows: Int? = try world.value("SELECT COUNT(*) FROM tasks WHERE job_id = \(job)")
    #expect(rows == 0)
    let refusals: Int? = try world.value(
      """
      SELECT COUNT(*) FROM audit_records
      WHERE subject_id = \(job) AND action = 'job.tasks_added' AND outcome = 'not_a_manager'
      """)
    #expect(refusals == (end == .role ? 1 : 0))
  }

  /// Whoever leaves while they post a job leaves none behind that nobody was given.
  @Test func makesNoJobForWhoIsBeingSentAway() throws {
    let (world, workspace, token, membership) = (world, workspace, leaver.token, membership)
    try holding(
      "SELECT 1 FROM workspaces WHERE id = \(workspace) FOR UPDATE"
    ) {
      try world.sql("DELETE FROM memberships WHERE id = \(membership)")
    } _: {
      let answer = TestClient(world, token: token).post(
        "/v1/jobs", .json("{\"title\":\"Left\",\"workspace_id\":\"\(workspace)\"}"))
      #expect(answer.status == 404 && answer.code == "workspace_not_found", "\(answer.text)")
    }
    #expect(try owner.get("/v1/jobs").expecting(200).json["jobs"].items.count == 1)
  }
}
