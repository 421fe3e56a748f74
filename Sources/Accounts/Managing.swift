import Audit
import HTTP
import MariaDB
import Primitives

/// A thing of a workspace that has somebody who made it.
package protocol Managed {
  var workspaceID: UUID { get }
  /// The account.
  var createdBy: UUID { get }
}

extension Managed {
  /// Whoever made it, admins and the owner of its workspace manage it; other members see it.
  package func isManaged(by member: Member) -> Bool {
    guard let membership = member.membership(in: workspaceID) else { return false }
    return isManaged(by: member.account, as: membership)
  }

  /// The same of a thing that is locked, as things are now; nil for who is no member of its
  /// workspace (any more).
  ///
  /// No lock on the membership: what its end changes of a thing, it changes under the thing's own.
  package func isManagedNow(by member: Member, in transaction: Transaction) throws -> Bool? {
    try Accounts.membership(of: member.identity, in: workspaceID, on: transaction)
      .map { isManaged(by: member.account, as: $0) }
  }

  private func isManaged(by account: UUID, as membership: Membership) -> Bool {
    membership.managesEverything || createdBy == account
  }
}

extension Context {
  /// Does `work` in a transaction that has locked a thing, for a member who manages it. Asked of
  /// repeats too: who manages it no longer must not be shown its secrets again.
  ///
  /// They are judged by the membership that they have once the lock is theirs: whoever was sent away
  /// while they waited for it is. Another member of its workspace is refused, and that is recorded in
  /// its chain.
  ///
  /// - Parameters:
  ///   - id: the thing's, and its chain's subject.
  ///   - action: what is to be done, as the records name it.
  ///   - unknown: what is told who may not know that there is such a thing.
  ///   - refused: what a member is told who may only see it; its code is the record's outcome.
  ///   - find: reads the thing, and locks it.
  package func managing<Thing: Managed, Result>(
    _ id: UUID, as member: Member, in chain: AuditChain, _ action: StaticString,
    unknown: some ProblemConvertible, refused: some ProblemConvertible,
    find: (Transaction) throws -> Thing?, _ work: (Thing, Transaction) throws -> Result
  ) throws -> Result {
    try managing(
      id, by: member.actor, in: chain, action, unknown: unknown, refused: refused, find: find,
      isManaged: { try $0.isManagedNow(by: member, in: $1) }, work)
  }

  /// The same of a thing of any kind, for anyone.
  ///
  /// - Parameter isManaged: whether they manage what is locked, as things are now; nil for who may not
  ///   know that there is such a thing.
  package func managing<Thing, Result>(
    _ id: UUID, by actor: Actor, in chain: AuditChain, _ action: StaticString,
    unknown: some ProblemConvertible, refused: some ProblemConvertible,
    find: (Transaction) throws -> Thing?, isManaged: (Thing, Transaction) throws -> Bool?,
    _ work: (Thing, Transaction) throws -> Result
  ) throws -> Result {
    let result: Result? = try database.transaction { transaction in
      guard let thing = try find(transaction), let isManaged = try isManaged(thing, transaction)
      else { throw unknown }
      guard isManaged else {
        try chain.appendRefusal(
          AuditEvent(
            action.description, by: actor, outcome: refused.problem.code,
            from: request.addressPrefix),
          to: id, in: transaction)
        return nil
      }
      return try work(thing, transaction)
    }
    guard let result else { throw refused }
    return result
  }
}
