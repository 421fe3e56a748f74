import Audit
import HTTP
import MariaDB
import Primitives

/// A workspace that is being changed: its row is locked until the transaction ends, so that what was
/// found about its members and keys stays true, and its audit chain is this change's alone.
struct Government {
  let transaction: Transaction
  let workspace: UUID
  /// Whoever makes the change, as they are in the workspace under the lock.
  let own: Membership
  let actor: Actor
  /// The database's time.
  let now: Instant

  /// Writes down what was done, in the workspace's chain.
  ///
  /// - Parameter detail: fields of ids and roles.
  func record(
    _ action: String, _ request: Request, detail: (inout JSONWriter) -> Void
  ) throws {
    try WorkspaceStore.chain.append(
      AuditEvent(action, by: actor, from: request.addressPrefix, detail: detail), to: workspace,
      in: transaction)
  }
}

extension Accounts {
  /// Changes a workspace's members or keys in one transaction.
  ///
  /// Throws 404 for who isn't a member of it (any more), 403 for a key: keys must not make keys, nor
  /// decide who belongs.
  func governing<Result>(
    _ workspace: UUID, as member: Member, on database: MariaDB.Connection,
    _ body: (Government) throws -> Result
  ) throws -> Result {
    guard member.membership(in: workspace) != nil else { throw AccountsError.unknownWorkspace }
    guard member.identity.session != nil else { throw AccountsError.keyNotAllowed }
    return try database.transaction { transaction in
      let now = try WorkspaceStore(database: transaction).lock(workspace)
      let own = try MembershipsStore(database: transaction).membership(
        of: member.account, in: workspace)
      guard let now, let own else { throw AccountsError.unknownWorkspace }
      return try body(
        Government(
          transaction: transaction, workspace: workspace, own: own, actor: member.actor, now: now))
    }
  }

  /// Throws 404 for who isn't a member of the workspace, 403 for a plain one.
  func requireAdmin(_ member: Member, of workspace: UUID) throws(AccountsError) {
    guard let own = member.membership(in: workspace) else { throw .unknownWorkspace }
    guard own.managesEverything else { throw .notAnAdmin }
  }
}
