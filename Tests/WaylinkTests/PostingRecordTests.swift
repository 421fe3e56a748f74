import MariaDB
import Primitives
import TestSupport
import Testing

@testable import Waylink

/// What refused, mended and deleted postings leave behind (seed 1).
@Suite struct PostingRecordTests {
  private let scene: ClientScene

  init() throws {
    scene = try ClientScene()
  }

  private var workspaces: [Node] {
    scene.client.get("/v1/client/workspaces").json["workspaces"].items
  }

  private func approval(_ job: String) -> String? {
    scene.member.get("/v1/jobs/\(job)").json["client_approval"].text
  }

  private func lookups() -> Int {
    scene.client.get("/v1/client/lookups").json["lookups"].items.count
  }

  // MARK: Who has entered the ID

  @Test func showsTheClientAFirstPostingAsALookUp() throws {
    _ = try scene.post()
    #expect(lookups() == 1)
    _ = try scene.post()
    #expect(lookups() == 1)
    // Who has looked before has looked once.
    let other = TestClient(scene.world)
    try other.register()
    try other.get("/v1/client/by-connection/\(scene.person.connection)").expecting(200)
    _ = try scene.post(by: other)
    #expect(lookups() == 2)
  }

  @Test func writesDownWhatLeadsNowhereWithoutAWordOfIt() throws {
    let nobody = String(repeating: "d", count: 24)
    #expect(scene.member.get("/v1/client/by-connection/\(nobody)").status == 404)
    #expect(scene.member.postJob(for: nobody).status == 400)
    let account = try #require(scene.member.get("/v1/me").json["account"]["id"].text)
    let missed = try scene.actions(of: account).filter { $0 == "account.connection_missed" }
    #expect(missed.count == 2)
    #expect(
      try scene.world.value(
        "SELECT COUNT(*) FROM audit_records WHERE detail LIKE \("%\(nobody)%")", as: Int.self) == 0)
  }

  @Test func tellsTheClientWhatABlockedWorkspaceStillTries() throws {
    _ = try scene.post()
    #expect(scene.decide("blocked").status == 200)
    #expect(workspaces[0]["refused_postings"].integer == 0)
    #expect(workspaces[0]["last_refused_at"].isNull)
    for _ in 0..<3 { #expect(scene.member.postJob(for: scene.person.connection).status == 403) }
    let byID = #"{"title":"A","client_id":"\#(scene.person.id)"}"#
    #expect(scene.member.post("/v1/jobs", .json(byID)).code == "client_refused")
    #expect(workspaces[0]["refused_postings"].integer == 4)
    #expect(!workspaces[0]["last_refused_at"].isNull)
    // However often it tries, the log takes one a minute of the same kind.
    #expect(try scene.actions(of: scene.person.id).filter { $0 == "client.posting" }.count == 1)
    #expect(scene.decide("approved").status == 200)
    #expect(workspaces[0]["refused_postings"].integer == 0)
  }

  // MARK: Mended

  @Test func forgetsAWorkspaceThatWasLinkedByMistake() throws {
    let job = try scene.post()
    let right = TestClient(scene.world)
    let other = try right.registerClient("Right")
    #expect(workspaces.count == 1)
    let move = #"{"connection_id":"\#(other.connection)"}"#
    #expect(scene.member.patch("/v1/jobs/\(job)", move).status == 200)
    #expect(workspaces.isEmpty)
    #expect(
      scene.member.post(
        "/v1/jobs", .json(#"{"title":"A","client_id":"\#(scene.person.id)"}"#)
      ).code == "invalid_client_id")
    #expect(
      try scene.actions(of: scene.person.id).suffix(2) == [
        "client.workspace_linked", "client.workspace_unlinked",
      ])
  }

  @Test func keepsAWorkspaceThatHasMoreOrWasDecidedOn() throws {
    let (first, second) = (try scene.post(), try scene.post())
    let free = #"{"connection_id":null}"#
    #expect(scene.member.patch("/v1/jobs/\(first)", free).status == 200)
    #expect(workspaces.count == 1)
    #expect(scene.decide("approved").status == 200)
    #expect(scene.member.patch("/v1/jobs/\(second)", free).status == 200)
    #expect(workspaces.map { $0["consent"].text } == ["approved"])
  }

  // MARK: Deleted and restored

  private func delete(_ job: String) throws {
    #expect(scene.member.delete("/v1/jobs/\(job)").status == 204)
  }

  private func restore(_ job: String) -> Answer { scene.member.post("/v1/jobs/\(job)/restore") }

  @Test func letsNoMoreThanTwentyWaitByRestoring() throws {
    try scene.askFirst()
    let jobs = try (0..<20).map { try scene.post("Job \($0)") }
    try delete(jobs[0])
    _ = try scene.post("Instead")
    let refused = restore(jobs[0])
    #expect(refused.status == 409 && refused.code == "too_many_pending")
    #expect(scene.member.get("/v1/jobs/\(jobs[0])").status == 404)
    try delete(jobs[1])
    #expect(restore(jobs[0]).json["client_approval"].text == "pending")
  }

  @Test func asksAnewWhenAJobComesBack() throws {
    try scene.askFirst()
    let (waiting, refused) = (try scene.post(), try scene.post())
    try delete(waiting)
    #expect(scene.decide("blocked").status == 200)
    #expect(approval(refused) == "refused")
    // Whether it was there when the client decided or not: what comes back is as decided.
    #expect(restore(waiting).json["client_approval"].text == "refused")
    #expect(
      scene.member.post("/v1/jobs/\(waiting)/share-links").code == "client_refused")
    try delete(waiting)
    try delete(refused)
    #expect(restore(refused).json["client_approval"].text == "refused")
    try delete(refused)
    #expect(scene.decide("approved").status == 200)
    #expect(restore(waiting).json["client_approval"].text == "approved")
    #expect(restore(refused).json["client_approval"].text == "approved")
    #expect(scene.member.post("/v1/jobs/\(waiting)/share-links").status == 201)
  }

  @Test func bringsBackWhatWasAgreedToThoughTheWorkspaceIsBlocked() throws {
    let job = try scene.post()
    try delete(job)
    #expect(scene.decide("blocked").status == 200)
    #expect(restore(job).json["client_approval"].text == "none")
    #expect(scene.client.get("/v1/client/jobs/\(job)").status == 200)
  }

  @Test func refusesWhatWaitsForAClosedClientWhoeverEndsIt() throws {
    try scene.askFirst()
    let job = try scene.post()
    let deleted = try scene.post()
    try delete(deleted)
    // As if the responder had stopped right after the account was closed.
    try scene.world.sql(
      "UPDATE clients SET closed_at = UTC_TIMESTAMP(6) WHERE id = \(scene.person.id)")
    #expect(approval(job) == "pending")
    try scene.world.services.clients.refuseForClosed(
      on: MariaDB.Connection(scene.world.application))
    #expect(approval(job) == "refused")
    #expect(restore(deleted).json["client_approval"].text == "refused")
  }

  @Test func refusesForClosedClientsAmongItsChores() throws {
    try scene.askFirst()
    let job = try scene.post()
    try scene.world.sql(
      "UPDATE clients SET closed_at = UTC_TIMESTAMP(6) WHERE id = \(scene.person.id)")
    let database = MariaDB.Connection(scene.world.application)
    for chore in Housekeeping(scene.world.services).chores(on: database)
    where chore.name == "refusing for closed clients" {
      try chore.work { true }
    }
    #expect(approval(job) == "refused")
  }

  @Test func startsNothingAgainThatHadBegunBeforeTheClientWasAsked() throws {
    try scene.askFirst()
    let job = try scene.member.makeJob()
    let tasks = #"[{"title":"A","status":"completed"},{"title":"B"}]"#
    #expect(scene.member.post("/v1/jobs/\(job)/tasks", .json(tasks)).status == 201)
    let move = #"{"connection_id":"\#(scene.person.connection)"}"#
    #expect(scene.member.patch("/v1/jobs/\(job)", move).code == "job_in_use")
    #expect(scene.member.post("/v1/jobs/\(job)/cancel").status == 200)
    #expect(scene.member.patch("/v1/jobs/\(job)", move).json["client_approval"].text == "pending")
    let restart = "/v1/jobs/\(job)/restart"
    #expect(scene.member.post(restart).code == "client_approval_pending")
    #expect(scene.decide("blocked").status == 200)
    #expect(scene.member.post(restart).code == "client_refused")
    #expect(scene.member.get("/v1/jobs/\(job)").json["status"].text == "cancelled")
    #expect(scene.decide("approved").status == 200)
    #expect(scene.member.post(restart).json["status"].text == "running")
  }

  @Test func nothingThatWaitsRunsWhateverWayItIsStarted() throws {
    try scene.askFirst()
    let job = try scene.post()
    let tasks = "/v1/jobs/\(job)/tasks"
    let lines = (1...3_000).map { #"{"title":"T\#($0)","status":"completed"}"# }
    #expect(
      scene.member.post(tasks, .lines(lines.joined(separator: "\n"))).code
        == "client_approval_pending")
    #expect(scene.member.get("/v1/jobs/\(job)").json["total_tasks"].integer == 0)
    let waiting = (1...3_000).map { #"{"title":"T\#($0)"}"# }
    #expect(scene.member.post(tasks, .lines(waiting.joined(separator: "\n"))).status == 201)
    #expect(scene.member.post("/v1/jobs/\(job)/cancel").status == 200)
    #expect(scene.member.post("/v1/jobs/\(job)/restart").status == 200)
    #expect(scene.member.get("/v1/jobs/\(job)").json["status"].text == "pending")
    #expect(approval(job) == "pending")
    let task = try #require(scene.member.get(tasks).json["tasks"][0]["id"].text)
    #expect(
      scene.member.patch("\(tasks)/\(task)", #"{"status":"running"}"#).code
        == "client_approval_pending")
    #expect(scene.decide("blocked").status == 200)
    #expect(
      scene.member.patch("\(tasks)/\(task)", #"{"status":"running"}"#).code == "client_refused")
    #expect(
      scene.member.post(tasks, .lines(lines.joined(separator: "\n"))).code == "client_refused")
  }

  @Test func opensNoLinkAgainThatExpiredBeforeTheClientWasAsked() throws {
    let job = try scene.member.makeJob()
    let link = try scene.member.makeLink(job)
    try scene.world.sql(
      "UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE subject_id = \(job)"
    )
    try scene.askFirst()
    let move = #"{"connection_id":"\#(scene.person.connection)"}"#
    #expect(scene.member.patch("/v1/jobs/\(job)", move).json["client_approval"].text == "pending")
    let extended = scene.member.patch(
      "/v1/jobs/\(job)/share-links/\(link)", #"{"expires_at":null}"#)
    #expect(extended.code == "client_approval_pending")
    #expect(scene.member.get("/v1/shared/jobs/\(link)").status == 410)
    #expect(scene.decide("approved").status == 200)
    #expect(
      scene.member.patch("/v1/jobs/\(job)/share-links/\(link)", #"{"expires_at":null}"#).status
        == 200)
  }

  // MARK: At once

  @Test func decidesWhileTasksAndJobsMove() throws {
    try scene.askFirst()
    let jobs = try (0..<8).map { try scene.post("Job \($0)") }
    let (world, token, workspace) = (scene.world, scene.owner.token, scene.owner.workspace)
    let (client, connection) = (scene.person.token, scene.person.connection)
    let statuses = try onThreads(32) { number in
      let member = TestClient(world, token: token)
      let job = jobs[number % 8]
      return switch number / 8 {
      case 0: member.post("/v1/jobs/\(job)/tasks", .json(#"[{"title":"A"}]"#)).status
      case 1:
        TestClient(world, token: client).put(
          "/v1/client/workspaces/\(workspace)",
          #"{"consent":"\#(number.isMultiple(of: 2) ? "approved" : "blocked")"}"#
        ).status
      case 2: member.patch("/v1/jobs/\(job)", #"{"title":"B"}"#).status
      default: member.postJob(for: connection).status
      }
    }
    #expect(!statuses.contains { $0 >= 500 })
    #expect(scene.decide("approved").status == 200)
    for job in jobs { #expect(approval(job) == "approved") }
    #expect(
      try world.value(
        "SELECT COUNT(*) FROM jobs WHERE workspace_id = \(workspace) AND client_approval = 'pending'",
        as: Int.self) == 0)
  }
}
