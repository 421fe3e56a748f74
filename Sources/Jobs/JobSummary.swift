import HTML
import HTTP
import Language
import Primitives

/// How far a job is, for its members: progress, counts and times.
struct JobSummary {
  let job: Job
  let phrases: Phrases

  /// - Parameter more: writes further facts behind these.
  func write(to main: inout PageWriter, more: (inout PageWriter) -> Void) {
    writeProgress(to: &main)
    main.dl(.class("facts")) { facts in
      write(phrases.completed, String(job.counts.completed), to: &facts)
      write(phrases.failed, String(job.counts.failed), to: &facts)
      write(phrases.skipped, String(job.counts.skipped), to: &facts)
      write(phrases.waiting, String(job.counts.pending + job.counts.running), to: &facts)
      write(phrases.created, job.createdAt, to: &facts)
      write(phrases.started, job.startedAt, to: &facts)
      write(phrases.finished, job.completedAt, to: &facts)
      more(&facts)
    }
  }

  private func writeProgress(to main: inout PageWriter) {
    let tenths = job.counts.progressTenths
    main.div(.class("progress")) { div in
      div.progress(
        .max(1_000), .value(String(tenths)), .ariaLabel(phrases.progress), text: "\(tenths / 10) %")
      div.p { p in
        p.strong(text: "\(tenths / 10).\(tenths % 10) %")
        p.text(" ")
        p.span(
          .class("quiet"),
          text: phrases.tasksDone(
            job.counts.completed + job.counts.failed, job.counts.total - job.counts.skipped))
      }
    }
  }

  private func write(_ name: String, _ value: String, to facts: inout PageWriter) {
    facts.div { div in
      div.dt(text: name)
      div.dd(text: value)
    }
  }

  private func write(_ name: String, _ instant: Instant?, to facts: inout PageWriter) {
    facts.div { div in
      div.dt(text: name)
      div.dd { dd in
        guard let instant else { return dd.text(phrases.notYet) }
        dd.moment(instant)
      }
    }
  }
}
