import HTTP
import Language
import MariaDB
import Primitives
import Security

/// A place kept for an e-mail address that has no account yet.
///
/// The address is only a name until somebody shows the token that the message to it says. Whoever
/// registers with it otherwise gets an account like any other, and no place: else a stranger would
/// only have to be first.
package struct Invitation: Sendable {
  package let id: UUID
  package let email: String
  package let role: Membership.Role
  package let createdAt: Instant
  package let expiresAt: Instant
}

/// An invitation as whoever holds its token may see it.
package struct OpenInvitation: Sendable {
  package let email: String
  package let workspaceName: String
  let inviterName: String
  /// Of whoever invites.
  let language: Language
}

extension Accounts {
  /// The invitation that a token opens, while it stands. Throws 404 `invitation_not_open`.
  package func openInvitation(
    _ token: String, on database: some Executor
  ) throws -> OpenInvitation {
    guard let token = LinkToken(token),
      let open = try InvitationsStore(database: database).open(token: token.digest)
    else { throw AccountsError.invitationInvalid }
    return open
  }
}

extension Invitation {
  /// How long an invitation stands, in seconds: 7 days.
  static let lifetime: Int64 = 7 * 86_400
  /// How many of a workspace may stand.
  static let maximum = 100

  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("email", email)
    object.text("role", role.rawValue)
    object.instant("createdAt", createdAt)
    object.instant("expiresAt", expiresAt)
  }
}
