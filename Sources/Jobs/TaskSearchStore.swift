import Accounts
import HTTP
import MariaDB
import Primitives

/// Looks through a job's tasks: filtered, sorted, or both.
///
/// A status is read off its index, whether it is filtered or sorted by; positions off the primary
/// key. Anything else has to look at each task, so its number is bounded where they have to be
/// sorted, and its time always.
struct TaskSearch {
  let job: Job
  let query: TaskQuery
  let audience: Column.Audience
  let database: any Executor

  /// So many tasks are sorted by what has no index.
  static let maximumSorted = 50_000
  /// Counting looks at all of them once more; and beyond this many, looking takes long.
  private static let maximumCounted = 10_000

  /// Throws `tooManyToSort` (422) for more tasks than are sorted that way.
  init(job: Job, query: TaskQuery, audience: Column.Audience, database: any Executor) throws {
    self.job = job
    self.query = query
    self.audience = audience
    self.database = database
    guard Self.allows(query.sort.key, for: query, of: job) else { throw JobsError.tooManyToSort }
  }

  /// Whether so many tasks are sorted by this.
  static func allows(_ key: TaskSort.Key, for query: TaskQuery, of job: Job) -> Bool {
    switch key {
    case .position, .status: true
    default: candidates(for: query, of: job) <= maximumSorted
    }
  }

  /// How many have to be looked at.
  private static func candidates(for query: TaskQuery, of job: Job) -> Int {
    query.status.map { job.counts[$0] } ?? job.visibleTasks
  }

  /// Whether it may hold a thread for long: more than 10,000 tasks have to be looked at one by one.
  var isLong: Bool {
    let isIndexed =
      query.text == nil && query.conditions.isEmpty
      && [.position, .status].contains(query.sort.key)
    return !isIndexed && Self.candidates(for: query, of: job) > Self.maximumCounted
  }

  /// How many of a job's tasks meet a query; nil where finding out takes too long.
  static func count(
    _ query: TaskQuery, of job: Job, on database: any Executor
  ) throws -> Int? {
    let candidates = candidates(for: query, of: job)
    if query.text == nil, query.conditions.isEmpty { return candidates }
    guard candidates <= maximumCounted else { return nil }
    var unsorted = query
    unsorted.sort = TaskSort()
    let search = try TaskSearch(job: job, query: unsorted, audience: .guest, database: database)
    do {
      return try database.query(
        "\(bounds) SELECT COUNT(*) \(search.source(query.status))", { try $0.next() as Int }
      ).first
    } catch let error as DatabaseError where error.kind == .timeout {
      return nil
    }
  }

  /// Calls `body` for up to `limit` tasks behind a place, in order, with the same memory every time.
  /// Throws `tooManyToFilter` or `tooManyToSort` when it takes too long.
  func forEach(
    after place: ListPlace?, limit: Int, _ task: inout JobTask,
    _ body: (JobTask, ListPlace) throws -> Void
  ) throws {
    do {
      switch query.sort.key {
      case .position: try inOrder(after: place, limit, &task, body)
      case .status: try byStatus(after: place, limit, &task, body)
      default: try sorted(after: place, limit, &task, body)
      }
    } catch let error as DatabaseError where error.kind == .timeout {
      throw query.isFiltered ? JobsError.tooManyToFilter : JobsError.tooManyToSort
    }
  }

  /// The same for all that lie at these positions, in the order of positions that is asked for.
  func forEach(
    in positions: ClosedRange<Int>, _ task: inout JobTask, _ body: (JobTask) throws -> Void
  ) throws {
    try database.forEach(
      """
      SELECT \(columns) FROM tasks
      WHERE job_id = \(job.id) AND position BETWEEN \(positions.lowerBound) AND \(positions.upperBound)
        \(filter(query.status)) ORDER BY position \(direction)
      """
    ) { row in
      try read(&row, into: &task)
      try body(task)
    }
  }

  // MARK: Orders

  private func inOrder(
    after place: ListPlace?, _ limit: Int, _ task: inout JobTask,
    _ body: (JobTask, ListPlace) throws -> Void
  ) throws {
    let (start, order): (SQL, SQL) =
      query.sort.descending
      ? (place.map { "AND position < \($0.tie)" } ?? "", "position DESC")
      : (place.map { "AND position > \($0.tie)" } ?? "", "position")
    try database.forEach(
      """
      \(Self.bounds) SELECT \(columns) \(source(query.status)) \(start)
      ORDER BY \(order) LIMIT \(limit)
      """
    ) { row in
      try read(&row, into: &task)
      try body(task, ListPlace(value: .null, tie: .integer(Int64(task.position))))
    }
  }

  /// One status after another: each is one piece of the index, in either direction.
  private func byStatus(
    after place: ListPlace?, _ limit: Int, _ task: inout JobTask,
    _ body: (JobTask, ListPlace) throws -> Void
  ) throws {
    var statuses = JobTask.Status.allCases
    if query.sort.descending { statuses.reverse() }
    if let place { statuses = Array(statuses.drop { .text($0.rawValue) != place.value }) }
    var rest = limit
    for status in statuses where rest > 0 && (query.status == nil || query.status == status) {
      let value = SQLValue.text(status.rawValue)
      let start: SQL = place?.value == value ? "AND position > \(place?.tie)" : ""
      try database.forEach(
        """
        \(Self.bounds) SELECT \(columns) \(source(status)) \(start) ORDER BY position LIMIT \(rest)
        """
      ) { row in
        rest -= 1
        try read(&row, into: &task)
        try body(task, ListPlace(value: value, tie: .integer(Int64(task.position))))
      }
    }
  }

  /// All candidates are sorted for each page; there are not too many of them.
  private func sorted(
    after place: ListPlace?, _ limit: Int, _ task: inout JobTask,
    _ body: (JobTask, ListPlace) throws -> Void
  ) throws {
    let start: SQL = place.map { "WHERE \(isBehind($0))" } ?? ""
    try database.forEach(
      """
      \(Self.bounds) SELECT * FROM (
        SELECT \(columns), \(query.sort.key.value) AS sort_key \(source(query.status))
      ) s \(start)
      ORDER BY sort_key IS NULL, sort_key \(direction), position
      LIMIT \(limit)
      """
    ) { row in
      try read(&row, into: &task)
      let value = try query.sort.key.read(&row)
      try body(task, ListPlace(value: value, tie: .integer(Int64(task.position))))
    }
  }

  private func isBehind(_ place: ListPlace) -> SQL {
    if place.value == .null { return "sort_key IS NULL AND position > \(place.tie)" }
    let isFurther: SQL =
      query.sort.descending ? "sort_key < \(place.value)" : "sort_key > \(place.value)"
    return """
      (\(isFurther) OR (sort_key = \(place.value) AND position > \(place.tie)) OR sort_key IS NULL)
      """
  }

  // MARK: Pieces

  /// 200 characters have up to 7,200 bytes of weights; with fewer than that compared, a page could
  /// end among tasks that it takes for equal.
  private static let bounds: SQL =
    "SET STATEMENT max_statement_time = 3, max_sort_length = 8192 FOR"

  private var direction: SQL { query.sort.descending ? "DESC" : "ASC" }

  private var columns: SQL { audience == .member ? JobTask.memberColumns : JobTask.columns }

  private func read(_ row: inout Row, into task: inout JobTask) throws {
    if audience == .member { try task.readForMember(&row) } else { try task.read(&row) }
  }

  /// The index is named, because the server's estimate of a young job is mostly wrong.
  private func source(_ status: JobTask.Status?) -> SQL {
    let index: SQL = status == nil ? "PRIMARY" : "tasks_by_status"
    return """
      FROM tasks FORCE INDEX (\(index))
      WHERE job_id = \(job.id) AND position <= \(job.visibleTasks) \(filter(status))
      """
  }

  private func filter(_ status: JobTask.Status?) -> SQL {
    var pieces: [SQL] = []
    if let status { pieces.append("AND status = \(status)") }
    if let text = query.text {
      pieces.append("AND title LIKE \(LikePattern.holding(text))")
    }
    pieces += query.conditions.map { "AND \($0.sql)" }
    return pieces.joined(separator: " ")
  }
}

// MARK: - Values

extension TaskCondition {
  fileprivate var sql: SQL {
    switch relation {
    case .eq: "\(column.value) = \(value)"
    case .ne: "\(column.value) <> \(value)"
    case .lt: "\(column.value) < \(value)"
    case .lte: "\(column.value) <= \(value)"
    case .gt: "\(column.value) > \(value)"
    case .gte: "\(column.value) >= \(value)"
    }
  }
}

extension TaskSort.Key {
  /// What tasks are sorted by; NULL where one has no value.
  fileprivate var value: SQL {
    switch self {
    case .position: "position"
    case .status: "status"
    case .title: "LEFT(title, 200)"
    case .startedAt: "started_at"
    case .completedAt: "completed_at"
    case .column(let column) where column.kind == .string: "LEFT(\(column.value), 200)"
    case .column(let column): column.value
    }
  }

  /// Reads what `value` gave.
  fileprivate func read(_ row: inout Row) throws -> SQLValue {
    switch self {
    case .position, .status, .title: try row.next(as: String?.self).sqlValue
    case .startedAt, .completedAt: try row.next(as: Instant?.self).sqlValue
    case .column(let column):
      switch column.kind {
      case .string: try row.next(as: String?.self).sqlValue
      case .number: try row.next(as: Double?.self).sqlValue
      case .boolean: try row.next(as: Int?.self).sqlValue
      case .datetime: try row.next(as: Instant?.self).sqlValue
      }
    }
  }
}

extension Column {
  /// A task's value of this column, as a value of its type; NULL where it has none, or one of another
  /// type, which only a column can meet that was declared after its tasks had come.
  ///
  /// The path is bound like any value; a key has only letters that need no quoting in it.
  fileprivate var value: SQL {
    let json: SQL = "JSON_EXTRACT(attributes, \("$." + key))"
    switch kind {
    // A number begins with a digit or a sign, a text with a quotation mark.
    case .number: return "IF(ORD(\(json)) BETWEEN 45 AND 57, CAST(\(json) AS DOUBLE), NULL)"
    case .boolean: return "(CASE \(json) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)"
    case .string:
      return "(IF(ORD(\(json)) = 34, JSON_UNQUOTE(\(json)), NULL) COLLATE utf8mb4_nopad_bin)"
    case .datetime: return Self.instant(json)
    }
  }

  /// RFC 3339 by hand: CONVERT_TZ knows neither the years before 1970 nor those after 2038.
  ///
  /// Where it compares, the server takes a 31st of February for a moment, and it has a year 0, which
  /// can't be read here. Of both it makes NULL as soon as it has to count with them: hence the
  /// interval of nothing.
  private static func instant(_ json: SQL) -> SQL {
    let isInstant: SQL = """
      \(json) RLIKE
        '^"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[-+]([01][0-9]|2[0-3]):[0-5][0-9])"$'
      """
    let universal: SQL = """
      CONCAT(SUBSTR(\(json), 2, 10), ' ', SUBSTR(\(json), 13, CHAR_LENGTH(\(json)) - 14))
      """
    let local: SQL = """
      CONCAT(SUBSTR(\(json), 2, 10), ' ', SUBSTR(\(json), 13, CHAR_LENGTH(\(json)) - 19))
      """
    let minutes: SQL = """
      IF(SUBSTR(\(json), -7, 1) = '-', -1, 1)
        * (SUBSTR(\(json), -6, 2) * 60 + SUBSTR(\(json), -3, 2))
      """
    return """
      (CASE WHEN NOT \(isInstant) THEN NULL
        WHEN \(json) LIKE '%Z"' THEN CAST(\(universal) AS DATETIME(6)) - INTERVAL 0 MINUTE
        ELSE CAST(\(local) AS DATETIME(6)) - INTERVAL \(minutes) MINUTE END)
      """
  }
}
