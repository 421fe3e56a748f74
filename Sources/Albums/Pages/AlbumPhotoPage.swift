import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/albums/{id}/photos/{photo}`: one photo, large, with what is known of it and what its reader
/// may do with it.
struct AlbumPhotoPage {
  private let visit: AccountVisit
  private let album: Album
  private let role: AlbumRole
  private let photo: NumberedPhoto
  private let beside: (previous: UUID?, next: UUID?)

  private var words: AlbumPagePhrases { visit.phrases.albumPage }
  private var general: ConsolePhrases { visit.phrases.console }
  private var isOwn: Bool { photo.photo.uploadedBy == visit.identity.account }
  private var mayChange: Bool { role == .owner || (role == .collaborator && isOwn) }

  /// Throws `notFound`, `photoNotFound`.
  init(_ id: UUID, of album: UUID, _ visit: AccountVisit, _ albums: Albums) throws {
    let database = visit.context.database
    self.visit = visit
    (self.album, role) = try albums.seen(album, by: visit.identity, on: database)
    let store = PhotosStore(database: database)
    guard let found = try store.photo(id, of: album) else { throw AlbumsError.photoNotFound }
    photo = NumberedPhoto(photo: found, number: try store.number(of: found))
    beside = try store.beside(found)
  }

  func response(_ state: FormState = FormState("photo")) -> Response {
    let albumWords = visit.phrases.album
    let title = albumWords.photo(photo.number, album.photoCount)
    return visit.page(
      state.status, title: title, section: AlbumPagesRoute.albums.address,
      hasError: state.problem != nil
    ) { main in
      main.albumKicker(album)
      main.h1(text: title)
      LargePhoto(
        photo: photo, count: album.photoCount, words: albumWords,
        large: AlbumPagesRoute.image(photo.photo.id, of: album.id, size: "large"),
        previous: beside.previous.map(page), next: beside.next.map(page)
      ).write(to: &main)
      writeFacts(to: &main)
      writeSteps(to: &main)
      if mayChange { writeCaption(state, to: &main) }
    }
  }

  private func page(of photo: UUID) -> LocalPath {
    AlbumPagesRoute.photo(photo, of: album.id).address
  }

  private func writeFacts(to main: inout PageWriter) {
    let photo = photo.photo
    main.p(.class("quiet")) { p in
      p.text("\(words.addedBy) ")
      p.span(.dir("auto"), text: photo.uploaderName ?? words.somebody)
      p.text(", ")
      p.moment(photo.createdAt)
      // Where and when it was taken is for the owner, and for whoever added it.
      if role == .owner || isOwn, let takenAt = photo.takenAt {
        p.text(" · \(words.takenAt) ")
        if let instant = takenAt.instant { p.moment(instant) } else { p.text(takenAt.text) }
      }
      if album.coverPhotoID == photo.id { p.text(" · \(words.cover)") }
    }
  }

  private func writeSteps(to main: inout PageWriter) {
    guard role != .viewer else { return }
    main.div(.class("row steps")) { row in
      row.a(
        .class("button plain"),
        .href(Address(AlbumPagesRoute.image(photo.photo.id, of: album.id, size: "original"))),
        .download, text: words.original)
      guard mayChange else { return }
      if beside.previous != nil { writeStep(.earlier, words.moveEarlier, to: &row) }
      if beside.next != nil { writeStep(.later, words.moveLater, to: &row) }
      if role == .owner, album.coverPhotoID != photo.photo.id {
        writeStep(.cover, words.makeCover, to: &row)
      }
      row.a(
        .class("button plain"),
        .href(
          Address(AlbumPagesRoute.photoStep(.delete, photo.photo.id, of: album.id).address)),
        text: words.deletePhoto)
    }
  }

  private func writeStep(
    _ step: AlbumPagesRoute.PhotoStep, _ label: String, to row: inout PageWriter
  ) {
    let route = AlbumPagesRoute.photoStep(step, photo.photo.id, of: album.id)
    row.form(posting: Address(route.address), with: visit.proof) { form in
      form.button(.class("plain"), text: label)
    }
  }

  private func writeCaption(_ state: FormState, to main: inout PageWriter) {
    let field = FormField(
      "caption", words.caption, .multiline(rows: 2), hint: words.captionHint, length: 1...1_000,
      isRequired: false, value: photo.photo.caption ?? "")
    main.summary(of: state, [field], general)
    main.form(
      posting: Address(AlbumPagesRoute.photo(photo.photo.id, of: album.id).address),
      with: visit.proof, .class("card")
    ) { form in
      form.field(field, in: state, general)
      form.button(.class("plain"), text: general.save)
    }
  }
}

// What is done to a photo on its page.

extension Albums {
  /// `POST /console/albums/{id}/photos/{photo}`: its caption; an empty one is none.
  func changePhoto(
    _ photo: UUID, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    return try submission.answer("photo") {
      let caption = try submission.form.read { $0.photoCaption() }
      _ = try change(
        PhotoChange(caption: caption), ofPhoto: photo, of: id, visit.identity, visit.context)
      return visit.redirect(
        to: AlbumPagesRoute.photo(photo, of: id).address, saying: .photoSaved)
    } orElse: { state in
      try AlbumPhotoPage(photo, of: id, visit, self).response(state)
    }
  }

  /// `POST …/earlier` and `…/later`. Beyond the ends of the album it stays where it is.
  func movePhoto(
    _ photo: UUID, by places: Int, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    let database = visit.context.database
    _ = try seen(id, by: visit.identity, on: database)
    let store = PhotosStore(database: database)
    guard let found = try store.photo(photo, of: id) else { throw AlbumsError.photoNotFound }
    let number = max(1, try store.number(of: found) + places)
    _ = try change(
      PhotoChange(position: number), ofPhoto: photo, of: id, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.photo(photo, of: id).address, saying: .photoSaved)
  }

  /// `POST …/cover`.
  func makeCover(
    _ photo: UUID, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    _ = try change(AlbumChange(cover: photo), of: id, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.photo(photo, of: id).address, saying: .photoSaved)
  }

  /// `GET …/delete`: that it is for good.
  func confirmDeletion(
    ofPhoto photo: UUID, of id: UUID, _ visit: AccountVisit
  ) throws -> Response {
    let words = visit.phrases.albumPage
    let database = visit.context.database
    let role = try seen(id, by: visit.identity, on: database).role
    guard let found = try PhotosStore(database: database).photo(photo, of: id) else {
      throw AlbumsError.photoNotFound
    }
    guard role != .viewer else { throw AlbumsError.viewersMayNot }
    guard role == .owner || found.uploadedBy == visit.identity.account else {
      throw AlbumsError.notYourPhoto
    }
    return visit.confirmation(
      Confirmation(
        title: words.deletePhotoTitle, text: words.deletePhotoText, action: words.deletePhoto,
        path: AlbumPagesRoute.photoStep(.delete, photo, of: id).address,
        back: AlbumPagesRoute.photo(photo, of: id).address),
      section: AlbumPagesRoute.albums.address)
  }

  /// `POST` of the same.
  func deletePhoto(
    _ photo: UUID, of id: UUID, _ submission: AccountSubmission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try removePhoto(photo, of: id, visit.identity, visit.context)
    return visit.redirect(to: AlbumPagesRoute.part(.photos, of: id), saying: .photoDeleted)
  }
}

extension PhotoChange {
  /// - Parameter caption: nil: none.
  init(caption: String?) {
    self.caption = .some(caption)
    position = nil
  }

  /// - Parameter position: from 1.
  init(position: Int) {
    caption = nil
    self.position = position
  }
}

extension AlbumChange {
  /// - Parameter cover: of the album's photos.
  init(cover: UUID) {
    title = nil
    self.cover = .some(cover)
  }
}
