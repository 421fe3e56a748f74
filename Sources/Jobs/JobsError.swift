import HTTP

/// What can go wrong with a job, beyond its links.
package enum JobsError: ProblemConvertible {
  case notFound
  case importInProgress
  case importOvertaken
  case isFull
  /// The job's state doesn't allow it.
  case invalidTransition(from: Job.Status, to: Job.Status, allowedFrom: [Job.Status])
  case unknownTask
  case restartInProgress
  case tooManyToSort
  case tooManyToFilter
  case notAManager
  /// While guests were being sent it.
  case columnHidden

  package var problem: Problem {
    switch self {
    case .notFound: Problem(.notFound, "job_not_found", "There is no such job.")
    case .importInProgress:
      Problem(
        .conflict, "import_in_progress", "Tasks are being imported into this job. Try again.",
        headers: [Header("Retry-After", "5")])
    case .importOvertaken:
      Problem(
        .conflict, "import_overtaken",
        "The import took too long, or the job's columns were changed meanwhile. Nothing is kept.")
    case .isFull:
      Problem(
        .conflict, "too_many_tasks", "A job may have at most \(Jobs.maximumTasks) tasks.")
    case .invalidTransition(let from, let to, let allowedFrom):
      Problem(
        .conflict, "invalid_transition",
        "This job is \(from.rawValue), and can't become \(to.rawValue) by this.",
        members: [
          ProblemMember("from", .text(from.rawValue)), ProblemMember("to", .text(to.rawValue)),
          ProblemMember("allowed_from", .texts(allowedFrom.map(\.rawValue))),
        ])
    case .unknownTask: Problem(.notFound, "task_not_found", "There is no such task in this job.")
    case .restartInProgress:
      Problem(
        .conflict, "restart_in_progress",
        "This job is being restarted, and this task's turn is still to come. Try again.",
        headers: [Header("Retry-After", "2")])
    case .tooManyToSort:
      Problem(
        .unprocessableContent, "too_many_to_sort",
        "These are more than can be sorted that way in time. Filter, or sort by position or status."
      )
    case .tooManyToFilter:
      Problem(
        .unprocessableContent, "too_many_to_filter",
        "These are more than can be looked through in time. Filter by status too, or export them.")
    case .notAManager:
      Problem(.forbidden, "not_a_manager", "You may see this job, but not change it.")
    case .columnHidden:
      Problem(.conflict, "column_hidden", "A column of it is not for guests any more. Start again.")
    }
  }
}
