import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/albums/{id}`: an album's photos, and, for its owner, the share sheet and who has joined.
struct AlbumPage {
  /// How the page's forms stand.
  struct Forms {
    var title = FormState("title")
    var upload = FormState("upload")
    var share = FormState("share")
    /// Of a link beside the album's own one.
    var further = FormState("further")

    fileprivate var wrong: FormState? {
      [title, upload, share, further].first { $0.problem != nil }
    }
  }

  private let visit: AccountVisit
  private let album: Album
  private let role: AlbumRole
  private let photos: [NumberedPhoto]
  private let isFirst: Bool
  /// The cursor of the next page of photos; nil on the last one.
  private let next: String?
  /// For the owner.
  private let sharing: (links: AlbumShareSection, people: AlbumPeopleSection)?

  private var words: AlbumPagePhrases { visit.phrases.albumPage }
  private var albumWords: AlbumPhrases { visit.phrases.album }

  /// Throws `notFound`, also for one's own in the bin, and 400 for a part of the page that can't be asked
  /// for.
  init(_ id: UUID, _ visit: AccountVisit, _ albums: Albums) throws {
    let database = visit.context.database
    (album, role) = try albums.seen(id, by: visit.identity, on: database)
    guard album.deletedAt == nil else { throw AlbumsError.notFound }
    self.visit = visit
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let page = PhotoPage(&query, of: "album_pages.photos")
    try query.finish()
    let store = PhotosStore(database: database)
    let found = try store.photos(of: id, behind: page.place, limit: page.limit)
    photos = NumberedPhoto.all(
      page.shown(of: found), from: try found.first.map(store.number(of:)) ?? 1)
    isFirst = page.place == nil
    next = page.next(after: found)
    sharing =
      role == .owner
      ? (try AlbumShareSection(of: album, visit, albums), try AlbumPeopleSection(of: album, visit))
      : nil
  }

  func response(_ forms: Forms = Forms()) -> Response {
    let wrong = forms.wrong
    return visit.page(
      wrong?.status ?? .ok, title: album.title, section: AlbumPagesRoute.albums.address,
      hasError: wrong != nil
    ) { main in
      // Where there is no place for it: what only those may do who own the album, or add to it.
      if sharing == nil {
        for form in [forms.title, forms.share, forms.further] {
          main.summary(of: form, [], visit.phrases.console)
        }
      }
      writeHead(forms.title, to: &main)
      writePhotos(to: &main)
      if role >= .collaborator {
        PhotoUploadForm(album: album.id, visit: visit).write(forms.upload, to: &main)
      }
      sharing?.links.write(forms, to: &main)
      sharing?.people.write(to: &main)
    }
  }

  // MARK: Above

  private func writeHead(_ state: FormState, to main: inout PageWriter) {
    main.p(.class("kicker")) { p in
      p.a(.href(Address(AlbumPagesRoute.albums.address)), text: words.title)
    }
    main.h1(.dir("auto"), text: album.title)
    main.p(.class("quiet")) { p in
      p.text(albumWords.photoCount(album.photoCount))
      if role != .owner {
        p.text(" · \(words.ownedBy) ")
        p.span(.dir("auto"), text: album.ownerName ?? words.somebody)
        p.text(" · \(words.roles(AlbumRoleWord(role)))")
      }
    }
    main.div(.class("row steps")) { row in
      if role == .owner {
        writeStep(.step(.delete, of: album.id), words.delete, to: &row)
      } else {
        writeStep(.removal(visit.identity.account, of: album.id), words.leave, to: &row)
      }
    }
    if role == .owner { writeTitle(state, to: &main) }
    writeParts(to: &main)
  }

  private func writeStep(_ route: AlbumPagesRoute, _ label: String, to row: inout PageWriter) {
    row.a(.class("button plain"), .href(Address(route.address)), text: label)
  }

  private func writeTitle(_ state: FormState, to main: inout PageWriter) {
    let field = FormField("title", words.albumTitle, length: 1...500, value: album.title)
    main.details(state.problem == nil ? [] : [.open]) { details in
      details.summary(text: words.rename)
      details.summary(of: state, [field], visit.phrases.console)
      details.form(
        posting: Address(AlbumPagesRoute.step(.title, of: album.id).address), with: visit.proof,
        .class("card")
      ) { form in
        form.field(field, in: state, visit.phrases.console)
        form.button(text: visit.phrases.console.save)
      }
    }
  }

  private func writeParts(to main: inout PageWriter) {
    var parts: [(AlbumPagesRoute.Part, String)] = []
    if role >= .collaborator { parts.append((.upload, words.addPhotos)) }
    if role == .owner { parts += [(.share, words.share), (.people, words.people)] }
    guard !parts.isEmpty else { return }
    main.nav(.class("parts"), .ariaLabel(words.parts)) { nav in
      nav.ul { ul in
        for (part, label) in parts {
          ul.li { $0.a(.href(Address(fragment: part.rawValue)), text: label) }
        }
      }
    }
  }

  // MARK: Photos

  private func writePhotos(to main: inout PageWriter) {
    main.section(.id(AlbumPagesRoute.Part.photos.rawValue), .ariaLabel(albumWords.photos)) {
      section in
      guard !photos.isEmpty else {
        return section.div(.class("nothing")) {
          $0.p(text: role >= .collaborator ? words.noPhotosToAdd : words.noPhotos)
        }
      }
      PhotoGrid(
        photos: photos, count: album.photoCount, words: albumWords,
        page: { AlbumPagesRoute.photo($0.id, of: album.id).address },
        thumb: { AlbumPagesRoute.image($0.id, of: album.id, size: "thumb") }
      ).write(to: &section)
      let path = AlbumPagesRoute.album(album.id).path
      section.pages(
        first: isFirst ? nil : LocalPath(path),
        next: next.flatMap { LocalPath("\(path)?cursor=\($0)") }, visit.phrases)
    }
  }
}
