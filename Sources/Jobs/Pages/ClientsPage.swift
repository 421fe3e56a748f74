import Accounts
import Clients
import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/clients`: the clients that a workspace posts for, and how their jobs stand: the recruiter's
/// client jobs monitor (seed 1 §5).
struct ClientsPage {
  private let visit: Visit
  private let groups: Page<JobGroup>
  private let isFirst: Bool

  private static let size = 50
  private var phrases: Phrases { visit.phrases }
  private var words: PostingPhrases { visit.phrases.posting }

  /// Throws 400 for a cursor that is none.
  init(_ visit: Visit, _ jobs: Jobs) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let page = PageRequest(&query, "after", limit: Self.size)
    try query.finish()
    isFirst = page.after == nil
    groups =
      try visit.place.map {
        try jobs.groups(of: $0.workspace.id, page, on: visit.context.database)
      } ?? Page([], of: page) { $0.client.id }
  }

  func response() -> Response {
    visit.page(title: words.clients, section: JobPagesRoute.clients.address) { main in
      main.h1(text: words.clients)
      guard visit.place != nil else { return main.instead(phrases.console.jobs.noWorkspace) }
      if groups.items.isEmpty, isFirst { return main.instead(words.noClients) }
      main.p(.class("lead"), text: words.clientsLead)
      main.ul(.class("cards")) { ul in
        for group in groups.items { write(group, to: &ul) }
      }
      main.pages(
        first: isFirst ? nil : JobPagesRoute.clients.address,
        next: groups.next.flatMap { LocalPath("\(JobPagesRoute.clients.path)?after=\($0)") },
        phrases
      )
    }
  }

  private func write(_ group: JobGroup, to ul: inout PageWriter) {
    let client = group.client
    let name = words.ofClient(client.companyName)
    ul.li(.class("card")) { li in
      li.div { div in
        div.h2(.dir("auto"), text: client.companyName)
        div.p { p in
          p.span(
            .class("state \(style(of: client))"), text: words.consents(PostingConsentWord(client)))
        }
        div.p(.class("quiet"), text: summary(of: group))
      }
      li.div(.class("row")) { row in
        row.a(
          .class("button plain"), .href(Address(JobListQuery.jobs(of: client.id))),
          .ariaLabel("\(words.allJobs(group.total)) \(name)"), text: words.allJobs(group.total))
        guard client.takesPostings else { return }
        row.a(
          .class("button soft"),
          .href(Address(path: "\(JobPagesRoute.new.path)?client=\(client.id)")),
          .ariaLabel("\(words.postFor) \(name)"), text: words.postFor)
      }
    }
  }

  private func style(of client: LinkedClient) -> String {
    client.isClosed ? ClientApproval.refused.style : ClientApproval(of: client).style
  }

  /// How many are in which state, as far as there are any.
  private func summary(of group: JobGroup) -> String {
    group.counts.filter { $0.count > 0 }
      .map { "\(phrases.jobStatus[$0.status]): \($0.count)" }.joined(separator: " · ")
  }
}

extension PostingConsentWord {
  fileprivate init(_ client: LinkedClient) {
    guard !client.isClosed else {
      self = .closed
      return
    }
    self =
      switch client.consent {
      case .none: .none
      case .pending: .pending
      case .approved: .approved
      case .blocked: .blocked
      }
  }
}
