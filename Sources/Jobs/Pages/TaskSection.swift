import Accounts
import HTML
import HTTP
import Language
import Primitives

/// The tasks of a job's page, for guests and for members: which of them, in which order, a page at a
/// time, and what leads on from there.
struct TaskSection {
  private let job: Job
  private let page: TaskPage
  /// How many tasks the page's query finds, where that is known.
  private let found: Int?
  private let isFirstPage: Bool
  private let view: TaskView
  let links: TaskLinks
  private let phrases: Phrases

  /// - Parameters:
  ///   - columns: those that the reader sees.
  ///   - place: where the page stands.
  ///
  /// Throws what `TaskPage` does.
  init(
    of job: Job, _ columns: [Column], _ request: TaskPage.Request, for audience: Column.Audience,
    at place: TaskPlace, _ context: Context, lanes: BulkLanes, _ phrases: Phrases
  ) throws {
    self.job = job
    self.phrases = phrases
    page = try TaskPage(
      of: job, request, for: audience, on: context.database, lanes: lanes)
    isFirstPage = request.isFirstPage
    let isWhole = isFirstPage && page.next == nil
    found =
      isWhole
      ? page.tasks.count : try TaskSearch.count(request.query, of: job, on: context.database)
    view = TaskView(of: columns, for: audience, reader: context.reader)
    links = TaskLinks(place, request)
  }

  /// - Parameter table: writes the table, where there is one.
  func write(
    to section: inout PageWriter,
    table: (TaskTable, inout PageWriter) throws -> Void = { try $0.write(to: &$1) }
  ) throws {
    guard job.visibleTasks > 0 else {
      return section.p(.class("quiet"), text: phrases.noTasks)
    }
    TaskFilter(job: job, columns: view.columns, found: found, links: links, phrases: phrases)
      .write(to: &section)
    guard !page.tasks.isEmpty else { return writeNothing(to: &section) }
    try table(
      TaskTable(job: job, tasks: page.tasks, view: view, links: links, phrases: phrases), &section)
    writePages(to: &section)
    writeDownloads(to: &section)
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
    guard isPlain || !isFirstPage || page.next != nil else { return }
    section.nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      if isPlain {
        let first = page.tasks.first?.position ?? 0
        let last = page.tasks.last?.position ?? 0
        nav.p(.class("quiet"), text: phrases.taskRange(first, last, job.visibleTasks))
      }
      guard !isFirstPage || page.previous != nil || page.next != nil else { return }
      nav.ul { ul in
        if !isFirstPage { writePage(phrases.firstPage, nil, to: &ul) }
        if let previous = page.previous { writePage(phrases.previousPage, previous, to: &ul) }
        if let next = page.next { writePage(phrases.nextPage, next, to: &ul) }
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
