import Accounts
import HTTP
import Links
import MariaDB
import Primitives

/// A page of a workspace's jobs.
///
/// Without filters each order is read off its own index: a page costs the same wherever it lies. A
/// filter is looked for along that order. `q` is a LIKE: a workspace has thousands of jobs, not
/// millions, people look for parts of words and of addresses, and a full-text index would be one for
/// all workspaces together. What takes longer than its time is refused, and such searches run a few at a
/// time, as those of tasks do.
struct JobSearch {
  let workspace: UUID
  let query: JobQuery
  let database: any Executor
  let lanes: BulkLanes

  /// One more than `query.limit`, if there is one. Throws `tooManyToFilter` (422), and 503 `unavailable`
  /// for a `q` without a free lane.
  func page() throws -> [Job] {
    try page(Shape(columns: Job.memberColumns, source: "", read: Job.init(forMember:)))
  }

  /// The same with each job's link, in the same query.
  func pageWithLinks() throws -> [(job: Job, link: ListedLink?)] {
    try page(
      Shape(
        columns: "\(Job.memberColumns), \(ListedLink.columns)",
        source: ListedLink.source(of: "j.id")
      ) { row in (try Job(forMember: &row), try ListedLink(&row)) })
  }

  /// What is read of each job: columns, what is joined for them, and the value they make.
  private struct Shape<Item> {
    let columns: SQL
    let source: SQL
    let read: (inout Row) throws -> Item
  }

  private func page<Item>(_ shape: Shape<Item>) throws -> [Item] {
    let lane = query.pattern == nil ? nil : try lanes.enter()
    defer { withExtendedLifetime(lane) {} }
    do {
      return try query.order.key == .status
        ? byStatus(shape) : items(shape, behind: query.start, as: query.status)
    } catch let error as DatabaseError where error.kind == .timeout {
      throw JobsError.tooManyToFilter
    }
  }

  /// One status after another: each is one piece of the index, in either direction.
  private func byStatus<Item>(_ shape: Shape<Item>) throws -> [Item] {
    var statuses = Job.Status.allCases
    if query.order.descending { statuses.reverse() }
    var start: ListPlace?
    if let place = query.start, case .text(let word) = place.value {
      statuses = Array(statuses.drop { $0.rawValue != word })
      start = place
    }
    var found: [Item] = []
    for status in statuses where query.status == nil || query.status == status {
      guard found.count <= query.limit else { break }
      let place = start?.value == .text(status.rawValue) ? start : nil
      found += try items(shape, behind: place, as: status)
    }
    return Array(found.prefix(query.limit + 1))
  }

  private func items<Item>(
    _ shape: Shape<Item>, behind place: ListPlace?, as status: Job.Status?
  ) throws -> [Item] {
    var sql: SQL = """
      SELECT \(shape.columns) FROM jobs j \(shape.source)
      WHERE j.workspace_id = \(workspace) AND \(presence)
      """
    if let client = query.clientID { sql += " AND j.client_id = \(client)" }
    if let status { sql += " AND j.status = \(status)" }
    if let pattern = query.pattern {
      sql += " AND (j.title LIKE \(pattern) OR j.description LIKE \(pattern))"
    }
    if let place { sql += " AND \(order.isBehind(place))" }
    sql += " ORDER BY \(order.sql) LIMIT \(query.limit + 1)"
    if query.pattern != nil || query.clientID != nil || status != nil || query.deleted {
      sql = "SET STATEMENT max_statement_time = 3 FOR \(sql)"
    }
    return try database.query(sql, shape.read)
  }

  private var presence: SQL {
    query.deleted
      ? "j.deleted_at IS NOT NULL AND j.purge_at > UTC_TIMESTAMP(6)" : "j.deleted_at IS NULL"
  }

  private var order: ListOrder {
    ListOrder(by: column, id: "j.id", isDescending: query.order.descending)
  }

  /// What is sorted by before the id, if anything; of one status there is nothing.
  private var column: SQL? {
    switch query.order.key {
    case .created, .status: nil
    case .updated: "j.updated_at"
    case .title: "j.title"
    }
  }
}
