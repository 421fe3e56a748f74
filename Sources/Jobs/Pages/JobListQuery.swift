import Console
import HTTP
import Primitives

/// What the page of jobs is asked for.
struct JobListQuery {
  let wanted: JobQuery
  let question: ListQuestion
  /// The workspace to go to, instead of the one that was looked at last.
  let workspace: UUID?

  /// Reads an address of the page; whatever else stands in it is passed over. Throws 400 for what
  /// can't be asked for.
  init(_ request: Request) throws {
    let whole = try Query(ofPage: request.query)
    var query = whole
    wanted = JobQuery(&query, limit: ListFrame.size)
    workspace = query.id("workspace")
    try query.finish()
    question = ListQuestion(
      JobPagesRoute.jobs.path, whole, isBin: wanted.deleted,
      filters: [
        wanted.status.map { ("status", $0.rawValue) }, wanted.clientID.map(Self.filter(client:)),
      ].compactMap(\.self),
      order: wanted.order == .createdDescending ? nil : wanted.order.rawValue)
  }

  var isBin: Bool { wanted.deleted }

  /// What is posted for one client.
  static func jobs(of client: UUID) -> LocalPath {
    LocalPath(JobPagesRoute.jobs.path, asking: [filter(client: client)])
  }

  private static func filter(client: UUID) -> (name: String, value: String) {
    ("client_id", client.text)
  }
}
