import Accounts
import HTTP
import Primitives

// The page of one's own account, whichever kind it is of, and what its forms do.

extension Console {
  func respond(
    to operation: ConsoleRoute.AccountOperation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .show: try AccountPage(try accountVisit(context), accounts).response()
    case .back: try accountVisit(context).redirect(to: ConsoleRoute.account.address)
    case .changePassword: try changePassword(try accountSubmission(context))
    case .endSession(let id): try endSession(id, try accountSubmission(context))
    case .changeMessages: try changeMessages(try accountSubmission(context))
    case .endOtherSessions: try endOtherSessions(try accountSubmission(context))
    }
  }

  private func changePassword(_ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("password") {
      let form = try submission.form.read { PasswordForm(&$0) }
      try accounts.changePassword(
        form, of: visit.person, from: visit.context.request, on: visit.context.database)
      var response = visit.redirect(to: ConsoleRoute.account.address, saying: .passwordChanged)
      // The one that this browser had has ended with the old password.
      if let known = try knownCookie(of: visit.person.account, visit.context) {
        response.set(known)
      }
      return response
    } orElse: { state in
      try AccountPage(visit, accounts).response(state)
    }
  }

  private func changeMessages(_ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    let form = try submission.form.read { fields in
      MessageSettingsForm(ticked: &fields, for: Accounts.switchable(by: visit.person.kind))
    }
    try accounts.changeMessageSettings(
      form, of: visit.person, from: visit.context.request, on: visit.context.database)
    return visit.redirect(to: ConsoleRoute.account.address, saying: .messagesSaved)
  }

  private func endSession(_ id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    try accounts.endSession(
      id, of: visit.person, from: visit.context.request, on: visit.context.database)
    return visit.redirect(to: ConsoleRoute.account.address, saying: .sessionEnded)
  }

  private func endOtherSessions(_ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    try accounts.endOtherSessions(
      of: visit.person, from: visit.context.request, on: visit.context.database)
    return visit.redirect(to: ConsoleRoute.account.address, saying: .othersEnded)
  }
}
