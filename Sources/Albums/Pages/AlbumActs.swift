import Accounts
import Console
import HTML
import HTTP
import Primitives
import Repeats

// What people do to an album as a whole on its pages, and the pages that ask before.

extension Albums {
  private static let onceField = "once"

  // MARK: Making

  /// `GET /console/albums/new`.
  func newAlbum(_ visit: AccountVisit, _ state: FormState = FormState("album")) -> Response {
    let words = visit.phrases.albumPage
    let title = FormField("title", words.albumTitle, length: 1...500, isFocused: true)
    return visit.page(
      state.status, title: words.newTitle, section: AlbumPagesRoute.albums.address,
      hasError: state.problem != nil
    ) { main in
      main.h1(text: words.newTitle)
      main.summary(of: state, [title], visit.phrases.console)
      main.form(
        posting: Address(AlbumPagesRoute.new.address), with: visit.proof, .class("card")
      ) { form in
        form.hidden(Self.onceField, state[Self.onceField] ?? UUID.v7().text)
        if let place = visit.place { form.hidden("workspace_id", place.workspace.id.text) }
        form.field(title, in: state, visit.phrases.console)
        form.button(text: words.make)
      }
    }
  }

  /// `POST` of the same; the same form sent twice makes one album.
  func create(_ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("album") {
      var sent = submission.form
      let once = sent.take(Self.onceField)
      let form = try sent.read { NewAlbumForm(&$0) }
      let repeatKey = try RepeatKey(
        once, caller: visit.identity.caller, route: "album_pages.create", body: sent.digest)
      let album = try make(form, once: repeatKey, visit.identity, visit.context).album
      return visit.redirect(to: AlbumPagesRoute.album(album.id).address, saying: .albumMade)
    } orElse: { state in
      newAlbum(visit, state)
    }
  }

  // MARK: Changing

  /// `POST /console/albums/{id}/title`.
  func rename(_ id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("title") {
      let form = try submission.form.read { AlbumChange(&$0) }
      _ = try change(form, of: id, visit.identity, visit.context)
      return visit.redirect(to: AlbumPagesRoute.album(id).address, saying: .albumRenamed)
    } orElse: { state in
      try AlbumPage(id, visit, self).response(AlbumPage.Forms(title: state))
    }
  }

  /// `GET /console/albums/{id}/delete`: what will happen, and what not.
  func confirmDeletion(of id: UUID, _ visit: AccountVisit) throws -> Response {
    let album = try ownAlbum(id, for: visit)
    let words = visit.phrases.albumPage
    return visit.confirmation(
      Confirmation(
        title: words.deleteTitle(album.title), text: words.deleteText, action: words.delete,
        path: AlbumPagesRoute.step(.delete, of: id).address,
        back: AlbumPagesRoute.album(id).address),
      section: AlbumPagesRoute.albums.address)
  }

  /// `POST` of the same.
  func delete(_ id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try remove(id, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.albums.address, saying: .albumDeleted)
  }

  /// `POST /console/albums/{id}/restore`: takes an album out of the bin, and shows it.
  func restore(_ id: UUID, _ submission: AccountSubmission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    _ = try bringBack(id, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.album(id).address, saying: .albumRestored)
  }

  // MARK: People

  /// `GET /console/albums/{id}/members/{account}/remove`: for the owner, and for whoever leaves.
  func confirmRemoval(
    of account: UUID, from id: UUID, _ visit: AccountVisit
  ) throws -> Response {
    let words = visit.phrases.albumPage
    let (album, role) = try seen(id, by: visit.identity, on: visit.context.database)
    let isLeaving = account == visit.identity.account
    guard role == .owner || isLeaving else { throw AlbumsError.notTheOwner }
    guard
      try AlbumMembersStore(database: visit.context.database).isMember(account, of: id)
    else { throw AlbumsError.memberNotFound }
    let name = try Accounts.names(of: [account], on: visit.context.database)[account]
    return visit.confirmation(
      Confirmation(
        title: isLeaving
          ? words.leaveTitle(album.title) : words.removeTitle(name ?? words.somebody),
        text: isLeaving ? words.leaveText : words.removeText,
        action: isLeaving ? words.leave : words.remove,
        path: AlbumPagesRoute.removal(account, of: id).address,
        back: isLeaving
          ? AlbumPagesRoute.album(id).address : AlbumPagesRoute.part(.people, of: id)),
      section: AlbumPagesRoute.albums.address)
  }

  /// `POST` of the same.
  func remove(
    _ account: UUID, from id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try removeMember(account, from: id, visit.identity, visit.context)
    guard account != visit.identity.account else {
      return visit.redirect(to: AlbumListPage.shared, saying: .albumLeft)
    }
    return visit.redirect(
      to: AlbumPagesRoute.part(.people, of: id), saying: .albumMemberRemoved)
  }
}
