import Accounts
import Audit
import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Security

// How the share links of documents are managed: by a document's author, admins and the owner of its
// workspace, and their keys. Other members are refused with 403, strangers told that there is nothing.

extension Documents {
  package func respond(
    to operation: DocumentLinksRoute.MemberOperation, as member: Member, _ context: Context
  ) throws -> Response {
    switch operation {
    case .list(let document): try listLinks(of: document, member, context)
    case .create(let document): try createLink(of: document, member, context)
    case .change(let id): try changeLink(id, member, context)
    case .revoke(let id): try revokeLink(id, member, context)
    case .listOpens(let id): try listOpens(ofLink: id, member, context)
    case .listEvents(let id): try listEvents(ofLink: id, member, context)
    case .refuse(let fields): throw Problem.unreadable(fields)
    }
  }

  // MARK: Reading

  private enum Included: String, CaseIterable {
    case active, all
  }

  /// `GET /api/documents/{id}/share-links`: the active ones, with `include=all` the ended ones too,
  /// the newest first.
  private func listLinks(
    of id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    var query = try Query(context.request.query)
    let wanted = ListedPage(&query, of: "documents.share_links", by: .id)
    let included = query.word("include", Included.self) ?? .active
    try query.finish()
    let document = try managed(id, by: member, on: context.database)
    let found = try links.list(
      of: document.subject, included == .active ? .active : .all, before: wanted.lastID,
      limit: wanted.limit,
      on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("shareLinks", wanted.shown(of: found)) { array, link in
          array.object { link.writeResource(to: &$0) }
        }
        answer.text("nextCursor", wanted.next(after: found) { .uuid($0.id) })
      }
    }
  }

  /// `GET /api/share-links/{id}/opens`: by day, of UTC.
  private func listOpens(
    ofLink id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let days = try LinkOpens.days(context.request)
    let document = try documentOfLink(id, managedBy: member, on: context.database)
    let opens = try links.opens(
      of: id.text, for: document.subject, days: days, on: context.database)
    return Response.json { json in json.object { opens.writeCamelCase(to: &$0) } }
  }

  /// `GET /api/share-links/{id}/events`: what was done with it, the newest first.
  private func listEvents(
    ofLink id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let request = try LinkEventsRequest(context.request)
    let document = try documentOfLink(id, managedBy: member, on: context.database)
    let page = try links.events(of: id.text, for: document.subject, request, on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("events", page.events) { array, event in
          array.object { event.writeCamelCase(to: &$0) }
        }
        answer.text("nextCursor", page.next)
      }
    }
  }

  /// A document that a member manages; throws `notFound`, and 403 to other members.
  private func managed(
    _ id: UUID, by member: Member, on database: any Executor
  ) throws -> Document {
    let document = try visible(id, to: member, on: database)
    guard document.isManaged(by: member) else { throw ShareLinkError.notAManager }
    return document
  }

  private func documentOfLink(
    _ id: UUID, managedBy member: Member, on database: any Executor
  ) throws -> Document {
    let document = try links.subject(ofLink: id, .document, on: database)
    return try speakingOfLinks { try managed(document, by: member, on: database) }
  }

  // MARK: Changing

  /// `POST /api/documents/{id}/share-links`: the token is in this answer, and in those to its repeats.
  private func createLink(
    of id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: 64 << 10)
    let form = try Fields.read(body, with: context.reader) { NewDocumentLinkForm(&$0) }
    let route: StaticString = "documents.create_share_link"
    let repeatKey = try RepeatKey(
      context.request, caller: member.caller, route: route,
      body: sealer.fingerprint(
        of: SHA256.hash(Array(id.text.utf8) + body), for: route.description))
    let made = try makeLink(form, of: id, once: repeatKey, member, context)
    return Response.json(.created) { json in
      json.object { answer in
        answer.object("shareLink") { made.link.writeResource(to: &$0) }
        answer.text("token", made.token?.reveal)
      }
    }
  }

  /// Makes a document's link, or finds what a repeat has made. Throws `notFound`, `notAManager`, 400
  /// for an expiry that has passed, and 503 when too many passwords are being hashed.
  ///
  /// - Parameter repeatKey: of a body with a password in it, by `Sealer.fingerprint`.
  package func makeLink(
    _ form: NewDocumentLinkForm, of id: UUID, once repeatKey: RepeatKey?, _ member: Member,
    _ context: Context
  ) throws -> (link: ShareLink, token: Secret?) {
    let action: StaticString = "link.created"
    let terms = LinkTerms(
      level: form.level, expiresAt: form.expiry.instant,
      passwordHash: try form.password.map {
        try hash($0, forLinkOf: id, member, context, action)
      },
      allowsEditRequests: form.allowsEditRequests)
    return try managingLinks(of: id, member, context, action) { subject, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, sealer: sealer, in: transaction) {
        let made = try links.create(for: subject, terms: terms, by: manager, in: transaction)
        return Effect(.created, resource: made.id, secret: Secret(made.token.text))
      }
      let issued = try links.issued(effect.resource ?? id, on: transaction)
      return (issued.link, effect.secret)
    }
  }

  /// `PATCH /api/share-links/{id}`.
  private func changeLink(
    _ id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      DocumentLinkChangeForm(&$0)
    }
    let link = try change(form, ofLink: id, member, context)
    return Response.json { json in
      json.object { $0.object("shareLink") { link.writeResource(to: &$0) } }
    }
  }

  /// Changes a link's terms; with another password, or none, what was let in by the one before is not
  /// any more. Throws `notFound`, `notAManager`, `revoked`, `ended`, 400 for an expiry that has passed,
  /// and 503 when too many passwords are being hashed.
  package func change(
    _ form: DocumentLinkChangeForm, ofLink id: UUID, _ member: Member, _ context: Context
  ) throws -> ShareLink {
    let document = try links.subject(ofLink: id, .document, on: context.database)
    let action: StaticString = "link.changed"
    return try speakingOfLinks {
      let password: PasswordWish =
        switch form.password {
        case .unspecified: .unspecified
        case .none: .none
        case .new(let text): .hash(try hash(text, forLinkOf: document, member, context, action))
        }
      let change = LinkTermsChange(
        level: form.level, expiry: form.expiry, password: password,
        allowsEditRequests: form.allowsEditRequests)
      return try managingLinks(of: document, member, context, action) {
        subject, manager, transaction in
        let id = try links.change(
          id.text, of: subject, to: change, by: manager, in: transaction)
        return try links.issued(id, on: transaction).link
      }
    }
  }

  /// `DELETE /api/share-links/{id}`: once the 204 is out, nobody gets in.
  private func revokeLink(
    _ id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try revoke(link: id, member, context)
    return Response(.noContent)
  }

  /// Ends a link, at once and for good. Throws `notFound`, also for one that has been revoked before,
  /// and `notAManager`.
  package func revoke(link id: UUID, _ member: Member, _ context: Context) throws {
    let document = try links.subject(ofLink: id, .document, on: context.database)
    try speakingOfLinks {
      try managingLinks(of: document, member, context, "link.revoked") {
        subject, manager, transaction in
        try links.revoke(id.text, of: subject, by: manager, in: transaction)
      }
    }
  }

  // MARK: Details

  private func managingLinks<Result>(
    of id: UUID, _ member: Member, _ context: Context, _ action: StaticString,
    _ work: (Subject, LinkManager, Transaction) throws -> Result
  ) throws -> Result {
    let manager = LinkManager(
      account: member.account, actor: member.actor, addressPrefix: context.request.addressPrefix)
    do {
      return try managing(id, as: member, context, action, or: ShareLinkError.notAManager) {
        document, transaction in try work(document.subject, manager, transaction)
      }
    } catch ShareLinkError.expiresInPast {
      throw ShareLinkError.expiresInPast(field: "expiresAt")
    }
  }

  /// Hashes a new password before anything is locked, for who may set it: nobody else makes us work.
  private func hash(
    _ password: String, forLinkOf id: UUID, _ member: Member, _ context: Context,
    _ action: StaticString
  ) throws -> String {
    try managingLinks(of: id, member, context, action) { _, _, _ in }
    return try grants.hash(password)
  }

  /// A document that isn't there for the caller means that its link isn't either.
  private func speakingOfLinks<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch DocumentsError.notFound {
      throw ShareLinkError.notFound
    }
  }
}
