import Accounts
import HTTP
import Links
import MariaDB
import Markdown
import Primitives
import Security

// How guests come in, and what they read. Every door of theirs asks `shared`.

extension Documents {
  package func respond(
    to operation: DocumentLinksRoute.GuestOperation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .access(let token): try access(token, context)
    case .read(let token): try readShared(token, context)
    }
  }

  /// What a token opens, asked at the one door.
  ///
  /// Throws `VeiledRefusal`: the same 404 for a token that is unknown, expired, revoked, paused or
  /// rotated away, and for a document that was deleted; 401 `share_link_password_required` for a link
  /// with a password, unless the grant that is shown stands for it.
  ///
  /// - Parameter grant: as the guest shows it: of a request, what stands behind `Bearer`; of a page, a
  ///   cookie's value.
  package func shared(
    _ token: String, showing grant: String?, on database: any Executor
  ) throws -> SharedDocument {
    try veiled { try door(token, on: database).opened(showing: grants.shown(grant)) }
  }

  /// The current words of what was opened.
  package func text(
    of shared: SharedDocument, on database: any Executor
  ) throws -> DocumentText {
    let found = try DocumentsStore(database: database).text(shared.version, of: shared.id)
    // Cleared since the door was asked.
    guard let found else { throw VeiledRefusal(.subjectDeleted(shared.link.id)) }
    return try current(found, of: shared.id, on: database)
  }

  /// `POST /api/share-links/{token}/access`: `{password?}`, as JSON or a form.
  private func access(_ token: String, _ context: Context) throws -> Response {
    let password = try Fields.readEither(context.request, with: context.reader) {
      $0.optionalVerbatimText("password")
    }
    let entry = try enter(
      token, saying: password, showing: context.grant, context)
    var response = Response.json { json in
      json.object { answer in
        answer.uuid("documentId", entry.document.id)
        answer.text("accessLevel", entry.document.link.level.rawValue)
        answer.uuid("workspaceId", entry.document.workspaceID)
        answer.text("token", token)
        answer.text("accessGrant", entry.grant)
      }
    }
    if let cookie = entry.cookie { response.set(cookie) }
    response.trace.link = entry.document.link.id
    return response
  }

  /// `GET /api/share-links/{token}/document`.
  private func readShared(_ token: String, _ context: Context) throws -> Response {
    var shared = try shared(token, showing: context.grant, on: context.database)
    // What was made by an older renderer is made again first, since the tag says by which it was.
    let renewed =
      shared.renderer < Markdown.version ? try text(of: shared, on: context.database) : nil
    if let renewed { shared.renderer = renewed.renderer }
    if !context.request.headers.alreadyHas(shared.tag) {
      tally.opened(shared.link, by: context.request)
    }
    var response = try context.request.conditional(shared.tag) {
      let text = try renewed ?? text(of: shared, on: context.database)
      return Response.json { json in json.object { shared.write(text, to: &$0) } }
    }
    response.trace.link = shared.link.id
    return response
  }
}
