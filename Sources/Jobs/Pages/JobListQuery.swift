import HTTP
import Primitives

/// What the page of jobs is asked for, and the addresses that ask the same again.
struct JobListQuery {
  let wanted: JobQuery
  /// What is looked for, as it was typed.
  let text: String?
  /// The workspace to go to, instead of the one that was looked at last.
  let workspace: UUID?
  private let cursor: String?

  static let size = 25

  /// Reads an address of the page; whatever else stands in it is passed over. Throws 400 for what
  /// can't be asked for.
  init(_ request: Request) throws {
    var query = try Query(request.query, toleratesOthers: true)
    query.replaceValues { _, value in value.isEmpty ? nil : value }
    var copy = query
    text = copy.text("q")
    cursor = copy.text("cursor")
    wanted = JobQuery(&query, limit: Self.size)
    workspace = query.id("workspace")
    try query.finish()
  }

  var isBin: Bool { wanted.deleted }
  var isFiltered: Bool { wanted.status != nil || wanted.clientID != nil || text != nil }

  static var bin: LocalPath { address([("deleted", "true")]) }

  /// What is posted for one client.
  static func jobs(of client: UUID) -> LocalPath { address([("client_id", client.text)]) }

  /// The same list without its filters.
  var withoutFilter: LocalPath { Self.address(isBin ? [("deleted", "true")] : []) }

  /// The list, from its beginning or from a cursor on.
  func address(cursor: String? = nil) -> LocalPath { Self.address(parameters(cursor)) }

  /// This very page, at one of its jobs.
  func address(at job: UUID) -> LocalPath {
    Self.address(parameters(cursor), fragment: JobListRow.id(of: job))
  }

  private func parameters(_ cursor: String?) -> [(name: String, value: String)] {
    var all: [(name: String, value: String)] = []
    if isBin { all.append(("deleted", "true")) }
    if let text { all.append(("q", text)) }
    if let status = wanted.status { all.append(("status", status.rawValue)) }
    if let client = wanted.clientID { all.append(("client_id", client.text)) }
    if wanted.order != .createdDescending { all.append(("sort", wanted.order.rawValue)) }
    if let cursor { all.append(("cursor", cursor)) }
    return all
  }

  private static func address(
    _ parameters: [(name: String, value: String)], fragment: String? = nil
  ) -> LocalPath {
    LocalPath(JobPagesRoute.jobs.path, asking: parameters, fragment: fragment)
  }
}
