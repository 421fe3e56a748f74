import Accounts
import HTTP
import Links
import Primitives
import Repeats
import Security

// What members do with jobs and their tasks.

extension Jobs {
  /// `GET /v1/jobs`: a workspace's jobs, the newest first unless another order is asked for.
  func list(_ member: Member, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    if query.word("group_by", Grouping.self) == .client {
      return try listGroups(query, member, context)
    }
    let request = JobQuery(&query)
    let workspace = query.id("workspace_id")
    try query.finish()
    let membership = try member.membership(meant: workspace)
    let jobs = try JobSearch(
      workspace: membership.workspaceID, query: request, database: context.database,
      lanes: lanes
    ).page()
    let page = jobs.prefix(request.limit)
    return context.request.conditional(Job.tag(of: jobs)) {
      Response.json { json in
        json.object { answer in
          answer.array("jobs", page) { array, job in array.object { job.writeForMember(to: &$0) } }
          answer.text(
            "next_cursor", jobs.count > request.limit ? page.last.map(request.cursor) : nil)
        }
      }
    }
  }

  private enum Grouping: String, CaseIterable {
    case client
  }

  /// `GET /v1/jobs/{id}`.
  func read(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let job = try visibleJob(id, to: member, on: context.database)
    return context.request.conditional(job.tag(for: .member)) {
      Response.json { json in json.object { job.writeForMember(to: &$0) } }
    }
  }

  /// `POST /v1/jobs/{id}/tasks`: an array, or NDJSON. For those who manage the job.
  func addTasks(
    _ id: UUID, _ member: Member, _ context: Context, again: @escaping Again
  ) throws -> Response {
    let job = try manageable(id, as: member, context, "job.tasks_added")
    let lane = context.request.body.length > Self.quickBody ? try lanes.enter() : nil
    defer { withExtendedLifetime(lane) {} }
    let spool = TaskSpool(directory: spoolDirectory)
    let columns = try Column.stored(job.memberColumns, context.reader)
    let digest = try spoolTasks(with: columns, context, into: spool)
    let repeatKey = try RepeatKey(
      context.request, caller: member.caller, route: "jobs.add_tasks",
      body: SHA256.hash(Array(job.id.text.utf8) + digest.bytes))
    let effect = try add(
      spool, checkedWith: columns, to: job.id, once: repeatKey, member, context, again: again)
    return Response.json(effect.status) { json in
      json.object { $0.integer("inserted", effect.quantity ?? 0) }
    }
  }

  /// Makes spooled tasks part of a job, as long as whoever sent them is still let in and manages it
  /// when they become visible: a large import takes its time.
  ///
  /// - Parameter columns: those that the tasks' values were checked against. Throws 409
  ///   `import_overtaken` when the job's are others by then, or of other types.
  func add(
    _ spool: TaskSpool, checkedWith columns: [Column]? = nil, to job: UUID,
    once repeatKey: RepeatKey?, _ member: Member,
    _ context: Context, again: @escaping Again
  ) throws -> Effect {
    do {
      return try TaskImport(
        database: context.database, job: job, spool: spool, actor: member.actor,
        addressPrefix: context.request.addressPrefix, repeatKey: repeatKey
      ) { job, transaction in
        let isManaged = try job.isManagedNow(by: try again(transaction), in: transaction)
        guard let isManaged else { throw JobsError.notFound }
        guard isManaged else { throw JobsError.notAManager }
        if let columns {
          let now = try Column.stored(job.memberColumns, context.reader)
          guard now.haveTheTypes(of: columns) else { throw JobsError.importOvertaken }
        }
      }.run()
    } catch JobsError.notAManager {
      // All of the import is undone, and with it what its transaction could have recorded.
      try managing(job, as: try again(context.database), context, "job.tasks_added") { _, _ in }
      throw JobsError.notAManager
    }
  }

  /// What is no longer than an array of tasks may be is dealt with at once.
  private static let quickBody = 1 << 20

  /// Checks the body to its end. Returns its SHA-256.
  private func spoolTasks(
    with columns: [Column], _ context: Context, into spool: TaskSpool
  ) throws -> Digest {
    let reading = TaskReading(columns: ColumnKinds(columns), reader: context.reader)
    switch context.request.headers.mediaType {
    case "application/json", nil:
      let body = try context.request.body.collect(atMost: 8 << 20)
      try reading.readArray(body, into: spool)
      return SHA256.hash(body)
    case "application/x-ndjson", "application/ndjson", "application/jsonl":
      var hasher = SHA256.Hasher()
      try reading.readLines(context.request.body, into: spool) { hasher.update($0) }
      return hasher.finish()
    default:
      throw Problem.unsupportedMediaType(
        expected: "application/json or application/x-ndjson")
    }
  }

  /// `GET /v1/jobs/{id}/tasks`.
  func listTasks(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let job = try visibleJob(id, to: member, on: context.database)
    return try tasks(of: job, for: .member, context)
  }

  /// `GET /v1/jobs/{id}/export`.
  func export(
    _ id: UUID, _ member: Member, _ context: Context, again: @escaping Again
  ) throws -> Response {
    let job = try visibleJob(id, to: member, on: context.database)
    return try export(job, for: .member, context) {
      try visibleJob(id, to: try again(context.database), on: context.database)
    }
  }
}
