import Accounts
import Audit
import Links
import MariaDB
import Primitives
import Security

/// The table of jobs.
struct JobsStore {
  let database: any Executor

  static let chain = AuditChain(of: "jobs")
  static let bin = Bin(of: "jobs", chain, cleared: "job.cleared")

  // MARK: Reading

  func job(_ id: UUID) throws -> Job? {
    try database.first(
      "SELECT \(Job.memberColumns) FROM jobs j WHERE j.id = \(id) AND j.deleted_at IS NULL",
      Job.init(forMember:))
  }

  /// The same, deleted or not: what a repeated `POST` has made.
  func made(_ id: UUID) throws -> Job? {
    try database.first(
      "SELECT \(Job.memberColumns) FROM jobs j WHERE j.id = \(id)", Job.init(forMember:))
  }

  /// A job that is there, locked until the transaction ends.
  func jobForUpdate(_ id: UUID) throws -> Job? {
    try database.first(
      """
      SELECT \(Job.memberColumns) FROM jobs j
      WHERE j.id = \(id) AND j.deleted_at IS NULL FOR UPDATE
      """, Job.init(forMember:))
  }

  /// Whether an import has the job to itself.
  func isLeased(_ id: UUID) throws -> Bool {
    try database.first(
      "SELECT 1 FROM jobs WHERE id = \(id) AND import_until >= UTC_TIMESTAMP(6)", { _ in true }
    ) ?? false
  }

  /// The hottest query of all.
  private static let opened: SQL = """
    SELECT \(Door.columns), \(Job.columns) \(Door.source(.job)) JOIN jobs j ON j.id = l.subject_id
    WHERE \(Door.isOpened)
    """

  /// The job behind a share link, and whether it opens: one round trip. Throws `DoorRefusal`.
  func shared(by token: LinkToken) throws -> (job: Job, link: OpenLink) {
    let found = try database.first(Self.opened.binding(Door.key(token))) { row in
      (try DoorState(&row), try Job(&row))
    }
    guard let (state, job) = found else { throw DoorRefusal.unknown }
    return (job, try Door.decide(state, isSubjectGone: job.deletedAt != nil))
  }

  // MARK: Changing

  func insert(_ job: NewJob) throws {
    try database.execute(
      """
      INSERT INTO jobs
        (id, workspace_id, created_by, title, description, status, member_columns, guest_columns,
         client_id, client_approval, created_at, updated_at)
      VALUES (\(job.id), \(job.workspaceID), \(job.createdBy), \(job.title), \(job.description),
        \(Job.Status.pending), \(text: Column.json(job.columns, for: .member)),
        \(text: Column.json(job.columns, for: .guest)), \(job.client?.id),
        \(job.client?.approval ?? .none), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      """)
  }

  /// Makes tasks up to `visible` part of the job, and moves its counters and state with them.
  func publish(_ job: Job, visible: Int, counts: TaskCounts) throws {
    try database.execute(
      """
      UPDATE jobs SET visible_tasks = \(visible), \(Self.state(counts)),
        import_id = NULL, import_until = NULL
      WHERE id = \(job.id)
      """)
  }

  /// Moves the job's counters, and its state with them.
  func move(_ job: UUID, to counts: TaskCounts) throws {
    try database.execute("UPDATE jobs SET \(Self.state(counts)) WHERE id = \(job)")
  }

  /// Counters, and all that follows from them. An end stays when it was.
  private static func state(_ counts: TaskCounts) -> SQL {
    let status = counts.jobStatus
    let isStarted = status != .pending
    let isEnded = status == .completed || status == .failed
    return """
      total_tasks = \(counts.total), running_tasks = \(counts.running),
      completed_tasks = \(counts.completed), failed_tasks = \(counts.failed),
      skipped_tasks = \(counts.skipped), status = \(status),
      started_at = IF(\(isStarted), COALESCE(started_at, UTC_TIMESTAMP(6)), NULL),
      completed_at = IF(\(isEnded), COALESCE(completed_at, UTC_TIMESTAMP(6)), NULL),
      version = version + 1, updated_at = UTC_TIMESTAMP(6)
      """
  }
}

/// What a new job is made from.
struct NewJob {
  let id: UUID
  let workspaceID: UUID
  let createdBy: UUID
  let title: String
  let description: String?
  let columns: [Column]
  /// For whom it is posted.
  let client: Client?

  struct Client {
    let id: UUID
    let approval: ClientApproval
  }
}

extension SQL.Interpolation {
  /// Bytes that are UTF-8 already, bound as text.
  mutating func appendInterpolation(text bytes: Bytes) {
    appendInterpolation(String(decoding: bytes, as: UTF8.self))
  }
}
