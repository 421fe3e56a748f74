import HTML
import HTTP
import Language
import Links
import Primitives

/// The page behind a job's share link (seed 0): read-only, from the guest's view of the job.
struct SharedJobPage {
  let job: Job
  let link: OpenLink
  let token: String
  let tasks: TaskPage
  let view: TaskView
  let phrases: Phrases

  func response(in frame: GuestFrame) throws -> Response {
    try frame.page { main in
      writeSummary(to: &main)
      try main.section { section in
        section.h2(.id("tasks"), text: phrases.tasks)
        if tasks.tasks.isEmpty {
          section.p(.class("quiet"), text: phrases.noTasks)
        } else {
          try writeTable(to: &section)
          writePages(to: &section)
          writeDownloads(to: &section)
        }
      }
    }
  }

  // MARK: The job

  private func writeSummary(to main: inout PageWriter) {
    main.p(.class("kicker"), text: phrases.sharedJob)
    main.h1(.dir("auto"), text: job.title)
    main.p { p in
      p.span(.class("status \(job.status.rawValue)"), text: phrases.jobStatus[job.status])
    }
    if let description = job.description, !description.isEmpty {
      main.p(.class("description"), .dir("auto"), text: description)
    }
    writeProgress(to: &main)
    main.dl(.class("facts")) { facts in
      write(phrases.completed, String(job.counts.completed), to: &facts)
      write(phrases.failed, String(job.counts.failed), to: &facts)
      write(phrases.skipped, String(job.counts.skipped), to: &facts)
      write(phrases.waiting, String(job.counts.pending + job.counts.running), to: &facts)
      write(phrases.created, job.createdAt, to: &facts)
      write(phrases.started, job.startedAt, to: &facts)
      write(phrases.finished, job.completedAt, to: &facts)
      if let seconds = job.durationSeconds {
        write(phrases.duration, Self.duration(seconds), to: &facts)
      }
    }
    main.p(.class("quiet")) { p in
      guard let expiresAt = link.expiresAt else { return p.text(phrases.linkNeverExpires) }
      p.text(phrases.linkWorksUntil + " ")
      write(expiresAt, to: &p)
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
        write(instant, to: &dd)
      }
    }
  }

  private func write(_ instant: Instant, to page: inout PageWriter) {
    page.time(.datetime(instant), text: Self.words(instant))
  }

  /// An instant as people read it, with its zone's name: of the job to the minute, of what tasks
  /// have measured to the second.
  private static func words(_ instant: Instant, toTheSecond: Bool = false) -> String {
    let civil = CivilTime(instant)
    var text: Bytes = []
    text.appendDigits(civil.year, width: 4)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(civil.month, width: 2)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(civil.day, width: 2)
    text.append(UInt8(ascii: " "))
    text.appendDigits(civil.hour, width: 2)
    text.append(UInt8(ascii: ":"))
    text.appendDigits(civil.minute, width: 2)
    if toTheSecond {
      text.append(UInt8(ascii: ":"))
      text.appendDigits(civil.second, width: 2)
    }
    text.append(literal: " UTC")
    return String(decoding: text, as: UTF8.self)
  }

  private static func duration(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours) h \(minutes) min" }
    return minutes > 0 ? "\(minutes) min \(rest) s" : "\(rest) s"
  }

  // MARK: Its tasks

  private func writeTable(to section: inout PageWriter) throws {
    // Scrolls sideways by itself when it is wider than a phone; so it must take the focus.
    try section.div(
      .class("scroll"), .role("region"), .ariaLabelledBy("tasks"), .tabindex(0)
    ) { region in
      try region.table { table in
        table.thead { thead in
          thead.tr { tr in
            tr.th(.scope("col"), .class("number"), text: phrases.number)
            tr.th(.scope("col"), text: phrases.task)
            tr.th(.scope("col"), text: phrases.status)
            for column in view.columns {
              tr.th(.scope("col"), .class(column.kind.rawValue), .dir("auto"), text: column.label)
            }
          }
        }
        try table.tbody { tbody in
          for task in tasks.tasks { try writeRow(task, to: &tbody) }
        }
      }
    }
  }

  private func writeRow(_ task: JobTask, to tbody: inout PageWriter) throws {
    try tbody.tr { tr in
      tr.td(.class("number"), text: String(task.position))
      tr.th(.scope("row"), .dir("auto"), text: String(decoding: task.title, as: UTF8.self))
      tr.td { td in
        td.span(.class("status \(task.status.rawValue)"), text: phrases.taskStatus[task.status])
      }
      try view.withValues(task.attributes) { values in
        for (column, value) in zip(view.columns, values) {
          tr.td(.class(column.kind.rawValue), .dir("auto"), text: cell(value, in: column))
        }
      }
    }
  }

  private func cell(_ value: JSON?, in column: Column) -> String {
    guard let value, !value.isNull else { return "" }
    if let text = value.text {
      let instant = column.kind == .datetime ? Instant(iso8601: text) : nil
      return instant.map { Self.words($0, toTheSecond: true) } ?? text
    }
    if let bool = value.bool { return bool ? phrases.yes : phrases.no }
    var scalar: Bytes = []
    return value.appendScalar(to: &scalar) ? String(decoding: scalar, as: UTF8.self) : ""
  }

  private func writePages(to section: inout PageWriter) {
    let first = tasks.tasks.first?.position ?? 0
    let last = tasks.tasks.last?.position ?? 0
    section.nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      nav.p(.class("quiet"), text: phrases.taskRange(first, last, job.visibleTasks))
      guard tasks.previous != nil || tasks.next != nil else { return }
      nav.ul { ul in
        if let previous = tasks.previous {
          writePageLink(phrases.firstPage, nil, to: &ul)
          writePageLink(phrases.previousPage, previous, to: &ul)
        }
        if let next = tasks.next { writePageLink(phrases.nextPage, next, to: &ul) }
      }
    }
  }

  private func writePageLink(_ label: String, _ cursor: String?, to ul: inout PageWriter) {
    let path = JobsRoute.sharedPage(token: token).path
    let query = cursor.map { "?cursor=\($0)" } ?? ""
    ul.li { li in li.a(.href(Address(path: path + query)), text: label) }
  }

  private func writeDownloads(to section: inout PageWriter) {
    let path = JobsRoute.sharedExport(token: token).path
    section.nav(.class("downloads"), .ariaLabel(phrases.download)) { nav in
      nav.p(text: phrases.download)
      nav.ul { ul in
        for format in ExportFormat.allCases {
          let address = Address(path: "\(path)?format=\(format.rawValue)")
          ul.li { li in
            li.a(.href(address), .download, .nofollow, text: format.rawValue.uppercased())
          }
        }
      }
    }
  }
}

extension JobStatusWords {
  fileprivate subscript(status: Job.Status) -> String {
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
  fileprivate subscript(status: JobTask.Status) -> String {
    switch status {
    case .pending: pending
    case .running: running
    case .completed: completed
    case .failed: failed
    case .skipped: skipped
    }
  }
}
