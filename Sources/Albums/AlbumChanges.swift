import Accounts
import HTTP
import MariaDB
import Primitives

// What an album's owner does to it as a whole.

extension Albums {
  /// `PATCH /v1/albums/{id}`: `{title?, cover_photo_id?}`; what is left out stays, and a cover of null
  /// is the first photo.
  func change(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      AlbumChange(&$0)
    }
    return answer(try change(form, of: id, identity, context))
  }

  /// Changes an album; a title that is so already is no change, and not recorded. Throws `notFound`,
  /// `notTheOwner`, and 400 for a cover that is none of its photos.
  package func change(
    _ form: AlbumChange, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Album {
    try managing(id, as: identity, context, "album.changed") { album, transaction in
      let store = AlbumsStore(database: transaction)
      var names: [String] = []
      if let title = form.title, !title.utf8.elementsEqual(album.title.utf8) {
        try store.setTitle(title, of: id)
        names.append("title")
      }
      if case .some(let cover) = form.cover {
        if let cover, try PhotosStore(database: transaction).photo(cover, of: id) == nil {
          throw Problem.invalid([
            FieldError("cover_photo_id", "unknown_photo", "is none of this album's photos")
          ])
        }
        try store.setCover(cover, of: id)
        names.append("cover_photo_id")
      }
      guard !names.isEmpty else { return album }
      try record("album.changed", on: id, identity, context, in: transaction) { object in
        object.array("fields", names) { $0.text($1) }
      }
      return try store.present(id)
    }
  }

  /// `DELETE /v1/albums/{id}`: its doors say so from then on, and who joined it sees it no more. For 30
  /// days it can be restored.
  func delete(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    try remove(id, identity, context)
    return Response(.noContent)
  }

  /// Deletes an album. Throws `notFound` and `notTheOwner`.
  package func remove(_ id: UUID, _ identity: Identity, _ context: Context) throws {
    try managing(id, as: identity, context, "album.deleted") { _, transaction in
      try AlbumsStore(database: transaction).delete(id)
      try record("album.deleted", on: id, identity, context, in: transaction)
    }
  }

  /// `POST /v1/albums/{id}/restore`: as it was, with its links and the people in it. One that is not
  /// deleted is answered as it is; one whose 30 days are over is not found.
  func restore(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    answer(try bringBack(id, identity, context))
  }

  /// Restores an album. Throws `notFound` and `notTheOwner`.
  package func bringBack(
    _ id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Album {
    try managing(
      id, as: identity, context, "album.restored", find: { try $0.restorableForUpdate($1) }
    ) { album, transaction in
      guard album.deletedAt != nil else { return album }
      let store = AlbumsStore(database: transaction)
      try store.restore(id)
      try record("album.restored", on: id, identity, context, in: transaction)
      return try store.present(id)
    }
  }

  private func answer(_ album: Album) -> Response {
    Response.json { json in json.object { album.write(to: &$0, as: .owner) } }
  }
}

/// What a `PATCH` says of an album.
package struct AlbumChange: Sendable {
  /// Nil: as it is.
  package let title: String?
  /// Nil in the outer optional: as it is; in the inner: the first one.
  package let cover: UUID??

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    title = fields.has("title") ? fields.text("title", length: 1...500) : nil
    let saysCover = fields.has("cover_photo_id")
    let photo = fields.optionalUUID("cover_photo_id")
    cover = saysCover ? .some(photo) : nil
  }
}
