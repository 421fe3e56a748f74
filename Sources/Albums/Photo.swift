import Imaging
import MariaDB
import Primitives
import Security

/// One photo of an album.
package struct Photo: Sendable {
  package let id: UUID
  package let albumID: UUID
  /// The account.
  package let uploadedBy: UUID
  /// What that account is called; nil for one that is gone.
  package let uploaderName: String?
  /// Where it lies among the album's others; see `PhotosStore`.
  let place: Int
  /// What it shows, also for those who can't see it.
  package let caption: String?
  package let format: PictureFormat
  /// Of the original, in bytes.
  package let size: Int
  /// In pixels, upright.
  package let width: Int
  package let height: Int
  let files: PhotoFiles
  /// For the album's owner and whoever uploaded it.
  package let takenAt: CaptureTime?
  /// For the same.
  package let position: Position?
  package let createdAt: Instant
}

/// The files that a photo names.
struct PhotoFiles: Sendable {
  let original: Digest
  let thumb: Digest
  let thumbFormat: Rendition.Format
  let large: Digest
  let largeFormat: Rendition.Format

  var all: [Digest] { [original, thumb, large] }
}

extension PhotoFiles {
  /// The columns that `init` reads, of the table under the name `p`.
  static let columns: SQL = "p.original, p.thumb, p.thumb_format, p.large, p.large_format"

  init(_ row: inout Row) throws {
    original = try row.nextDigest()
    thumb = try row.nextDigest()
    thumbFormat = try row.next()
    large = try row.nextDigest()
    largeFormat = try row.next()
  }
}

extension Photo {
  /// The columns that `init` reads, of the table under the name `p`.
  static let columns: SQL = """
    p.id, p.album_id, p.uploaded_by,
    (SELECT u.name FROM accounts u WHERE u.id = p.uploaded_by), p.place, p.caption, p.format, p.size,
    p.width, p.height, \(PhotoFiles.columns), p.taken_at, p.taken_offset, p.latitude, p.longitude,
    p.created_at
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    albumID = try row.next()
    uploadedBy = try row.next()
    uploaderName = try row.next()
    place = try row.next()
    caption = try row.next()
    format = try row.next()
    size = try row.next()
    width = try row.next()
    height = try row.next()
    files = try PhotoFiles(&row)
    let taken: Instant? = try row.next()
    let offset: Int? = try row.next()
    takenAt = taken.flatMap { CaptureTime(local: CivilTime($0), offsetMinutes: offset) }
    let latitude: Int? = try row.next()
    let longitude: Int? = try row.next()
    if let latitude, let longitude {
      position = Position(latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude)
    } else {
      position = nil
    }
    createdAt = try row.next()
  }
}

extension Row {
  fileprivate mutating func nextDigest() throws -> Digest {
    let bytes: Bytes = try next()
    guard let digest = Digest(bytes) else {
      throw DatabaseError(kind: .decoding("the name of a file"))
    }
    return digest
  }
}
