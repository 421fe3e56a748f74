import Clients
import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/client/jobs/{id}`: a job as its client sees it: what a guest sees of it, who posted it, and
/// what the client has said to it.
struct ClientJobPage {
  private let found: ClientJob
  private let visit: ClientVisit
  private let tasks: TaskFinding

  private var job: Job { found.job }
  private var phrases: Phrases { visit.phrases }
  private var words: DashboardPhrases { visit.phrases.dashboard }

  /// Moves with every release that shows the page otherwise.
  private static let version = 1

  /// What the page depends on, whatever part of the tasks it shows.
  static func tag(of job: Job, _ visit: ClientVisit) -> EntityTag {
    EntityTag("j\(version).\(job.version).\(visit.phrases.code)")
  }

  init(_ found: ClientJob, _ visit: ClientVisit, lanes: BulkLanes) throws {
    self.found = found
    self.visit = visit
    let id = found.job.id
    tasks = try TaskFinding(
      of: found.job, for: .guest,
      at: TaskPlace(
        page: ClientJobPagesRoute.job(id).path, export: ClientJobPagesRoute.export(id).path,
        fragment: "tasks"), visit.context, lanes: lanes, visit.phrases)
  }

  func response(_ tag: EntityTag) throws -> Response {
    try visit.page(
      tasks.status, title: job.title, section: ClientJobPagesRoute.dashboard.address,
      hasError: tasks.status != .ok
    ) { main in
      main.p(.class("kicker")) { p in
        p.a(.href(Address(ClientJobPagesRoute.dashboard.address)), text: words.title)
      }
      JobSummary(job: job, phrases: phrases).write(to: &main) { facts in
        facts.div { div in
          div.dt(text: words.workspace)
          div.dd(.dir("auto"), text: found.workspaceName)
        }
      }
      if let text = words.approvalText(found.approval.word) { main.p(text: text) }
      ClientWord(found: found, visit: visit, here: ClientJobPagesRoute.job(job.id).address)
        .write(to: &main)
      writeRefresh(tag, to: &main)
      try main.section { section in
        section.h2(.id("tasks"), text: phrases.tasks)
        try tasks.write(to: &section)
      }
    }
  }

  /// By hand; a script looks by itself, and says when there is something new.
  private func writeRefresh(_ tag: EntityTag, to main: inout PageWriter) {
    guard case .tasks(let section) = tasks else { return }
    let here = Address(ClientJobPagesRoute.job(job.id).address)
    main.p(.class("refresh")) { p in
      p.span(
        .role("status"), .watches(here), .knowsTag(tag.text), .saysChanged(phrases.jobHasChanged),
        text: "")
      p.a(.href(section.links.here), text: phrases.refresh)
    }
  }
}
