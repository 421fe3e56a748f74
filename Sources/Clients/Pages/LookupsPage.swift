import Accounts
import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/client/lookups`: who has looked a client up, the latest first. Who has posted nothing yet
/// can be approved or blocked here before it does.
struct LookupsPage {
  private let visit: ClientVisit
  private let page: PageRequest
  private let lookups: Page<Lookup>

  private var words: ClientPagePhrases { visit.phrases.clientPage }

  /// Throws 400 for a cursor that is none.
  init(_ visit: ClientVisit, _ clients: Clients) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    page = PageRequest(&query, "after", limit: 50)
    try query.finish()
    lookups = try clients.lookups(of: visit.client, page, on: visit.context.database)
  }

  func response() -> Response {
    visit.page(title: words.lookups, section: ClientPagesRoute.lookups.address) { main in
      main.h1(text: words.lookups)
      main.p(.class("lead"), text: words.lookupsLead)
      if lookups.items.isEmpty, page.after == nil { return main.instead(words.noLookups) }
      main.ul(.class("cards")) { ul in
        var seen: Set<UUID> = []
        for lookup in lookups.items {
          write(lookup, isFirst: seen.insert(lookup.workspace).inserted, to: &ul)
        }
      }
      main.pages(
        first: page.after == nil ? nil : ClientPagesRoute.lookups.address,
        next: ClientPagesRoute.lookups.address(after: lookups.next), visit.phrases)
    }
  }

  /// - Parameter isFirst: of its workspace on this page, where what can be done with it stands once.
  private func write(_ lookup: Lookup, isFirst: Bool, to ul: inout PageWriter) {
    let consent = ConsentWord(lookup.consent)
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { $0.strong(.dir("auto"), text: lookup.workspaceName) }
        div.p(.class("quiet")) { p in
          p.text("\(lookup.isByKey ? words.byProgram : words.byMember) · ")
          p.moment(lookup.at)
        }
        guard isFirst else { return }
        div.p { $0.span(.class(consent.style), text: words.consents(consent)) }
      }
      guard isFirst else { return }
      ConsentButtons(lookup.workspace, lookup.workspaceName, consent, visit).write(to: &li)
    }
  }
}
