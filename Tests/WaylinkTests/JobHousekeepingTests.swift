import HTTP
import Jobs
import MariaDB
import Primitives
import Testing

/// What is done for jobs beside answering, where one of them can't be dealt with.
@Suite struct JobHousekeepingTests {
  private let world: World
  private let client: TestClient

  /// In a schema of its own: what it breaks is broken for everybody.
  init() throws {
    world = try World()
    client = TestClient(world)
    try client.register()
    try world.sql("CREATE TABLE stuck (job_id UUID PRIMARY KEY)")
    for verb in ["UPDATE", "DELETE"] as [SQL] {
      try world.sql(
        """
        CREATE TRIGGER \(identifier: "stuck_\(verb.text.prefix(1))") BEFORE \(verb) ON tasks FOR EACH ROW
        IF EXISTS (SELECT 1 FROM stuck s WHERE s.job_id = OLD.job_id) THEN
          SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'stuck';
        END IF
        """)
    }
  }

  /// Jobs of which the first can't be changed any more.
  private func jobs(_ count: Int, status: String) throws -> [String] {
    let jobs = try (0..<count).map { _ in
      let job = try client.makeJob()
      try client.post(
        "/v1/jobs/\(job)/tasks", .json(#"[{"title":"One","status":"\#(status)"}]"#)
      ).expecting(201)
      return job
    }
    try world.sql("INSERT INTO stuck VALUES (\(jobs[0]))")
    return jobs
  }

  @Test func oneRestartThatFailsHoldsUpNoOther() throws {
    let jobs = try jobs(4, status: "failed")
    for job in jobs {
      try world.sql(
        "UPDATE jobs SET restart_next = 1, restart_last = 1, restart_all = FALSE WHERE id = \(job)")
    }
    var passedOver: [String] = []
    try Jobs.continueRestarts(on: Connection(world.application)) { job, error in
      #expect((error as? DatabaseError)?.message.contains("stuck") == true)
      passedOver.append(job.text)
    }
    #expect(passedOver == [jobs[0]])
    let left = try Connection(world.administrator).query(
      "SELECT id FROM jobs WHERE restart_next IS NOT NULL"
    ) { try $0.next() as UUID }
    #expect(left.map(\.text) == [jobs[0]])
    try world.sql("DELETE FROM stuck")
    try Jobs.continueRestarts(on: Connection(world.application)) { job, error in
      Issue.record("\(job): \(error)")
    }
    #expect(
      try world.value("SELECT COUNT(*) FROM tasks WHERE status = 'failed'", as: Int.self) == 0)
  }

  @Test func oneJobThatCantBeClearedHoldsUpNoOther() throws {
    let jobs = try jobs(4, status: "pending")
    for job in jobs { try client.delete("/v1/jobs/\(job)").expecting(204) }
    try world.sql("UPDATE jobs SET purge_at = UTC_TIMESTAMP(6)")
    var passedOver: [String] = []
    try Jobs.clear(on: Connection(world.application)) { job, _ in passedOver.append(job.text) }
    #expect(passedOver == [jobs[0]])
    let left = try Connection(world.administrator).query("SELECT DISTINCT job_id FROM tasks") {
      try $0.next() as UUID
    }
    #expect(left.map(\.text) == [jobs[0]])
  }

  /// Ten at a time, and not always the same ten.
  @Test func thoseThatFailLeaveRoomForTheOthers() throws {
    let jobs = try jobs(12, status: "pending")
    for job in jobs { try client.delete("/v1/jobs/\(job)").expecting(204) }
    try world.sql("INSERT IGNORE INTO stuck SELECT id FROM jobs WHERE id <> \(jobs[11])")
    try world.sql("UPDATE jobs SET purge_at = UTC_TIMESTAMP(6)")
    // Ten of twelve each: not among them a hundred times over is a chance of 6 to the -100th.
    for _ in 0..<100 {
      try Jobs.clear(on: Connection(world.application)) { _, _ in }
      let rest = try world.value(
        "SELECT COUNT(*) FROM tasks WHERE job_id = \(jobs[11])", as: Int.self)
      if rest == 0 { return }
    }
    Issue.record("the twelfth job's turn never came")
  }
}
