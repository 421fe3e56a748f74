import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Repeats

// Links of an album beside its own one, each with a mode and an expiry of its own, and what became of
// any of them; for the album's owner alone.

extension Albums {
  /// `POST /v1/albums/{id}/share-links`.
  func createFurtherLink(
    of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let (form, repeatKey) = try context.readOnce(
      "albums.create_share_link", of: id.text, by: identity.caller
    ) { AlbumLinkForm(&$0) }
    return answer(try makeLink(form, of: id, once: repeatKey, identity, context), .created)
  }

  /// Makes a link beside the album's own one, or finds what a repeat has made. Throws `notFound`,
  /// `notAManager`, `tooMany`, and 400 for an expiry that has passed.
  package func makeLink(
    _ form: AlbumLinkForm, of id: UUID, once repeatKey: RepeatKey?, _ identity: Identity,
    _ context: Context
  ) throws -> IssuedLink {
    try managingLinks(of: id, identity, context, "link.created") { subject, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let link = try links.createFurther(
          for: subject, terms: LinkTerms(form.change), by: manager, in: transaction)
        return Effect(.created, resource: link)
      }
      return try links.issued(effect.resource ?? id, on: transaction)
    }
  }

  /// `GET /v1/albums/{id}/share-links`: those that are not over, the newest first.
  func listFurtherLinks(
    of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    var query = try Query(context.request.query)
    let page = ListedPage(&query, of: "albums.share_links", by: .id)
    try query.finish()
    let album = try owned(id, by: identity, on: context.database)
    let found = try links.listIssued(
      of: album.subject, .further, before: page.lastID, limit: page.limit, on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("share_links", page.shown(of: found)) { array, link in
          array.object { write(link, to: &$0) }
        }
        answer.text("next_cursor", page.next(after: found) { .uuid($0.link.id) })
      }
    }
  }

  /// `PATCH /v1/albums/{id}/share-links/{link_id}`: `{is_collaboration?, expires_at?}`.
  func changeFurtherLink(
    _ link: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      AlbumLinkChangeForm(&$0)
    }
    return answer(try change(form, ofLink: link, of: id, identity, context))
  }

  /// Changes the mode and the expiry of one of an album's links; those who came through it stay as they
  /// are. Throws `notFound`, `notAManager`, `revoked`, `ended`, and 400 for an expiry that has passed.
  package func change(
    _ form: AlbumLinkChangeForm, ofLink link: UUID, of id: UUID, _ identity: Identity,
    _ context: Context
  ) throws -> IssuedLink {
    try managingLinks(of: id, identity, context, "link.changed") { subject, manager, transaction in
      let changed = try links.change(
        link.text, of: subject, to: form.change, by: manager, in: transaction)
      return try links.issued(changed, on: transaction)
    }
  }

  /// `DELETE /v1/albums/{id}/share-links/{link_id}`: as of the album's own link.
  func revokeFurtherLink(
    _ link: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let keeps = try keepsMembers(context.request)
    try revoke(link, of: id, keepingMembers: keeps, identity, context)
    return Response(.noContent)
  }

  // MARK: What became of a link

  /// `GET /v1/albums/{id}/share-links/{link_id}/opens`: by day, of UTC; of any of the album's links.
  func listOpens(
    of link: UUID, _ id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let days = try LinkOpens.days(context.request)
    let album = try owned(id, by: identity, on: context.database)
    let opens = try links.opens(
      of: link.text, for: album.subject, days: days, on: context.database)
    return Response.json { json in json.object { opens.write(to: &$0) } }
  }

  /// `GET /v1/albums/{id}/share-links/{link_id}/events`: what was done with it and who came through it,
  /// the newest first; of any of the album's links.
  func listEvents(
    of link: UUID, _ id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let request = try LinkEventsRequest(context.request)
    let album = try owned(id, by: identity, on: context.database)
    let page = try links.events(
      of: link.text, for: album.subject, request, on: context.database)
    return Response.json { json in json.object { page.write(to: &$0) } }
  }
}
