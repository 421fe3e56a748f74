import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Primitives

// Who manages a job, asked the same way for whatever is done to it.

extension Jobs {
  /// Does `work` in a transaction that has locked the job, for a member who manages it. Asked of
  /// repeats too: who manages the job no longer must not be shown its token again.
  ///
  /// They are judged by the membership that they have once the lock is theirs: whoever was sent away
  /// while they waited for it is. Throws `notFound`, and `notAManager` (403) for another member of
  /// the workspace, which is recorded.
  ///
  /// - Parameters:
  ///   - action: what is to be done, as the records name it.
  ///   - find: reads the job, and locks it.
  func managing<Result>(
    _ id: UUID, as member: Member, _ context: Context, _ action: StaticString,
    find: (JobsStore, UUID) throws -> Job? = { try $0.jobForUpdate($1) },
    _ work: (Job, Transaction) throws -> Result
  ) throws -> Result {
    let result: Result? = try context.database.transaction { transaction in
      guard let job = try find(JobsStore(database: transaction), id) else {
        throw JobsError.notFound
      }
      guard try isManaged(job, by: member, in: transaction) else {
        try JobsStore.chain.appendRefusal(
          AuditEvent(
            action.description, by: member.actor, outcome: "not_a_manager",
            from: context.request.addressPrefix),
          to: id, in: transaction)
        return nil
      }
      return try work(job, transaction)
    }
    guard let result else { throw JobsError.notAManager }
    return result
  }

  /// A job that the member manages, for work that begins before its transaction does. Throws, and
  /// records, as `managing` does.
  func manageable(
    _ id: UUID, as member: Member, _ context: Context, _ action: StaticString
  ) throws -> Job {
    let job = try visibleJob(id, to: member, on: context.database)
    if job.isManaged(by: member) { return job }
    return try managing(id, as: member, context, action) { job, _ in job }
  }

  /// Whether the member manages a job that is locked, as things are now. Throws `notFound` for who
  /// is no member of its workspace (any more).
  ///
  /// No lock on the membership: what its end changes of a job, it changes under the job's own.
  func isManaged(_ job: Job, by member: Member, in transaction: Transaction) throws -> Bool {
    let membership = try Accounts.membership(of: member, in: job.workspaceID, on: transaction)
    guard let membership else { throw JobsError.notFound }
    return job.isManaged(by: member.account, as: membership)
  }
}

extension Job {
  /// Its creator, admins and the owner of its workspace manage a job; other members read it.
  func isManaged(by member: Member) -> Bool {
    guard let membership = member.membership(in: workspaceID) else { return false }
    return isManaged(by: member.account, as: membership)
  }

  fileprivate func isManaged(by account: UUID, as membership: Membership) -> Bool {
    membership.managesEverything || createdBy == account
  }
}
