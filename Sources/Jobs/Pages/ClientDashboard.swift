import Accounts
import Clients
import Console
import HTML
import HTTP
import Language
import MariaDB
import Primitives

/// `/console/client`: a client's connection ID, how its jobs stand, and the jobs (seed 1 §3, §5).
///
/// A script asks for it again every half minute, and puts those of its parts in their places that have
/// changed: each says so by a tag of its own, since no two pages are alike to the byte.
struct ClientDashboard {
  private let client: Client
  private let visit: ClientVisit
  private let query: ClientDashboardQuery
  private let stats: ClientStats
  private let jobs: Page<ClientJob>
  private let problem: Problem?

  private var phrases: Phrases { visit.phrases }
  private var words: DashboardPhrases { visit.phrases.dashboard }

  /// Moves with every release that shows the page otherwise.
  private static let version = 1

  /// What the page depends on, whatever part of the list it shows.
  static func tag(of changes: ClientChanges, _ visit: ClientVisit) -> EntityTag {
    let account = visit.client
    return EntityTag(
      "d\(version).\(account.client).\(changes.version).\(changes.profileVersion).\(visit.phrases.code)"
    )
  }

  /// Throws 400 for what can't be asked for.
  init(_ client: Client, _ changes: ClientChanges, _ visit: ClientVisit) throws {
    self.client = client
    self.visit = visit
    query = try ClientDashboardQuery(visit.context.request)
    let store = ClientJobsStore(database: visit.context.database)
    stats = try store.stats(of: client.id, changes)
    do {
      jobs = try store.page(of: client.id, query.wanted)
      problem = nil
    } catch let error as DatabaseError where error.kind == .timeout {
      jobs = Page([], of: query.wanted.page) { $0.job.id }
      problem = JobsError.tooManyToFilter.problem
    }
  }

  func response(_ tag: EntityTag) -> Response {
    visit.page(
      problem?.status ?? .ok, title: words.title,
      section: ClientJobPagesRoute.dashboard.address, hasError: problem != nil
    ) { main in
      main.p(.class("kicker"), text: words.title)
      main.div(.id("live"), .renews, .hasParts, .knowsTag(tag.text)) { live in
        live.h1(
          .id("company"), .knowsTag(String(client.profileVersion)), .dir("auto"),
          text: client.companyName)
        live.div(.id("card"), .knowsTag(Self.same)) { card in
          ConnectionCard(client.connectionID, phrases).write(to: &card)
        }
        writeStats(tag, to: &live)
        live.section(.id("work"), .hasParts, .knowsTag(tag.text)) { writeWork(tag, to: &$0) }
      }
      main.p(.class("refresh")) { p in
        p.a(.href(Address(query.here)), text: phrases.refresh)
        p.span(
          .role("status"), .class("quiet"), .saysStale(words.stale),
          .saysSignedOut(words.signedOut), text: "")
      }
    }
  }

  /// The tag of a part that is the same whenever the page is asked for.
  private static let same = "same"

  // MARK: At a glance

  private func writeStats(_ tag: EntityTag, to live: inout PageWriter) {
    live.section(.id("stats"), .knowsTag(tag.text)) { section in
      section.h2(text: words.stats)
      section.dl(.class("facts")) { facts in
        write(words.total, stats.total, to: &facts)
        if stats.awaitingApproval > 0 { write(words.awaiting, stats.awaitingApproval, to: &facts) }
        for (status, count) in stats.counts { write(phrases.jobStatus[status], count, to: &facts) }
        guard let changedAt = stats.changedAt else { return }
        facts.div { div in
          div.dt(text: words.lastChange)
          div.dd { $0.moment(changedAt) }
        }
      }
    }
  }

  private func write(_ name: String, _ count: Int, to facts: inout PageWriter) {
    facts.div { div in
      div.dt(text: name)
      div.dd { $0.text(decimal: count) }
    }
  }

  // MARK: The jobs

  private func writeWork(_ tag: EntityTag, to work: inout PageWriter) {
    work.h2(.id("jobs-title"), .knowsTag(Self.same), text: words.jobs)
    if stats.total > 0 || query.isFiltered { writeFilter(to: &work) }
    if jobs.items.isEmpty {
      return work.div(.id("instead"), .knowsTag(tag.text)) { writeInstead(to: &$0) }
    }
    work.ul(.id("jobs"), .class("jobs"), .hasParts, .knowsTag(tag.text)) { ul in
      for job in jobs.items {
        ClientJobRow(found: job, visit: visit, here: query.here).write(to: &ul)
      }
    }
    work.div(.id("more"), .knowsTag(jobs.next?.text ?? Self.same)) { more in
      more.pages(
        first: query.wanted.page.after == nil ? nil : query.address(),
        next: jobs.next.map { query.address(cursor: $0) }, phrases)
    }
  }

  private func writeFilter(to work: inout PageWriter) {
    work.form(
      asking: Address(ClientJobPagesRoute.dashboard.address), .id("filter"),
      .knowsTag(Self.same), .class("row find"), .role("search")
    ) { form in
      form.choice(
        "status", phrases.status, chosen: query.wanted.status?.rawValue,
        [("", phrases.console.jobs.anyStatus)]
          + Job.Status.allCases.map { ($0.rawValue, phrases.jobStatus[$0]) })
      form.choice(
        "client_approval", words.approval, chosen: query.wanted.approval?.rawValue,
        [("", words.anyApproval)]
          + ApprovalWord.allCases.map { ($0.rawValue, words.approvals($0)) })
      form.button(.class("plain"), text: phrases.console.jobs.show)
    }
  }

  private func writeInstead(to div: inout PageWriter) {
    if problem != nil {
      div.instead(words.tooMany, role: "alert")
    } else if query.isFiltered || query.wanted.page.after != nil {
      div.instead(words.nothingFound)
    } else {
      return div.instead(words.noJobs)
    }
    div.p(.class("next")) { p in
      p.a(.href(Address(ClientJobPagesRoute.dashboard.address)), text: words.showAll)
    }
  }
}

/// What the dashboard is asked for, and the addresses that ask the same again.
struct ClientDashboardQuery {
  let wanted: ClientJobQuery

  private static let size = 25

  /// Reads an address of the page; whatever else stands in it is passed over. Throws 400 for what
  /// can't be asked for.
  init(_ request: Request) throws {
    var query = try Query(ofPage: request.query)
    wanted = ClientJobQuery(&query, limit: Self.size)
    try query.finish()
  }

  var isFiltered: Bool { wanted.status != nil || wanted.approval != nil }

  /// This very page.
  var here: LocalPath { address(cursor: wanted.page.after) }

  /// The list, from its beginning or from behind a job on.
  func address(cursor: UUID? = nil) -> LocalPath {
    var all: [(name: String, value: String)] = []
    if let status = wanted.status { all.append(("status", status.rawValue)) }
    if let approval = wanted.approval { all.append(("client_approval", approval.rawValue)) }
    if let cursor { all.append(("cursor", cursor.text)) }
    return LocalPath(ClientJobPagesRoute.dashboard.path, asking: all)
  }
}
