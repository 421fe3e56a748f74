import HTTP

/// What can go wrong with a job, beyond its links.
package enum JobsError: ProblemConvertible {
  case notFound
  case importInProgress
  case importOvertaken
  case isFull
  case isCancelled
  case notAManager
  case lanesTaken

  package var problem: Problem {
    switch self {
    case .notFound: Problem(.notFound, "job_not_found", "There is no such job.")
    case .importInProgress:
      Problem(
        .conflict, "import_in_progress", "Tasks are being imported into this job. Try again.",
        headers: [Header("Retry-After", "5")])
    case .importOvertaken:
      Problem(
        .conflict, "import_overtaken", "The import took too long and was given up. Nothing is kept."
      )
    case .isFull:
      Problem(
        .conflict, "too_many_tasks", "A job may have at most \(Jobs.maximumTasks) tasks.")
    case .isCancelled:
      Problem(.conflict, "invalid_transition", "This job was cancelled; it takes no more tasks.")
    case .notAManager:
      Problem(.forbidden, "not_a_manager", "You may see this job, but not change it.")
    case .lanesTaken: Problem.unavailable(retryAfter: 5)
    }
  }
}
