import HTML
import HTTP
import Language
import Links
import Primitives

/// The page behind a job's share link (seed 0): read-only, from the guest's view of the job.
///
/// Its parts are `SharedJobSummary`, `SharedTaskFilter`, `SharedTaskTable` and what leads on.
struct SharedJobPage {
  let job: Job
  /// Of the link; nil: never.
  let expiresAt: Instant?
  let now: Instant
  let tasks: TaskPage
  /// How many tasks the page's query finds, where that is known.
  let found: Int?
  let isFirstPage: Bool
  let view: TaskView
  let links: SharedTaskLinks
  /// Where a script may ask whether the job has changed; nil where none is to ask.
  let source: Address?
  let phrases: Phrases

  func response(in frame: GuestFrame) throws -> Response {
    try frame.page { main in
      SharedJobSummary(job: job, expiresAt: expiresAt, now: now, phrases: phrases).write(to: &main)
      if let source, job.isUnderWay { writeRefresh(source, to: &main) }
      try main.section { section in
        section.h2(.id("tasks"), text: phrases.tasks)
        guard job.visibleTasks > 0 else {
          return section.p(.class("quiet"), text: phrases.noTasks)
        }
        SharedTaskFilter(
          job: job, columns: view.columns, found: found, links: links, phrases: phrases
        )
        .write(to: &section)
        guard !tasks.tasks.isEmpty else { return writeNothing(to: &section) }
        try SharedTaskTable(
          job: job, tasks: tasks.tasks, view: view, links: links, phrases: phrases
        )
        .write(to: &section)
        writePages(to: &section)
        writeDownloads(to: &section)
      }
    }
  }

  /// By hand; a script looks by itself, and says when there is something new.
  private func writeRefresh(_ source: Address, to main: inout PageWriter) {
    let tag = job.tag(for: .guest, linkExpiresAt: expiresAt).text
    main.p(.class("refresh")) { p in
      p.span(
        .role("status"), .watches(source), .knowsTag(tag), .saysChanged(phrases.jobHasChanged),
        text: "")
      p.a(.href(links.here), text: phrases.refresh)
    }
  }

  private func writeNothing(to section: inout PageWriter) {
    section.div(.class("nothing")) { div in
      div.p(text: phrases.search.nothingFound)
      div.p { $0.a(.href(links.page(TaskQuery())), text: phrases.search.showAll) }
    }
  }

  // MARK: What leads on

  private func writePages(to section: inout PageWriter) {
    let isPlain = links.query.isPlain
    guard isPlain || !isFirstPage || tasks.next != nil else { return }
    section.nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      if isPlain {
        let first = tasks.tasks.first?.position ?? 0
        let last = tasks.tasks.last?.position ?? 0
        nav.p(.class("quiet"), text: phrases.taskRange(first, last, job.visibleTasks))
      }
      guard !isFirstPage || tasks.previous != nil || tasks.next != nil else { return }
      nav.ul { ul in
        if !isFirstPage { writePage(phrases.firstPage, nil, to: &ul) }
        if let previous = tasks.previous { writePage(phrases.previousPage, previous, to: &ul) }
        if let next = tasks.next { writePage(phrases.nextPage, next, to: &ul) }
      }
    }
  }

  private func writePage(_ label: String, _ cursor: String?, to ul: inout PageWriter) {
    ul.li { $0.a(.href(links.page(links.query, cursor: cursor)), text: label) }
  }

  private func writeDownloads(to section: inout PageWriter) {
    let label = links.query.isPlain ? phrases.download : phrases.downloadThese
    section.nav(.class("downloads"), .ariaLabel(label)) { nav in
      nav.p(text: label)
      nav.ul { ul in
        for format in ExportFormat.allCases {
          ul.li { li in
            li.a(
              .href(links.export(format)), .download, .nofollow, text: format.rawValue.uppercased())
          }
        }
      }
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
