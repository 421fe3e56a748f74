import Accounts
import Clients
import HTML
import HTTP
import Links
import MariaDB
import Primitives
import Security

// What guests do with jobs, and what they share with members.

extension Jobs {
  /// `GET /v1/shared/jobs/{token}`: one round trip.
  func readShared(_ token: String, _ context: Context) throws -> Response {
    let (job, link) = try shared(token, on: context.database)
    let tag = job.tag(for: .guest, linkExpiresAt: link.expiresAt)
    if !context.request.headers.alreadyHas(tag) { tally.opened(link, by: context.request) }
    var response = context.request.conditional(tag) {
      Response.json { json in
        json.object { job.writeForGuest(to: &$0, linkExpiresAt: link.expiresAt) }
      }
    }
    response.trace.link = link.id
    return response
  }

  /// `GET /v1/shared/jobs/{token}/tasks`.
  func listSharedTasks(_ token: String, _ context: Context) throws -> Response {
    let (job, link) = try shared(token, on: context.database)
    var response = try tasks(of: job, for: .guest, context)
    response.trace.link = link.id
    return response
  }

  /// `GET /v1/shared/jobs/{token}/export`.
  func exportShared(_ token: String, _ context: Context) throws -> Response {
    let (job, link) = try shared(token, on: context.database)
    var response = try export(job, for: .guest, context) {
      try shared(token, on: context.database).job
    }
    response.trace.link = link.id
    return response
  }

  /// `GET /shared/jobs/{token}`.
  func sharedPage(_ token: String, _ context: Context) throws -> Response {
    let (job, link) = try shared(token, on: context.database)
    let columns = try Column.stored(job.memberColumns, context.reader).seen(by: .guest)
    let frame = GuestFrame(site: site, for: context.request)
    var response: Response
    let place = TaskPlace(token: token)
    do {
      let request = try TaskLinks.request(context.request, columns)
      let tasks = try TaskSection(
        of: job, columns, request, for: .guest, at: place, context, lanes: lanes, frame.phrases)
      response = try SharedJobPage(
        job: job, expiry: LinkExpiry(expiresAt: link.expiresAt, now: link.now), tasks: tasks,
        source: Address(path: JobsRoute.sharedJob(token: token).path), phrases: frame.phrases
      ).response(in: frame)
      if request.isFirstPage { tally.opened(link, by: context.request) }
    } catch let error as any ProblemConvertible {
      guard context.request.headers.prefersHTML,
        let refusal = TaskRefusal(
          error.problem, of: context.request, at: place, columns, frame.phrases)
      else { throw error }
      response = frame.page(refusal.problem.status) { main in
        main.section(.class("notice")) { section in
          section.h1(text: refusal.title)
          refusal.write(to: &section)
          refusal.writeWaysOn(to: &section)
        }
      }
    }
    response.trace.link = link.id
    return response
  }

  // MARK: Shared by both

  func tasks(
    of job: Job, for audience: Column.Audience, _ context: Context
  ) throws -> Response {
    let columns = try Column.stored(job.memberColumns, context.reader)
    var query = try Query(context.request.query)
    let request = TaskPage.Request(&query, columns: columns.seen(by: audience))
    try query.finish()
    let tag = job.tag(for: audience)
    if context.request.headers.alreadyHas(tag) { return .unchanged(tag) }
    let page = try TaskPage(
      of: job, request, for: audience, on: context.database, lanes: lanes)
    let view = TaskView(of: columns, for: audience, reader: context.reader, showsErrors: true)
    return try Response.json { json in
      try json.object { answer in
        try answer.array("tasks", page.tasks) { array, task in
          try array.object { try view.write(task, to: &$0) }
        }
        answer.text("next_cursor", page.next)
      }
    }.with(tag)
  }

  /// - Parameter ask: the job as it is by then; throws when the reader may not read any more.
  func export(
    _ job: Job, for audience: Column.Audience, _ context: Context, ask: @escaping () throws -> Job
  ) throws -> Response {
    let columns = try Column.stored(job.memberColumns, context.reader)
    var query = try Query(context.request.query)
    let format = query.word("format", ExportFormat.self)
    let wanted = TaskQuery(&query, columns: columns.seen(by: audience))
    try query.finish()
    guard let format else {
      throw Problem.invalid([FieldError("format", "required", "must be one of: csv, json, ndjson")])
    }
    return try TaskExport(
      job: job, view: TaskView(of: columns, for: audience, reader: context.reader), query: wanted,
      format: format, database: context.database
    ) {
      let now = try ask()
      guard audience == .guest, now.memberColumns != job.memberColumns else { return }
      let shown = try Column.stored(now.memberColumns, context.reader).seen(by: audience)
      guard columns.seen(by: audience).allSatisfy({ old in shown.contains { $0.key == old.key } })
      else { throw JobsError.columnHidden }
    }.response(lanes: lanes)
  }
}

extension Job {
  /// Each moves with every release that shows its readers jobs or tasks otherwise, so that nobody is
  /// told that yesterday's form still holds.
  private static let guestViewVersion = 1
  private static let memberViewVersion = 4

  /// What a list of jobs depends on: which they are, the change counter of each and of its client's
  /// name, and its link's expiry.
  static func tag(of jobs: some Sequence<Job>) -> EntityTag {
    var text = "\(memberViewVersion)"
    for job in jobs {
      text += "|\(job.id).\(job.version).\(job.tagPiece(job.linkExpiresAt))"
      text += ".\(job.postedFor?.profileVersion ?? 0)"
    }
    return EntityTag("l" + SHA256.hash(text).hex.prefix(32))
  }

  /// What an answer about this job depends on: its change counter, who reads it, the expiry of
  /// its link, and its client's name.
  ///
  /// - Parameter linkExpiresAt: of the link that a guest sees it through.
  func tag(for audience: Column.Audience, linkExpiresAt: Instant? = nil) -> EntityTag {
    EntityTag { tag in
      tag.append(UInt8(ascii: audience == .member ? "m" : "g"))
      tag.append(decimal: audience == .member ? Self.memberViewVersion : Self.guestViewVersion)
      tag.append(UInt8(ascii: "."))
      tag.append(decimal: Int(version))
      tag.append(UInt8(ascii: "-"))
      tag.append(decimal: tagPiece(audience == .member ? self.linkExpiresAt : linkExpiresAt))
      guard audience == .member, let postedFor else { return }
      tag.append(UInt8(ascii: "-"))
      tag.append(decimal: postedFor.profileVersion)
    }
  }

  /// What all that a client sees of its jobs depends on: its counter. The client is in it, because all
  /// of them ask at the same address, perhaps one after another in one browser.
  static func tag(of changes: ClientChanges, for client: UUID) -> EntityTag {
    EntityTag("c\(guestViewVersion).\(client).\(changes.version)")
  }

  private func tagPiece(_ expiresAt: Instant?) -> Int { Int(expiresAt?.microseconds ?? 0) }
}
