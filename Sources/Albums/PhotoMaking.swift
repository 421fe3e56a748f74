import Accounts
import Files
import HTTP
import Imaging
import MariaDB
import Primitives
import Repeats
import Security

// How photos come into an album: all of a request, or none.

extension Albums {
  /// `POST /v1/albums/{id}/photos`: for the owner and those who have joined for collaboration. One file
  /// is answered with its photo, several with a list.
  func addPhotos(to id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let photos = try upload(to: id, identity, context) {
      try PhotoUpload(context.request, into: files)
    }
    return try answer(photos, to: id, identity, context)
  }

  /// Photos that were added, as the API shows them.
  func answer(
    _ photos: AddedPhotos, to id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    let role = try seen(id, by: identity, on: context.database).role
    let view = PhotoView(account: identity.account, role: role, site: site)
    return Response.json(.created) { json in
      json.object { answer in
        if photos.isSingle, let photo = photos.found.first {
          view.write(photo, to: &answer)
        } else {
          answer.array("photos", photos.found) { array, numbered in
            array.object { view.write(numbered, to: &$0) }
          }
        }
      }
    }
  }

  /// Photos that came together; whether it was one alone.
  typealias AddedPhotos = (found: [NumberedPhoto], isSingle: Bool)

  /// Reads what was uploaded, has it looked at by another process, and adds it behind the photos that
  /// are there; or finds what a repeat has added, as far as it is still there.
  ///
  /// Nothing is read for who may not add, and nothing is kept unless all of it can be. Throws
  /// `notFound`, `viewersMayNot`, 503 when too many others upload or are being looked at, what
  /// `PhotoUpload` throws, 415 and 413 for what is no picture that we take, `tooManyPhotos`, and 507
  /// when there is no room.
  ///
  /// - Parameter read: reads the upload, once it is certain that they may add.
  func upload(
    to id: UUID, _ identity: Identity, _ context: Context, _ read: () throws -> PhotoUpload
  ) throws -> AddedPhotos {
    let action: StaticString = "album.photos_added"
    try contributing(to: id, as: identity, context, action) { _, _ in }
    // Behind the question above, so that nobody takes a lane who may not add.
    let lane = try lanes.enter()
    defer { withExtendedLifetime(lane) {} }
    let upload = try read()
    let repeatKey = try RepeatKey(
      upload.repeatKey, caller: identity.caller, route: "albums.add_photos",
      body: upload.digest(for: id))
    if let earlier = try repeatKey?.earlier(on: context.database) {
      return try added(earlier, to: id, on: context.database)
    }
    let pictures = try upload.files.enumerated().map { number, file in
      try prepare(file, number: number + 1, of: upload.files.count, context)
    }
    let effect = try contributing(to: id, as: identity, context, action) { album, transaction in
      try RepeatKey.once(repeatKey, in: transaction) {
        let photos = pictures.map { $0.photo(captioned: upload.caption) }
        let batch = UUID.v7()
        guard album.photoCount + photos.count <= Self.maximumPhotos else {
          throw AlbumsError.tooManyPhotos
        }
        try files.keep(pictures.flatMap(\.all), in: transaction)
        try PhotosStore(database: transaction).insert(
          photos, to: id, of: identity.account, upload: batch)
        try record("album.photos_added", on: id, identity, context, in: transaction) { object in
          object.array("photo_ids", photos) { $0.text($1.id.text) }
        }
        return Effect(.created, resource: batch, quantity: photos.count)
      }
    }
    return try added(effect, to: id, on: context.database)
  }

  private func added(
    _ effect: Effect, to album: UUID, on database: any Executor
  ) throws -> AddedPhotos {
    let store = PhotosStore(database: database)
    let found = try store.photos(of: album, upload: effect.resource ?? album)
    let isSingle = effect.quantity == 1
    guard let first = found.first else {
      // A repeat, and what it has added was taken out since.
      guard !isSingle else { throw AlbumsError.photoNotFound }
      return ([], false)
    }
    return (NumberedPhoto.all(found, from: try store.number(of: first)), isSingle)
  }

  /// Has a file looked at, and puts it and what was made of it in their places.
  private func prepare(
    _ file: IncomingFile, number: Int, of count: Int, _ context: Context
  ) throws -> PreparedPhoto {
    do {
      let picture = try file.reading { try imaging.picture(of: $0) }
      return PreparedPhoto(
        picture: picture,
        original: try files.settle(file, on: context.database),
        thumb: try files.settle(try files.receive(picture.thumb.bytes), on: context.database),
        large: try files.settle(try files.receive(picture.large.bytes), on: context.database))
    } catch let error as ImagingError where count > 1 && error.problem.status.code < 500 {
      var problem = error.problem
      problem.detail = "File \(number): \(problem.detail)"
      throw problem
    }
  }
}

/// A picture whose files lie in their places; nothing names them yet.
private struct PreparedPhoto {
  let picture: Picture
  let original: Files.Settled
  let thumb: Files.Settled
  let large: Files.Settled

  var all: [Files.Settled] { [original, thumb, large] }

  func photo(captioned caption: String?) -> NewPhoto {
    NewPhoto(
      id: .v7(), caption: caption, size: original.size, picture: picture,
      files: PhotoFiles(
        original: original.sha256, thumb: thumb.sha256, thumbFormat: picture.thumb.format,
        large: large.sha256, largeFormat: picture.large.format))
  }
}
