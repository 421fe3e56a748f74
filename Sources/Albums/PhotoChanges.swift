import Accounts
import Files
import HTTP
import MariaDB
import Primitives

// What is done to single photos: by the album's owner, and by whoever uploaded them as long as they may
// add some.

extension Albums {
  /// `PATCH /v1/albums/{id}/photos/{photo_id}`: `{caption?, position?}`; what is left out stays, and a
  /// caption of null is none. `position` counts from 1; beyond the last one it is the last.
  func changePhoto(
    _ photo: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      PhotoChange(&$0)
    }
    let changed = try change(form, ofPhoto: photo, of: id, identity, context)
    let role = try seen(id, by: identity, on: context.database).role
    let view = PhotoView(account: identity.account, role: role, site: site)
    return Response.json { json in json.object { view.write(changed, to: &$0) } }
  }

  /// Changes a photo. Throws `notFound`, `photoNotFound`, `viewersMayNot` and `notYourPhoto`.
  func change(
    _ form: PhotoChange, ofPhoto photo: UUID, of id: UUID, _ identity: Identity,
    _ context: Context
  ) throws -> NumberedPhoto {
    try handling(photo, of: id, identity, context, "album.photo_changed") {
      found, transaction in
      let store = PhotosStore(database: transaction)
      let number = try store.number(of: found)
      var names: [String] = []
      if case .some(let caption) = form.caption, caption != found.caption {
        try store.setCaption(caption, of: found)
        names.append("caption")
      }
      if let position = form.position, position != number {
        try store.move(found, to: position)
        names.append("position")
      }
      if !names.isEmpty {
        try record("album.photo_changed", on: id, identity, context, in: transaction) { object in
          object.uuid("photo_id", photo)
          object.array("fields", names) { $0.text($1) }
        }
      }
      guard let now = try store.photo(photo, of: id) else { throw AlbumsError.photoNotFound }
      return NumberedPhoto(photo: now, number: try store.number(of: now))
    }
  }

  /// `DELETE /v1/albums/{id}/photos/{photo_id}`.
  func deletePhoto(
    _ photo: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    try removePhoto(photo, of: id, identity, context)
    return Response(.noContent)
  }

  /// Takes a photo out of an album, for good. Throws as `change` does.
  package func removePhoto(
    _ photo: UUID, of id: UUID, _ identity: Identity, _ context: Context
  ) throws {
    try handling(photo, of: id, identity, context, "album.photo_deleted") { found, transaction in
      try PhotosStore(database: transaction).delete(found)
      try files.release(found.files.all, in: transaction)
      try record("album.photo_deleted", on: id, identity, context, in: transaction) {
        $0.uuid("photo_id", photo)
      }
    }
  }

  /// Does `work` in a transaction that has locked the album, for who may change this photo. A
  /// collaborator whose photo it isn't is refused with 403, and that is recorded.
  private func handling<Result>(
    _ photo: UUID, of id: UUID, _ identity: Identity, _ context: Context, _ action: StaticString,
    _ work: (Photo, Transaction) throws -> Result
  ) throws -> Result {
    let found = try PhotosStore(database: context.database).photo(photo, of: id)
    let isOthers = found.map { $0.uploadedBy != identity.account } ?? false
    return try context.managing(
      id, by: identity.actor, in: AlbumsStore.chain, action, unknown: AlbumsError.notFound,
      refused: isOthers ? AlbumsError.notYourPhoto : .viewersMayNot,
      find: { try AlbumsStore(database: $0).albumForUpdate(id) },
      isManaged: { album, transaction in
        try role(of: identity, in: album, on: transaction).map { role in
          role == .owner || (role == .collaborator && !isOthers)
        }
      },
      { _, transaction in
        guard let photo = try PhotosStore(database: transaction).photo(photo, of: id) else {
          throw AlbumsError.photoNotFound
        }
        return try work(photo, transaction)
      })
  }
}

/// What a `PATCH` says of a photo.
struct PhotoChange {
  /// Nil in the outer optional: as it is; in the inner: none.
  let caption: String??
  /// From 1; nil: where it is.
  let position: Int?

  init(_ fields: inout Fields) {
    let saysCaption = fields.has("caption")
    let text = fields.photoCaption()
    caption = saysCaption ? .some(text) : nil
    position = fields.optionalInteger("position", in: 1...Albums.maximumPhotos)
  }
}
