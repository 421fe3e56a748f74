import Accounts
import Clients
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console`: the jobs of the workspace that a member looks at, each with its link; with
/// `deleted=true` those that can be restored.
///
/// What can be asked for is what `GET /v1/jobs` takes, and parameters without a value, as forms send
/// them, count as left out. A page of jobs is one query, links and all.
struct JobListPage {
  let visit: Visit
  let query: JobListQuery
  /// Those that can be chosen among.
  private let clients: [LinkedClient]
  private let rows: [JobListRow]
  /// Where the next page begins; nil on the last one.
  private let next: String?
  private let problem: Problem?

  var phrases: Phrases { visit.phrases }
  var words: JobPhrases { visit.phrases.console.jobs }

  /// Throws 400 for what can't be asked for.
  init(_ visit: Visit, _ jobs: Jobs, at place: Place, _ query: JobListQuery) throws {
    self.visit = visit
    self.query = query
    clients = try Clients.known(
      to: place.workspace.id, and: query.wanted.clientID, on: visit.context.database)
    let search = JobSearch(
      workspace: place.workspace.id, query: query.wanted, database: visit.context.database,
      lanes: jobs.lanes)
    var (found, problem): ([(job: Job, link: ListedLink?)], Problem?) = ([], nil)
    do {
      found = try search.pageWithLinks()
    } catch JobsError.tooManyToFilter {
      problem = JobsError.tooManyToFilter.problem
    }
    self.problem = problem
    let page = found.prefix(query.wanted.limit)
    next = found.count > page.count ? page.last.map { query.wanted.cursor(after: $0.job) } : nil
    rows = page.map { job, link in
      let isManaged = job.isManaged(by: visit.member)
      let token = isManaged ? link.flatMap { jobs.links.token(of: $0) } : nil
      return JobListRow(
        job: job, link: link, isManaged: isManaged,
        url: token.map { jobs.site.baseURL + JobsRoute.sharedPage(token: $0).path },
        origin: query.question.address(at: JobListRow.id(of: job.id)))
    }
  }

  func response() -> Response {
    ListFrame(
      query.question, words, new: JobPagesRoute.new.address,
      orders: JobOrderWord.allCases.map { ($0.rawValue, words.orders($0)) },
      order: query.wanted.order.rawValue, narrow: writeChoices
    ).page(of: rows, next: next, problem, visit, style: "jobs") { row, ul in
      row.write(in: self, to: &ul)
    }
  }

  private func writeChoices(to form: inout PageWriter) {
    form.choice(
      "status", phrases.status, chosen: query.wanted.status?.rawValue,
      [("", words.anyStatus)] + Job.Status.allCases.map { ($0.rawValue, phrases.jobStatus[$0]) })
    if !clients.isEmpty {
      form.choice(
        "client_id", phrases.posting.postedFor, chosen: query.wanted.clientID?.text,
        [("", phrases.posting.anyClient)] + clients.map { ($0.id.text, $0.companyName) })
    }
  }
}
