import Accounts
import Audit
import HTTP
import MariaDB
import Primitives

/// For whom a job is to be posted.
package enum PostingWish: Sendable {
  case connection(ConnectionID)
  /// A client that the workspace posts for already.
  case client(UUID)
}

/// A client that a workspace posts for, as the workspace sees it.
package struct LinkedClient: Sendable {
  package let id: UUID
  package let companyName: String
  package let consent: Consent
  /// Its account is gone; what was posted for it stays.
  package let isClosed: Bool

  package var takesPostings: Bool { !isClosed && consent != .blocked }
}

extension Clients {
  /// Finds the client that a job is posted for, and whether the workspace may; links the two when it is
  /// the first time, which is a look-up too: counted, and to be seen by the client.
  ///
  /// In the transaction of the posting. Locks the client first: the job's own change of the client's
  /// counter then waits for nobody. Within `recordingRefusals`.
  ///
  /// Throws 400 `invalid_connection_id` and `invalid_client_id`, 403 `client_refused`, 429
  /// `too_many_lookups`.
  ///
  /// - Parameter correspondence: by which a client that is asked first is told so.
  package static func link(
    _ wish: PostingWish, to workspace: UUID, by member: Member, from request: Request,
    telling correspondence: Correspondence, in transaction: Transaction
  ) throws -> LinkedClient {
    let store = ClientsStore(database: transaction)
    let consents = ConsentStore(database: transaction)
    let client: Client?
    switch wish {
    case .connection(let connection): client = try store.clientForUpdate(by: connection)
    case .client(let id): client = try store.clientForUpdate(id)
    }
    guard let client else { throw wish.unknown }
    if let consent = try consents.consentForUpdate(of: client.id, workspace) {
      guard consent != .blocked else {
        throw RefusedPosting(client: client.id, workspace: workspace, reason: .refused)
      }
      return LinkedClient(client, consent)
    }
    guard case .connection = wish else { throw wish.unknown }
    try takeAllowance(of: member, in: transaction)
    try record(entryOf: client.id, for: workspace, by: member, request, in: transaction)
    let consent: Consent = client.asksFirst ? .pending : .none
    try consents.insert(consent, of: client.id, workspace)
    try tellOfPending(workspace, client: client.id, by: correspondence, in: transaction)
    try record(
      "client.workspace_linked", on: client.id, by: member.actor, request, in: transaction
    ) { detail in
      detail.uuid("workspace", workspace)
      detail.text("consent", consent.rawValue)
    }
    return LinkedClient(client, consent)
  }

  /// A client that a job is posted for already, with its word on the workspace as it is by now; both
  /// stay so until the transaction ends. Nil once its account is closed.
  package static func standing(
    _ client: UUID, for workspace: UUID, in transaction: Transaction
  ) throws -> LinkedClient? {
    guard let found = try ClientsStore(database: transaction).clientForUpdate(client) else {
      return nil
    }
    let consent = try ConsentStore(database: transaction).consentForUpdate(of: client, workspace)
    return consent.map { LinkedClient(found, $0) }
  }

  /// Forgets that a workspace posts for a client, if the client has not decided on it: so a wrong
  /// connection ID is mended whole.
  ///
  /// - Parameter isIdle: whether nothing of the workspace is left; asked when nobody can post for the
  ///   client any more until the transaction ends.
  package static func unlink(
    _ client: UUID, from workspace: UUID, by member: Member, from request: Request,
    in transaction: Transaction, ifSo isIdle: () throws -> Bool
  ) throws {
    guard try ClientsStore.chain.lock(client, in: transaction), try isIdle(),
      try ConsentStore(database: transaction).deleteUndecided(workspace, of: client)
    else { return }
    try record(
      "client.workspace_unlinked", on: client, by: member.actor, request, in: transaction
    ) { $0.uuid("workspace", workspace) }
  }

  /// Whether a wish is for this very client, who need not be asked then.
  package static func isFor(
    _ client: UUID, _ wish: PostingWish, in transaction: Transaction
  ) throws -> Bool {
    switch wish {
    case .client(let id): id == client
    case .connection(let connection):
      try ClientsStore(database: transaction).client(client)?.connectionID == connection
    }
  }

  /// Does work that posts for clients. What a refusal leaves is kept, though the work is undone: a
  /// connection ID that leads nowhere is counted as a look-up, for posting is no way to search through
  /// them, and so is one that was found out by a posting that could not be; a client that has cut the
  /// workspace off sees that it tried.
  package static func recordingRefusals<Result>(
    of member: Member, from request: Request, on database: MariaDB.Connection,
    _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch ClientsError.unknownConnection {
      try database.transaction { transaction in
        try takeAllowance(of: member, in: transaction)
        try recordMiss(by: member, request, in: transaction)
      }
      throw ClientsError.unknownConnection
    } catch let refusal as RefusedPosting {
      try database.transaction { try note(refusal, of: member, from: request, in: $0) }
      throw refusal.reason
    }
  }

  private static func note(
    _ refusal: RefusedPosting, of member: Member, from request: Request,
    in transaction: Transaction
  ) throws {
    let (client, workspace) = (refusal.client, refusal.workspace)
    guard try ClientsStore(database: transaction).clientForUpdate(client) != nil else { return }
    let consents = ConsentStore(database: transaction)
    switch try consents.consentForUpdate(of: client, workspace) {
    case .blocked:
      try consents.countRefusal(of: client, workspace)
      try ClientsStore.chain.appendRefusal(
        AuditEvent(
          "client.posting", by: member.actor, outcome: refusal.reason.problem.code,
          from: request.addressPrefix
        ) { $0.uuid("workspace", workspace) },
        to: client, in: transaction)
    case nil:
      try takeAllowance(of: member, in: transaction)
      try record(entryOf: client, for: workspace, by: member, request, in: transaction)
    default: break
    }
  }

  /// The clients that a workspace posts for, by id. For its members.
  package static func clients(
    of workspace: UUID, _ page: PageRequest, on database: some Executor
  ) throws -> Page<LinkedClient> {
    Page(try ConsentStore(database: database).clients(of: workspace, page), of: page) { $0.id }
  }

  /// The same for a list to choose from, by name: the first 200 that take postings or ever did, and one
  /// that must be there. Whoever is not among them is found by the connection ID.
  package static func known(
    to workspace: UUID, and client: UUID?, on database: some Executor
  ) throws -> [LinkedClient] {
    var known = try ConsentStore(database: database).choice(of: workspace)
    if let client, !known.contains(where: { $0.id == client }),
      let other = try linked(client, to: workspace, on: database)
    {
      known.append(other)
    }
    return known.sorted {
      ($0.companyName.lowercased(), $0.id.text) < ($1.companyName.lowercased(), $1.id.text)
    }
  }

  /// A client as a workspace that posts for it sees it; nil where it doesn't. For its members.
  package static func linked(
    _ client: UUID, to workspace: UUID, on database: some Executor
  ) throws -> LinkedClient? {
    try ConsentStore(database: database).client(client, of: workspace)
  }
}

/// A posting that the client it is for keeps from being.
package struct RefusedPosting: ProblemConvertible {
  let client: UUID
  let workspace: UUID
  let reason: ClientsError

  package init(client: UUID, workspace: UUID, reason: ClientsError) {
    self.client = client
    self.workspace = workspace
    self.reason = reason
  }

  package var problem: Problem { reason.problem }
}

extension LinkedClient {
  /// One that is there.
  fileprivate init(_ client: Client, _ consent: Consent) {
    id = client.id
    companyName = client.companyName
    self.consent = consent
    isClosed = false
  }
}

extension PostingWish {
  fileprivate var unknown: ClientsError {
    switch self {
    case .connection: .unknownConnection
    case .client: .unknownClient
    }
  }
}
