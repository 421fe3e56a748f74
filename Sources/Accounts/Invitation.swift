import HTTP
import Primitives

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
