import Accounts
import HTTP
import MariaDB
import Primitives

// Who manages a job, asked the same way for whatever is done to it.

extension Jobs {
  /// `Context.managing` of a job. Throws `notFound`, and `notAManager` (403) for another member of the
  /// workspace, which is recorded.
  ///
  /// - Parameters:
  ///   - action: what is to be done, as the records name it.
  ///   - find: reads the job, and locks it.
  func managing<Result>(
    _ id: UUID, as member: Member, _ context: Context, _ action: StaticString,
    find: (JobsStore, UUID) throws -> Job? = { try $0.jobForUpdate($1) },
    _ work: (Job, Transaction) throws -> Result
  ) throws -> Result {
    try context.managing(
      id, as: member, in: JobsStore.chain, action, unknown: JobsError.notFound,
      refused: JobsError.notAManager, find: { try find(JobsStore(database: $0), id) }, work)
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
}
