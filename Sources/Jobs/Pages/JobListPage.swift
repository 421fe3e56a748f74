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
  private let place: Place
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
    self.place = place
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
        origin: query.address(at: job.id))
    }
  }

  func response() -> Response {
    let title = query.isBin ? words.bin : words.title
    return visit.page(
      problem?.status ?? .ok, title: title, section: JobPagesRoute.jobs.address,
      hasError: problem != nil
    ) { main in
      writeHead(title, to: &main)
      if rows.isEmpty {
        writeInstead(to: &main)
      } else {
        if !isShort { writeFilter(to: &main) }
        main.ul(.class("jobs")) { ul in
          for row in rows { row.write(in: self, to: &ul) }
        }
        let isFirst = query.wanted.start == nil
        main.pages(
          first: isFirst ? nil : query.address(), next: next.map { query.address(cursor: $0) },
          phrases)
      }
      writeEnd(to: &main)
    }
  }

  /// So few that nobody looks for one among them.
  private var isShort: Bool {
    rows.count < 3 && next == nil && !query.isFiltered && query.wanted.start == nil
  }

  // MARK: Above

  private func writeHead(_ title: String, to main: inout PageWriter) {
    main.div(.class("head")) { head in
      head.h1(text: title)
      if query.isBin || (rows.isEmpty && !query.isFiltered && problem == nil) { return }
      head.a(
        .class("button"), .href(Address(JobPagesRoute.new.address)), text: words.new)
    }
    if query.isBin { main.p(.class("lead"), text: words.binText) }
  }

  private func writeFilter(to main: inout PageWriter) {
    main.form(
      asking: Address(JobPagesRoute.jobs.address), .class("row find"), .role("search")
    ) { form in
      if query.isBin { form.hidden("deleted", "true") }
      form.div(.class("field")) { div in
        div.label(.for("q"), text: words.search)
        div.input(
          .search, .id("q"), .name("q"), .value(query.text ?? ""), .maxlength(200),
          .autocomplete("off"))
      }
      form.choice(
        "status", phrases.status, chosen: query.wanted.status?.rawValue,
        [("", words.anyStatus)]
          + Job.Status.allCases.map { ($0.rawValue, phrases.jobStatus[$0]) })
      if !clients.isEmpty {
        form.choice(
          "client_id", visit.phrases.posting.postedFor, chosen: query.wanted.clientID?.text,
          [("", visit.phrases.posting.anyClient)] + clients.map { ($0.id.text, $0.companyName) })
      }
      form.choice(
        "sort", words.order, chosen: query.wanted.order.rawValue,
        JobOrderWord.allCases.map { ($0.rawValue, words.orders($0)) })
      form.button(.class("plain"), text: words.show)
    }
  }

  // MARK: Instead of jobs

  private func writeInstead(to main: inout PageWriter) {
    if problem != nil {
      writeFilter(to: &main)
      return main.instead(words.tooMany, role: "alert")
    }
    if query.isFiltered || query.wanted.start != nil {
      writeFilter(to: &main)
      return main.instead(words.nothingFound)
    }
    if query.isBin { return main.instead(words.emptyBin) }
    main.instead(words.noJobs) { section in
      section.p { p in
        p.a(
          .class("button"), .href(Address(JobPagesRoute.new.address)), text: words.postFirst)
      }
    }
  }

  // MARK: Below

  private func writeEnd(to main: inout PageWriter) {
    main.p(.class("next")) { p in
      if query.isFiltered {
        p.a(.href(Address(query.withoutFilter)), text: words.showAll)
        p.text(" ")
      }
      if query.isBin {
        p.a(.href(Address(JobPagesRoute.jobs.address)), text: words.backToJobs)
      } else {
        p.a(.href(Address(JobListQuery.bin)), text: words.bin)
      }
    }
  }
}
