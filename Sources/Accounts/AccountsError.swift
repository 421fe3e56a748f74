import HTTP
import Security

/// What can go wrong between a caller and their account or workspace.
package enum AccountsError: ProblemConvertible {
  case unauthorized
  case notAMember
  /// Only a client's account may.
  case notAClient
  case badCredentials
  /// A link for a new password is used up, too old, followed by a newer one, or none.
  case resetTokenInvalid
  /// An invitation is used up, withdrawn, too old, or none.
  case invitationInvalid
  /// Too many wrong tries at one secret; in seconds.
  case tooManyAttempts(retryAfter: Int)
  case emailTaken
  case signupClosed
  case workspaceRequired
  case unknownWorkspace
  /// Only a person may do it, not a key.
  case keyNotAllowed
  /// Only owners and admins may.
  case notAnAdmin
  /// Only owners may.
  case notAnOwner
  case lastOwner
  case alreadyAMember
  case accountIsAClient
  case tooManyInvitations
  case membershipNotFound
  case sessionNotFound
  case keyNotFound
  case tooManyKeys
  /// A change of role would end keys, and it was not said that it may.
  case keysWouldEnd
  /// Too many sign-ins are being checked at once.
  case busy

  package var problem: Problem {
    switch self {
    case .unauthorized:
      Problem(
        .unauthorized, "unauthorized", "Sign in first: the access token is missing or has ended.",
        headers: [Header("WWW-Authenticate", "Bearer")])
    case .badCredentials:
      Problem(
        .unauthorized, "bad_credentials", "E-mail and password don't belong together.",
        headers: [Header("WWW-Authenticate", "Bearer")])
    case .tooManyAttempts(let seconds):
      Problem(
        Status(429), "too_many_attempts",
        "Too many wrong tries. Please wait \(seconds) seconds and try again.",
        headers: [Header("Retry-After", String(seconds))])
    case .resetTokenInvalid:
      Problem(
        .badRequest, "reset_token_invalid",
        "This link for a new password was used, is too old, or a newer one was asked for.")
    case .workspaceRequired:
      Problem(
        .badRequest, "workspace_required",
        "Say in workspace_id which of your workspaces is meant.")
    case .busy: Problem.unavailable(retryAfter: 2)
    case .notAMember, .notAClient, .signupClosed, .keyNotAllowed, .notAnAdmin, .notAnOwner:
      forbidden
    case .unknownWorkspace, .membershipNotFound, .sessionNotFound, .keyNotFound,
      .invitationInvalid:
      missing
    case .emailTaken, .lastOwner, .alreadyAMember, .accountIsAClient, .tooManyInvitations,
      .tooManyKeys, .keysWouldEnd:
      conflict
    }
  }

  private var forbidden: Problem {
    let (code, detail) =
      switch self {
      case .signupClosed: ("signup_closed", "New accounts can't be made here at the moment.")
      case .keyNotAllowed: ("key_not_allowed", "A person must do this, signed in; a key may not.")
      case .notAnAdmin: ("not_an_admin", "Only owners and admins of the workspace may do this.")
      case .notAnOwner: ("not_an_owner", "Only owners may do this with an owner.")
      case .notAClient: ("clients_only", "Only clients may do this, signed in to their account.")
      default: ("members_only", "Only members of a workspace may do this.")
      }
    return Problem(.forbidden, code, detail)
  }

  private var missing: Problem {
    let (code, detail) =
      switch self {
      case .membershipNotFound:
        ("membership_not_found", "There is no such membership or invitation in this workspace.")
      case .sessionNotFound: ("session_not_found", "There is no such session, or it has ended.")
      case .invitationInvalid:
        ("invitation_not_open", "There is no such invitation, or not any more.")
      case .keyNotFound: ("api_key_not_found", "There is no such key, or it has ended.")
      default: ("workspace_not_found", "There is no such workspace.")
      }
    return Problem(.notFound, code, detail)
  }

  private var conflict: Problem {
    let (code, detail) =
      switch self {
      case .lastOwner:
        ("last_owner", "A workspace must keep an owner. Make somebody else one first.")
      case .alreadyAMember: ("already_a_member", "They are a member of this workspace already.")
      case .accountIsAClient:
        ("account_is_a_client", "This e-mail is a client's account, which can't be a member.")
      case .tooManyInvitations:
        ("too_many_invitations", "100 invitations are open. Withdraw some, or wait for answers.")
      case .tooManyKeys: ("too_many_api_keys", "There are 50 keys. End those not needed any more.")
      case .keysWouldEnd:
        ("keys_would_end", "Their API keys would end with it. Say that they may.")
      default: ("email_taken", "There is an account with this e-mail already.")
      }
    return Problem(.conflict, code, detail)
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
