import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Security

// What guests do with comments, through a link: read them with any, speak with a commenter's. What they
// have said they change and take back with the edit token that they were given for it.

extension Documents {
  /// - Parameter member: asks whether it is a member who calls; throws when it is nobody.
  package func respond(
    to operation: CommentsRoute.GuestOperation, _ context: Context, member: () throws -> Member
  ) throws -> Response {
    switch operation {
    case .list(let token): try listSharedComments(token, context)
    case .post(let token): try postSharedComment(token, context)
    case .change(let id, let token): try changeSharedComment(id, token, context)
    case .delete(let id, let token): try deleteSharedComment(id, token, context, member)
    case .ask(let token): try askToEdit(token, context)
    case .refuse(let fields): throw Problem.unreadable(fields)
    }
  }

  /// `GET /api/share-links/{token}/comments`.
  private func listSharedComments(_ token: String, _ context: Context) throws -> Response {
    let shared = try shared(token, showing: context.grant, on: context.database)
    var response = try listComments(of: shared.id, context)
    response.trace.link = shared.link.id
    return response
  }

  /// `POST /api/share-links/{token}/comments`.
  private func postSharedComment(_ token: String, _ context: Context) throws -> Response {
    try context.request.requireJSON()
    let link = try shared(token, showing: context.grant, on: context.database).link
    guard link.allowsComments else { throw DocumentsError.commentNotAllowed }
    let body = try context.request.body.collect(atMost: 64 << 10)
    let repeatKey = try RepeatKey(
      context.request, caller: guest(of: context.request, at: link), route: "shared_comments.post",
      body: SHA256.hash(body))
    let form = try Fields.read(body, with: context.reader) { CommentForm(&$0, isGuests: true) }
    let posted = try post(
      form, through: token, showing: context.grant, once: repeatKey, context)
    var response = Response.json(posted.effect.status) { json in
      json.object { object in
        posted.comment.write(to: &object)
        object.text("editToken", posted.effect.secret?.reveal)
      }
    }
    response.trace.link = link.id
    return response
  }

  /// Adds a guest's comment; the effect's secret is the token by which they change it.
  ///
  /// Throws what `shared` and `add` throw, `commentNotAllowed`, and 429 `too_many_posts`.
  package func post(
    _ form: CommentForm, through token: String, showing grant: String?,
    once repeatKey: RepeatKey?, _ context: Context
  ) throws -> (effect: Effect, comment: Comment) {
    let id = UUID.v7()
    let editToken = LinkToken()
    return try context.database.transaction { transaction in
      let (document, link) = try sharedForUpdate(token, showing: grant, in: transaction)
      guard link.allowsComments else { throw DocumentsError.commentNotAllowed }
      let effect = try RepeatKey.once(repeatKey, sealer: sealer, in: transaction) {
        try Allowance(.comment, at: link.id, from: context.request.addressPrefix).take(
          in: transaction)
        let author = CommentAuthor.guest(
          link: link.id, name: form.author ?? "", editHash: editToken.digest)
        try add(
          form, as: id, by: author, .link(link.id), to: document, context, in: transaction)
        return Effect(.created, resource: id, secret: Secret(editToken.text))
      }
      return (effect, try comment(effect.resource ?? id, of: document, in: transaction))
    }
  }

  /// `PATCH /api/share-links/{token}/comments/{commentId}`.
  private func changeSharedComment(
    _ id: UUID, _ token: String, _ context: Context
  ) throws -> Response {
    let link = try shared(token, showing: context.grant, on: context.database).link
    let body = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      CommentForm.body(&$0)
    }
    var response = answer(
      try change(
        id, to: body, through: token, showing: context.grant,
        with: context.request.headers.editToken, context))
    response.trace.link = link.id
    return response
  }

  /// Changes a guest's comment. Throws what `shared` throws, `commentNotAllowed`, `commentNotFound`,
  /// `notYourComment` for another edit token, and 429 `too_many_posts`: each change leaves a record that
  /// stays, so it takes as much of the allowance as a comment.
  package func change(
    _ id: UUID, to body: String, through token: String, showing grant: String?,
    with editToken: String?, _ context: Context
  ) throws -> Comment {
    try context.database.transaction { transaction in
      let (document, link) = try sharedForUpdate(token, showing: grant, in: transaction)
      guard link.allowsComments else { throw DocumentsError.commentNotAllowed }
      let own = try ownComment(id, of: document, link, editToken, in: transaction)
      if own.body != body {
        try Allowance(.comment, at: link.id, from: context.request.addressPrefix).take(
          in: transaction)
      }
      return try change(
        own, to: body, .link(link.id), on: document, context, in: transaction)
    }
  }

  /// `DELETE /api/share-links/{token}/comments/{commentId}`: with the edit token; or without, by a
  /// member who manages the document, whatever password the link has.
  private func deleteSharedComment(
    _ id: UUID, _ token: String, _ context: Context, _ member: () throws -> Member
  ) throws -> Response {
    if let editToken = context.request.headers.editToken {
      try takeBack(id, through: token, showing: context.grant, with: editToken, context)
    } else {
      try moderate(id, through: token, context, member)
    }
    return Response(.noContent)
  }

  /// Takes back a guest's comment. Throws what `shared` throws, `commentNotFound`, and
  /// `notYourComment` for another edit token.
  package func takeBack(
    _ id: UUID, through token: String, showing grant: String?, with editToken: String?,
    _ context: Context
  ) throws {
    try context.database.transaction { transaction in
      let (document, link) = try sharedForUpdate(token, showing: grant, in: transaction)
      let own = try ownComment(id, of: document, link, editToken, in: transaction)
      try delete(own, by: nil, .link(link.id), on: document, context, in: transaction)
    }
  }

  /// Whoever shows neither an edit token nor themselves as a member is told what the door says, and
  /// then that it is not theirs; so is a member of another workspace. One of the document's own is let
  /// or refused as `takeAway` says, and recorded.
  private func moderate(
    _ comment: UUID, through token: String, _ context: Context, _ member: () throws -> Member
  ) throws {
    let caller: Member
    do {
      caller = try member()
    } catch let refusal as AccountsError where refusal.problem.status.code < 500 {
      _ = try shared(token, showing: context.grant, on: context.database)
      throw DocumentsError.notYourComment
    }
    let id = try veiled {
      let door = try door(token, on: context.database)
      do {
        _ = try door.opened(showing: nil)
      } catch DoorRefusal.locked {
        // Who manages the document knows what is behind the password.
      }
      return door.document
    }
    do {
      try takeAway(comment, on: id, caller, context)
    } catch DocumentsError.notFound {
      throw DocumentsError.notYourComment
    }
  }

  // MARK: Details

  /// What a token opens, with the document locked: who has revoked the link before is heard, and who
  /// revokes it meanwhile waits. Throws what `shared` throws.
  func sharedForUpdate(
    _ token: String, showing grant: String?, in transaction: Transaction
  ) throws -> (document: Document, link: OpenLink) {
    let before = try shared(token, showing: grant, on: transaction)
    let document = try DocumentsStore(database: transaction).documentForUpdate(before.id)
    let shared = try shared(token, showing: grant, on: transaction)
    guard let document else { throw VeiledRefusal(.subjectDeleted(shared.link.id)) }
    return (document, shared.link)
  }

  /// A comment that came by this link, if the token was given for it.
  private func ownComment(
    _ id: UUID, of document: Document, _ link: OpenLink, _ editToken: String?,
    in transaction: Transaction
  ) throws -> Comment {
    let found = try comment(id, of: document, in: transaction)
    let hash = try CommentsStore(database: transaction).editHash(of: id).flatMap { Digest($0) }
    guard found.linkID == link.id, let hash, let token = editToken.flatMap({ LinkToken($0) }),
      token.digest.matches(hash)
    else { throw DocumentsError.notYourComment }
    return found
  }

  /// Whom a guest's repeats are known by: nobody else at this link, and nobody at another.
  func guest(of request: Request, at link: OpenLink) -> UUID {
    let name =
      guests.identity(of: request)?.name
      ?? "\(request.addressPrefix)\n\(request.headers.userAgent ?? "")"
    let hash = SHA256.hash("\(link.id)\n\(name)").bytes
    let halves = [hash.prefix(8), hash.dropFirst(8).prefix(8)].map { half in
      half.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    // In the form of RFC 9562's version 5, for ids made from names: of version 8, for ids of one's own
    // making, MariaDB 10.11 refuses some.
    return UUID(
      high: halves[0] & ~0xF000 | 0x5000, low: halves[1] & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63)
  }
}

extension OpenLink {
  var allowsComments: Bool { level != .viewer }
}

extension Context {
  /// What a guest shows as a grant.
  var grant: String? { request.bearer.map { String($0) } }
}
