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
      p.moment(expiresAt)
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
        let attributes = RowAttributes(columns: view.columns)
        try table.tbody { tbody in
          for task in tasks.tasks { try writeRow(task, attributes, to: &tbody) }
        }
      }
    }
  }

  private func writeRow(
    _ task: JobTask, _ attributes: RowAttributes, to tbody: inout PageWriter
  ) throws {
    try tbody.tr { tr in
      tr.td(attributes.number) { $0.text(decimal: task.position) }
      tr.th(attributes.title) { th in
        task.title.withUnsafeBytes { th.text(utf8: $0) }
      }
      tr.td { td in
        td.span(attributes.status(task.status)) { $0.text(phrases.taskStatus[task.status]) }
      }
      try view.withValues(task.attributes) { values in
        for (index, column) in view.columns.enumerated() {
          tr.td(attributes.columns[index]) { write(values[index], in: column, to: &$0) }
        }
      }
    }
  }

  private func write(_ value: JSON?, in column: Column, to td: inout PageWriter) {
    guard let value, !value.isNull else { return }
    let isText: Void? = value.withText { text in
      let instant = column.kind == .datetime ? Instant(iso8601: text) : nil
      if let instant { td.text(instant, withSeconds: true) } else { td.text(utf8: text) }
    }
    if isText != nil { return }
    if let bool = value.bool { return td.text(bool ? phrases.yes : phrases.no) }
    var scalar: Bytes = []
    if value.appendScalar(to: &scalar) { scalar.withUnsafeBytes { td.text(utf8: $0) } }
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

/// The attributes of a row's cells, which are the same in every row.
private struct RowAttributes {
  let number = AttributeSet(.class("number"))
  let title = AttributeSet(.scope("row"), .dir("auto"))
  private let statuses = JobTask.Status.allCases.map { status in
    (status, AttributeSet(.class("status \(status.rawValue)")))
  }
  private let unknown = AttributeSet()
  let columns: [AttributeSet]

  func status(_ status: JobTask.Status) -> AttributeSet {
    statuses.first { $0.0 == status }?.1 ?? unknown
  }

  init(columns: [Column]) {
    self.columns = columns.map { AttributeSet(.class($0.kind.rawValue), .dir("auto")) }
  }
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
