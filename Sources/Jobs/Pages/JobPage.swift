import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/jobs/{id}`: a job with its tasks, its link, and what happened to both.
struct JobPage {
  /// How the page's forms stand.
  struct Forms {
    var generate = FormState("generate")
    var expiry = FormState("expiry")
    var status = FormState("status")
    var add = FormState("add")

    fileprivate var wrong: FormState? {
      [generate, expiry, status, add].first { $0.problem != nil }
    }
  }

  private let visit: Visit
  private let job: Job
  private let link: JobLinkSection
  private let tasks: JobPageTasks
  private let activity: JobPageActivity
  /// Of people and keys, as far as the page speaks of them.
  private let names: [UUID: String]

  private var phrases: Phrases { visit.phrases }
  private var words: JobPagePhrases { visit.phrases.jobPage }

  /// Throws `notFound` for a job of another workspace.
  init(_ id: UUID, _ visit: Visit, _ jobs: Jobs) throws {
    let database = visit.context.database
    job = try jobs.visibleJob(id, to: visit.member, on: database)
    self.visit = visit
    link = try JobLinkSection(of: job, visit, jobs)
    tasks = try JobPageTasks(of: job, visit, lanes: jobs.lanes)
    activity = try JobPageActivity(of: job, visit)
    names = try Accounts.names(
      of: activity.actors.union(link.people).union([job.createdBy]), on: database)
  }

  func response(_ forms: Forms = Forms()) throws -> Response {
    let wrong = forms.wrong
    return try visit.page(
      wrong?.status ?? tasks.status, title: job.title, section: JobPagesRoute.jobs.address,
      hasError: wrong != nil || tasks.status != .ok
    ) { main in
      writeHead(to: &main)
      link.write(forms, names, to: &main)
      try tasks.write(forms, to: &main)
      activity.write(names, to: &main)
    }
  }

  // MARK: The job

  private func writeHead(to main: inout PageWriter) {
    main.p(.class("kicker")) { p in
      p.a(.href(Address(JobPagesRoute.jobs.address)), text: phrases.console.jobs.title)
    }
    JobSummary(job: job, phrases: phrases).write(to: &main) { facts in
      facts.div { div in
        div.dt(text: words.createdBy)
        div.dd(.dir("auto"), text: names[job.createdBy] ?? words.somebody)
      }
      if let client = job.postedFor { writeClient(client, to: &facts) }
    }
    if let client = job.postedFor, !job.approval.isGiven { writeApproval(client, to: &main) }
    if job.isManaged(by: visit.member) { writeSteps(to: &main) }
  }

  private func writeClient(_ client: PostedFor, to facts: inout PageWriter) {
    facts.div { div in
      div.dt(text: phrases.posting.postedFor)
      div.dd(.dir("auto")) { dd in
        dd.a(.href(Address(JobListQuery.jobs(of: client.client))), text: client.companyName)
      }
    }
  }

  /// Why the job goes no further, and what to do.
  private func writeApproval(_ client: PostedFor, to main: inout PageWriter) {
    let (words, word) = (phrases.posting, client.approval.word)
    main.section(.class("card approval")) { section in
      section.p {
        $0.span(.class("state \(client.approval.style)"), text: words.approvals(word))
      }
      if let text = words.approvalText(word, client.companyName) {
        section.p(.dir("auto"), text: text)
      }
    }
  }

  /// What can be done to the job as it is now; each leads to a page of its own.
  private func writeSteps(to main: inout PageWriter) {
    main.div(.class("row steps")) { row in
      writeStep(.edit(job.id), words.edit, to: &row)
      if Job.Status.Step.cancel.allowedFrom.contains(job.status) {
        writeStep(.step(job.id, .cancel), words.cancelJob, to: &row)
      }
      if Job.Status.Step.restart.allowedFrom.contains(job.status) {
        writeStep(.step(job.id, .restart), words.restartJob, to: &row)
      }
      writeStep(.step(job.id, .delete), words.deleteJob, to: &row)
    }
  }

  private func writeStep(_ route: JobPagesRoute, _ label: String, to row: inout PageWriter) {
    row.a(.class("button plain"), .href(Address(route.address)), text: label)
  }
}
