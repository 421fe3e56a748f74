import Accounts
import HTML
import HTTP
import Language
import Primitives

// Signing up: alike for both kinds of accounts, but for what is asked.

/// What a page asks of whoever wants an account of one kind.
package struct SignUpPage {
  let kind: Account.Kind
  let path: LocalPath
  let lead: String
  let fields: [FormField]
  /// Of a page for one kind only, that says what for; nil: it is for signing up, and leads to the page of
  /// the other kind.
  let title: String?

  /// - Parameters:
  ///   - path: of the page, where its form is sent too.
  ///   - lead: what comes with such an account.
  package init(
    of kind: Account.Kind, at path: LocalPath, lead: String, fields: [FormField],
    title: String? = nil
  ) {
    self.title = title
    self.kind = kind
    self.path = path
    self.lead = lead
    self.fields = fields
  }
}

extension Entrance {
  /// The page for signing up; whoever is signed in already is led to where they begin.
  package func show(_ page: SignUpPage) throws -> Response {
    let next = try asked()
    if let session = try console.session(context) {
      return .seeOther(next ?? console.home(of: session.account.kind))
    }
    return show(page, FormState("sign-up"), next: next?.text)
  }

  /// What the page's form does: makes an account, and gives the browser a session of it. When that
  /// can't be, the page is shown again with what was wrong.
  ///
  /// Throws 403 `foreign_form`, `form_expired` and `signup_closed`.
  ///
  /// - Parameter make: makes the account from what was typed.
  package func signUp(
    by page: SignUpPage, _ make: (Form) throws -> SignedIn
  ) throws -> Response {
    var form = try submitted()
    let next = form.take("next")
    return try answer(
      "sign-up", form, effect: { try enter(try make(form), next: next, held: nil) },
      orElse: { show(page, $0, next: next) })
  }

  /// The e-mail and the password of a new account.
  package var newCredentials: [FormField] {
    [
      FormField("email", words.email, .email, length: 1...254, autocomplete: "email"),
      FormField(
        "password", words.password, .password, hint: words.passwordHint,
        autocomplete: "new-password"),
    ]
  }

  func show(_ page: SignUpPage, _ state: FormState, next: String? = nil) -> Response {
    let title = page.title ?? words.signUp
    return self.page(state.status, title, state) { main in
      main.h1(.dir("auto"), text: title)
      if page.title == nil { writeKinds(page.kind, next: next, to: &main) }
      main.p(.class("lead"), text: page.lead)
      main.summary(of: state, page.fields, words)
      main.form(posting: Address(page.path), with: proof) { form in
        if let next { form.hidden("next", next) }
        for field in page.fields { form.field(field, in: state, words) }
        form.button(text: words.signUp)
      }
      main.p(.class("next")) { p in
        p.text(words.haveAccount + " ")
        p.a(.href(address(ConsoleRoute.signIn.address, next: next)), text: words.signIn)
      }
    }
  }

  /// The way from the one kind of account to the other.
  private func writeKinds(
    _ current: Account.Kind, next: String?, to main: inout PageWriter
  ) {
    let kinds: [(Account.Kind, String, LocalPath)] = [
      (.member, words.signUpAsMember, ConsoleRoute.signUp.address),
      (.client, words.signUpAsClient, console.clientSignUp),
    ]
    main.p(.id("kinds"), text: words.signUpQuestion)
    main.nav(.class("parts"), .ariaLabelledBy("kinds")) { nav in
      nav.ul { ul in
        for (kind, label, path) in kinds {
          ul.li { li in
            if kind == current {
              li.a(.href(address(path, next: next)), .ariaCurrent("page"), text: label)
            } else {
              li.a(.href(address(path, next: next)), text: label)
            }
          }
        }
      }
    }
  }

  // MARK: Members

  /// `GET /console/sign-up`.
  func showSignUp() throws -> Response { try show(ofMembers) }

  /// `POST /console/sign-up`.
  func signUp() throws -> Response {
    try signUp(by: ofMembers) { form in
      let wanted = try form.read { try SignUpForm(&$0) }
      return try console.accounts.signUp(wanted, from: context.request, on: context.database)
    }
  }

  private var ofMembers: SignUpPage {
    let name = FormField("name", words.yourName, length: 1...200, autocomplete: "name")
    let workspace = FormField(
      "workspace_name", words.workspaceName, hint: words.workspaceNameHint, length: 1...200,
      autocomplete: "organization")
    return SignUpPage(
      of: .member, at: ConsoleRoute.signUp.address, lead: words.signUpLead,
      fields: [name] + newCredentials + [workspace])
  }
}
