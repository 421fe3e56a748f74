import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives

/// Where somebody stands who need not be signed in: the frame of those pages, their forms, and the way
/// in. Only `Console` makes one.
package struct Entrance {
  let console: Console
  let context: Context
  let frame: ConsoleFrame
  let proof: AnonymousFormToken

  package var phrases: Phrases { frame.phrases }
  var words: ConsolePhrases { frame.words }
  private var site: Site { console.site }

  init(console: Console, context: Context) {
    self.console = console
    self.context = context
    frame = ConsoleFrame(console, for: context.request, session: nil)
    proof = AnonymousFormToken(for: context.request, at: console.site)
  }

  // MARK: In

  /// Gives the browser a session of its own. One that it had before ends: whoever knows that
  /// cookie has nothing from it.
  func enter(_ signedIn: SignedIn, next: String?, held: Held?) throws -> Response {
    let (accounts, request, database) = (console.accounts, context.request, context.database)
    if let former = try? console.session(context) {
      try accounts.endSession(former, from: request, on: database)
    }
    let session = try accounts.beginBrowserSession(for: signedIn, on: database)
    let path = console.destination(next) ?? console.home(of: session.account.kind)
    var response: Response
    if let held, console.destination(next) != nil {
      response = resumePage(path, held, session)
    } else {
      response = .seeOther(path)
    }
    response.set(
      frame.cookie(Console.sessionCookie, session.secret.text, .seconds(Self.cookieLifetime)))
    response.set(frame.cookie(AnonymousFormToken.cookie, "", .over))
    if site.cookie(Self.nextCookie, of: request) != nil {
      response.set(frame.cookie(Self.nextCookie, "", .over))
    }
    if let known = try console.knownCookie(of: session.account.id, context) { response.set(known) }
    response.trace.account = session.account.id
    return response
  }

  /// How long browsers keep the cookie; the session itself ends 30 days after its last use. As long
  /// as RFC 6265bis allows: 400 days.
  static let cookieLifetime = 400 * 86_400

  /// What a form had sent when its session was over, to be sent again by whoever has signed in: by
  /// them and not by us, since only they know whether they still want it.
  private func resumePage(_ path: LocalPath, _ held: Held, _ session: BrowserSession) -> Response {
    let frame = ConsoleFrame(console, for: context.request, session: session)
    return frame.page(.ok, title: words.resumeTitle) { main in
      main.h1(text: words.resumeTitle)
      main.p(.class("lead"), text: words.resumeText)
      main.form(posting: Address(path), with: session.formToken) { form in
        for (name, value) in held.form.fields { form.hidden(name, value) }
        form.button(text: words.resume)
      }
      main.p(.class("next")) { p in
        p.a(.href(Address(ConsoleRoute.home.address)), text: words.cancel)
      }
    }
  }

  // MARK: Forms

  /// A form of one of these pages, without its token.
  func submitted(atMost limit: Int = Console.maximumForm) throws -> Form {
    let (form, isOurs) = try AnonymousFormToken.form(
      of: context.request, at: site, atMost: limit)
    guard isOurs else { throw ConsoleError.formExpired }
    return form
  }

  func answer(
    _ name: String, _ form: Form, effect: () throws -> Response,
    orElse page: (FormState) -> Response
  ) throws -> Response {
    do {
      return try effect()
    } catch let error as any ProblemConvertible {
      let problem = error.problem
      guard FormState.belongsOnPage(problem) else { throw error }
      var response = page(FormState(name, form, problem))
      response.headers += problem.headers
      return response
    }
  }

  func page(
    _ status: Status, _ title: String, _ state: FormState,
    _ content: (inout PageWriter) -> Void
  ) -> Response {
    var response = frame.page(status, title: title, hasError: state.problem != nil) { main in
      main.div(.class("entrance")) { div in
        content(&div)
        LanguageForm(words: words, current: frame.phrases.code).write(to: &div, with: proof)
      }
    }
    response.set(proof.cookie(at: site))
    return response
  }
}
