import Audit
import HTTP
import MariaDB
import Primitives

extension Accounts {
  /// Writes down what an account did that was done to no other subject, in its own chain.
  ///
  /// - Parameter action: as `AuditEvent` says.
  package static func record(
    _ action: String, by member: Member, from request: Request, in transaction: Transaction
  ) throws {
    try AccountsStore.chain.append(
      AuditEvent(action, by: member.actor, from: request.addressPrefix), to: member.account,
      in: transaction)
  }
}
