import MariaDB
import Primitives

// What changes tasks that are there. The job's row is locked by whoever calls these.

extension TasksStore {
  /// A visible task by its id, with what members alone see. The id says where it lies.
  func task(_ id: UUID, of job: Job) throws -> JobTask? {
    try database.first(
      """
      SELECT \(JobTask.memberColumns) FROM tasks
      WHERE job_id = \(job.id) AND position = \(JobTask.position(of: id)) AND id = \(id)
        AND position <= \(job.visibleTasks)
      """
    ) { try JobTask(forMember: &$0) }
  }

  /// - Parameters:
  ///   - error: empty for none.
  ///   - attributes: a flat JSON object; empty for none.
  ///
  /// It has started when it first left `pending`, and ended when it came to the end it is at.
  func update(
    _ task: JobTask, of job: UUID, status: JobTask.Status, error: Bytes, attributes: Bytes
  ) throws {
    let times: SQL =
      switch status {
      case .pending: "started_at = NULL, completed_at = NULL"
      case .running: "started_at = COALESCE(started_at, UTC_TIMESTAMP(6)), completed_at = NULL"
      case task.status: "started_at = started_at"
      default:
        """
        started_at = COALESCE(started_at, UTC_TIMESTAMP(6)), completed_at = UTC_TIMESTAMP(6)
        """
      }
    try database.execute(
      """
      UPDATE tasks SET status = \(status), error = \(Self.text(error)),
        attributes = \(Self.text(attributes)), \(times)
      WHERE job_id = \(job) AND position = \(task.position)
      """)
  }

  private static func text(_ bytes: Bytes) -> String? {
    bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Where the first task lies that is in one of these statuses.
  func firstPosition(
    of job: UUID, _ statuses: [JobTask.Status], in positions: ClosedRange<Int>
  ) throws -> Int? {
    try statuses.compactMap { status in
      try database.first(
        """
        SELECT position FROM tasks FORCE INDEX (tasks_by_status)
        WHERE job_id = \(job) AND status = \(status)
          AND position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
        ORDER BY position LIMIT 1
        """
      ) { try $0.next() as Int }
    }.min()
  }

  /// How many tasks of a piece are in which status.
  func counts(
    of job: UUID, positions: ClosedRange<Int>
  ) throws -> [(status: JobTask.Status, number: Int)] {
    try database.query(
      """
      SELECT status, COUNT(*) FROM tasks FORCE INDEX (PRIMARY)
      WHERE job_id = \(job) AND position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
      GROUP BY status
      """
    ) { (try $0.next(), try $0.next()) }
  }

  /// Puts the tasks of a piece that are in one status back to the beginning.
  func reset(_ status: JobTask.Status, of job: UUID, positions: ClosedRange<Int>) throws {
    try database.execute(
      """
      UPDATE tasks FORCE INDEX (PRIMARY)
      SET status = \(JobTask.Status.pending), started_at = NULL, completed_at = NULL, error = NULL
      WHERE job_id = \(job) AND position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
        AND status = \(status)
      """)
  }

  /// Takes away up to 5,000 of a job's tasks; how many there were.
  func deleteSome(of job: UUID) throws -> Int {
    try database.execute("DELETE FROM tasks WHERE job_id = \(job) ORDER BY position LIMIT 5000")
  }
}
