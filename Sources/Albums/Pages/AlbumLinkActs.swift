import Console
import HTML
import HTTP
import Language
import Links
import Primitives
import Repeats
import Security

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

  /// `POST /console/albums/{id}/links`: makes one beside it; the same form sent twice makes one.
  func makeLink(of id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("further") {
      var sent = submission.form
      let once = sent.take(FormState.onceField)
      let fields = try sent.read { AlbumLinkFields(&$0) }
      let repeatKey = try RepeatKey(
        once, caller: visit.identity.caller, route: "album_pages.make_link",
        body: SHA256.hash(Array(id.text.utf8) + sent.digest.bytes))
      _ = try makeLink(
        AlbumLinkForm(fields), of: id, once: repeatKey, visit.identity, visit.context)
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
    let words = visit.phrases.albumPage
    return visit.question(
      Question(
        title: words.rotateTitle, text: words.rotateText,
        field: GraceChoice.field(words.grace, words.graces), action: words.rotate,
        path: AlbumPagesRoute.shareLinkStep(.rotate, of: id).address,
        back: AlbumPagesRoute.part(.share, of: id)),
      state, section: AlbumPagesRoute.albums.address
    ) { $0.albumKicker(album) }
  }

  /// `POST` of the same.
  func rotateLink(of id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("rotate") {
      let grace = try submission.form.read(GraceChoice.read)
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
    let words = visit.phrases.albumPage
    let route =
      link.map { AlbumPagesRoute.revokeLink($0, of: id) } ?? .shareLinkStep(.revoke, of: id)
    let keeps = FormField(
      "keep_members", words.keepMembers, .tick, hint: words.keepMembersHint, isRequired: false)
    return visit.question(
      Question(
        title: words.revokeTitle, text: words.revokeText, field: keeps, action: words.revoke,
        isGrave: true, path: route.address, back: AlbumPagesRoute.part(.share, of: id)),
      FormState("revoke"), section: AlbumPagesRoute.albums.address
    ) { $0.albumKicker(album) }
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
