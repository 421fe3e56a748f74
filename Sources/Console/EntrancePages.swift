import Accounts
import HTML
import HTTP
import Language
import Links
import Primitives
import Security

// Signing in and out, and choosing a language.

extension Entrance {
  // MARK: Signing in

  /// `GET /console/sign-in`.
  func showSignIn() throws -> Response {
    if let session = try console.session(context) {
      return .seeOther(try asked() ?? console.home(of: session.account.kind))
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
    var response: Response
    if isPage {
      response = .seeOther(
        Self.isSecret(target)
          ? ConsoleRoute.signIn.address
          : LocalPath("\(ConsoleRoute.signIn.path)?next=\(PercentEncoding.encode(target))") ?? .root
      )
    } else {
      response = signInPage(
        FormState("sign-in"), .unauthorized, next: held == nil ? nil : target, held: held,
        lead: held == nil ? words.signInFirst : words.signInAgain)
      response.headers += AccountsError.unauthorized.problem.headers
    }
    if Self.isSecret(target), console.destination(target) != nil {
      response.set(
        frame.cookie(
          Self.nextCookie, Base64URL.encode(Bytes(target.utf8)), .seconds(Self.nextLifetime)))
    }
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
          credentials, from: context.request,
          mark: console.site.cookie(Console.knownCookie, of: context.request),
          on: context.database)
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
      main.p { p in
        p.a(
          .href(Address(ConsoleRoute.passwordReset.address)),
          text: phrases.recovery.forgotPassword)
      }
      main.p(.class("next")) { p in
        p.text(words.newHere + " ")
        p.a(.href(address(ConsoleRoute.signUp.address, next: next)), text: words.signUp)
      }
    }
  }

  // MARK: Out, and in which language

  /// `POST /console/sign-out`; whoever is signed out already is told the same.
  func signOut() throws -> Response {
    do {
      let visit = try console.accountSubmission(context).visit
      try console.accounts.endSession(
        visit.session, from: context.request, on: context.database)
    } catch ConsoleError.signInFirst {}
    return frame.leave(saying: .signedOut)
  }

  /// `POST /console/language`: kept in a cookie, for this browser; whoever is signed in is also written to
  /// in it.
  func chooseLanguage() throws -> Response {
    let session = try console.session(context)
    let form = try session != nil ? console.accountSubmission(context).form : submitted()
    let language = form["language"].flatMap(Language.init(rawValue:))
    guard let language else {
      throw Problem.invalid([FieldError("language", "not_allowed", "must be one of: en, es")])
    }
    if let session {
      try console.accounts.changeMessageSettings(
        MessageSettingsForm(language: language), of: session.identity, from: context.request,
        on: context.database)
    }
    let page = session != nil ? ConsoleRoute.account : .signIn
    var response = frame.redirect(to: page.address, saying: .languageChanged)
    response.set(
      frame.cookie(PageFrame.languageCookie, language.rawValue, .seconds(Self.cookieLifetime)))
    return response
  }

  // MARK: Where to afterwards

  /// An address of these pages that leads on to where somebody wanted to go.
  func address(_ path: LocalPath, next: String?) -> Address {
    guard let next = console.destination(next), !Self.isSecret(next.text) else {
      return Address(path)
    }
    return Address(path: "\(path.text)?next=\(PercentEncoding.encode(next.text))")
  }

  /// The page that `?next=` asks for, or else the cookie; other parameters are passed over.
  func asked() throws -> LocalPath? {
    var query = try Query(context.request.query, toleratesOthers: true)
    if let next = query.text("next") { return console.destination(next) }
    let kept = console.site.cookie(Self.nextCookie, of: context.request)
      .flatMap { Base64URL.decode($0) }.flatMap { String(validating: $0, as: UTF8.self) }
    return console.destination(kept)
  }

  /// Whether an address tells what only those may know who have it, such as a link's token: it goes on
  /// in a cookie, for queries are kept in the browser's history and by whatever stands between.
  private static func isSecret(_ address: String) -> Bool {
    !address.hasPrefix("/console")
  }

  /// Holds an address that is secret while somebody signs in or up.
  static let nextCookie = "waylink-next"
  /// In seconds.
  private static let nextLifetime = 900
}
