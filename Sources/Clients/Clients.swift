import Accounts
import Audit
import HTTP
import MariaDB
import Primitives

/// Clients, for whom jobs are posted (seed 1): what each operation does, for whom.
package struct Clients: Sendable {
  /// Tells what waits for a client's word that it has come, in the transaction that wrote it down: what
  /// the workspace had posted is approved, or refused. There is little of it: what waits is bounded.
  package typealias Decided = @Sendable (Decision, Transaction) throws -> Void

  let accounts: Accounts
  let decided: Decided

  package init(accounts: Accounts, decided: @escaping Decided) {
    self.accounts = accounts
    self.decided = decided
  }

  package func respond(
    to operation: ClientsRoute.OpenOperation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .register: try register(context)
    }
  }

  package func respond(
    to operation: ClientsRoute.MemberOperation, as member: Member, _ context: Context
  ) throws -> Response {
    switch operation {
    case .lookUp(let typed): try lookUp(typed, member, context)
    }
  }

  package func respond(
    to operation: ClientsRoute.ClientOperation, as caller: ClientAccount, _ context: Context
  ) throws -> Response {
    switch operation {
    case .readProfile: try readProfile(caller, context)
    case .changeProfile: try changeProfile(caller, context)
    case .close: try close(caller, context)
    case .listWorkspaces: try listWorkspaces(caller, context)
    case .decide(let workspace): try decide(on: workspace, caller, context)
    case .listLookups: try listLookups(caller, context)
    }
  }

  /// The client that an account acts for. Throws 401 when it has just been closed.
  package func client(
    of caller: ClientAccount, on database: some Executor
  ) throws -> Client {
    guard let client = try ClientsStore(database: database).client(caller.client) else {
      throw AccountsError.unauthorized
    }
    return client
  }

  /// How often the jobs of the client that an account acts for have changed: one indexed read. Nil when
  /// it has just been closed.
  package static func changes(
    of caller: ClientAccount, on database: some Executor
  ) throws -> ClientChanges? {
    try ClientsStore(database: database).changes(of: caller.client)
  }

  /// Writes down what happened to a client, in its chain.
  ///
  /// - Parameter detail: fields of ids and states.
  static func record(
    _ action: String, on client: UUID, by actor: Actor, _ request: Request,
    in transaction: Transaction, detail: (inout JSONWriter) -> Void = { _ in }
  ) throws {
    try ClientsStore.chain.append(
      AuditEvent(action, by: actor, from: request.addressPrefix, detail: detail),
      to: client, in: transaction)
  }

  /// Takes away what is known of look-ups a year ago, up to 10,000 of them.
  package static func clearLookups(on database: MariaDB.Connection) throws {
    try LookupsStore(database: database).clear()
  }
}
