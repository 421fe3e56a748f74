import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Security

/// Jobs, their tasks and their share links (seed 0): what each operation does, for whom.
package struct Jobs: Sendable {
  let links: ShareLinks
  let tally: Tally
  let site: Site
  let lanes: BulkLanes
  let spoolDirectory: String
  let correspondence: Correspondence

  /// A million can be imported at once; ten times that is where pages of it stop being useful.
  static let maximumTasks = 10_000_000

  /// - Parameters:
  ///   - spoolDirectory: where large imports wait while they are being checked.
  ///   - correspondence: by which people hear of what concerns them.
  package init(
    links: ShareLinks, tally: Tally, site: Site, lanes: BulkLanes, spoolDirectory: String,
    correspondence: Correspondence
  ) {
    self.links = links
    self.tally = tally
    self.site = site
    self.lanes = lanes
    self.spoolDirectory = spoolDirectory
    self.correspondence = correspondence
  }

  // MARK: Members

  /// Asks once more who is calling: as things are now, in the transaction of what they do, if there
  /// is one. Throws when they may no longer.
  package typealias Again = (any Executor) throws -> Member

  /// - Parameter again: asks who is calling once more, for what takes long.
  package func respond(
    to operation: JobsRoute.MemberOperation, as member: Member, _ context: Context,
    again: @escaping Again
  ) throws -> Response {
    switch operation {
    case .create: try create(member, context, again: again)
    case .list: try list(member, context)
    case .read(let id): try read(id, member, context)
    case .change(let id): answer(try change(id, member, context))
    case .delete(let id): try delete(id, member, context)
    case .restore(let id): answer(try restore(id, member, context))
    case .cancel(let id): answer(try cancel(id, member, context))
    case .restart(let id): answer(try restart(id, member, context))
    case .changeTask(let id, let task): try changeTask(task, of: id, member, context)
    case .addTasks(let id): try addTasks(id, member, context, again: again)
    case .listTasks(let id): try listTasks(id, member, context)
    case .export(let id): try export(id, member, context, again: again)
    case .createShareLink(let id): try createShareLink(id, member, context)
    case .showShareLink(let id): try showShareLink(id, member, context)
    case .changeShareLink(let id, let token): try changeShareLink(id, token, member, context)
    case .rotateShareLink(let id, let token): try rotateShareLink(id, token, member, context)
    case .revokeShareLink(let id, let token): try revokeShareLink(id, token, member, context)
    case .listOpens(let id, let token): try listOpens(id, token, member, context)
    case .listEvents(let id, let token): try listEvents(id, token, member, context)
    }
  }

  /// A job of one of the member's workspaces; of any other it is not found.
  func visibleJob(_ id: UUID, to member: Member, on database: any Executor) throws -> Job {
    guard let job = try JobsStore(database: database).job(id),
      member.membership(in: job.workspaceID) != nil
    else { throw JobsError.notFound }
    return job
  }

  // MARK: Guests

  package func respond(
    to operation: JobsRoute.GuestOperation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .read(let token): try readShared(token, context)
    case .listTasks(let token): try listSharedTasks(token, context)
    case .export(let token): try exportShared(token, context)
    case .page(let token): try sharedPage(token, context)
    }
  }

  /// What a token opens, asked at the one door.
  func shared(_ token: String, on database: any Executor) throws -> (job: Job, link: OpenLink) {
    try JobsStore(database: database).shared(by: Door.token(token))
  }
}
