import HTML
import Language
import Primitives

/// The upper part of a job's page: what the job is, and how far it has come.
struct JobSummary {
  let job: Job
  let phrases: Phrases

  /// - Parameter more: writes further facts behind these.
  func write(to main: inout PageWriter, more: (inout PageWriter) -> Void = { _ in }) {
    main.h1(.dir("auto"), text: job.title)
    main.p { p in
      p.span(.class("status \(job.status.rawValue)"), text: phrases.jobStatus[job.status])
    }
    if let description = job.description, !description.isEmpty {
      main.p(.class("description"), .dir("auto"), text: description)
    }
    writeProgress(to: &main)
    main.dl(.class("facts")) { facts in
      writeFacts(to: &facts)
      more(&facts)
    }
  }

  // MARK: Progress

  private func writeProgress(to main: inout PageWriter) {
    let percent = phrases.percent(job.counts.progressTenths)
    main.div(.class("progress")) { div in
      div.bar("\(phrases.progress): \(percent)", parts)
      div.p { p in
        p.strong(text: percent)
        p.text(" ")
        p.span(
          .class("quiet"),
          text: phrases.tasksDone(
            job.counts.completed + job.counts.failed, job.counts.total - job.counts.skipped))
      }
    }
  }

  /// What is done from the start, what is left out at the end, and between them what is to be done.
  private var parts: [BarPart] {
    let counts = job.counts
    guard counts.total > 0 else { return [] }
    let places = [
      0, counts.completed, counts.completed + counts.failed, counts.total - counts.skipped,
      counts.total,
    ].map { $0 * 1_000 / counts.total }
    return [
      BarPart(.plain, from: places[0], width: places[1] - places[0]),
      BarPart(.hatched, from: places[1], width: places[2] - places[1]),
      BarPart(.thin, from: places[3], width: places[4] - places[3]),
    ]
  }

  // MARK: Facts

  private func writeFacts(to facts: inout PageWriter) {
    let counts = job.counts
    write(phrases.completed, counts.completed, as: "plain", to: &facts)
    write(phrases.failed, counts.failed, as: "hatched", to: &facts)
    write(phrases.skipped, counts.skipped, as: "thin", to: &facts)
    write(phrases.waiting, counts.pending + counts.running, as: "rest", to: &facts)
    write(phrases.created, job.createdAt, to: &facts)
    write(phrases.started, job.startedAt, to: &facts)
    write(phrases.finished, job.completedAt, to: &facts)
    guard let seconds = job.durationSeconds else { return }
    facts.div { div in
      div.dt(text: phrases.duration)
      div.dd(text: Self.duration(seconds))
    }
  }

  /// - Parameter pattern: that of the part of the bar whose number this is.
  private func write(
    _ name: String, _ count: Int, as pattern: String, to facts: inout PageWriter
  ) {
    facts.div { div in
      div.dt(.class(pattern), text: name)
      div.dd { $0.text(decimal: count) }
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

  private static func duration(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours) h \(minutes) min" }
    return minutes > 0 ? "\(minutes) min \(rest) s" : "\(rest) s"
  }
}
