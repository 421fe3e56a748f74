import HTML
import HTTP
import Language
import Links
import Primitives

/// The page behind a job's share link (seed 0): read-only, from the guest's view of the job.
struct SharedJobPage {
  let job: Job
  /// Of the link that it is seen through; nil where none opens.
  let expiry: LinkExpiry?
  let tasks: TaskSection
  /// Where a script may ask whether the job has changed; nil where none is to ask.
  let source: Address?
  let phrases: Phrases

  func response(in frame: GuestFrame) throws -> Response {
    try frame.page { main in
      main.p(.class("kicker"), text: phrases.sharedJob)
      JobSummary(job: job, phrases: phrases).write(to: &main)
      expiry?.write(phrases, to: &main)
      if let source, job.isUnderWay { writeRefresh(source, to: &main) }
      try main.section { section in
        section.h2(.id("tasks"), text: phrases.tasks)
        try tasks.write(to: &section)
      }
    }
  }

  /// By hand; a script looks by itself, and says when there is something new.
  private func writeRefresh(_ source: Address, to main: inout PageWriter) {
    let tag = job.tag(for: .guest, linkExpiresAt: expiry?.expiresAt).text
    main.p(.class("refresh")) { p in
      p.span(
        .role("status"), .watches(source), .knowsTag(tag), .saysChanged(phrases.jobHasChanged),
        text: "")
      p.a(.href(tasks.links.here), text: phrases.refresh)
    }
  }
}

extension Job {
  /// Whether it may still move by itself.
  fileprivate var isUnderWay: Bool { status == .pending || status == .running }
}

extension JobStatusWords {
  subscript(status: Job.Status) -> String {
    switch status {
    case .pending: pending
    case .running: running
    case .completed: completed
    case .failed: failed
    case .cancelled: cancelled
    }
  }
}

extension TaskStatusWords {
  subscript(status: JobTask.Status) -> String {
    switch status {
    case .pending: pending
    case .running: running
    case .completed: completed
    case .failed: failed
    case .skipped: skipped
    }
  }
}
