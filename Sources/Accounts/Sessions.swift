import Audit
import HTTP
import MariaDB
import Primitives

/// A sign-in that is alive, as its account sees it.
package struct Session: Sendable {
  /// How it is carried on: with access tokens, or with a browser's cookie.
  package enum Kind: String, Sendable {
    case api, browser
  }

  package let id: UUID
  package let kind: Kind
  /// As the client called itself when it began; may be empty.
  package let userAgent: String
  /// The network it began from.
  package let addressPrefix: String
  package let createdAt: Instant
  /// To within five minutes.
  package let lastUsedAt: Instant
}

extension Accounts {
  /// The living sessions of an account, the newest first. Throws 403 for a key.
  package func sessions(
    of identity: Identity, _ page: PageRequest, on database: some Executor
  ) throws -> Page<Session> {
    guard identity.session != nil else { throw AccountsError.keyNotAllowed }
    let found = try SessionsStore(database: database).living(of: identity.account, page)
    return Page(found, of: page) { $0.id }
  }

  /// Ends one session of the account, which may be the one that asks. Throws 404
  /// `session_not_found`, 403 for a key.
  package func endSession(
    _ id: UUID, of identity: Identity, from request: Request, on database: MariaDB.Connection
  ) throws {
    guard identity.session != nil else { throw AccountsError.keyNotAllowed }
    guard try end(id, of: identity.account, from: request, on: database) else {
      throw AccountsError.sessionNotFound
    }
  }

  /// Ends all sessions of the account but the one that asks. Throws 403 for a key.
  package func endOtherSessions(
    of identity: Identity, from request: Request, on database: MariaDB.Connection
  ) throws {
    guard let session = identity.session else { throw AccountsError.keyNotAllowed }
    try database.transaction { transaction in
      try SessionsStore(database: transaction).endAll(of: identity.account, but: session)
      try AccountsStore.chain.append(
        AuditEvent("account.others_signed_out", by: identity.actor, from: request.addressPrefix),
        to: identity.account, in: transaction)
    }
  }

  /// Ends a session on all processes at once; false when it has ended already or isn't this
  /// account's.
  @discardableResult
  func end(
    _ session: UUID, of account: UUID, from request: Request, on database: MariaDB.Connection
  ) throws -> Bool {
    try database.transaction { transaction in
      guard try SessionsStore(database: transaction).end(session, of: account) else { return false }
      try AccountsStore.chain.append(
        AuditEvent("account.signed_out", by: .account(account), from: request.addressPrefix) {
          $0.uuid("session", session)
        },
        to: account, in: transaction)
      return true
    }
  }

  // MARK: Operations

  /// `GET /v1/me`: of a key, whoever made it and its one membership.
  func me(_ identity: Identity, _ context: Context) throws -> Response {
    guard let account = try AccountsStore(database: context.database).account(identity.account)
    else { throw AccountsError.unauthorized }
    let good = Set(identity.memberships.map(\.id))
    let places = try MembershipsStore(database: context.database).places(of: account.id)
      .filter { good.contains($0.membership.id) }
    return Response.json { json in
      json.object { answer in
        answer.object("account") { account.write(to: &$0) }
        answer.array("memberships", places) { array, place in
          array.object { object in
            place.membership.write(to: &object)
            object.text("workspace_name", place.workspace.name)
          }
        }
        if let client = account.client {
          answer.object("client") { $0.uuid("client_id", client) }
        } else {
          answer.uuid("client", nil)
        }
      }
    }
  }

  /// `GET /v1/me/sessions`.
  func listSessions(_ identity: Identity, _ context: Context) throws -> Response {
    let page = try sessions(of: identity, PageRequest(context.request), on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("sessions", page.items) { array, session in
          array.object { object in
            session.write(to: &object)
            object.bool("is_current", session.id == identity.session)
          }
        }
        answer.uuid("next_cursor", page.next)
      }
    }
  }

  /// `DELETE /v1/me/sessions`.
  func endOtherSessions(_ identity: Identity, _ context: Context) throws -> Response {
    try endOtherSessions(of: identity, from: context.request, on: context.database)
    return Response(.noContent)
  }

  /// `DELETE /v1/me/sessions/{id}`.
  func endSession(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    try endSession(id, of: identity, from: context.request, on: context.database)
    return Response(.noContent)
  }
}

extension Session {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("kind", kind.rawValue)
    object.text("user_agent", userAgent)
    object.text("address_prefix", addressPrefix)
    object.instant("created_at", createdAt)
    object.instant("last_used_at", lastUsedAt)
  }
}
