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
    let rows = try tasks.tasks.map(row)
    return frame.page {
      summary
      section(.ariaLabelledBy("tasks")) {
        h2(.id("tasks")) { phrases.tasks }
        if rows.isEmpty {
          p(.class("quiet")) { phrases.noTasks }
        } else {
          taskTable(rows)
          pages
          downloads
        }
      }
    }
  }

  // MARK: The job

  @HTMLBuilder private var summary: some HTML {
    p(.class("kicker")) { phrases.sharedJob }
    h1(.dir("auto")) { job.title }
    p {
      span(.class("status \(job.status.rawValue)")) { phrases.jobStatus[job.status] }
    }
    if let description = job.description, !description.isEmpty {
      p(.class("description"), .dir("auto")) { description }
    }
    progressBar
    dl(.class("facts")) {
      fact(phrases.completed, String(job.counts.completed))
      fact(phrases.failed, String(job.counts.failed))
      fact(phrases.skipped, String(job.counts.skipped))
      fact(phrases.waiting, String(job.counts.pending + job.counts.running))
      timeFact(phrases.created, job.createdAt)
      timeFact(phrases.started, job.startedAt)
      timeFact(phrases.finished, job.completedAt)
      if let seconds = job.durationSeconds { fact(phrases.duration, Self.duration(seconds)) }
    }
    p(.class("quiet")) {
      if let expiresAt = link.expiresAt {
        phrases.linkWorksUntil
        " "
        moment(expiresAt)
      } else {
        phrases.linkNeverExpires
      }
    }
  }

  @HTMLBuilder private var progressBar: some HTML {
    let tenths = job.counts.progressTenths
    div(.class("progress")) {
      progress(.max(1_000), .value(String(tenths)), .ariaLabel(phrases.progress)) {
        "\(tenths / 10) %"
      }
      p {
        strong { "\(tenths / 10).\(tenths % 10) %" }
        " "
        span(.class("quiet")) {
          phrases.tasksDone(
            job.counts.completed + job.counts.failed, job.counts.total - job.counts.skipped)
        }
      }
    }
  }

  private func fact(_ name: String, _ value: String) -> some HTML {
    div {
      dt { name }
      dd { value }
    }
  }

  private func timeFact(_ name: String, _ instant: Instant?) -> some HTML {
    div {
      dt { name }
      dd {
        if let instant { moment(instant) } else { phrases.notYet }
      }
    }
  }

  /// An instant as people read it, with its zone's name.
  private func moment(_ instant: Instant) -> some HTML {
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
    return time(.datetime(instant)) { String(decoding: text, as: UTF8.self) + " UTC" }
  }

  private static func duration(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours) h \(minutes) min" }
    return minutes > 0 ? "\(minutes) min \(rest) s" : "\(rest) s"
  }

  // MARK: Its tasks

  /// A task as cells of text.
  private struct TaskRow {
    let position: Int
    let title: String
    let status: JobTask.Status
    let cells: [String]
  }

  private func row(_ task: JobTask) throws -> TaskRow {
    var cells: [String] = []
    try view.withValues(task.attributes) { values in cells = values.map(cell) }
    return TaskRow(
      position: task.position, title: String(decoding: task.title, as: UTF8.self),
      status: task.status, cells: cells)
  }

  private func cell(_ value: JSON?) -> String {
    guard let value, !value.isNull else { return "" }
    if let text = value.text { return text }
    if let bool = value.bool { return bool ? phrases.yes : phrases.no }
    var scalar: Bytes = []
    return value.appendScalar(to: &scalar) ? String(decoding: scalar, as: UTF8.self) : ""
  }

  private func taskTable(_ rows: [TaskRow]) -> some HTML {
    // Scrolls sideways by itself when it is wider than a phone; so it must take the focus.
    div(
      .class("scroll"), .role("region"), .ariaLabelledBy("tasks"), .tabindex(0)
    ) {
      table {
        thead {
          tr {
            th(.scope("col"), .class("number")) { phrases.number }
            th(.scope("col")) { phrases.task }
            th(.scope("col")) { phrases.status }
            for column in view.columns {
              th(.scope("col"), .class(column.kind.rawValue), .dir("auto")) { column.label }
            }
          }
        }
        tbody {
          for row in rows {
            tr {
              td(.class("number")) { String(row.position) }
              th(.scope("row"), .dir("auto")) { row.title }
              td {
                span(.class("status \(row.status.rawValue)")) { phrases.taskStatus[row.status] }
              }
              for (column, cell) in zip(view.columns, row.cells) {
                td(.class(column.kind.rawValue), .dir("auto")) { cell }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder private var pages: some HTML {
    let first = tasks.tasks.first?.position ?? 0
    let last = tasks.tasks.last?.position ?? 0
    nav(.class("pages"), .ariaLabel(phrases.pages)) {
      p(.class("quiet")) { phrases.taskRange(first, last, job.visibleTasks) }
      if tasks.previous != nil || tasks.next != nil {
        ul {
          if let previous = tasks.previous {
            li { pageLink(phrases.firstPage, nil) }
            li { pageLink(phrases.previousPage, previous) }
          }
          if let next = tasks.next { li { pageLink(phrases.nextPage, next) } }
        }
      }
    }
  }

  private func pageLink(_ label: String, _ cursor: String?) -> some HTML {
    let path = JobsRoute.sharedPage(token: token).path
    let query = cursor.map { "?cursor=\($0)" } ?? ""
    return a(.href(Address(path: path + query))) { label }
  }

  private var downloads: some HTML {
    nav(.class("downloads"), .ariaLabel(phrases.download)) {
      p { phrases.download }
      ul {
        for format in ExportFormat.allCases {
          li {
            a(
              .href(
                Address(
                  path: JobsRoute.sharedExport(token: token).path + "?format=\(format.rawValue)")),
              .download, .nofollow
            ) { format.rawValue.uppercased() }
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
