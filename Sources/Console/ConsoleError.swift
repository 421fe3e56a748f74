import Accounts
import HTTP

/// Why a member's page or form was not let through.
package enum ConsoleError: ProblemConvertible {
  /// Nobody is signed in. What a form had sent is kept, if it certainly came from a page of ours.
  case signInFirst(held: Form?)
  /// The form's token is not this session's.
  case formExpired
  /// The browser says that another site sent the form.
  case foreignForm

  package var problem: Problem {
    switch self {
    case .signInFirst: AccountsError.unauthorized.problem
    case .formExpired:
      Problem(
        .forbidden, "form_expired", "The form does not belong to this sign-in. Load it again.")
    case .foreignForm:
      Problem(.forbidden, "foreign_form", "The form was sent by another site.")
    }
  }
}
