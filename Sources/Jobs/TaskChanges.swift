import Accounts
import HTTP
import Links
import MariaDB
import Primitives

// How a job's tasks are changed one by one.

extension Jobs {
  /// `PATCH /v1/jobs/{id}/tasks/{task_id}`: `{status, attributes?, error?}`, for those who manage the
  /// job. Any status may follow any other, as long as the job isn't cancelled.
  ///
  /// Changes of one job wait for each other at its row, which holds the counters. Audited is what
  /// becomes of the job by them, not each of a million tasks.
  func changeTask(
    _ task: UUID, of id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let job = try manageable(id, as: member, context, "job.tasks_changed")
    let columns = try Column.stored(job.memberColumns, context.reader)
    let form = try Fields.read(context.request, with: context.reader) {
      try TaskChange(&$0, columns: ColumnKinds(columns))
    }
    let changed = try change([task], of: id, form, member, context)
    let view = TaskView(of: columns, for: .member, reader: context.reader, showsErrors: true)
    return try Response.json { json in
      for task in changed { try json.object { try view.write(task, to: &$0) } }
    }
  }

  /// Changes tasks alike: all of them, or none. As they are then.
  func change(
    _ tasks: [UUID], of id: UUID, _ form: TaskChange, _ member: Member, _ context: Context
  ) throws -> [JobTask] {
    try managing(id, as: member, context, "job.tasks_changed") { job, transaction in
      var job = job
      return try tasks.enumerated().map { index, task in
        // Each moves the job's counters.
        if index > 0 { job = try visibleJob(id, to: member, on: transaction) }
        return try change(task, of: job, form, member, context, in: transaction)
      }
    }
  }

  /// The change itself, of one task of a job that is locked.
  private func change(
    _ id: UUID, of job: Job, _ form: TaskChange, _ member: Member, _ context: Context,
    in transaction: Transaction
  ) throws -> JobTask {
    let (jobs, tasks) = (JobsStore(database: transaction), TasksStore(database: transaction))
    guard let old = try tasks.task(id, of: job) else { throw JobsError.unknownTask }
    var counts = job.counts
    counts.move(from: old.status, to: form.status)
    try job.requireOpen(for: counts.jobStatus)
    try job.requireApproval(toBecome: counts.jobStatus)
    if let restart = try jobs.restart(of: job.id),
      (restart.next...restart.last).contains(old.position)
    {
      throw JobsError.restartInProgress
    }
    try tasks.update(
      old, of: job.id, status: form.status, error: form.error(of: old),
      attributes: try form.merged(into: old.attributes, context.reader))
    try jobs.move(job.id, to: counts)
    if counts.jobStatus != job.status {
      try record("job.status_changed", on: job.id, member, context, in: transaction) {
        $0.text("from", job.status.rawValue)
        $0.text("to", counts.jobStatus.rawValue)
      }
    }
    guard let changed = try tasks.task(id, of: job) else { throw JobsError.unknownTask }
    return changed
  }
}

/// What a `PATCH` says of a task.
struct TaskChange {
  let status: JobTask.Status
  /// Nil: nothing was said; empty: none.
  private let error: Bytes?
  /// The attributes that were given, checked, as a flat JSON object; empty for none.
  private let attributes: Bytes

  /// What is then said of why the task failed: what was said before, as long as it has failed.
  func error(of old: JobTask) -> Bytes {
    if let error { return error }
    return old.status == .failed && status != .failed ? [] : old.error
  }

  /// The status alone; all else of the task stays, but for the error of one that has not failed.
  init(status fields: inout Fields) {
    status = Self.status(&fields)
    error = nil
    attributes = []
  }

  private static func status(_ fields: inout Fields) -> JobTask.Status {
    let word = fields.text("status", length: 1...20)
    if !word.isEmpty, JobTask.Status(rawValue: word) == nil {
      let allowed = JobTask.Status.allCases.map(\.rawValue).joined(separator: ", ")
      fields.refuse("status", "not_allowed", "must be one of: \(allowed)")
    }
    return JobTask.Status(rawValue: word) ?? .pending
  }

  init(_ fields: inout Fields, columns: ColumnKinds) throws {
    status = Self.status(&fields)
    let hasError = fields.has("error")
    let text = fields.optionalText("error", length: 0...2_000, isMultiline: true)
    error = hasError ? Array((text ?? "").utf8) : nil
    var input = TaskInput()
    if let value = fields.value("attributes") {
      do {
        try input.readAttributes(value, columns: columns)
      } catch let fault as TaskInput.Fault {
        fields.refuse(fault.error.field, fault.error.code, fault.error.detail)
      }
    }
    attributes = input.attributes
  }

  /// A task's attributes with those that were given (RFC 7396): a new value takes the place of the
  /// old one, `null` takes it away, and what was not named stays. Empty for none. Throws 400 when
  /// they are too many together.
  func merged(into old: Bytes, _ reader: JSONReader) throws -> Bytes {
    guard !attributes.isEmpty else { return old }
    var entries = try Self.entries(old, reader)
    for (name, value) in try Self.entries(attributes, reader) {
      let index = entries.firstIndex { $0.name == name }
      switch (index, value == Array("null".utf8)) {
      case (let index?, true): entries.remove(at: index)
      case (let index?, false): entries[index].value = value
      case (nil, true): break
      case (nil, false): entries.append((name, value))
      }
    }
    guard entries.count <= TaskInput.maximumAttributes else {
      throw Self.fault("too_many", "may have at most \(TaskInput.maximumAttributes) entries")
    }
    var bytes: Bytes = []
    for (index, entry) in entries.enumerated() {
      bytes.append(UInt8(ascii: index == 0 ? "{" : ","))
      entry.name.withUnsafeBytes { JSONWriter.append(utf8: $0, to: &bytes) }
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: entry.value)
    }
    if !entries.isEmpty { bytes.append(UInt8(ascii: "}")) }
    guard bytes.count <= TaskInput.maximumBytes else {
      throw Self.fault("too_long", "may have at most \(TaskInput.maximumBytes) bytes together")
    }
    return bytes
  }

  private static func fault(_ code: String, _ detail: String) -> Problem {
    Problem.invalid([FieldError("attributes", code, detail)])
  }

  private static func entries(
    _ json: Bytes, _ reader: JSONReader
  ) throws -> [(name: Bytes, value: Bytes)] {
    guard !json.isEmpty else { return [] }
    return try reader.read(json) { object in
      var entries: [(name: Bytes, value: Bytes)] = []
      object.forEachField { name, value in
        var scalar: Bytes = []
        if value.appendScalar(to: &scalar) { entries.append((Array(name), scalar)) }
      }
      return entries
    }
  }
}
