import Accounts
import HTML
import HTTP
import Language
import Primitives

// A forgotten password, by people who can't sign in.

extension Entrance {
  private var recovery: RecoveryPhrases { phrases.recovery }

  /// `GET /console/password-reset`.
  func showPasswordReset() -> Response {
    guard console.accounts.correspondence.delivery == .queued else {
      return notice(.ok, recovery.notSent)
    }
    return resetPage(FormState("reset"))
  }

  /// `POST /console/password-reset`: says the same whoever's e-mail it is.
  func requestPasswordReset() throws -> Response {
    let form = try submitted()
    return try answer(
      "reset", form,
      effect: {
        let wanted = try form.read { try PasswordResetForm(&$0) }
        let delivery = try console.accounts.requestPasswordReset(
          wanted, from: context.request, on: context.database)
        return notice(.ok, delivery == .queued ? recovery.sent : recovery.notSent)
      }, orElse: resetPage)
  }

  private func resetPage(_ state: FormState) -> Response {
    let field = FormField("email", words.email, .email, length: 1...254, autocomplete: "email")
    return page(state.status, recovery.forgotPassword, state) { main in
      main.h1(text: recovery.forgotPassword)
      main.p(.class("lead"), text: recovery.resetLead)
      main.summary(of: state, [field], words)
      main.form(posting: Address(ConsoleRoute.passwordReset.address), with: proof) { form in
        form.field(field, in: state, words)
        form.button(text: recovery.sendLink)
      }
      writeWayBack(to: &main)
    }
  }

  /// `GET /console/password-reset/{token}`.
  func showNewPassword(_ token: String) throws -> Response {
    do {
      try console.accounts.checkPasswordReset(token, on: context.database)
    } catch AccountsError.resetTokenInvalid {
      return try deadLink()
    }
    return newPasswordPage(token, FormState("new-password"))
  }

  /// `POST /console/password-reset/{token}`.
  func setNewPassword(_ token: String) throws -> Response {
    var form = try submitted()
    form.append("token", token)
    return try answer(
      "new-password", form,
      effect: {
        let wanted = try form.read { NewPasswordForm(&$0) }
        do {
          try console.accounts.resetPassword(wanted, from: context.request, on: context.database)
        } catch AccountsError.resetTokenInvalid {
          return try deadLink()
        }
        // The session that this browser may have had is over too.
        return frame.leave(saying: .passwordSet)
      }, orElse: { newPasswordPage(token, $0) })
  }

  private func newPasswordPage(_ token: String, _ state: FormState) -> Response {
    let field = FormField(
      "password", words.newPassword, .password, hint: words.passwordHint,
      autocomplete: "new-password")
    return page(state.status, recovery.newPasswordTitle, state) { main in
      main.h1(text: recovery.newPasswordTitle)
      main.p(.class("lead"), text: recovery.newPasswordLead)
      main.summary(of: state, [field], words)
      main.form(
        posting: Address(ConsoleRoute.newPassword(token).address), with: proof
      ) { form in
        form.field(field, in: state, words)
        form.button(text: recovery.setPassword)
      }
    }
  }

  private func deadLink() throws -> Response {
    guard context.request.headers.prefersHTML else { throw AccountsError.resetTokenInvalid }
    return notice(AccountsError.resetTokenInvalid.problem.status, recovery.linkIsDead) { main in
      main.p { p in
        p.a(.href(Address(ConsoleRoute.passwordReset.address)), text: recovery.askAgain)
      }
    }
  }

  func notice(
    _ status: Status, _ notice: Notice, _ more: (inout PageWriter) -> Void = { _ in }
  ) -> Response {
    page(status, notice.title, FormState("notice")) { main in
      main.notice(notice)
      more(&main)
      writeWayBack(to: &main)
    }
  }

  private func writeWayBack(to main: inout PageWriter) {
    main.p(.class("next")) { p in
      p.a(.href(Address(ConsoleRoute.signIn.address)), text: words.signIn)
    }
  }

  // MARK: Invitations

  /// `GET /console/invited/{token}`: the page for an account of one's own, with a place in a workspace.
  func showInvited(_ token: String) throws -> Response {
    guard let page = try invitedPage(token) else {
      return try deadInvitation()
    }
    return show(page, FormState("sign-up"))
  }

  /// `POST /console/invited/{token}`.
  func signUpInvited(_ token: String) throws -> Response {
    guard let page = try invitedPage(token) else {
      return try deadInvitation()
    }
    return try signUp(by: page) { form in
      var form = form
      form.append("invitation", token)
      let wanted = try form.read { try SignUpForm(&$0) }
      return try console.accounts.signUp(wanted, from: context.request, on: context.database)
    }
  }

  private func deadInvitation() throws -> Response {
    guard context.request.headers.prefersHTML else { throw AccountsError.invitationInvalid }
    return notice(AccountsError.invitationInvalid.problem.status, recovery.invitationIsDead)
  }

  /// Nil for an invitation that doesn't stand.
  private func invitedPage(_ token: String) throws -> SignUpPage? {
    let open: OpenInvitation
    do {
      open = try console.accounts.openInvitation(token, on: context.database)
    } catch AccountsError.invitationInvalid {
      return nil
    }
    let fields = [
      FormField("name", words.yourName, length: 1...200, autocomplete: "name"),
      FormField(
        "email", words.email, .email, length: 1...254, autocomplete: "email", value: open.email),
      FormField(
        "password", words.password, .password, hint: words.passwordHint,
        autocomplete: "new-password"),
    ]
    return SignUpPage(
      of: .member, at: ConsoleRoute.invited(token).address, lead: recovery.invitedLead,
      fields: fields, title: recovery.invitedTitle(open.workspaceName))
  }
}
