import Accounts
import HTML
import HTTP
import Language
import Primitives

/// `/console/workspaces`: all workspaces that somebody belongs to; the menu lists the first of them.
struct WorkspacesPage {
  private let visit: Visit
  private let places: Page<Place>

  private var words: ConsolePhrases { visit.phrases.console }

  /// Throws 400 for a cursor that is none.
  init(_ visit: Visit) throws {
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let page = PageRequest(&query, "after", limit: 100)
    try query.finish()
    places = Page(of: visit.session.places, page) { $0.membership.id }
  }

  func response() -> Response {
    visit.page(title: words.workspaces, section: ConsoleRoute.workspaces.address) { main in
      main.h1(text: words.workspaces)
      main.ul(.class("cards")) { ul in
        for place in places.items { write(place, to: &ul) }
      }
      main.more(
        at: ConsoleRoute.allWorkspaces, "after", places.next, words)
    }
  }

  private func write(_ place: Place, to ul: inout PageWriter) {
    ul.li(.class("card")) { li in
      li.p { p in
        p.a(
          .href(Address(ConsoleRoute.workspace(place.workspace.id).address)), .dir("auto"),
          text: place.workspace.name)
        p.text(" ")
        p.span(.class("status"), text: words.role(place.membership.role))
      }
    }
  }
}

extension PageWriter {
  /// The way to the next page of a list; nothing on the last one.
  ///
  /// - Parameters:
  ///   - name: of the parameter that holds the cursor.
  ///   - fragment: of the list, where it isn't all of its page.
  mutating func more(
    at route: ConsoleRoute, _ name: String, _ next: UUID?, _ words: ConsolePhrases,
    fragment: String = ""
  ) {
    guard let next else { return }
    let path = LocalPath("\(route.path)?\(name)=\(next)\(fragment)") ?? .root
    p(.class("next")) { $0.a(.href(Address(path)), text: words.more) }
  }
}
