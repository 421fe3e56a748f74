import Accounts
import HTTP
import MariaDB
import Primitives

/// `{company_name?, ask_first?}`; what is left out stays.
package struct ProfileForm: Sendable {
  let companyName: String?
  let asksFirst: Bool?

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    companyName = fields.has("company_name") ? fields.companyName() : nil
    asksFirst = fields.optionalBool("ask_first")
  }

  /// As a page's form sends it, in which a box that wasn't ticked sends nothing.
  package init(page fields: inout Fields) {
    companyName = fields.companyName()
    asksFirst = fields.optionalBool("ask_first") ?? false
  }
}

extension Clients {
  /// Changes what a client is called, and whether it is asked first. Throws 401 when it has just been
  /// closed.
  package func change(
    _ form: ProfileForm, of caller: ClientAccount, from request: Request,
    on database: MariaDB.Connection
  ) throws -> Client {
    try database.transaction { transaction in
      let store = ClientsStore(database: transaction)
      guard let client = try store.clientForUpdate(caller.client) else {
        throw AccountsError.unauthorized
      }
      let name = form.companyName ?? client.companyName
      let asksFirst = form.asksFirst ?? client.asksFirst
      guard name != client.companyName || asksFirst != client.asksFirst else { return client }
      try store.update(client.id, companyName: name, asksFirst: asksFirst)
      if name != client.companyName {
        try Accounts.rename(caller, to: name, in: transaction)
      }
      try Self.record("client.changed", on: client.id, by: caller.actor, request, in: transaction) {
        $0.bool("ask_first", asksFirst)
      }
      return try self.client(of: caller, on: transaction)
    }
  }

  /// Closes a client's account for good: see `Accounts.close`. Its connection ID leads nowhere any
  /// more, and what still waits for its word is refused: see `refuseForClosed`. What was done for it
  /// stays with the workspaces that did it.
  package func close(
    _ caller: ClientAccount, password: String, from request: Request,
    on database: MariaDB.Connection
  ) throws {
    try accounts.close(caller, password: password, from: request, on: database) { transaction in
      let store = ClientsStore(database: transaction)
      guard try store.clientForUpdate(caller.client) != nil else {
        throw AccountsError.unauthorized
      }
      try store.close(caller.client)
      try Self.record(
        "client.closed", on: caller.client, by: caller.actor, request, in: transaction)
    }
    // What is left of it now or after a failure, housekeeping does: the account is closed either way.
    _ = try? refuseSome(for: caller.client, on: database)
  }

  /// Refuses what waits for the word of clients that were closed lately. For housekeeping: what a
  /// responder did not come to at the closing.
  ///
  /// - Parameter goesOn: asked before each workspace.
  package func refuseForClosed(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    while goesOn(), try refuseSome(for: nil, on: database, while: goesOn) {}
  }

  /// Workspace by workspace, up to 100; false when none was left.
  private func refuseSome(
    for client: UUID?, on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws -> Bool {
    let waiting = try ConsentStore(database: database).waitingForClosed(client)
    for (client, workspace) in waiting where goesOn() {
      try database.transaction { transaction in
        let store = ConsentStore(database: transaction)
        guard try store.consentForUpdate(of: client, workspace) == .pending else { return }
        try store.set(.blocked, of: client, workspace)
        try decided(
          Decision(
            client: client, workspace: workspace, isApproved: false, actor: .system,
            addressPrefix: ""), transaction)
      }
    }
    return !waiting.isEmpty
  }

  // MARK: Operations

  /// `GET /v1/client/profile`.
  func readProfile(_ caller: ClientAccount, _ context: Context) throws -> Response {
    answer(try client(of: caller, on: context.database))
  }

  /// `PATCH /v1/client/profile`.
  func changeProfile(_ caller: ClientAccount, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { ProfileForm(&$0) }
    return answer(
      try change(form, of: caller, from: context.request, on: context.database))
  }

  /// `POST /v1/client/close`: `{password}`.
  func close(_ caller: ClientAccount, _ context: Context) throws -> Response {
    let password = try Fields.read(context.request, with: context.reader) {
      $0.verbatimText("password")
    }
    try close(caller, password: password, from: context.request, on: context.database)
    return Response(.noContent)
  }

  private func answer(_ client: Client) -> Response {
    Response.json { json in
      json.object { answer in
        answer.uuid("client_id", client.id)
        answer.text("company_name", client.companyName)
        answer.text("connection_id", client.connectionID.text)
        answer.bool("ask_first", client.asksFirst)
        answer.instant("created_at", client.createdAt)
      }
    }
  }
}
