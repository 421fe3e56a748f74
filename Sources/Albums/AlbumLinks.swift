import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Repeats

// How an album's own share link is managed, by the album's owner alone (seed 2).

extension Albums {
  package func respond(
    to operation: AlbumLinksRoute.AccountOperation, as identity: Identity, _ context: Context
  ) throws -> Response {
    switch operation {
    case .share(let album): try share(album, identity, context)
    case .show(let album): try showLink(of: album, identity, context)
    case .rotate(let album): try rotateLink(of: album, identity, context)
    case .revoke(let album): try revokeLink(of: album, identity, context)
    case .createFurther(let album): try createFurtherLink(of: album, identity, context)
    case .listFurther(let album): try listFurtherLinks(of: album, identity, context)
    case .changeFurther(let link, let album):
      try changeFurtherLink(link, of: album, identity, context)
    case .revokeFurther(let link, let album):
      try revokeFurtherLink(link, of: album, identity, context)
    case .listOpens(let link, let album): try listOpens(of: link, album, identity, context)
    case .listEvents(let link, let album): try listEvents(of: link, album, identity, context)
    }
  }

  // MARK: The album's own link

  /// `POST /v1/albums/{id}/share-link`: 201 when a link was made; 200 when the one that stands was
  /// given this mode and expiry, also when it had expired. Its token stays, and so do the people who
  /// came through it.
  private func share(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let (form, repeatKey) = try context.readOnce(
      "albums.share", of: id.text, by: identity.caller
    ) { AlbumLinkForm(&$0) }
    let (status, issued) = try share(id, form, once: repeatKey, identity, context)
    return answer(issued, status)
  }

  /// Makes an album's link, or gives the one that stands this mode and expiry. Throws `notFound`,
  /// `notAManager`, and 400 for an expiry that has passed; then nothing has changed.
  package func share(
    _ id: UUID, _ form: AlbumLinkForm, once repeatKey: RepeatKey?, _ identity: Identity,
    _ context: Context
  ) throws -> (status: Status, link: IssuedLink) {
    try managingLinks(of: id, identity, context, "link.created") { subject, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let made = try links.createOrUpdate(
          for: subject, to: form.change, by: manager, in: transaction)
        return Effect(made.isNew ? .created : .ok, resource: made.id)
      }
      return (effect.status, try links.issued(effect.resource ?? id, on: transaction))
    }
  }

  /// `GET /v1/albums/{id}/share-link`.
  private func showLink(of id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let album = try owned(id, by: identity, on: context.database)
    guard let standing = try links.standing(for: album.subject, on: context.database) else {
      throw ShareLinkError.notFound
    }
    return answer(standing)
  }

  /// `POST /v1/albums/{id}/share-link/rotate`: a new token and address for the same link. A repeat is
  /// shown the link as it is then.
  private func rotateLink(
    of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let (grace, repeatKey) = try context.readOnce(
      "albums.rotate_share_link", of: id.text, by: identity.caller, ShareLinks.grace)
    return answer(try rotate(id, grace: grace, once: repeatKey, identity, context))
  }

  /// Gives an album's own link a new token; the old one stops at once, or after a grace, in seconds.
  /// Throws `notFound`, `notAManager`, `ended`.
  @discardableResult
  func rotate(
    _ id: UUID, grace: Int, once repeatKey: RepeatKey?, _ identity: Identity, _ context: Context
  ) throws -> IssuedLink {
    try managingLinks(of: id, identity, context, "link.rotated") {
      subject, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let standing = try standing(of: subject, in: transaction)
        let link = try links.rotate(
          standing.text, of: subject, grace: grace, by: manager, in: transaction)
        return Effect(.ok, resource: link)
      }
      return try links.issued(effect.resource ?? id, on: transaction)
    }
  }

  /// `DELETE /v1/albums/{id}/share-link`: once the 204 is out, nobody gets in. Those who came through
  /// it go with it, unless `keep_members=true`.
  private func revokeLink(
    of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let keeps = try keepsMembers(context.request)
    try revoke(nil, of: id, keepingMembers: keeps, identity, context)
    return Response(.noContent)
  }

  // MARK: Shared with further links

  /// Ends one of an album's links, at once and for good. Throws `notFound`, also for one that has been
  /// revoked before, and `notAManager`.
  ///
  /// - Parameter link: nil for the album's own one.
  package func revoke(
    _ link: UUID?, of id: UUID, keepingMembers keeps: Bool, _ identity: Identity,
    _ context: Context
  ) throws {
    try managingLinks(of: id, identity, context, "link.revoked") { subject, manager, transaction in
      let link = try link ?? standing(of: subject, in: transaction)
      try links.revoke(link.text, of: subject, by: manager, in: transaction)
      try partWithMembers(
        ofLink: link, of: id, keepingThem: keeps, identity, context, in: transaction)
    }
  }

  func keepsMembers(_ request: Request) throws -> Bool {
    var query = try Query(request.query)
    let keeps = query.truth("keep_members") ?? false
    try query.finish()
    return keeps
  }

  private func standing(of subject: Subject, in transaction: Transaction) throws -> UUID {
    guard let standing = try links.standing(for: subject, on: transaction) else {
      throw ShareLinkError.notFound
    }
    return standing.link.id
  }

  /// `managing`, for what is done to an album's links.
  func managingLinks<Result>(
    of id: UUID, _ identity: Identity, _ context: Context, _ action: StaticString,
    _ work: (Subject, LinkManager, Transaction) throws -> Result
  ) throws -> Result {
    let manager = LinkManager(
      account: identity.account, actor: identity.actor,
      addressPrefix: context.request.addressPrefix)
    return try managing(id, as: identity, context, action, or: ShareLinkError.notAManager) {
      album, transaction in try work(album.subject, manager, transaction)
    }
  }

  /// An album for its owner; throws `notFound`, and 403 to those who have joined it.
  func owned(_ id: UUID, by identity: Identity, on database: any Executor) throws -> Album {
    let (album, role) = try seen(id, by: identity, on: database)
    guard role == .owner else { throw ShareLinkError.notAManager }
    return album
  }
}
