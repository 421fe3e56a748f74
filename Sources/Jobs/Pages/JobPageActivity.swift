import Audit
import Console
import HTML
import Language
import Primitives

/// What happened to a job and its links, the newest first: the job's audit records.
struct JobPageActivity {
  private let visit: Visit
  private let activity: Activity

  /// Whose names `write` needs.
  var actors: Set<UUID> { activity.actors }

  /// The page that `events` in the query asks for.
  init(of job: Job, _ visit: Visit) throws {
    self.visit = visit
    activity = try Activity(visit, at: JobPagesRoute.job(job.id).address) { before, limit in
      try AuditChain.entries(
        of: job.id, before: before, limit: limit, on: visit.context.database)
    }
  }

  func write(_ names: [UUID: String], to main: inout PageWriter) {
    activity.write(names, to: &main, event: visit.phrases.jobPage.event) { entry in
      switch entry.record.action {
      case "job.tasks_added": entry.integers["inserted"].map { [String($0)] } ?? []
      case "job.status_changed":
        entry.texts["to"].flatMap(Job.Status.init(rawValue:)).map {
          [visit.phrases.jobStatus[$0]]
        } ?? []
      default: []
      }
    }
  }
}
