import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives

/// Signing in, up and out, and choosing a language: what can be done without being signed in.
struct Entrance {
  let console: Console
  let context: Context
  private let frame: ConsoleFrame
  private let proof: AnonymousFormToken

  private var words: ConsolePhrases { frame.words }
  private var site: Site { console.site }

  init(console: Console, context: Context) {
    self.console = console
    self.context = context
    frame = ConsoleFrame(console, for: context.request, session: nil)
    proof = AnonymousFormToken(for: context.request, at: console.site)
  }

  // MARK: Signing in

  /// `GET /console/sign-in`.
  func showSignIn() throws -> Response {
    if try console.session(context) != nil {
      return .seeOther(try asked() ?? ConsoleRoute.home.address)
    }
    let next = try asked()
    return signInPage(
      FormState("sign-in"), next: next?.text, held: nil, lead: next.map { _ in words.signInFirst })
  }

  /// For somebody who asked for a page, or sent a form, and is not signed in (any more).
  func signInFirst(held: Form?) -> Response {
    let request = context.request
    let isPage = request.effectiveMethod == .get
    // With its query, by which a form finds back to the page that it stood on.
    let target = request.path + (request.query.isEmpty ? "" : "?" + request.query)
    guard !isPage else {
      let path = "\(ConsoleRoute.signIn.path)?next=\(PercentEncoding.encode(target))"
      return .seeOther(LocalPath(path) ?? .root)
    }
    var response = signInPage(
      FormState("sign-in"), .unauthorized, next: held == nil ? nil : target, held: held,
      lead: held == nil ? words.signInFirst : words.signInAgain)
    response.headers += AccountsError.unauthorized.problem.headers
    return response
  }

  /// `POST /console/sign-in`.
  func signIn() throws -> Response {
    // It may bring along what another form had sent when its session was over.
    var form = try submitted(atMost: Console.maximumLongForm)
    let next = form.take("next")
    let held = Held(takenFrom: &form)
    return try answer(
      "sign-in", form,
      effect: {
        let credentials = try form.read { SignInForm(&$0) }
        let signedIn = try console.accounts.signIn(
          credentials, from: context.request, on: context.database)
        return try enter(signedIn, next: next, held: held)
      },
      orElse: { signInPage($0, next: next, held: held?.form, lead: nil) })
  }

  private func signInPage(
    _ state: FormState, _ status: Status? = nil, next: String?, held: Form?, lead: String?
  ) -> Response {
    let fields = [
      FormField("email", words.email, .email, length: 1...254, autocomplete: "email"),
      FormField("password", words.password, .password, autocomplete: "current-password"),
    ]
    return page(status ?? state.status, words.signIn, state) { main in
      main.h1(text: words.signIn)
      if let lead { main.p(.class("lead"), text: lead) }
      main.summary(of: state, fields, words)
      main.form(posting: Address(ConsoleRoute.signIn.address), with: proof) { form in
        if let next { form.hidden("next", next) }
        if let held { Held(held).write(to: &form) }
        for field in fields { form.field(field, in: state, words) }
        form.button(text: words.signIn)
      }
      main.p(.class("next")) { p in
        p.text(words.newHere + " ")
        p.a(.href(Address(ConsoleRoute.signUp.address)), text: words.signUp)
      }
    }
  }

  // MARK: Signing up

  /// `GET /console/sign-up`.
  func showSignUp() throws -> Response {
    guard try console.session(context) == nil else { return .seeOther(ConsoleRoute.home.address) }
    return signUpPage(FormState("sign-up"))
  }

  /// `POST /console/sign-up`.
  func signUp() throws -> Response {
    let form = try submitted()
    return try answer(
      "sign-up", form,
      effect: {
        let wanted = try form.read { try SignUpForm(&$0) }
        let signedIn = try console.accounts.signUp(
          wanted, from: context.request, on: context.database)
        return try enter(signedIn, next: nil, held: nil)
      }, orElse: signUpPage)
  }

  private func signUpPage(_ state: FormState) -> Response {
    let fields = [
      FormField("name", words.yourName, length: 1...200, autocomplete: "name"),
      FormField("email", words.email, .email, length: 1...254, autocomplete: "email"),
      FormField(
        "password", words.password, .password, hint: words.passwordHint,
        autocomplete: "new-password"),
      FormField(
        "workspace_name", words.workspaceName, hint: words.workspaceNameHint, length: 1...200,
        autocomplete: "organization"),
    ]
    return page(state.status, words.signUp, state) { main in
      main.h1(text: words.signUp)
      main.p(.class("lead"), text: words.signUpLead)
      main.summary(of: state, fields, words)
      main.form(posting: Address(ConsoleRoute.signUp.address), with: proof) { form in
        for field in fields { form.field(field, in: state, words) }
        form.button(text: words.signUp)
      }
      main.p(.class("next")) { p in
        p.text(words.haveAccount + " ")
        p.a(.href(Address(ConsoleRoute.signIn.address)), text: words.signIn)
      }
    }
  }

  // MARK: In and out

  /// Gives the browser a session of its own. One that it had before ends: whoever knows that
  /// cookie has nothing from it.
  private func enter(_ signedIn: SignedIn, next: String?, held: Held?) throws -> Response {
    let (accounts, request, database) = (console.accounts, context.request, context.database)
    if let former = try? console.session(context) {
      try accounts.endSession(former, from: request, on: database)
    }
    let session = try accounts.beginBrowserSession(for: signedIn, on: database)
    let path = console.destination(next) ?? ConsoleRoute.home.address
    var response: Response
    if let held, console.destination(next) != nil {
      response = resumePage(path, held, session)
    } else {
      response = .seeOther(path)
    }
    response.set(
      frame.cookie(Console.sessionCookie, session.secret.text, .seconds(Self.cookieLifetime)))
    response.set(frame.cookie(AnonymousFormToken.cookie, "", .over))
    response.trace.account = session.account.id
    return response
  }

  /// How long browsers keep the cookie; the session itself ends 30 days after its last use. As long
  /// as RFC 6265bis allows: 400 days.
  private static let cookieLifetime = 400 * 86_400

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

  /// `POST /console/sign-out`; whoever is signed out already is told the same.
  func signOut() throws -> Response {
    do {
      let visit = try console.accountSubmission(context).visit
      try console.accounts.endSession(
        visit.session, from: context.request, on: context.database)
    } catch ConsoleError.signInFirst {}
    var response = frame.redirect(to: ConsoleRoute.signIn.address, saying: .signedOut)
    response.set(frame.cookie(Console.sessionCookie, "", .over))
    response.set(frame.cookie(ConsoleFrame.placeCookie, "", .over))
    return response
  }

  /// `POST /console/language`: kept in a cookie, for this browser and not for the account.
  func chooseLanguage() throws -> Response {
    let isSignedIn = try console.session(context) != nil
    let form = try isSignedIn ? console.accountSubmission(context).form : submitted()
    let language = form["language"].flatMap(Language.init(rawValue:))
    guard let language else {
      throw Problem.invalid([FieldError("language", "not_allowed", "must be one of: en, es")])
    }
    let page = isSignedIn ? ConsoleRoute.account : .signIn
    var response = frame.redirect(to: page.address, saying: .languageChanged)
    response.set(
      frame.cookie(PageFrame.languageCookie, language.rawValue, .seconds(Self.cookieLifetime)))
    return response
  }

  // MARK: Forms

  /// A form of one of these pages, without its token.
  private func submitted(atMost limit: Int = Console.maximumForm) throws -> Form {
    let (form, isOurs) = try AnonymousFormToken.form(
      of: context.request, at: site, atMost: limit)
    guard isOurs else { throw ConsoleError.formExpired }
    return form
  }

  private func answer(
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

  private func page(
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

  /// The page that `?next=` asks for; other parameters are passed over.
  private func asked() throws -> LocalPath? {
    var query = try Query(context.request.query, toleratesOthers: true)
    return console.destination(query.text("next"))
  }
}

/// The fields of a form whose session was over, while its sender signs in again. A password is not
/// kept: it would stand in the page.
private struct Held {
  let form: Form
  private static let prefix = "held:"
  /// Marks that there is something to be sent again, if it had no field at all.
  private static let mark = "held"

  init(_ form: Form) {
    self.form = form
  }

  init?(takenFrom form: inout Form) {
    guard form.take(Self.mark) != nil else { return nil }
    var held = Form()
    for (name, value) in form.fields where name.hasPrefix(Self.prefix) {
      held.append(String(name.dropFirst(Self.prefix.count)), value)
      _ = form.take(name)
    }
    self.form = held
  }

  func write(to page: inout PageWriter) {
    page.hidden(Self.mark, "true")
    for (name, value) in form.fields where !name.contains("password") {
      page.hidden(Self.prefix + name, value)
    }
  }
}

/// The choice of a language.
struct LanguageForm {
  let words: ConsolePhrases
  let current: String

  func write(to page: inout PageWriter, with proof: some FormProof) {
    page.form(
      posting: Address(ConsoleRoute.language.address), with: proof, .class("row language")
    ) { form in
      form.label(.for("language"), text: words.language)
      form.select(.id("language"), .name("language")) { select in
        for language in Language.allCases {
          let own: [Attribute] = language.rawValue == current ? [.selected] : []
          select.option(
            [.value(language.rawValue), .lang(language.rawValue)] + own, text: language.name)
        }
      }
      form.button(.class("plain"), text: words.save)
    }
  }
}
