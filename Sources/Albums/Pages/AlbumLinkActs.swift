import Console
import HTML
import HTTP
import Language
import Links
import Primitives

// What an album's owner does with its links on its pages, and the pages that ask before.

extension Albums {
  /// `POST /console/albums/{id}/share-link`: makes the album's own link, or gives the one that stands this
  /// mode and expiry.
  func share(_ id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("share") {
      let fields = try submission.form.read { AlbumLinkFields(&$0) }
      let album = try ownAlbum(id, for: visit)
      let standing = try links.standing(for: album.subject, on: visit.context.database)
      let form = AlbumLinkForm(fields, of: standing?.link)
      let made = try share(id, form, once: nil, visit.identity, visit.context)
      return visit.redirect(
        to: AlbumPagesRoute.part(.share, of: id),
        saying: made.status == .created ? .albumLinkMade : .linkChanged)
    } orElse: { state in
      try AlbumPage(id, visit, self).response(AlbumPage.Forms(share: state))
    }
  }

  /// `POST /console/albums/{id}/links`: makes one beside it.
  func makeLink(of id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("further") {
      let fields = try submission.form.read { AlbumLinkFields(&$0) }
      _ = try makeLink(AlbumLinkForm(fields), of: id, once: nil, visit.identity, visit.context)
      return visit.redirect(to: AlbumPagesRoute.part(.share, of: id), saying: .albumLinkMade)
    } orElse: { state in
      try AlbumPage(id, visit, self).response(AlbumPage.Forms(further: state))
    }
  }

  /// `POST /console/albums/{id}/links/{link}`.
  func changeLink(
    _ link: UUID, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    return try submission.answer("link") {
      let fields = try submission.form.read { AlbumLinkFields(&$0) }
      let standing = try standingLink(link, of: id, for: visit)
      let form = AlbumLinkChangeForm(fields, of: standing)
      _ = try change(form, ofLink: link, of: id, visit.identity, visit.context)
      return visit.redirect(to: AlbumPagesRoute.part(.share, of: id), saying: .linkChanged)
    } orElse: { state in
      try AlbumLinkPage(link, of: id, visit, self).response(state)
    }
  }

  /// One of an album's links that is not over, for its owner. Throws `notFound`.
  func standingLink(_ link: UUID, of id: UUID, for visit: AccountVisit) throws -> ShareLink {
    let database = visit.context.database
    _ = try ownAlbum(id, for: visit)
    guard try links.subject(ofLink: link, .album, on: database) == id else {
      throw ShareLinkError.notFound
    }
    let found = try links.issued(link, on: database).link
    guard found.endedAt == nil, found.state != .revoked else { throw ShareLinkError.notFound }
    return found
  }

  // MARK: A new address

  /// `GET /console/albums/{id}/share-link/rotate`: what a new address means, and how long the old one may
  /// go on.
  func askRotation(
    of id: UUID, _ visit: AccountVisit, _ state: FormState = FormState("rotate")
  ) throws -> Response {
    let album = try ownAlbum(id, for: visit)
    let (words, general) = (visit.phrases.albumPage, visit.phrases.console)
    let field = AlbumGrace.field(words)
    return visit.page(
      state.status, title: words.rotateTitle, section: AlbumPagesRoute.albums.address,
      hasError: state.problem != nil
    ) { main in
      main.albumKicker(album)
      main.h1(text: words.rotateTitle)
      main.p(.class("lead"), text: words.rotateText)
      main.summary(of: state, [field], general)
      main.form(
        posting: Address(AlbumPagesRoute.shareLinkStep(.rotate, of: id).address),
        with: visit.proof, .class("card")
      ) { form in
        form.field(field, in: state, general)
        form.div(.class("row")) { row in
          row.button(text: words.rotate)
          row.a(
            .class("button plain"), .href(Address(AlbumPagesRoute.part(.share, of: id))),
            text: general.cancel)
        }
      }
    }
  }

  /// `POST` of the same.
  func rotateLink(of id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("rotate") {
      let grace = try submission.form.read(AlbumGrace.read)
      try rotate(id, grace: grace, once: nil, visit.identity, visit.context)
      return visit.redirect(to: AlbumPagesRoute.part(.share, of: id), saying: .linkRotated)
    } orElse: { state in
      try askRotation(of: id, visit, state)
    }
  }

  // MARK: Revoking

  /// What it ends, and whether those who came through it stay.
  ///
  /// - Parameter link: nil for the album's own one.
  func askRevocation(
    of link: UUID?, of id: UUID, _ visit: AccountVisit
  ) throws -> Response {
    let album = try ownAlbum(id, for: visit)
    let standing =
      try link.map { try standingLink($0, of: id, for: visit) }
      ?? links.standing(for: album.subject, on: visit.context.database)?.link
    guard standing != nil else { throw ShareLinkError.notFound }
    let (words, general) = (visit.phrases.albumPage, visit.phrases.console)
    let route =
      link.map { AlbumPagesRoute.revokeLink($0, of: id) } ?? .shareLinkStep(.revoke, of: id)
    let keeps = FormField(
      "keep_members", words.keepMembers, .tick, hint: words.keepMembersHint, isRequired: false)
    return visit.page(
      title: words.revokeTitle, section: AlbumPagesRoute.albums.address
    ) { main in
      main.albumKicker(album)
      main.h1(text: words.revokeTitle)
      main.p(.class("lead"), text: words.revokeText)
      main.form(posting: Address(route.address), with: visit.proof, .class("card")) { form in
        form.field(keeps, in: FormState("revoke"), general)
        form.div(.class("row")) { row in
          row.button(.class("danger"), text: words.revoke)
          row.a(
            .class("button plain"), .href(Address(AlbumPagesRoute.part(.share, of: id))),
            text: general.cancel)
        }
      }
    }
  }

  /// `POST` of the same: at once and for good; who was asked before, knows that.
  func revokeLink(
    _ link: UUID?, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    let keeps = try submission.form.read { $0.optionalBool("keep_members") ?? false }
    try revoke(link, of: id, keepingMembers: keeps, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.part(.share, of: id), saying: .albumLinkRevoked)
  }
}
