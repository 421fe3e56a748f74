import Accounts
import Audit
import Clients
import HTTP
import Links
import MariaDB
import Primitives

// What those who manage a job do to it as a whole.

extension Jobs {
  /// `PATCH /v1/jobs/{id}`: `{title?, description?, columns?, connection_id?, client_id?}`; what is left
  /// out stays. A `connection_id` of null: for no client any more.
  func change(_ id: UUID, _ member: Member, _ context: Context) throws -> Job {
    let form = try Fields.read(context.request, with: context.reader) { try JobChange(&$0) }
    return try change(id, member, context) { _ in form }
  }

  /// - Parameter wish: what is to change of the job, which is locked.
  func change(
    _ id: UUID, _ member: Member, _ context: Context, _ wish: (Job) throws -> JobChange
  ) throws -> Job {
    try Clients.recordingRefusals(of: member, from: context.request, on: context.database) {
      try managing(id, as: member, context, "job.changed") { found, transaction in
        let form = try wish(found)
        let store = JobsStore(database: transaction)
        let former = try form.formerColumns(of: found, context.reader) {
          try store.formerColumns(of: id)
        }
        if case .some(let wish) = form.postedFor,
          try move(found, to: wish, member, context.request, in: transaction)
        {
          try recordMove(of: found, member, context, in: transaction)
        }
        guard !form.names.isEmpty else { return try visibleJob(id, to: member, on: transaction) }
        try store.update(found, with: form)
        if let former { try store.setFormerColumns(former, of: id) }
        try record("job.changed", on: id, member, context, in: transaction) {
          $0.array("fields", form.names) { $0.text($1) }
        }
        return try visibleJob(id, to: member, on: transaction)
      }
    }
  }

  private func recordMove(
    of job: Job, _ member: Member, _ context: Context, in transaction: Transaction
  ) throws {
    let now = try visibleJob(job.id, to: member, on: transaction)
    let (old, new) = (job.postedFor?.client, now.postedFor?.client)
    try record("job.client_changed", on: job.id, member, context, in: transaction) {
      $0.uuid("from", old)
      $0.uuid("to", new)
    }
  }

  /// `DELETE /v1/jobs/{id}`: its doors say so from then on. For 30 days it can be restored.
  func delete(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    try managing(id, as: member, context, "job.deleted") { _, transaction in
      try JobsStore(database: transaction).delete(id)
      try record("job.deleted", on: id, member, context, in: transaction)
    }
    return Response(.noContent)
  }

  /// `POST /v1/jobs/{id}/restore`: as it was, links and all, but for what its client has said meanwhile.
  /// One that is not deleted is answered as it is; one whose 30 days are over is not found.
  func restore(_ id: UUID, _ member: Member, _ context: Context) throws -> Job {
    try managing(
      id, as: member, context, "job.restored", find: { try $0.restorableForUpdate($1) }
    ) { found, transaction in
      if found.deletedAt != nil {
        try reconsider(found, in: transaction)
        try JobsStore(database: transaction).restore(id)
        try record("job.restored", on: id, member, context, in: transaction)
      }
      return try visibleJob(id, to: member, on: transaction)
    }
  }

  /// `POST /v1/jobs/{id}/cancel`: its tasks stay as they are, and are closed.
  func cancel(_ id: UUID, _ member: Member, _ context: Context) throws -> Job {
    try managing(id, as: member, context, "job.cancelled") { found, transaction in
      try found.require(.cancel)
      try JobsStore(database: transaction).cancel(id)
      try record("job.cancelled", on: id, member, context, in: transaction) {
        $0.text("from", found.status.rawValue)
      }
      return try visibleJob(id, to: member, on: transaction)
    }
  }

  /// `POST /v1/jobs/{id}/restart`: see `TaskRestart`.
  func restart(_ id: UUID, _ member: Member, _ context: Context) throws -> Job {
    try managing(id, as: member, context, "job.restarted") { found, transaction in
      try found.require(.restart)
      // What had begun before its client was asked goes on at once.
      try found.requireApproval(toBecome: found.counts.jobStatus)
      try TaskRestart.begin(found, in: transaction)
      try record("job.restarted", on: id, member, context, in: transaction) {
        $0.text("from", found.status.rawValue)
      }
    }
    try TaskRestart.proceed(id, on: context.database, pieces: TaskRestart.piecesAtOnce)
    return try visibleJob(id, to: member, on: context.database)
  }

  // MARK: Shared by these

  /// Writes down what a member did, in the job's chain.
  ///
  /// - Parameter detail: fields of ids, numbers and states; never a word that anyone wrote.
  func record(
    _ action: String, on job: UUID, _ member: Member, _ context: Context,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try JobsStore.chain.append(
      AuditEvent(action, by: member.actor, from: context.request.addressPrefix, detail: detail),
      to: job, in: transaction)
  }

  func answer(_ job: Job) -> Response {
    Response.json { json in json.object { job.writeForMember(to: &$0) } }
  }
}

/// What a `PATCH` says of a job.
struct JobChange {
  /// Of the fields that were given, but for whom the job is posted.
  let names: [String]
  /// Nil: as it is.
  let title: String?
  /// Nil in the outer optional: as it is; in the inner: none.
  let description: String??
  let columns: [Column]?
  /// Nil in the outer optional: as it is; in the inner: for nobody.
  let postedFor: PostingWish??

  /// All that the page for it shows; nil for what is as it was.
  init(
    title: String?, description: String??, columns: [Column]?, postedFor: PostingWish?? = nil
  ) {
    self.title = title
    self.description = description
    self.columns = columns
    self.postedFor = postedFor
    names = [
      title.map { _ in "title" }, description.map { _ in "description" },
      columns.map { _ in "columns" },
    ].compactMap { $0 }
  }

  init(_ fields: inout Fields) throws {
    names = ["title", "description", "columns"].filter { fields.has($0) }
    title = names.contains("title") ? fields.text("title", length: 1...500) : nil
    let text = fields.optionalText("description", length: 0...10_000, isMultiline: true)
    description = names.contains("description") ? .some(text) : nil
    let list = try Column.list(&fields)
    columns = names.contains("columns") ? list : nil
    let isMoved = fields.has("connection_id") || fields.has("client_id")
    let wish = try fields.postingWish()
    postedFor = isMoved ? .some(wish) : nil
  }

  /// A column keeps its type as long as the job has tasks, also one that was taken away and comes back:
  /// their values were checked against it. Columns may come, go and change place: what a task holds under
  /// a key that is no column any more is kept, and no guest sees it.
  ///
  /// - Parameter stored: the columns that the job had earlier.
  /// - Returns: those that it had and will not have; nil where they stay as they are.
  func formerColumns(
    of job: Job, _ reader: JSONReader, _ stored: () throws -> Bytes
  ) throws -> [Column]? {
    guard let columns else { return nil }
    guard job.visibleTasks > 0 else { return [] }
    let known = try Column.stored(job.memberColumns, reader) + Column.stored(try stored(), reader)
    var faults = columns.enumerated().compactMap { index, column in
      known.contains { $0.key == column.key && $0.kind != column.kind }
        ? FieldError("columns[\(index)].type", "type_fixed", "can't change while there are tasks")
        : nil
    }
    let former = known.filter { old in !columns.contains { $0.key == old.key } }
    if former.count > Self.maximumFormer {
      faults.append(
        FieldError(
          "columns", "too_many", "may have been at most \(Self.maximumFormer) others earlier"))
    }
    guard faults.isEmpty else { throw Problem.invalid(faults) }
    return former
  }

  /// How many columns a job with tasks may have had that it has no more.
  private static let maximumFormer = 256
}
