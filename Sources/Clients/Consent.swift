import Accounts
import Audit
import HTTP
import MariaDB
import Primitives

/// Whether a workspace may post for a client.
package enum Consent: String, CaseIterable, Sendable {
  /// It posts, and the client did not ask to be asked when it began.
  case none
  /// It has posted, and waits for the client's word.
  case pending
  case approved
  case blocked

  /// How many postings of a workspace may wait for one client's word.
  package static let maximumPending = 20
}

/// A workspace that posts for a client, as the client sees it.
package struct LinkedWorkspace: Sendable {
  package let id: UUID
  package let name: String
  package let consent: Consent
  /// When it posted first, or was decided on.
  package let since: Instant
  package let decidedAt: Instant?
  /// How often it has tried to post since it was blocked, and when it did last.
  package let refusedPostings: Int
  package let lastRefusedAt: Instant?
}

/// A client's word on a workspace.
package struct Decision: Sendable {
  package let client: UUID
  package let workspace: UUID
  package let isApproved: Bool
  /// Who said so, and from which network.
  package let actor: Actor
  package let addressPrefix: String
}

/// `{consent: approved|blocked}`.
package struct ConsentForm: Sendable {
  let isApproved: Bool

  /// As a page's button says it.
  init(isApproved: Bool) {
    self.isApproved = isApproved
  }

  /// Throws 400 `validation_failed`.
  package init(_ fields: inout Fields) throws {
    let word = fields.text("consent", length: 1...20)
    let consent = Consent(rawValue: word)
    if consent != .approved, consent != .blocked, !word.isEmpty {
      fields.refuse("consent", "not_allowed", "must be one of: approved, blocked")
    }
    try fields.finish()
    isApproved = consent == .approved
  }
}

extension Clients {
  /// Which workspaces post for a client, or have been decided on by it.
  package func workspaces(
    of caller: ClientAccount, _ page: PageRequest, on database: some Executor
  ) throws -> Page<LinkedWorkspace> {
    Page(
      try ConsentStore(database: database).workspaces(of: caller.client, page), of: page
    ) { $0.id }
  }

  /// Approves a workspace or cuts it off. What it had posted and waited is approved or refused with
  /// it; what was approved before stays as it is.
  ///
  /// Throws 404 `workspace_not_found` for one that has neither posted for the client nor looked it up.
  package func decide(
    _ form: ConsentForm, on workspace: UUID, by caller: ClientAccount, from request: Request,
    on database: MariaDB.Connection
  ) throws -> LinkedWorkspace {
    try database.transaction { transaction in
      guard try ClientsStore(database: transaction).clientForUpdate(caller.client) != nil else {
        throw AccountsError.unauthorized
      }
      let store = ConsentStore(database: transaction)
      let current = try store.consentForUpdate(of: caller.client, workspace)
      let lookups = LookupsStore(database: transaction)
      guard try current != nil || lookups.has(workspace, lookedUp: caller.client) else {
        throw ClientsError.workspaceNotFound
      }
      let wanted: Consent = form.isApproved ? .approved : .blocked
      if current != wanted {
        try store.set(wanted, of: caller.client, workspace)
        try decided(
          Decision(
            client: caller.client, workspace: workspace, isApproved: form.isApproved,
            actor: caller.actor, addressPrefix: request.addressPrefix), transaction)
        try Self.record(
          "client.workspace_\(wanted.rawValue)", on: caller.client, by: caller.actor, request,
          in: transaction
        ) { $0.uuid("workspace", workspace) }
      }
      guard let found = try store.workspace(workspace, of: caller.client) else {
        throw ClientsError.workspaceNotFound
      }
      return found
    }
  }

  // MARK: Operations

  /// `GET /v1/client/workspaces`.
  func listWorkspaces(_ caller: ClientAccount, _ context: Context) throws -> Response {
    let page = try workspaces(of: caller, PageRequest(context.request), on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("workspaces", page.items) { array, workspace in
          array.object { workspace.write(to: &$0) }
        }
        answer.uuid("next_cursor", page.next)
      }
    }
  }

  /// `PUT /v1/client/workspaces/{workspace_id}`.
  func decide(
    on workspace: UUID, _ caller: ClientAccount, _ context: Context
  ) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { try ConsentForm(&$0) }
    let found = try decide(
      form, on: workspace, by: caller, from: context.request, on: context.database)
    return Response.json { json in json.object { found.write(to: &$0) } }
  }
}

extension LinkedWorkspace {
  fileprivate func write(to object: inout JSONWriter) {
    object.uuid("workspace_id", id)
    object.text("workspace_name", name)
    object.text("consent", consent.rawValue)
    object.instant("since", since)
    object.instant("decided_at", decidedAt)
    object.integer("refused_postings", refusedPostings)
    object.instant("last_refused_at", lastRefusedAt)
  }
}
