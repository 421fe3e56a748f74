import MariaDB
import Primitives

extension PhotosStore {
  /// The ids of the photos right before one and right behind it.
  func beside(_ photo: Photo) throws -> (previous: UUID?, next: UUID?) {
    let previous = try database.first(
      """
      SELECT p.id FROM album_photos p WHERE p.album_id = \(photo.albumID)
        AND (p.place < \(photo.place) OR (p.place = \(photo.place) AND p.id < \(photo.id)))
      ORDER BY p.place DESC, p.id DESC LIMIT 1
      """
    ) { try $0.next(as: UUID.self) }
    let next = try database.first(
      """
      SELECT p.id FROM album_photos p WHERE p.album_id = \(photo.albumID)
        AND (p.place > \(photo.place) OR (p.place = \(photo.place) AND p.id > \(photo.id)))
      ORDER BY p.place, p.id LIMIT 1
      """
    ) { try $0.next(as: UUID.self) }
    return (previous, next)
  }
}
