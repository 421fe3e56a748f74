import Accounts
import HTTP
import MariaDB
import Primitives

/// That somebody has looked a client up, as the client sees it.
package struct Lookup: Sendable {
  package let id: UUID
  package let workspace: UUID
  package let workspaceName: String
  /// By a program with an API key, and not by somebody who was signed in.
  package let isByKey: Bool
  package let at: Instant
  /// Of that workspace; nil while it has neither posted nor been decided on.
  package let consent: Consent?
}

extension Clients {
  /// The client that a connection ID leads to, for a member who wants to know before posting for it.
  /// Written down for the client, and counted: so that nobody searches through the IDs, an account has
  /// thirty at a stretch and one more every twenty seconds.
  ///
  /// Throws 400 `invalid_connection_id_format`, 404 `connection_id_not_found`, 429
  /// `too_many_lookups`.
  ///
  /// - Parameter workspace: for which the member asks.
  package static func lookUp(
    _ typed: String, for workspace: UUID, by member: Member, from request: Request,
    on database: MariaDB.Connection
  ) throws -> Client {
    guard let connection = ConnectionID(typed: typed) else {
      throw ClientsError.malformedConnection
    }
    let found = try database.transaction { transaction -> Client? in
      try takeAllowance(of: member, in: transaction)
      let client = try ClientsStore(database: transaction).clientForUpdate(by: connection)
      if let client {
        try record(lookUpOf: client.id, for: workspace, by: member, request, in: transaction)
      } else {
        try recordMiss(by: member, request, in: transaction)
      }
      return client
    }
    guard let found else { throw ClientsError.connectionNotFound }
    return found
  }

  /// Counts an ID that was entered. Throws 429 `too_many_lookups`.
  static func takeAllowance(of member: Member, in transaction: Transaction) throws {
    try Allowance(.connection, at: member.account, from: "").take(in: transaction)
  }

  /// Writes down for a client that somebody has entered its connection ID.
  private static func record(
    lookUpOf client: UUID, for workspace: UUID, by member: Member, _ request: Request,
    in transaction: Transaction
  ) throws {
    try LookupsStore(database: transaction).insert(of: client, for: workspace, by: member)
    try record("client.looked_up", on: client, by: member.actor, request, in: transaction) {
      $0.uuid("workspace", workspace)
    }
  }

  /// The same of an ID that came with a posting, unless its workspace has looked the client up before.
  static func record(
    entryOf client: UUID, for workspace: UUID, by member: Member, _ request: Request,
    in transaction: Transaction
  ) throws {
    guard try !LookupsStore(database: transaction).has(workspace, lookedUp: client) else { return }
    try record(lookUpOf: client, for: workspace, by: member, request, in: transaction)
  }

  /// Writes down that somebody has entered one that leads nowhere, without a word of it.
  static func recordMiss(
    by member: Member, _ request: Request, in transaction: Transaction
  ) throws {
    try Accounts.record("account.connection_missed", by: member, from: request, in: transaction)
  }

  /// Who has looked the client up, the latest first.
  package func lookups(
    of caller: ClientAccount, _ page: PageRequest, on database: some Executor
  ) throws -> Page<Lookup> {
    Page(
      try LookupsStore(database: database).lookups(of: caller.client, page), of: page
    ) { $0.id }
  }

  // MARK: Operations

  /// `GET /v1/client/by-connection/{connection_id}`: for the workspace that `workspace_id` names, or
  /// the only one.
  func lookUp(_ typed: String, _ member: Member, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let named = query.id("workspace_id")
    try query.finish()
    let workspace = try member.membership(meant: named).workspaceID
    let client = try Self.lookUp(
      typed, for: workspace, by: member, from: context.request, on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.uuid("client_id", client.id)
        answer.text("company_name", client.companyName)
      }
    }
  }

  /// `GET /v1/client/lookups`.
  func listLookups(_ caller: ClientAccount, _ context: Context) throws -> Response {
    let page = try lookups(of: caller, PageRequest(context.request), on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("lookups", page.items) { array, lookup in
          array.object { object in
            object.uuid("id", lookup.id)
            object.uuid("workspace_id", lookup.workspace)
            object.text("workspace_name", lookup.workspaceName)
            object.text("by", lookup.isByKey ? "key" : "member")
            object.instant("at", lookup.at)
          }
        }
        answer.uuid("next_cursor", page.next)
      }
    }
  }
}
