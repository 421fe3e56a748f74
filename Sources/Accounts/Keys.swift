import Audit
import HTTP
import MariaDB
import Primitives
import Repeats
import Security

/// A key with which programs call for a workspace, without its secret.
package struct APIKey: Sendable {
  /// What every key begins with, so that one that leaked is known for what it is.
  static let prefix = "wl_key_"

  package let id: UUID
  package let name: String
  package let createdBy: UUID
  package let createdAt: Instant
  /// To within five minutes; nil until its first use.
  package let lastUsedAt: Instant?
}

/// A key that has just been made: the one moment at which it can be shown.
package struct NewAPIKey: Sendable {
  package let key: APIKey
  /// `wl_key_` and 32 random characters of `[A-Za-z0-9_-]`; only its SHA-256 is kept.
  package let secret: Secret
}

/// `{name}`.
package struct APIKeyForm: Sendable {
  let name: String

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    name = fields.text("name", length: 1...200)
  }
}

extension Accounts {
  /// How many keys of a workspace may be alive.
  static let maximumKeys = 50

  /// A workspace's living keys, the oldest first. For owners and admins, and for keys.
  package func keys(
    of workspace: UUID, for member: Member, _ page: PageRequest, on database: some Executor
  ) throws -> Page<APIKey> {
    try requireAdmin(member, of: workspace)
    let found = try KeysStore(database: database).living(of: workspace, page)
    return Page(found, of: page) { $0.id }
  }

  /// How many living keys act as a membership. For owners and admins, and for keys.
  package func keyCount(
    actingAs membership: UUID, of workspace: UUID, for member: Member, on database: some Executor
  ) throws -> Int {
    try requireAdmin(member, of: workspace)
    return try KeysStore(database: database).count(actingAs: membership)
  }

  /// Makes a key that acts as the caller's membership. For owners and admins who are signed in.
  ///
  /// Throws 409 `too_many_api_keys` for more than 50, and what `RepeatKey.once` throws; for a repeat
  /// 404 `api_key_not_found` once the key that the first call made has ended.
  package func makeKey(
    _ form: APIKeyForm, for workspace: UUID, by member: Member, from request: Request,
    once repeatKey: RepeatKey? = nil, on database: MariaDB.Connection
  ) throws -> NewAPIKey {
    try governing(workspace, as: member, on: database) { government in
      guard government.own.managesEverything else { throw AccountsError.notAnAdmin }
      let store = KeysStore(database: government.transaction)
      let effect = try RepeatKey.once(
        repeatKey, sealer: sealer, in: government.transaction
      ) {
        guard try store.count(of: workspace) < Self.maximumKeys else {
          throw AccountsError.tooManyKeys
        }
        let secret = APIKey.prefix + Base64URL.encode(SecureRandom.bytes(24))
        let key = APIKey(
          id: .v7(), name: form.name, createdBy: member.account, createdAt: government.now,
          lastUsedAt: nil)
        try store.insert(key, as: government.own, hash: SHA256.hash(secret))
        try government.record("api_key.created", request) { $0.uuid("key", key.id) }
        return Effect(.created, resource: key.id, secret: Secret(secret))
      }
      guard let secret = effect.secret,
        let key = try effect.resource.flatMap({ try store.living($0, of: workspace) })
      else { throw AccountsError.keyNotFound }
      return NewAPIKey(key: key, secret: secret)
    }
  }

  /// Ends a key: no request with it is let in from now on, on any process. For owners and admins who
  /// are signed in. Throws 404 `api_key_not_found`.
  package func endKey(
    _ id: UUID, of workspace: UUID, by member: Member, from request: Request,
    on database: MariaDB.Connection
  ) throws {
    try governing(workspace, as: member, on: database) { government in
      guard government.own.managesEverything else { throw AccountsError.notAnAdmin }
      guard try KeysStore(database: government.transaction).end(id, of: workspace) else {
        throw AccountsError.keyNotFound
      }
      try government.record("api_key.ended", request) { $0.uuid("key", id) }
    }
  }

  // MARK: Operations

  /// `GET /api/workspaces/{id}/api-keys`.
  func listKeys(of workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    let page = try keys(
      of: workspace, for: member, PageRequest(context.request), on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("apiKeys", page.items) { array, key in array.object { key.write(to: &$0) } }
        answer.uuid("nextCursor", page.next)
      }
    }
  }

  /// `POST /api/workspaces/{id}/api-keys`; a repeat is shown the same key.
  func createKey(for workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    let (form, repeatKey) = try context.readOnce(
      "accounts.create_key", of: workspace.text, by: member.caller
    ) { APIKeyForm(&$0) }
    let made = try makeKey(
      form, for: workspace, by: member, from: context.request, once: repeatKey,
      on: context.database)
    return Response.json(.created) { json in
      json.object { answer in
        answer.object("apiKey") { made.key.write(to: &$0) }
        answer.text("key", made.secret.reveal)
      }
    }
  }

  /// `DELETE /api/workspaces/{id}/api-keys/{keyId}`.
  func endKey(
    _ id: UUID, of workspace: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try endKey(id, of: workspace, by: member, from: context.request, on: context.database)
    return Response(.noContent)
  }
}

extension APIKey {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("name", name)
    object.uuid("createdBy", createdBy)
    object.instant("createdAt", createdAt)
    object.instant("lastUsedAt", lastUsedAt)
  }
}
