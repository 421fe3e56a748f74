import Accounts
import Console
import HTTP
import Primitives

// Clients' pages: which of them answers to what.

extension Clients {
  /// Asks the console who is there, and whether a form is theirs, before anything else.
  package func respond(
    to operation: ClientPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .open(.showSignUp): try showSignUp(console.entrance(context))
    case .open(.signUp): try signUp(console.entrance(context), context)
    case .page(let page): try show(page, try console.clientVisit(context))
    case .act(let act): try perform(act, try console.clientSubmission(context))
    }
  }

  private func show(
    _ page: ClientPagesRoute.PageOperation, _ visit: ClientVisit
  ) throws -> Response {
    switch page {
    case .settings: try SettingsPage(visit, self).response()
    case .confirmClosing: try ClosingPage(visit, self).response()
    case .workspaces: try LinkedWorkspacesPage(visit, self).response()
    case .confirmBlocking(let workspace): try confirmBlocking(of: workspace, visit)
    case .lookups: try LookupsPage(visit, self).response()
    }
  }

  private func perform(
    _ act: ClientPagesRoute.Act, _ submission: ClientSubmission
  ) throws -> Response {
    switch act {
    case .changeProfile: try changeProfile(submission)
    case .close: try close(submission)
    case .approve(let workspace):
      try decide(ConsentForm(isApproved: true), on: workspace, submission)
    case .block(let workspace):
      try decide(ConsentForm(isApproved: false), on: workspace, submission)
    }
  }
}
