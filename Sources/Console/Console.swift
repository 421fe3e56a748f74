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
/// A feature's own page asks `visit` or `clientVisit` for who looks at it, a form's operation asks
/// `submission` or `clientSubmission`, and all answer with `page` or `redirect` of the visit. One for
/// people who need not be signed in asks `entrance`.
package struct Console: Sendable {
  /// An entry of the menu.
  package struct Section: Sendable {
    let path: LocalPath
    let audience: Account.Kind
    let label: @Sendable (Phrases) -> String

    /// - Parameter audience: in whose menu it stands.
    package init(
      _ route: some Route, for audience: Account.Kind = .member,
      label: @escaping @Sendable (Phrases) -> String
    ) {
      path = route.address
      self.audience = audience
      self.label = label
    }
  }

  let accounts: Accounts
  let site: Site
  let sections: [Section]
  /// Where clients begin; members begin at `ConsoleRoute.home`.
  let clientHome: LocalPath
  /// Where they sign up; members do at `ConsoleRoute.signUp`.
  let clientSignUp: LocalPath
  private let isPage: @Sendable (PathSegments) -> Bool

  /// The cookie of a browser that is signed in.
  static let sessionCookie = "waylink"
  /// Of one in which somebody has signed in before: see `Accounts.mark(forBrowserOf:on:)`.
  static let knownCookie = "waylink-known"
  /// Of what forms send here, in bytes.
  package static let maximumForm = 256 << 10
  /// Of forms with a whole document in them: in a form a character may take six bytes for one.
  package static let maximumLongForm = 7 << 20

  /// - Parameters:
  ///   - sections: the menu's entries before `Workspace` and `Account`.
  ///   - isPage: whether some feature answers to a path with a page of members or clients; nobody is
  ///     led elsewhere after signing in.
  package init(
    accounts: Accounts, site: Site, sections: [Section] = [], clientHome: LocalPath,
    clientSignUp: LocalPath,
    isPage: @escaping @Sendable (PathSegments) -> Bool = { _ in false }
  ) {
    self.accounts = accounts
    self.site = site
    self.sections = sections
    self.clientHome = clientHome
    self.clientSignUp = clientSignUp
    self.isPage = isPage
  }

  // MARK: Who is there

  /// The member who is signed in in the browser that sent a request. One round trip.
  ///
  /// Throws `ConsoleError.signInFirst`, 403 `members_only` for a client.
  package func visit(_ context: Context) throws -> Visit {
    try visit(context) { try $0.member() }
  }

  /// The client who is signed in there. Throws alike, and 403 `clients_only` for a member.
  package func clientVisit(_ context: Context) throws -> ClientVisit {
    try visit(context) { try $0.client() }
  }

  /// For whoever sent a request, signed in or not.
  package func entrance(_ context: Context) -> Entrance {
    Entrance(console: self, context: context)
  }

  /// Whoever is signed in there. Throws `ConsoleError.signInFirst`.
  package func accountVisit(_ context: Context) throws -> AccountVisit {
    try visit(context) { $0.identity }
  }

  /// The form that a member sent. Throws as `submission(_:atMost:by:)` does, and 403 `members_only` for
  /// a client.
  package func submission(
    _ context: Context, atMost limit: Int = maximumForm
  ) throws -> Submission {
    try submission(context, atMost: limit) { try $0.member() }
  }

  /// The form that a client sent. Throws alike, and 403 `clients_only` for a member.
  package func clientSubmission(_ context: Context) throws -> ClientSubmission {
    try submission(context, atMost: Self.maximumForm) { try $0.client() }
  }

  /// The form that somebody of either kind sent. Throws alike.
  package func accountSubmission(_ context: Context) throws -> AccountSubmission {
    try submission(context, atMost: Self.maximumForm) { $0.identity }
  }

  /// Whoever is signed in there, for a page that is for everybody; nil for nobody. Without their cookie
  /// it asks nothing.
  package func reader(_ context: Context) throws -> Identity? {
    guard site.cookie(Self.sessionCookie, of: context.request) != nil else { return nil }
    return try session(context)?.identity
  }

  /// A form with files that somebody of either kind sent, before any of them is read. Its proof is its
  /// first field, as `PageWriter.form` writes it. Throws as `submission(_:atMost:by:)` does, and 400
  /// `invalid_form`.
  package func upload(_ context: Context) throws -> (visit: AccountVisit, fields: MultipartReader) {
    guard Origin(of: context.request, at: site) != .another else { throw ConsoleError.foreignForm }
    guard let session = try session(context) else { throw ConsoleError.signInFirst(held: nil) }
    guard context.request.headers.mediaType == "multipart/form-data",
      let type = context.request.headers.contentType
    else { throw Problem.unsupportedMediaType(expected: "multipart/form-data") }
    let reader = try MultipartReader(context.request.body, type: type)
    guard let part = try reader.next(), part.name == FormProofField.name,
      session.formToken.accepts(
        String(decoding: try reader.collect(atMost: 1 << 10), as: UTF8.self))
    else { throw ConsoleError.formExpired }
    return (visit(context, session, session.identity), reader)
  }

  private func visit<Person>(
    _ context: Context, by person: (BrowserSession) throws -> Person
  ) throws -> VisitBy<Person> {
    guard let session = try session(context) else { throw ConsoleError.signInFirst(held: nil) }
    return visit(context, session, try person(session))
  }

  /// The form that somebody sent. Nothing is done before it is certain that one of our own pages was
  /// shown to this session and sent it.
  ///
  /// Throws 403 `foreign_form` and `form_expired`, `ConsoleError.signInFirst`, and what `Form.read`
  /// throws.
  private func submission<Person>(
    _ context: Context, atMost limit: Int, by person: (BrowserSession) throws -> Person
  ) throws -> SubmissionBy<Person> {
    let origin = Origin(of: context.request, at: site)
    guard origin != .another else { throw ConsoleError.foreignForm }
    var form = try Form.read(context.request, atMost: limit)
    let token = form.take(FormProofField.name)
    guard let session = try session(context) else {
      // Only what certainly was our own form: else a stranger's could be sent by whoever signs in.
      throw ConsoleError.signInFirst(held: origin == .ours ? form : nil)
    }
    guard session.formToken.accepts(token) else { throw ConsoleError.formExpired }
    return SubmissionBy(visit: visit(context, session, try person(session)), form: form)
  }

  /// The member who is signed in in the browser that sent a request: asked once more, for what takes
  /// long, perhaps in a transaction. Throws as `visit` does.
  package func member(_ context: Context, on database: any Executor) throws -> Member {
    let cookie = site.cookie(Self.sessionCookie, of: context.request)
    guard let session = try accounts.browser(cookie: cookie, on: database) else {
      throw ConsoleError.signInFirst(held: nil)
    }
    return try session.member()
  }

  /// By which a browser is known again as one of an account's; nil when that is gone.
  func knownCookie(of account: UUID, _ context: Context) throws -> Cookie? {
    try accounts.mark(forBrowserOf: account, on: context.database).map {
      Cookie(
        Self.knownCookie, $0, lifetime: .seconds(Accounts.markLifetime), isSecure: site.isSecure)
    }
  }

  func session(_ context: Context) throws -> BrowserSession? {
    let cookie = site.cookie(Self.sessionCookie, of: context.request)
    return try accounts.browser(cookie: cookie, on: context.database)
  }

  private func visit<Person>(
    _ context: Context, _ session: BrowserSession, _ person: Person
  ) -> VisitBy<Person> {
    VisitBy(
      context: context, session: session, person: person,
      frame: ConsoleFrame(self, for: context.request, session: session))
  }

  // MARK: Operations

  package func respond(
    to operation: ConsoleRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .open(let operation): try respond(to: operation, context)
    case .account(let operation): try respond(to: operation, context)
    case .page(let operation): try show(operation, try visit(context))
    case .act(let act): try perform(act, try submission(context))
    }
  }

  private func respond(
    to operation: ConsoleRoute.OpenOperation, _ context: Context
  ) throws -> Response {
    let entrance = entrance(context)
    return switch operation {
    case .showSignIn: try entrance.showSignIn()
    case .signIn: try entrance.signIn()
    case .showSignUp: try entrance.showSignUp()
    case .signUp: try entrance.signUp()
    case .signOut: try entrance.signOut()
    case .chooseLanguage: try entrance.chooseLanguage()
    case .showPasswordReset: entrance.showPasswordReset()
    case .requestPasswordReset: try entrance.requestPasswordReset()
    case .showNewPassword(let token): try entrance.showNewPassword(token)
    case .setNewPassword(let token): try entrance.setNewPassword(token)
    case .showInvited(let token): try entrance.showInvited(token)
    case .signUpInvited(let token): try entrance.signUpInvited(token)
    }
  }

  /// Where the links in messages about accounts lead.
  package static let accountPages = AccountPages(
    newPassword: { ConsoleRoute.newPassword($0).address },
    forgotPassword: ConsoleRoute.passwordReset.address,
    invitation: { ConsoleRoute.invited($0).address })

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
      return entrance(context).signInFirst(held: held)
    }
    // Where members begin, a client is led to where clients do.
    if case .notAMember = error as? AccountsError, context.request.effectiveMethod == .get,
      context.request.path == ConsoleRoute.home.path
    {
      return .seeOther(clientHome)
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

  /// Where those begin who are signed in.
  func home(of kind: Account.Kind) -> LocalPath {
    kind == .client ? clientHome : ConsoleRoute.home.address
  }

  /// The page that `next` means: one of those for people who are signed in, as our own routes read it;
  /// nil for anything else, wherever it would lead.
  func destination(_ next: String?) -> LocalPath? {
    guard let next, next.utf8.count <= 2_048, let path = LocalPath(next) else { return nil }
    let bare = path.text.prefix { $0 != "?" && $0 != "#" }
    guard let segments = PathSegments(String(bare)) else { return nil }
    switch ConsoleRoute(segments) {
    case .signIn, .signUp, .signOut, .language, .passwordReset, .newPassword, .invited: return nil
    case .some: return path
    case nil: return isPage(segments) && bare != clientSignUp.text ? path : nil
    }
  }
}
