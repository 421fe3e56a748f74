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
      wish, to: workspace, by: member, from: request, in: transaction)
    let approval = ClientApproval(of: client)
    if approval == .pending {
      let store = PostingsStore(database: transaction)
      guard try store.pending(for: client.id, in: workspace) < Consent.maximumPending else {
        throw ClientsError.tooManyPending
      }
    }
    return NewJob.Client(id: client.id, approval: approval)
  }

  /// Moves a job that is locked to another client, or to none; false when it is there already. The
  /// former client sees it no more.
  ///
  /// Throws what `client` does, and 409 `client_approval_pending` for a job that runs or is shared
  /// when the other client has to agree first.
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
    if client?.approval == .pending {
      let isShared = try links.standing(for: job.subject, on: transaction) != nil
      guard job.status == .pending, !isShared else { throw ClientsError.approvalPending }
    }
    try PostingsStore(database: transaction).move(
      job.id, to: client?.id, client?.approval ?? .none)
    return true
  }
}
