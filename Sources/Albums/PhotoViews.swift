import Accounts
import HTTP
import Links
import Primitives

// What is shown of photos: each view is one method that writes its fields in their order.

/// A photo, and which one of its album it is, from 1.
struct NumberedPhoto {
  let photo: Photo
  let number: Int

  /// Photos that lie one behind the other.
  static func all(_ photos: some Collection<Photo>, from first: Int) -> [NumberedPhoto] {
    photos.enumerated().map { NumberedPhoto(photo: $1, number: first + $0) }
  }
}

/// Photos as somebody in their album sees them.
struct PhotoView {
  let account: UUID
  /// What they are to the album.
  let role: AlbumRole
  let site: Site

  /// Where and when it was taken is for the owner, and for whoever uploaded it; the original, which says
  /// it too, for all who can add photos.
  func write(_ numbered: NumberedPhoto, to object: inout JSONWriter) {
    let photo = numbered.photo
    let isOwn = photo.uploadedBy == account
    object.uuid("id", photo.id)
    object.uuid("album_id", photo.albumID)
    object.text("caption", photo.caption)
    object.integer("position", numbered.number)
    object.integer("width", photo.width)
    object.integer("height", photo.height)
    object.text("format", photo.format.rawValue)
    object.integer("size", photo.size)
    object.uuid("uploaded_by", photo.uploadedBy)
    object.text("uploader_name", photo.uploaderName)
    object.instant("created_at", photo.createdAt)
    for (name, size) in Self.sizes {
      let route = AlbumPhotosRoute.photo(photo.id, album: photo.albumID)
      let isShown = size != "original" || role != .viewer
      object.text(name, isShown ? "\(site.baseURL)\(route.path)?size=\(size)" : nil)
    }
    object.bool("can_change", role == .owner || (role == .collaborator && isOwn))
    guard role == .owner || isOwn else { return }
    object.text("taken_at_local", photo.takenAt?.text)
    object.instant("taken_at", photo.takenAt?.instant)
    object.degrees("latitude", photo.position?.latitudeMicrodegrees)
    object.degrees("longitude", photo.position?.longitudeMicrodegrees)
  }

  private static let sizes: [(StaticString, String)] = [
    ("thumb_url", "thumb"), ("large_url", "large"), ("original_url", "original"),
  ]
}

extension Photo {
  /// The fields that a guest sees of it: an allow-list.
  ///
  /// - Parameter token: of the link that they see it through.
  func writeForGuest(to object: inout JSONWriter, token: String, site: Site) {
    let address = site.baseURL + SharedAlbumsRoute.photo(id, token: token).path
    object.uuid("id", id)
    object.text("caption", caption)
    object.integer("width", width)
    object.integer("height", height)
    object.text("thumb_url", address + "?size=thumb")
    object.text("large_url", address + "?size=large")
  }
}

extension JSONWriter {
  /// Millionths of a degree, as degrees.
  fileprivate mutating func degrees(_ name: StaticString, _ value: Int?) {
    guard let value else { return raw(name, Bytes("null".utf8)) }
    var text: Bytes = value < 0 ? [UInt8(ascii: "-")] : []
    text.append(decimal: abs(value) / 1_000_000)
    text.append(UInt8(ascii: "."))
    text.appendDigits(abs(value) % 1_000_000, width: 6)
    raw(name, text)
  }
}
