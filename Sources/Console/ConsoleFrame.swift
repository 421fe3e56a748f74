import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives

/// What stands around every member's page: who is signed in and where, the menu, and what has just
/// been done.
struct ConsoleFrame {
  /// Whom the page is for.
  struct Person {
    let session: BrowserSession
    let place: Place?
  }

  let person: Person?
  private let frame: PageFrame
  private let sections: [Console.Section]
  /// What is to be said once, on this page.
  private let message: ConsoleMessage?

  static let messageCookie = "waylink-message"
  static let placeCookie = "waylink-workspace"

  var phrases: Phrases { frame.phrases }
  var words: ConsolePhrases { frame.phrases.console }

  init(_ console: Console, for request: Request, session: BrowserSession?) {
    frame = PageFrame(site: console.site, for: request)
    sections = console.sections
    message = frame.site.cookie(Self.messageCookie, of: request)
      .flatMap(ConsoleMessage.init(rawValue:))
    let site = frame.site
    person = session.map { session in
      let seen = site.cookie(Self.placeCookie, of: request).flatMap { UUID($0) }
      let place = session.places.first { $0.workspace.id == seen }
      return Person(session: session, place: place ?? session.places.first)
    }
  }

  /// A page of this frame. The message is then said, and forgotten.
  func page(
    _ status: Status, title: String, section: LocalPath? = nil, hasError: Bool = false,
    showsDocument: Bool = false, _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    var stylesheets = [frame.site.files.formStylesheet, frame.site.files.consoleStylesheet]
    if showsDocument { stylesheets.append(frame.site.files.documentStylesheet) }
    var response = try frame.page(
      status, title: hasError ? "\(words.errorInTitle): \(title)" : title,
      stylesheets: stylesheets,
      scripts: [frame.site.files.script, frame.site.files.consoleScript]
    ) { body in
      writeHeader(section, to: &body)
      try body.main(.id("content")) { main in
        if let message {
          main.p(.class("message"), .role("status"), text: words.message(message))
        }
        try content(&main)
      }
    }
    response.set("Cross-Origin-Opener-Policy", "same-origin")
    if message != nil { response.set(cookie(Self.messageCookie, "", .over)) }
    return response
  }

  func redirect(to path: LocalPath, saying message: ConsoleMessage?) -> Response {
    var response = Response.seeOther(path)
    if let message {
      response.set(cookie(Self.messageCookie, message.rawValue, .seconds(60)))
    }
    return response
  }

  /// Signs the browser out of a session that has ended, and says why where one signs in.
  func leave(saying message: ConsoleMessage) -> Response {
    var response = redirect(to: ConsoleRoute.signIn.address, saying: message)
    response.set(cookie(Console.sessionCookie, "", .over))
    response.set(cookie(Self.placeCookie, "", .over))
    response.set(cookie(Entrance.nextCookie, "", .over))
    return response
  }

  func cookie(_ name: String, _ value: String, _ lifetime: Cookie.Lifetime) -> Cookie {
    Cookie(name, value, lifetime: lifetime, isSecure: frame.site.isSecure)
  }

  /// Remembers which workspace was looked at last.
  func placeCookie(_ id: UUID) -> Cookie {
    cookie(Self.placeCookie, id.text, .seconds(400 * 86_400))
  }

  /// In words of members' pages where there are some.
  func notice(for problem: Problem) -> Notice {
    if let notice = words.problem(problem.code) { return notice }
    return problem.status == .forbidden ? words.refused : frame.notice(for: problem)
  }

  // MARK: The header

  private func writeHeader(_ section: LocalPath?, to body: inout PageWriter) {
    body.header(.class("bar")) { header in
      header.a(
        .class("product"), .href(Address(ConsoleRoute.home.address)), text: phrases.product)
      guard let person else { return }
      writePlaces(person, section, to: &header)
      header.nav(.ariaLabel(words.menu)) { nav in
        nav.ul { ul in
          let kind = person.session.account.kind
          for entry in sections where entry.audience == kind {
            writeEntry(entry.label(phrases), entry.path, section, to: &ul)
          }
          if kind == .member {
            writeEntry(words.workspace, ConsoleRoute.workspaces.address, section, to: &ul)
          }
          writeEntry(words.account, ConsoleRoute.account.address, section, to: &ul)
        }
      }
      header.form(
        posting: Address(ConsoleRoute.signOut.address), with: person.session.formToken
      ) { $0.button(.class("plain"), text: words.signOut) }
    }
  }

  private func writeEntry(
    _ label: String, _ path: LocalPath, _ current: LocalPath?, to ul: inout PageWriter
  ) {
    ul.li { li in
      if path == current {
        li.a(.href(Address(path)), .ariaCurrent("page"), text: label)
      } else {
        li.a(.href(Address(path)), text: label)
      }
    }
  }

  /// How many workspaces the menu lists; the page of them all has the others.
  private static let listedPlaces = 50

  /// The workspace's name; with several, a list of them that opens: each leads to the workspace's
  /// own page from there, and to what is done in it from anywhere else.
  private func writePlaces(
    _ person: Person, _ section: LocalPath?, to header: inout PageWriter
  ) {
    guard let place = person.place else { return }
    guard person.session.places.count > 1 else {
      return header.p(.class("place"), .dir("auto"), text: place.workspace.name)
    }
    header.details(.class("place")) { details in
      details.summary(.dir("auto"), .title(words.workspaces), text: place.workspace.name)
      details.ul { ul in
        for other in person.session.places.prefix(Self.listedPlaces) {
          let id = other.workspace.id
          let path =
            section == ConsoleRoute.workspaces.address
            ? ConsoleRoute.workspace(id).path : "\(ConsoleRoute.home.path)?workspace=\(id)"
          ul.li { $0.a(.href(Address(path: path)), .dir("auto"), text: other.workspace.name) }
        }
        guard person.session.places.count > Self.listedPlaces else { return }
        ul.li { $0.a(.href(Address(ConsoleRoute.allWorkspaces.address)), text: words.more) }
      }
    }
  }
}
