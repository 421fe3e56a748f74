import Accounts
import HTTP
import MariaDB
import Primitives

// What an album's owner does to it as a whole.

extension Albums {
  /// `PATCH /v1/albums/{id}`: `{title?}`; what is left out stays.
  func change(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      AlbumChange(&$0)
    }
    return answer(try change(form, of: id, identity, context))
  }

  /// Changes an album; what is so already is no change, and not recorded. Throws `notFound` and
  /// `notTheOwner`.
  package func change(
    _ form: AlbumChange, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Album {
    try managing(id, as: identity, context, "album.changed") { album, transaction in
      let store = AlbumsStore(database: transaction)
      guard let title = form.title, !title.utf8.elementsEqual(album.title.utf8) else {
        return album
      }
      try store.setTitle(title, of: id)
      try record("album.changed", on: id, identity, context, in: transaction) { object in
        object.array("fields", ["title"]) { $0.text($1) }
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

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    title = fields.has("title") ? fields.text("title", length: 1...500) : nil
  }
}
