import HTTP
import Security

/// What can go wrong between a caller and their account.
package enum AccountsError: ProblemConvertible {
  case unauthorized
  case notAMember
  case badCredentials
  case emailTaken
  case signupClosed
  case workspaceRequired
  case unknownWorkspace
  /// Too many sign-ins are being checked at once.
  case busy

  package var problem: Problem {
    switch self {
    case .unauthorized:
      Problem(
        .unauthorized, "unauthorized", "Sign in first: the access token is missing or has ended.",
        headers: [Header("WWW-Authenticate", "Bearer")])
    case .notAMember:
      Problem(.forbidden, "members_only", "Only members of a workspace may do this.")
    case .badCredentials:
      Problem(
        .unauthorized, "bad_credentials", "E-mail and password don't belong together.",
        headers: [Header("WWW-Authenticate", "Bearer")])
    case .emailTaken:
      Problem(.conflict, "email_taken", "There is an account with this e-mail already.")
    case .signupClosed:
      Problem(.forbidden, "signup_closed", "New accounts can't be made here at the moment.")
    case .workspaceRequired:
      Problem(
        .badRequest, "workspace_required",
        "Say in workspace_id which of your workspaces is meant.")
    case .unknownWorkspace:
      Problem(.notFound, "workspace_not_found", "There is no such workspace.")
    case .busy:
      Problem.unavailable(retryAfter: 2)
    }
  }
}

extension PasswordRules.Objection {
  /// As an error of a field.
  var code: String {
    switch self {
    case .tooShort: "too_short"
    case .tooLong: "too_long"
    case .common: "too_common"
    case .personal: "personal"
    }
  }

  /// What stands behind the field's name.
  var detail: String {
    switch self {
    case .tooShort: "must have at least 10 characters"
    case .tooLong: "must have at most 128 characters"
    case .common: "is among the first that anyone would try"
    case .personal: "must not be your own name or e-mail"
    }
  }
}
