import Console
import HTML
import HTTP
import Language
import Primitives

/// The tasks of a job as members see them on its page: found and shown as guests' are, and changed
/// where the member manages the job.
struct JobPageTasks {
  private let visit: Visit
  private let job: Job
  private let found: TaskFinding

  private var phrases: Phrases { visit.phrases }
  private var words: JobPagePhrases { visit.phrases.jobPage }
  private var manages: Bool { job.isManaged(by: visit.member) }
  private var isClosed: Bool { job.status == .cancelled }
  /// Whether the reader may change and add tasks here.
  private var isOpen: Bool { manages && !isClosed }

  /// Of the page that they stand on.
  var status: Status { found.status }

  /// Reads the parameters of `GET /v1/jobs/{id}/tasks` off the page's address.
  init(of job: Job, _ visit: Visit, lanes: BulkLanes) throws {
    self.visit = visit
    self.job = job
    found = try TaskFinding(
      of: job, for: .member,
      at: TaskPlace(
        page: JobPagesRoute.job(job.id).path, export: JobPagesRoute.export(job.id).path,
        fragment: "tasks"), visit.context, lanes: lanes, visit.phrases)
  }

  func write(_ forms: JobPage.Forms, to main: inout PageWriter) throws {
    try main.section { section in
      section.h2(.id("tasks"), text: phrases.tasks)
      // Whoever was shown the form hears why it did nothing, also where it isn't shown any more.
      if !isOpen || found.status != .ok {
        section.summary(of: forms.status, [], phrases.console)
      }
      try found.write(to: &section) { tasks, section in
        try tasks.write(to: &section) { table, section in
          try write(table, at: tasks.links, forms.status, to: &section)
        }
      }
      if isOpen {
        writeAdding(forms.add, to: &section)
      } else {
        section.summary(of: forms.add, [], phrases.console)
        KeptWords(of: forms.add, [(PastedTasks.name, phrases.console.jobs.tasks)])
          .write(phrases.console.kept, to: &section)
      }
    }
  }

  /// In a form that changes those that were ticked, where that may be done.
  private func write(
    _ table: TaskTable, at links: TaskLinks, _ state: FormState, to section: inout PageWriter
  ) throws {
    guard manages else { return try table.write(to: &section) }
    guard !isClosed else {
      section.p(.class("quiet"), text: words.closedTasks)
      return try table.write(to: &section)
    }
    var table = table
    table.isChoosable = true
    let field = FormField(
      "status", words.setTo,
      .choice(
        JobTask.Status.allCases.map { (value: $0.rawValue, label: phrases.taskStatus[$0]) }),
      value: JobTask.Status.completed.rawValue)
    section.summary(of: state, [field], phrases.console)
    try section.form(
      posting: links.here(at: JobPagesRoute.taskStatus(job.id).path), with: visit.proof,
      .class("tasks")
    ) { form in
      try table.write(to: &form)
      form.div(.class("row controls")) { row in
        row.field(field, in: state, phrases.console)
        row.button(.class("plain"), text: words.setStatus)
      }
    }
  }

  /// One title a line.
  private func writeAdding(_ state: FormState, to section: inout PageWriter) {
    let field = PastedTasks.field(phrases.console.jobs, isRequired: true)
    let isWanted = state.problem != nil || job.visibleTasks == 0
    section.details(isWanted ? [.open] : []) { details in
      details.summary(text: words.addTasks)
      details.summary(of: state, [field], phrases.console)
      details.form(
        posting: Address(JobPagesRoute.tasks(job.id).address), with: visit.proof, .class("card")
      ) { form in
        form.once()
        form.field(field, in: state, phrases.console)
        form.button(.class("plain"), text: words.addTasks)
      }
    }
  }
}
