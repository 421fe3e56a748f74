import Foundation
import HTTP
import Primitives
import TestSupport
import Testing

/// Pictures as a telephone sends them, made once by real encoders.
final class TestPictures: Sendable {
  static let shared = Result { try TestPictures() }

  /// With the time when it was taken and where; without anything; and as another format.
  let tagged: Bytes
  let plain: Bytes
  let heic: Bytes

  private init() throws {
    let folder = try TestFolder()
    let path = { (name: String) in "\(folder.path)/\(name)" }
    try run("vips", ["black", path("base.png"), "60", "40", "--bands", "3"])
    try run("vips", ["copy", path("base.png"), path("plain.jpg")])
    try run("vips", ["copy", path("base.png"), path("tagged.jpg")])
    try run(
      "exiftool",
      [
        "-q", "-n", "-overwrite_original", "-DateTimeOriginal=2024:05:06 07:08:09",
        "-OffsetTimeOriginal=+02:00", "-GPSLatitude=48.858222", "-GPSLatitudeRef=N",
        "-GPSLongitude=2.2945", "-GPSLongitudeRef=E", "-Artist=Someone", path("tagged.jpg"),
      ])
    try run("heif-enc", ["-q", "90", path("base.png"), "-o", path("one.heic")])
    func bytes(_ name: String) throws -> Bytes {
      Bytes(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }
    (tagged, plain, heic) = (
      try bytes("tagged.jpg"), try bytes("plain.jpg"), try bytes("one.heic")
    )
  }

  /// A picture with content of its own, so that no other names its file.
  func unique() -> Bytes {
    // Behind its end a JPEG may have anything.
    plain + Bytes((0..<16).map { _ in UInt8.random(in: 0 ... .max) })
  }
}

/// A form with files, as browsers send it.
struct Upload {
  private static let boundary = "----waylink-test"
  private var body: Bytes = []

  init(_ files: Bytes..., name: String = "a.jpg") {
    for file in files { add(file, name: name) }
  }

  mutating func add(_ file: Bytes, as field: String = "file", name: String = "a.jpg") {
    body += Bytes(
      """
      --\(Self.boundary)\r
      Content-Disposition: form-data; name="\(field)"; filename="\(name)"\r
      Content-Type: image/jpeg\r
      \r

      """.utf8)
    body += file + Bytes("\r\n".utf8)
  }

  func with(_ field: String, _ text: String) -> Upload {
    var copy = self
    copy.body += Bytes(
      """
      --\(Self.boundary)\r
      Content-Disposition: form-data; name="\(field)"\r
      \r
      \(text)\r

      """.utf8)
    return copy
  }

  var sent: TestClient.Body {
    .bytes(
      body + Bytes("--\(Self.boundary)--\r\n".utf8),
      type: "multipart/form-data; boundary=\(Self.boundary)")
  }
}

extension AlbumScene {
  var photos: String { path + "/photos" }

  /// Adds a photo; its id.
  @discardableResult
  func photo(_ bytes: Bytes? = nil, by client: TestClient? = nil) throws -> String {
    let bytes = try bytes ?? TestPictures.shared.get().unique()
    let answer = try (client ?? owner).post(photos, Upload(bytes).sent).expecting(201)
    return try #require(answer.json["id"].text)
  }

  /// The ids of all photos, in their order.
  func order() throws -> [String] {
    try owner.get(photos + "?limit=200").expecting(200).json["photos"].items.compactMap {
      $0["id"].text
    }
  }

  /// Names of files, as their table has them.
  func files() throws -> Int {
    try world.value(
      """
      SELECT COUNT(*) FROM files f WHERE f.reference_count > 0 AND EXISTS (
        SELECT 1 FROM album_photos p WHERE p.album_id = \(album)
          AND f.sha256 IN (p.original, p.thumb, p.large))
      """, as: Int.self) ?? 0
  }
}
