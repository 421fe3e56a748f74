import Accounts
import Imaging
import MariaDB
import Primitives
import Security

/// The table `album_photos`. Whoever changes it has locked the album's row.
///
/// Photos lie in the order of their places, and among equals of their ids. Places have gaps, so that
/// moving one photo writes one row; where two have no room between them, all are spread anew.
struct PhotosStore {
  let database: any Executor

  /// Between two places, when there is room.
  private static let gap = 1 << 20

  static let order = ListOrder(by: "p.place", id: "p.id", isDescending: false)

  // MARK: Reading

  func photo(_ id: UUID, of album: UUID) throws -> Photo? {
    try database.first(
      """
      SELECT \(Photo.columns) FROM album_photos p WHERE p.id = \(id) AND p.album_id = \(album)
      """, Photo.init)
  }

  func photos(of album: UUID, behind place: ListPlace?, limit: Int) throws -> [Photo] {
    let start: SQL = place.map { "AND \(Self.order.isBehind($0))" } ?? ""
    return try database.query(
      """
      SELECT \(Photo.columns) FROM album_photos p WHERE p.album_id = \(album) \(start)
      ORDER BY \(Self.order.sql) LIMIT \(limit)
      """, Photo.init)
  }

  /// Those that came in one request and are still there.
  func photos(of album: UUID, upload: UUID) throws -> [Photo] {
    try database.query(
      """
      SELECT \(Photo.columns) FROM album_photos p
      WHERE p.album_id = \(album) AND p.upload_id = \(upload) ORDER BY \(Self.order.sql)
      """, Photo.init)
  }

  /// Which one a photo is, from 1.
  func number(of photo: Photo) throws -> Int {
    try database.first(
      """
      SELECT COUNT(*) FROM album_photos p WHERE p.album_id = \(photo.albumID)
        AND (p.place < \(photo.place) OR (p.place = \(photo.place) AND p.id <= \(photo.id)))
      """
    ) { try $0.next() } ?? 0
  }

  // MARK: Changing

  /// Adds photos behind those that are there.
  func insert(_ photos: [NewPhoto], to album: UUID, of account: UUID, upload: UUID) throws {
    let last: Int? =
      try database.first(
        "SELECT MAX(place) FROM album_photos WHERE album_id = \(album)"
      ) { try $0.next(as: Int?.self) } ?? nil
    for (number, photo) in photos.enumerated() {
      let place = (last ?? 0) + (number + 1) * Self.gap
      try insert(photo, at: place, to: album, of: account, upload: upload)
    }
    try count(photos.count, in: album)
  }

  private func insert(
    _ photo: NewPhoto, at place: Int, to album: UUID, of account: UUID, upload: UUID
  ) throws {
    let (picture, files) = (photo.picture, photo.files)
    try database.execute(
      """
      INSERT INTO album_photos
        (id, album_id, uploaded_by, upload_id, place, caption, format, size, width, height,
         original, thumb, thumb_format, large, large_format,
         taken_at, taken_offset, latitude, longitude, created_at)
      VALUES
        (\(photo.id), \(album), \(account), \(upload), \(place), \(photo.caption),
         \(picture.format), \(photo.size), \(picture.width), \(picture.height),
         \(files.original.bytes), \(files.thumb.bytes), \(files.thumbFormat),
         \(files.large.bytes), \(files.largeFormat),
         \(picture.capturedAt?.local.instant), \(picture.capturedAt?.offsetMinutes),
         \(picture.position?.latitudeMicrodegrees), \(picture.position?.longitudeMicrodegrees),
         UTC_TIMESTAMP(6))
      """)
  }

  func setCaption(_ caption: String?, of photo: Photo) throws {
    try database.execute("UPDATE album_photos SET caption = \(caption) WHERE id = \(photo.id)")
    try count(0, in: photo.albumID)
  }

  /// Makes a photo the album's first, second, …; beyond the last, the last.
  func move(_ photo: Photo, to number: Int) throws {
    for _ in 0..<2 {
      let (before, behind) = try neighbours(of: photo, at: number)
      if let place = Self.place(between: before, and: behind) {
        try database.execute("UPDATE album_photos SET place = \(place) WHERE id = \(photo.id)")
        return try count(0, in: photo.albumID)
      }
      try spread(photo.albumID)
    }
  }

  /// The places that a photo would come to lie between, if it were of this number.
  private func neighbours(of photo: Photo, at number: Int) throws -> (Int?, Int?) {
    let first = max(0, number - 2)
    let found = try database.query(
      """
      SELECT p.place FROM album_photos p
      WHERE p.album_id = \(photo.albumID) AND p.id <> \(photo.id)
      ORDER BY \(Self.order.sql) LIMIT 2 OFFSET \(first)
      """
    ) { try $0.next(as: Int.self) }
    if number == 1 { return (nil, found.first) }
    if let before = found.first { return (before, found.dropFirst().first) }
    // Beyond the last.
    let last = try database.first(
      """
      SELECT MAX(place) FROM album_photos WHERE album_id = \(photo.albumID) AND id <> \(photo.id)
      """
    ) { try $0.next(as: Int?.self) }
    return (last ?? nil, nil)
  }

  /// Nil where there is no room.
  private static func place(between before: Int?, and behind: Int?) -> Int? {
    switch (before, behind) {
    case (nil, nil): gap
    case (let before?, nil): before + gap
    case (nil, let behind?): behind - gap
    case (let before?, let behind?):
      behind - before >= 2 ? before + (behind - before) / 2 : nil
    }
  }

  /// Gives all photos of an album places with gaps, in their order.
  private func spread(_ album: UUID) throws {
    try database.execute(
      """
      UPDATE album_photos p JOIN (
        SELECT p.id, ROW_NUMBER() OVER (ORDER BY p.place, p.id) AS number
        FROM album_photos p WHERE p.album_id = \(album)
      ) o ON o.id = p.id SET p.place = o.number * \(Self.gap)
      """)
  }

  func delete(_ photo: Photo) throws {
    try database.execute("DELETE FROM album_photos WHERE id = \(photo.id)")
    try database.execute(
      """
      UPDATE albums SET cover_photo_id = NULL
      WHERE id = \(photo.albumID) AND cover_photo_id = \(photo.id)
      """)
    try count(-1, in: photo.albumID)
  }

  /// So many more than before, and something that guests could see is otherwise.
  private func count(_ more: Int, in album: UUID) throws {
    try database.execute(
      """
      UPDATE albums SET photos = CAST(photos AS SIGNED) + \(more), \(AlbumsStore.moved)
      WHERE id = \(album)
      """)
  }

  // MARK: Clearing

  /// Takes away a piece of an album's; the files that they named.
  func deleteSome(of album: UUID) throws -> [Digest] {
    let photos = try database.query(
      "SELECT \(Photo.columns) FROM album_photos p WHERE p.album_id = \(album) LIMIT 50",
      Photo.init)
    for photo in photos {
      try database.execute("DELETE FROM album_photos WHERE id = \(photo.id)")
    }
    return photos.flatMap(\.files.all)
  }
}

/// What a new photo is made from.
struct NewPhoto {
  let id: UUID
  let caption: String?
  /// Of the original, in bytes.
  let size: Int
  let picture: Picture
  let files: PhotoFiles
}
