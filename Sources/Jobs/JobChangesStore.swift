import Accounts
import MariaDB
import Primitives

// What becomes of a job as a whole, in its table. Each statement is for a job that is locked.

extension JobsStore {
  func update(_ job: Job, with change: JobChange) throws {
    let title = change.title ?? job.title
    let description = change.description ?? job.description
    let members = change.columns.map { Column.json($0, for: .member) } ?? job.memberColumns
    let guests = change.columns.map { Column.json($0, for: .guest) } ?? job.guestColumns
    try database.execute(
      """
      UPDATE jobs SET title = \(title), description = \(description),
        member_columns = \(text: members), guest_columns = \(text: guests), \(Self.moved)
      WHERE id = \(job.id)
      """)
  }

  /// As `setFormerColumns` has kept them.
  func formerColumns(of id: UUID) throws -> Bytes {
    try database.first("SELECT former_columns FROM jobs WHERE id = \(id)") { try $0.next() } ?? []
  }

  /// The columns that a job with tasks had earlier: their types hold for ever.
  func setFormerColumns(_ columns: [Column], of id: UUID) throws {
    try database.execute(
      "UPDATE jobs SET former_columns = \(text: Column.json(columns, for: .member)) WHERE id = \(id)"
    )
  }

  /// An import or a restart that is under way finds out by itself.
  func delete(_ id: UUID) throws {
    try database.execute("UPDATE jobs SET \(Bin.deletion), \(Self.moved) WHERE id = \(id)")
  }

  /// The job, locked, deleted or not, unless its time for being restored is over.
  func restorableForUpdate(_ id: UUID) throws -> Job? {
    try database.first(
      """
      SELECT \(Job.memberColumns) FROM jobs j
      WHERE j.id = \(id) AND \(Bin.hasNotPassed("j")) FOR UPDATE
      """, Job.init(forMember:))
  }

  func restore(_ id: UUID) throws {
    try database.execute("UPDATE jobs SET \(Bin.restoration), \(Self.moved) WHERE id = \(id)")
  }

  /// Ends a restart that is under way too.
  func cancel(_ id: UUID) throws {
    try database.execute(
      """
      UPDATE jobs SET status = \(Job.Status.cancelled), completed_at = UTC_TIMESTAMP(6),
        restart_next = NULL, restart_last = NULL, restart_all = NULL, \(Self.moved)
      WHERE id = \(id)
      """)
  }

  private static let moved: SQL = "version = version + 1, updated_at = UTC_TIMESTAMP(6)"

  // MARK: Restarts

  /// What a restart has still to do.
  struct Restart {
    /// The first position that it has not come to.
    let next: Int
    let last: Int
    /// Whether completed tasks begin again too.
    let isOfAll: Bool
  }

  func restart(of job: UUID) throws -> Restart? {
    try database.first(
      """
      SELECT restart_next, restart_last, restart_all FROM jobs
      WHERE id = \(job) AND restart_next IS NOT NULL
      """
    ) { row in
      Restart(next: try row.next(), last: try row.next(), isOfAll: try row.next())
    }
  }

  /// Nil: it is done.
  func setRestart(_ restart: Restart?, of job: UUID) throws {
    try database.execute(
      """
      UPDATE jobs SET restart_next = \(restart?.next), restart_last = \(restart?.last),
        restart_all = \(restart?.isOfAll)
      WHERE id = \(job)
      """)
  }

  /// Jobs whose restart is not done: any ten of them, so that ten that can't be ended leave room for
  /// the others in the next round.
  func restarting() throws -> [UUID] {
    try database.query(
      """
      SELECT id FROM jobs WHERE restart_next IS NOT NULL AND deleted_at IS NULL
      ORDER BY RAND() LIMIT 10
      """
    ) { try $0.next() }
  }

  // MARK: Clearing

  /// Leaves of a job what its doors and its audit chain need.
  func empty(_ id: UUID) throws {
    try database.execute(
      """
      UPDATE jobs SET title = '', description = NULL, member_columns = '[]', guest_columns = '[]',
        former_columns = '[]',
        visible_tasks = 0, total_tasks = 0, running_tasks = 0, completed_tasks = 0,
        failed_tasks = 0, skipped_tasks = 0, import_id = NULL, import_until = NULL,
        restart_next = NULL, restart_last = NULL, restart_all = NULL, purge_at = NULL,
        client_id = NULL, client_approval = \(ClientApproval.none), \(Self.moved)
      WHERE id = \(id)
      """)
  }
}
