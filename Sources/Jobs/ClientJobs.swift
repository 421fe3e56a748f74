import Accounts
import Clients
import HTTP
import MariaDB
import Primitives

// What a client sees of the jobs that are posted for it, whichever workspace does: the guest's fields
// and that workspace's name. Strictly its own.

/// A job as its client sees it.
struct ClientJob: Sendable {
  let job: Job
  let workspaceName: String
  let approval: ClientApproval
}

/// How many jobs of a client are in which state.
struct ClientStats: Sendable {
  /// In the order of the states.
  let counts: [(status: Job.Status, count: Int)]
  /// Of these, how many wait for the client's word.
  let awaitingApproval: Int
  /// When one of them changed last; nil before the first.
  let changedAt: Instant?

  var total: Int { counts.reduce(0) { $0 + $1.count } }
}

/// Which of its jobs a client asks for.
struct ClientJobQuery {
  let page: PageRequest
  let status: Job.Status?
  let approval: ClientApproval?

  /// Reads its parameters off a query; what is wrong with them is noted there.
  ///
  /// - Parameter usual: how many where the query doesn't say.
  init(_ query: inout Query, limit usual: Int = 50) {
    status = query.word("status")
    approval = query.word("client_approval")
    let limit = query.integer("limit", in: 1...200) ?? usual
    page = PageRequest(&query, "cursor", limit: limit)
  }
}

extension Jobs {
  package func respond(
    to operation: JobsRoute.ClientOperation, as caller: ClientAccount, _ context: Context
  ) throws -> Response {
    switch operation {
    case .list: try listForClient(caller, context)
    case .read(let id): try readForClient(id, caller, context)
    case .listTasks(let id): try listTasksForClient(id, caller, context)
    case .stats: try statsForClient(caller, context)
    }
  }

  /// A job that is posted for the caller; any other is `notFound`.
  func clientJob(
    _ id: UUID, of caller: ClientAccount, on database: any Executor
  ) throws -> ClientJob {
    guard let found = try ClientJobsStore(database: database).job(id, of: caller.client) else {
      throw JobsError.notFound
    }
    return found
  }

  // MARK: Operations

  /// `GET /v1/client/jobs`: the newest first. A client whose jobs are as they were when it asked last is
  /// told so after one indexed read.
  private func listForClient(_ caller: ClientAccount, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let request = ClientJobQuery(&query)
    try query.finish()
    return try unlessUnchanged(caller, context) { _, store in
      let page = try store.page(of: caller.client, request)
      return Response.json { json in
        json.object { answer in
          answer.array("jobs", page.items) { array, job in array.object { job.write(to: &$0) } }
          answer.uuid("next_cursor", page.next)
        }
      }
    }
  }

  /// `GET /v1/client/stats`: how many there are of each status, and when one of them changed last.
  private func statsForClient(_ caller: ClientAccount, _ context: Context) throws -> Response {
    try Query(context.request.query).finish()
    return try unlessUnchanged(caller, context) { changes, store in
      let stats = try store.stats(of: caller.client, changes)
      return Response.json { json in
        json.object { answer in
          answer.object("counts") { counts in
            for (status, count) in stats.counts { counts.integer(status.name, count) }
          }
          answer.integer("total", stats.total)
          answer.integer("awaiting_approval", stats.awaitingApproval)
          answer.instant("last_change", stats.changedAt)
        }
      }
    }
  }

  /// `GET /v1/client/jobs/{id}`.
  private func readForClient(
    _ id: UUID, _ caller: ClientAccount, _ context: Context
  ) throws -> Response {
    let found = try clientJob(id, of: caller, on: context.database)
    return context.request.conditional(found.job.tag(for: .guest)) {
      Response.json { json in json.object { found.write(to: &$0) } }
    }
  }

  /// `GET /v1/client/jobs/{id}/tasks`: as a guest gets them.
  private func listTasksForClient(
    _ id: UUID, _ caller: ClientAccount, _ context: Context
  ) throws -> Response {
    let found = try clientJob(id, of: caller, on: context.database)
    return try tasks(of: found.job, for: .guest, context)
  }

  /// Answers 304 to a client that has seen its jobs as they are.
  private func unlessUnchanged(
    _ caller: ClientAccount, _ context: Context,
    _ body: (ClientChanges, ClientJobsStore) throws -> Response
  ) throws -> Response {
    // Read before what it speaks of: a change between the two is in the answer, and tells again.
    guard let changes = try Clients.changes(of: caller, on: context.database) else {
      throw AccountsError.unauthorized
    }
    let tag = Job.tag(of: changes, for: caller.client)
    if context.request.headers.alreadyHas(tag) { return .unchanged(tag) }
    return try body(changes, ClientJobsStore(database: context.database)).with(tag)
  }
}

extension ClientJob {
  fileprivate func write(to object: inout JSONWriter) {
    // A client comes through no link that could expire.
    job.writeForGuest(to: &object, linkExpiresAt: nil)
    object.text("workspace_name", workspaceName)
    object.text("client_approval", approval.rawValue)
  }
}

extension Job.Status {
  /// As a field is named.
  var name: StaticString {
    switch self {
    case .pending: "pending"
    case .running: "running"
    case .completed: "completed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}
