import Accounts
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
  /// the first time.
  ///
  /// In the transaction of the posting. Locks the client first: the job's own change of the client's
  /// counter then waits for nobody. Within `countingMisses`.
  ///
  /// Throws 400 `invalid_connection_id` and `invalid_client_id`, 403 `client_refused`, 429
  /// `too_many_lookups`.
  package static func link(
    _ wish: PostingWish, to workspace: UUID, by member: Member, from request: Request,
    in transaction: Transaction
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
      guard consent != .blocked else { throw ClientsError.refused }
      return LinkedClient(client, consent)
    }
    guard case .connection = wish else { throw wish.unknown }
    try allowance(of: member).take(in: transaction)
    let consent: Consent = client.asksFirst ? .pending : .none
    try consents.insert(consent, of: client.id, workspace)
    try record(
      "client.workspace_linked", on: client.id, by: member.actor, request, in: transaction
    ) { detail in
      detail.uuid("workspace", workspace)
      detail.text("consent", consent.rawValue)
    }
    return LinkedClient(client, consent)
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

  /// Does work that posts for clients. A connection ID that leads nowhere is counted as a look-up:
  /// posting is no way to search through them.
  package static func countingMisses<Result>(
    of member: Member, on database: MariaDB.Connection, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch ClientsError.unknownConnection {
      // The work is undone, and would have undone this with it.
      try database.transaction { try allowance(of: member).take(in: $0) }
      throw ClientsError.unknownConnection
    }
  }

  /// The clients that a workspace posts for, by id. For its members.
  package static func clients(
    of workspace: UUID, _ page: PageRequest, on database: some Executor
  ) throws -> Page<LinkedClient> {
    Page(try ConsentStore(database: database).clients(of: workspace, page), of: page) { $0.id }
  }

  /// The same for a list to choose from, by name: 200 at most, and one that must be there.
  package static func known(
    to workspace: UUID, and client: UUID?, on database: some Executor
  ) throws -> [LinkedClient] {
    var known = try clients(of: workspace, PageRequest(limit: 200), on: database).items
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
