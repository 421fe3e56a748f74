import Accounts
import HTML
import HTTP
import Language
import Links
import MariaDB
import Primitives

/// Members' pages: who is signed in in this browser, the frame that all of these pages stand in, and
/// those that belong to no single feature.
///
/// A feature's own page asks `visit` for who looks at it, a form's operation asks `submission`, and
/// both answer with `Visit.page` or `Visit.redirect`.
package struct Console: Sendable {
  /// An entry of the menu.
  package struct Section: Sendable {
    let path: LocalPath
    let label: @Sendable (Phrases) -> String

    package init(_ route: some Route, label: @escaping @Sendable (Phrases) -> String) {
      path = route.address
      self.label = label
    }
  }

  let accounts: Accounts
  let site: Site
  let sections: [Section]
  private let isPage: @Sendable (PathSegments) -> Bool

  /// The cookie of a browser that is signed in.
  static let sessionCookie = "waylink"
  /// Of what forms send here, in bytes.
  package static let maximumForm = 256 << 10
  /// Of forms with a whole document in them: in a form a character may take six bytes for one.
  package static let maximumLongForm = 7 << 20

  /// - Parameters:
  ///   - sections: the menu's entries before `Workspace` and `Account`.
  ///   - isPage: whether some feature answers to a path below `/console` with a page; nobody is led
  ///     elsewhere after signing in.
  package init(
    accounts: Accounts, site: Site, sections: [Section] = [],
    isPage: @escaping @Sendable (PathSegments) -> Bool = { _ in false }
  ) {
    self.accounts = accounts
    self.site = site
    self.sections = sections
    self.isPage = isPage
  }

  // MARK: Who is there

  /// Whoever is signed in in the browser that sent a request. One round trip.
  ///
  /// Throws `ConsoleError.signInFirst`, 403 `members_only` for a client.
  package func visit(_ context: Context) throws -> Visit {
    guard let session = try session(context) else { throw ConsoleError.signInFirst(held: nil) }
    return visit(context, session)
  }

  /// The form that a member sent. Nothing is done before it is certain that one of our own pages was
  /// shown to this session and sent it.
  ///
  /// Throws 403 `foreign_form` and `form_expired`, `ConsoleError.signInFirst`, and what `Form.read`
  /// throws.
  package func submission(
    _ context: Context, atMost limit: Int = maximumForm
  ) throws -> Submission {
    let origin = Origin(of: context.request, at: site)
    guard origin != .another else { throw ConsoleError.foreignForm }
    var form = try Form.read(context.request, atMost: limit)
    let token = form.take(FormProofField.name)
    guard let session = try session(context) else {
      // Only what certainly was our own form: else a stranger's could be sent by whoever signs in.
      throw ConsoleError.signInFirst(held: origin == .ours ? form : nil)
    }
    guard session.formToken.accepts(token) else { throw ConsoleError.formExpired }
    return Submission(visit: visit(context, session), form: form)
  }

  /// The member who is signed in in the browser that sent a request: asked once more, for what takes
  /// long, perhaps in a transaction. Throws as `visit` does.
  package func member(_ context: Context, on database: any Executor) throws -> Member {
    let cookie = site.cookie(Self.sessionCookie, of: context.request)
    guard let session = try accounts.browser(cookie: cookie, on: database) else {
      throw ConsoleError.signInFirst(held: nil)
    }
    return session.member
  }

  func session(_ context: Context) throws -> BrowserSession? {
    let cookie = site.cookie(Self.sessionCookie, of: context.request)
    return try accounts.browser(cookie: cookie, on: context.database)
  }

  private func visit(_ context: Context, _ session: BrowserSession) -> Visit {
    Visit(
      context: context, session: session,
      frame: ConsoleFrame(self, for: context.request, session: session))
  }

  // MARK: Operations

  package func respond(
    to operation: ConsoleRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .open(let operation): try respond(to: operation, context)
    case .page(let operation): try show(operation, try visit(context))
    case .act(let act): try perform(act, try submission(context))
    }
  }

  private func respond(
    to operation: ConsoleRoute.OpenOperation, _ context: Context
  ) throws -> Response {
    let entrance = Entrance(console: self, context: context)
    return switch operation {
    case .showSignIn: try entrance.showSignIn()
    case .signIn: try entrance.signIn()
    case .showSignUp: try entrance.showSignUp()
    case .signUp: try entrance.signUp()
    case .signOut: try entrance.signOut()
    case .chooseLanguage: try entrance.chooseLanguage()
    }
  }

  // MARK: Refusals

  /// Whether the refusals of an address are shown in this frame.
  package func holds(_ path: PathSegments) -> Bool {
    var path = path
    return path.take("console")
  }

  /// The page that stands where an answer can't.
  ///
  /// - Parameter error: what was thrown; `problem` is how it answers.
  package func page(for error: any Error, _ problem: Problem, _ context: Context) -> Response {
    if case .signInFirst(let held) = error as? ConsoleError {
      return Entrance(console: self, context: context).signInFirst(held: held)
    }
    // Where the database is away, the page does without knowing who looks at it.
    let session = problem.status.code >= 500 ? nil : try? session(context)
    let frame = ConsoleFrame(self, for: context.request, session: session)
    var response = frame.page(problem.status, title: frame.notice(for: problem).title) { main in
      main.notice(frame.notice(for: problem))
      main.p(.class("next")) { p in
        p.a(.href(Address(ConsoleRoute.home.address)), text: frame.words.goBack)
      }
    }
    response.headers += problem.headers
    return response
  }

  // MARK: Where to after signing in

  /// The page that `next` means: one of ours below `/console`, as our own routes read it; nil for
  /// anything else, wherever it would lead.
  func destination(_ next: String?) -> LocalPath? {
    guard let next, next.utf8.count <= 2_048, let path = LocalPath(next) else { return nil }
    let bare = path.text.prefix { $0 != "?" && $0 != "#" }
    guard let segments = PathSegments(String(bare)) else { return nil }
    switch ConsoleRoute(segments) {
    case .signIn, .signUp, .signOut, .language: return nil
    case .some: return path
    case nil: return holds(segments) && isPage(segments) ? path : nil
    }
  }
}
