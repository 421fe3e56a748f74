import Console
import HTML
import HTTP
import Language
import Primitives

/// The tasks of a job as members see them on its page: found by status, title and order, a page at
/// a time, and changed where the member manages the job.
struct JobPageTasks {
  private let visit: Visit
  private let job: Job
  private let columns: [Column]
  private let found: Found
  private let query: TaskPageQuery

  private enum Found {
    case page(TaskPage)
    /// What was asked for can't be found that way.
    case refused(Problem)
  }

  private var phrases: Phrases { visit.phrases }
  private var words: JobPagePhrases { visit.phrases.jobPage }
  private var manages: Bool { job.isManaged(by: visit.member) }
  private var isClosed: Bool { job.status == .cancelled }

  /// Of the page that they stand on.
  var status: Status {
    if case .refused(let problem) = found { problem.status } else { .ok }
  }

  /// Reads the parameters of `GET /v1/jobs/{id}/tasks` off the page's address; what is wrong with
  /// them is said where the tasks would stand.
  init(of job: Job, _ visit: Visit) throws {
    self.visit = visit
    self.job = job
    columns = try Column.stored(job.memberColumns, visit.context.reader)
    query = TaskPageQuery(visit.context.request.query)
    do {
      var given = try Query(query.text, toleratesOthers: true)
      let request = TaskPage.Request(&given, columns: columns)
      try given.finish()
      found = .page(try TaskPage(of: job, request, for: .member, on: visit.context.database))
    } catch let error as any ProblemConvertible {
      found = .refused(error.problem)
    }
  }

  func write(_ forms: JobPage.Forms, to main: inout PageWriter) throws {
    try main.section { section in
      section.h2(.id("tasks"), text: phrases.tasks)
      if job.visibleTasks > 0 {
        JobTaskFinder(job: job, columns: columns, query: query, phrases: phrases)
          .write(to: &section)
      }
      switch found {
      case .refused(let problem): writeRefusal(problem, to: &section)
      case .page(let page) where page.tasks.isEmpty:
        section.p(.class("quiet"), text: query.isPlain ? phrases.noTasks : words.noneFound)
        if !query.isPlain { writeWayBack(to: &section) }
      case .page(let page):
        try writeTable(page, forms.status, to: &section)
        writePages(page, to: &section)
        writeDownloads(to: &section)
      }
      if manages { writeAdding(forms.add, to: &section) }
    }
  }

  private func writeRefusal(_ problem: Problem, to section: inout PageWriter) {
    let notice = words.problem(problem.code) ?? phrases.badRequest
    section.div(.class("errors")) { div in
      div.h3(text: notice.title)
      div.p(text: notice.text)
    }
    writeWayBack(to: &section)
  }

  private func writeWayBack(to section: inout PageWriter) {
    section.p(.class("next")) { p in
      p.a(
        .class("button plain"), .href(Address(path: JobPagesRoute.job(job.id).path + "#tasks")),
        text: words.showAll)
    }
  }

  // MARK: The table

  private func writeTable(
    _ page: TaskPage, _ state: FormState, to section: inout PageWriter
  ) throws {
    let table = JobTaskTable(
      tasks: page.tasks, view: TaskView(of: columns, for: .member, reader: visit.context.reader),
      phrases: phrases, isChoosable: manages && !isClosed)
    guard manages else { return try table.write(to: &section) }
    guard !isClosed else {
      section.p(.class("quiet"), text: words.closedTasks)
      return try table.write(to: &section)
    }
    let field = FormField(
      "status", words.setTo,
      .choice(
        JobTask.Status.allCases.map { (value: $0.rawValue, label: phrases.taskStatus[$0]) }),
      value: JobTask.Status.completed.rawValue)
    section.summary(of: state, [field], phrases.console)
    try section.form(
      posting: Address(path: query.path(of: .taskStatus(job.id), cursor: query.cursor)),
      with: visit.proof,
      .class("tasks")
    ) { form in
      try table.write(to: &form)
      form.div(.class("row controls")) { row in
        row.field(field, in: state, phrases.console)
        row.button(.class("plain"), text: words.setStatus)
      }
    }
  }

  // MARK: Around it

  private func writePages(_ page: TaskPage, to section: inout PageWriter) {
    section.nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      if query.isPlain, let first = page.tasks.first, let last = page.tasks.last {
        nav.p(
          .class("quiet"),
          text: phrases.taskRange(first.position, last.position, job.visibleTasks))
      }
      guard page.previous != nil || page.next != nil || query.hasCursor else { return }
      nav.ul { ul in
        if query.hasCursor { writePage(phrases.firstPage, nil, to: &ul) }
        if let previous = page.previous { writePage(phrases.previousPage, previous, to: &ul) }
        if let next = page.next { writePage(phrases.nextPage, next, to: &ul) }
      }
    }
  }

  private func writePage(_ label: String, _ cursor: String?, to ul: inout PageWriter) {
    let path = query.path(of: .job(job.id), cursor: cursor) + "#tasks"
    ul.li { $0.a(.href(Address(path: path)), text: label) }
  }

  private func writeDownloads(to section: inout PageWriter) {
    section.nav(.class("downloads"), .ariaLabel(words.downloads)) { nav in
      nav.p(text: words.downloads)
      nav.ul { ul in
        for format in ExportFormat.allCases {
          let path = query.path(of: .export(job.id), format: format)
          ul.li { li in
            li.a(
              .href(Address(path: path)), .download, .nofollow, text: format.rawValue.uppercased())
          }
        }
      }
    }
  }

  /// One title a line.
  private func writeAdding(_ state: FormState, to section: inout PageWriter) {
    guard !isClosed else { return }
    let field = PastedTasks.field(phrases.console.jobs, isRequired: true)
    let isOpen = state.problem != nil || job.visibleTasks == 0
    section.details(isOpen ? [.open] : []) { details in
      details.summary(text: words.addTasks)
      details.summary(of: state, [field], phrases.console)
      details.form(
        posting: Address(JobPagesRoute.tasks(job.id).address), with: visit.proof, .class("card")
      ) { form in
        form.field(field, in: state, phrases.console)
        form.button(.class("plain"), text: words.addTasks)
      }
    }
  }
}

/// What of the page's address is about tasks, as it stands there.
struct TaskPageQuery {
  private let kept: [(name: Substring, text: Substring)]
  /// As it stands in the address; nil on the first page.
  let cursor: String?

  var hasCursor: Bool { cursor != nil }

  /// Whether all tasks are wanted, in their order.
  var isPlain: Bool { kept.isEmpty }

  /// With the cursor; without what is empty, which is how a form sends what wasn't filled in.
  let text: String

  init(_ query: String) {
    let pairs = query.split(separator: "&").compactMap { pair -> (Substring, Substring)? in
      let halves = pair.split(separator: "=", maxSplits: 1)
      guard let name = halves.first, halves.count == 2 else { return nil }
      return (name, pair)
    }
    let isOfTasks: (Substring) -> Bool = { name in
      ["status", "q", "sort"].contains(name) || name.hasPrefix("attr")
    }
    let own = pairs.filter { isOfTasks($0.0) }
    kept = own.map { (name: $0.0, text: $0.1) }
    let cursor = pairs.filter { $0.0 == "cursor" }
    self.cursor = cursor.first.map { String($0.1.dropFirst("cursor=".count)) }
    text = (own + cursor).map(\.1).joined(separator: "&")
  }

  /// The same tasks at another address.
  func path(
    of route: JobPagesRoute, cursor: String? = nil, format: ExportFormat? = nil
  ) -> String {
    var pairs = kept.map { String($0.text) }
    if let cursor { pairs.append("cursor=\(cursor)") }
    if let format { pairs.append("format=\(format.rawValue)") }
    return route.path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }

  /// What was asked for under a name; nil for nothing.
  func value(_ name: String) -> String? {
    var query = try? Query(text, toleratesOthers: true)
    return query?.text(name)
  }
}
