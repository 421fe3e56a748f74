import Accounts
import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/client/workspaces`: which workspaces post for a client, those that wait for its word
/// first.
struct LinkedWorkspacesPage {
  private let visit: ClientVisit
  private let page: PageRequest
  /// The first of those that wait; the others come up as these are answered. None but on the first
  /// page.
  private let waiting: [LinkedWorkspace]
  private let others: Page<LinkedWorkspace>

  private static let size = 50
  private var words: ClientPagePhrases { visit.phrases.clientPage }

  /// Throws 400 for a cursor that is none.
  init(_ visit: ClientVisit, _ clients: Clients) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    page = PageRequest(&query, "after", limit: Self.size)
    try query.finish()
    let store = ConsentStore(database: visit.context.database)
    waiting =
      page.after == nil
      ? try store.workspaces(of: visit.client.client, .pending, PageRequest(limit: Self.size)) : []
    others = Page(
      try store.workspaces(of: visit.client.client, .others, page), of: page
    ) { $0.id }
  }

  func response() -> Response {
    visit.page(title: words.workspaces, section: ClientPagesRoute.workspaces.address) { main in
      main.h1(text: words.workspaces)
      main.p(.class("lead"), text: words.workspacesLead)
      if waiting.isEmpty, others.items.isEmpty, page.after == nil {
        return main.instead(words.noWorkspaces)
      }
      writeWaiting(to: &main)
      writeOthers(to: &main)
    }
  }

  private func writeWaiting(to main: inout PageWriter) {
    guard !waiting.isEmpty else { return }
    main.section { section in
      section.h2(text: words.waiting)
      section.p(text: words.waitingText)
      section.ul(.class("cards")) { ul in
        for workspace in waiting.prefix(Self.size) { write(workspace, to: &ul) }
      }
    }
  }

  private func writeOthers(to main: inout PageWriter) {
    main.section { section in
      if !waiting.isEmpty, !others.items.isEmpty { section.h2(text: words.others) }
      section.ul(.class("cards")) { ul in
        for workspace in others.items { write(workspace, to: &ul) }
      }
      section.pages(
        first: page.after == nil ? nil : ClientPagesRoute.workspaces.address,
        next: ClientPagesRoute.workspaces.address(after: others.next), visit.phrases)
    }
  }

  private func write(_ workspace: LinkedWorkspace, to ul: inout PageWriter) {
    let consent = ConsentWord(workspace.consent)
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { $0.strong(.dir("auto"), text: workspace.name) }
        div.p { p in
          p.span(.class(consent.style), text: words.consents(consent))
          if let decidedAt = workspace.decidedAt {
            p.span(.class("quiet")) { span in
              span.text(" \(words.decided) ")
              span.moment(decidedAt)
            }
          }
        }
        div.p(.class("quiet")) { p in
          p.text("\(words.since) ")
          p.moment(workspace.since)
        }
        if let last = workspace.lastRefusedAt {
          div.p(.class("quiet")) { p in
            p.text("\(words.triedToPost(workspace.refusedPostings)) ")
            p.moment(last)
          }
        }
      }
      ConsentButtons(workspace.id, workspace.name, consent, visit).write(to: &li)
    }
  }
}

extension Route {
  /// The page of a list behind an id; nil behind the last one.
  func address(after id: UUID?) -> LocalPath? {
    id.flatMap { LocalPath("\(path)?after=\($0)") }
  }
}
