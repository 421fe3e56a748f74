import Accounts
import Clients
import HTTP
import MariaDB
import Primitives

// For whom a job is posted: asked for once, when it is made or moved.

extension Fields {
  /// `connection_id` or `client_id`, of which the first wins; nil for neither.
  ///
  /// A connection ID that can be none is noted like any other mistake, and is the answer itself (400
  /// `invalid_connection_id_format`) when it is the only one. So this is read last.
  mutating func postingWish() throws -> PostingWish? {
    let typed = optionalVerbatimText("connection_id")
    let client = optionalUUID("client_id")
    guard let typed else { return client.map(PostingWish.client) }
    if let connection = ConnectionID(typed: typed) { return .connection(connection) }
    try finish(orElse: ClientsError.malformedConnection)
    return nil
  }
}

extension Jobs {
  /// Finds for whom a job is to be posted, and whether the client has agreed; see `Clients.link`. In
  /// the transaction of the posting.
  ///
  /// Throws what that does, and 409 `too_many_pending`.
  func client(
    _ wish: PostingWish?, of workspace: UUID, _ member: Member, _ request: Request,
    in transaction: Transaction
  ) throws -> NewJob.Client? {
    guard let wish else { return nil }
    let client = try Clients.link(
      wish, to: workspace, by: member, from: request, telling: correspondence, in: transaction)
    let approval = ClientApproval(of: client)
    if approval == .pending { try requireRoom(for: client.id, of: workspace, in: transaction) }
    return NewJob.Client(id: client.id, approval: approval)
  }

  /// Throws 409 `too_many_pending`. The pair is locked.
  private func requireRoom(
    for client: UUID, of workspace: UUID, in transaction: Transaction
  ) throws {
    let pending = try PostingsStore(database: transaction).pending(for: client, in: workspace)
    guard pending < Consent.maximumPending else { throw ClientsError.tooManyPending }
  }

  /// Moves a job that is locked to another client, or to none; false when it is there already. The
  /// former client sees it no more, and forgets a workspace that it never decided on and that has
  /// nothing else for it.
  ///
  /// Throws what `client` does, and 409 `job_in_use` for a job that runs or is shared when the other
  /// client has to agree first.
  func move(
    _ job: Job, to wish: PostingWish?, _ member: Member, _ request: Request,
    in transaction: Transaction
  ) throws -> Bool {
    if let current = job.postedFor?.client, let wish,
      try Clients.isFor(current, wish, in: transaction)
    {
      return false
    }
    let client = try client(wish, of: job.workspaceID, member, request, in: transaction)
    guard client?.id != job.postedFor?.client else { return false }
    if let client, client.approval == .pending, try isInUse(job, in: transaction) {
      throw RefusedPosting(client: client.id, workspace: job.workspaceID, reason: .jobInUse)
    }
    let store = PostingsStore(database: transaction)
    try store.move(job.id, to: client?.id, client?.approval ?? .none)
    if let former = job.postedFor?.client {
      try Clients.unlink(
        former, from: job.workspaceID, by: member, from: request, in: transaction
      ) { try !store.hasAny(for: former, in: job.workspaceID) }
    }
    return true
  }

  /// Whether anything of it runs, or somebody has a link that opens it.
  private func isInUse(_ job: Job, in transaction: Transaction) throws -> Bool {
    if job.status == .running { return true }
    return try links.standing(for: job.subject, on: transaction)?.link.state == .active
  }

  /// Asks anew what the client of a deleted job says to it: it was not there when the client decided.
  /// What a closed client has not agreed to is refused.
  ///
  /// Throws 409 `too_many_pending`.
  func reconsider(_ job: Job, in transaction: Transaction) throws {
    guard let posted = job.postedFor, !posted.approval.isGiven else { return }
    let client = try Clients.standing(posted.client, for: job.workspaceID, in: transaction)
    var now = client.map(ClientApproval.init(of:)) ?? .refused
    if now == .none { now = .approved }
    if now == .pending {
      try requireRoom(for: posted.client, of: job.workspaceID, in: transaction)
    }
    if now != posted.approval {
      try PostingsStore(database: transaction).set(now, of: job.id)
    }
  }
}
