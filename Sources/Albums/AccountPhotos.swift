import Accounts
import Files
import HTTP
import MariaDB
import Primitives

// What accounts see of the photos of an album that they own or have joined.

extension Albums {
  package func respond(
    to operation: AlbumPhotosRoute.AccountOperation, as identity: Identity, _ context: Context
  ) throws -> Response {
    switch operation {
    case .add(let album): try addPhotos(to: album, identity, context)
    case .list(let album): try listPhotos(of: album, identity, context)
    case .show(let photo, let album): try showPhoto(photo, of: album, identity, context)
    case .change(let photo, let album): try changePhoto(photo, of: album, identity, context)
    case .delete(let photo, let album): try deletePhoto(photo, of: album, identity, context)
    }
  }

  /// `GET /v1/albums/{id}/photos`: in their order.
  private func listPhotos(
    of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    var query = try Query(context.request.query)
    let page = PhotoPage(&query, of: "albums.photos")
    try query.finish()
    let role = try seen(id, by: identity, on: context.database).role
    let store = PhotosStore(database: context.database)
    let found = try store.photos(of: id, behind: page.place, limit: page.limit)
    let first = try found.first.map(store.number(of:)) ?? 1
    let view = PhotoView(account: identity.account, role: role, site: site)
    return Response.json { json in
      json.object { answer in
        answer.array("photos", NumberedPhoto.all(page.shown(of: found), from: first)) {
          array, photo in array.object { view.write(photo, to: &$0) }
        }
        answer.text("next_cursor", page.next(after: found))
      }
    }
  }

  private enum Size: String, CaseIterable {
    case thumb, large, original
  }

  /// `GET /v1/albums/{id}/photos/{photo_id}`: its bytes, in the size that is asked for, `large` unless
  /// another is. The original, as it came, says where and when it was taken: it is for the owner and for
  /// those who have joined for collaboration, and viewers are refused with 403.
  func showPhoto(
    _ photo: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    var query = try Query(context.request.query)
    let size = query.word("size", Size.self) ?? .large
    try query.finish()
    let (_, role) = try seen(id, by: identity, on: context.database)
    guard size != .original || role != .viewer else { throw AlbumsError.viewersMayNot }
    guard let found = try PhotosStore(database: context.database).photo(photo, of: id) else {
      throw AlbumsError.photoNotFound
    }
    let file =
      switch size {
      case .thumb: found.files.servedThumb
      case .large: found.files.servedLarge
      case .original:
        ServedFile(
          found.files.original, mediaType: found.format.mediaType,
          download: (found.caption ?? "photo", found.format.fileExtension))
      }
    return context.request.answer(with: file)
  }

  // MARK: Shared by those who add and change

  /// Does `work` in a transaction that has locked the album, for who may add photos: its owner, and
  /// those who have joined for collaboration. Viewers are refused with 403, and that is recorded.
  @discardableResult
  func contributing<Result>(
    to id: UUID, as identity: Identity, _ context: Context, _ action: StaticString,
    _ work: (Album, Transaction) throws -> Result
  ) throws -> Result {
    try context.managing(
      id, by: identity.actor, in: AlbumsStore.chain, action, unknown: AlbumsError.notFound,
      refused: AlbumsError.viewersMayNot,
      find: { try AlbumsStore(database: $0).albumForUpdate(id) },
      isManaged: { album, transaction in
        try role(of: identity, in: album, on: transaction).map { $0 >= .collaborator }
      }, work)
  }
}

extension PhotoFiles {
  var servedThumb: ServedFile { ServedFile(thumb, mediaType: "image/\(thumbFormat.rawValue)") }
  var servedLarge: ServedFile { ServedFile(large, mediaType: "image/\(largeFormat.rawValue)") }
}

/// Which part of an album's photos is wanted.
struct PhotoPage {
  private let order: String
  private let size: Int
  /// The last of the page before.
  let place: ListPlace?

  /// Reads `limit` (1 to 200, default 50) and `cursor`; what is wrong with them is noted.
  ///
  /// - Parameter order: names the list; a cursor of another is refused.
  init(_ query: inout Query, of order: String) {
    self.order = order
    size = query.integer("limit", in: 1...200) ?? 50
    place = query.place("cursor", in: order) {
      if case (.integer, .uuid) = ($0.value, $0.tie) { true } else { false }
    }
  }

  /// How many to look for: one more than are shown, which says whether there are more.
  var limit: Int { size + 1 }

  func shown(of found: [Photo]) -> ArraySlice<Photo> { found.prefix(size) }

  /// The cursor of the next page; nil on the last one.
  func next(after found: [Photo]) -> String? {
    guard found.count > size, let last = shown(of: found).last else { return nil }
    return ListPlace(value: .integer(Int64(last.place)), tie: .uuid(last.id)).cursor(in: order)
  }
}
