import HTML
import Language

/// How far a job in a list is.
struct JobProgress {
  let job: Job
  let phrases: Phrases

  func write(to li: inout PageWriter) {
    let counts = job.counts
    li.div(.class("how")) { div in
      div.p { p in
        p.span(.class("status \(job.status.rawValue)"), text: phrases.jobStatus[job.status])
      }
      guard counts.total > 0 else {
        return div.p(.class("quiet"), text: phrases.console.jobs.noTasks)
      }
      let tenths = counts.progressTenths
      div.progress(
        .max(1_000), .value(String(tenths)), .ariaLabel(phrases.progress), text: "\(tenths / 10) %")
      div.p(
        .class("quiet"),
        text: phrases.tasksDone(counts.completed + counts.failed, counts.total - counts.skipped))
    }
  }
}
