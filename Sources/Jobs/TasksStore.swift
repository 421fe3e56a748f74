import MariaDB
import Primitives

/// The table of tasks.
struct TasksStore {
  let database: any Executor

  /// Where a page of tasks begins.
  enum Start: Equatable {
    case after(Int)
    /// The page that ends just before this position.
    case before(Int)
  }

  /// Tasks in their order, up to `limit` of them, never beyond what is visible.
  func tasks(
    of job: Job, from start: Start, limit: Int, for audience: Column.Audience
  ) throws -> [JobTask] {
    let columns = audience == .member ? JobTask.memberColumns : JobTask.columns
    let read: (inout Row) throws -> JobTask = {
      audience == .member ? try JobTask(forMember: &$0) : try JobTask(&$0)
    }
    switch start {
    case .after(let position):
      return try database.query(
        """
        SELECT \(columns) FROM tasks
        WHERE job_id = \(job.id) AND position > \(position) AND position <= \(job.visibleTasks)
        ORDER BY position LIMIT \(limit)
        """, read)
    case .before(let position):
      return try database.query(
        """
        SELECT \(columns) FROM tasks
        WHERE job_id = \(job.id) AND position < \(position) AND position <= \(job.visibleTasks)
        ORDER BY position DESC LIMIT \(limit)
        """, read
      ).reversed()
    }
  }

  /// Calls `body` for each task of a piece of the job, in order, with the same memory every time.
  func forEach(
    of job: UUID, positions: ClosedRange<Int>, _ task: inout JobTask,
    _ body: (JobTask) throws -> Void
  ) throws {
    try database.forEach(
      """
      SELECT \(JobTask.columns) FROM tasks
      WHERE job_id = \(job) AND position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
      ORDER BY position
      """
    ) { row in
      try task.read(&row)
      try body(task)
    }
  }

  /// Writes tasks behind `position`, over whatever an import that failed has left there. Returns
  /// how many there were.
  func insert(
    _ batch: TaskBatch, into job: UUID, after position: Int, seed: UUID, at now: Instant
  ) throws -> Int {
    var index = 0
    return try database.bulk(
      """
      REPLACE INTO tasks (job_id, position, id, title, status, attributes, started_at, completed_at)
      VALUES (\(.each), \(.each), \(.each), \(.each), \(.each), \(.each), \(.each), \(.each))
      """, chunk: batch.count
    ) { row in
      guard index < batch.count else { return false }
      let place = position + index + 1
      row.append(job)
      row.append(place)
      row.append(JobTask.id(seed, position: place))
      batch.withTask(index) { title, status, attributes in
        row.append(bytes: title, isText: true)
        row.append(status.rawValue)
        if attributes.isEmpty {
          row.append(SQLValue.null)
        } else {
          row.append(bytes: attributes, isText: true)
        }
        row.append(status == .pending ? nil : now)
        row.append(status == .pending || status == .running ? nil : now)
      }
      index += 1
      return true
    }
  }

  /// Takes away what an import that failed has written, a piece at a time; nobody has seen it.
  func deleteInvisible(of job: UUID) throws {
    for _ in 0..<1_000 {
      let deleted = try database.execute(
        """
        DELETE FROM tasks WHERE job_id = \(job) AND position >
          (SELECT j.visible_tasks FROM jobs j WHERE j.id = \(job) AND j.import_id IS NULL)
        ORDER BY position DESC LIMIT 5000
        """)
      if deleted == 0 { return }
    }
  }
}
