import Foundation
import Glibc
import Imaging
import Primitives
import TestSupport

/// Pictures as real encoders make them, and the process that reads them.
final class Samples: Sendable {
  static let shared = Result { try Samples() }

  static let imaging = Imaging(executable: program, atOnce: 2)
  static let program = Repository.program.deletingLastPathComponent()
    .appending(path: "waylink-imaging").path

  let folder: TestFolder

  /// As `base` shows them, from the top left to the bottom right.
  static let quadrants = ["red", "green", "blue", "white"]

  private init() throws {
    folder = try TestFolder()
    try Data(Self.quartered(width: 96, height: 64)).write(
      to: URL(fileURLWithPath: path("base.ppm")))
    for name in ["base.jpg", "base.png", "base.webp"] {
      try run("vips", ["copy", path("base.ppm"), path(name)])
    }
    for name in ["base.heic", "base.avif"] {
      try run(
        "heif-enc",
        ["-q", "90", path("base.png"), "-o", path(name)] + (name.hasSuffix("avif") ? ["-A"] : []))
    }
  }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  func bytes(_ name: String) throws -> Bytes {
    Bytes(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// A copy whose metadata are changed by exiftool.
  func tagged(_ name: String, as copy: String, _ tags: String...) throws -> Bytes {
    try FileManager.default.copyItem(atPath: path(name), toPath: path(copy))
    try run("exiftool", ["-q", "-n", "-overwrite_original"] + tags + [path(copy)])
    return try bytes(copy)
  }

  /// What comes out of a program of libvips that reads one file and writes another.
  func made(_ name: String, _ operation: String, _ arguments: String...) throws -> Bytes {
    try run("vips", [operation] + arguments.map { $0.replacing("@", with: folder.path + "/") })
    return try bytes(name)
  }

  /// The photo, as a file of that format.
  func file(of photo: BarcodePhoto, as ending: String) throws -> Bytes {
    let name = "photo-\(UInt64.random(in: 0 ... .max))"
    defer {
      for file in ["pgm", "png", ending] {
        _ = try? FileManager.default.removeItem(atPath: path("\(name).\(file)"))
      }
    }
    try photo.pgm().write(to: URL(fileURLWithPath: path("\(name).pgm")))
    switch ending {
    case "jpg":
      try run(
        "vips", ["jpegsave", path("\(name).pgm"), path("\(name).jpg"), "--Q", "\(photo.quality)"])
    case "heic", "avif":
      try run("vips", ["copy", path("\(name).pgm"), path("\(name).png")])
      try run(
        "heif-enc",
        ["-q", "80", path("\(name).png"), "-o", path("\(name).\(ending)")]
          + (ending == "avif" ? ["-A"] : []))
    default: try run("vips", ["copy", path("\(name).pgm"), path("\(name).\(ending)")])
    }
    return try bytes("\(name).\(ending)")
  }

  // MARK: Asking

  static func picture(of bytes: Bytes, by imaging: Imaging = imaging) throws -> Picture {
    try asking(bytes) { try imaging.picture(of: $0) }
  }

  /// A search may take some seconds of the processor, and tests have little of it.
  static func barcodes(in bytes: Bytes) throws -> [Barcode] {
    try asking(bytes) { try patient.barcodes(in: $0) }
  }

  private static let patient = Imaging(executable: program, atOnce: 4, timeLimit: 55_000)

  /// What is said of a file with these bytes.
  private static func asking<Answer>(
    _ bytes: Bytes, _ question: (Int32) throws -> Answer
  ) rethrows -> Answer {
    let file = nameless(bytes)
    defer { close(file) }
    return try question(file)
  }

  /// Why it was refused; nil when it was not.
  static func refusal(of bytes: Bytes, by imaging: Imaging = imaging) throws -> ImagingError? {
    do {
      _ = try picture(of: bytes, by: imaging)
      return nil
    } catch let error as ImagingError {
      return error
    }
  }

  /// A file without a name.
  private static func nameless(_ bytes: Bytes) -> Int32 {
    var template = Array("/tmp/waylink-test-picture-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    unlink(template)
    var start = 0
    while start < bytes.count {
      start += bytes.withUnsafeBytes {
        write(file, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
    }
    return file
  }

  // MARK: Looking

  /// What a size shows in the middle of each quarter.
  func quadrants(of rendition: Rendition) throws -> [String] {
    let name = "rendition-\(UInt64.random(in: 0 ... .max))"
    let file = "\(name).\(rendition.format.rawValue)"
    try Data(rendition.bytes).write(to: URL(fileURLWithPath: path(file)))
    try run("vips", ["copy", path(file), path("\(name).ppm")])
    let pixels = try bytes("\(name).ppm").suffix(rendition.width * rendition.height * 3)
    return [(1, 1), (3, 1), (1, 3), (3, 3)].map { x, y in
      let place = (y * rendition.height / 4 * rendition.width + x * rendition.width / 4) * 3
      let bright = (0..<3).map { pixels[pixels.startIndex + place + $0] > 127 }
      return switch bright {
      case [true, false, false]: "red"
      case [false, true, false]: "green"
      case [false, false, true]: "blue"
      case [true, true, true]: "white"
      default: "other"
      }
    }
  }

  /// The tags that exiftool finds in a size, but for those that any picture has.
  func tags(of rendition: Rendition) throws -> [String] {
    let name = "tags-\(UInt64.random(in: 0 ... .max)).\(rendition.format.rawValue)"
    try Data(rendition.bytes).write(to: URL(fileURLWithPath: path(name)))
    // By groups: what the format itself says of the picture is none of them.
    let output = try run("exiftool", ["-a", "-u", "-ee", "-G1", "-s", path(name)])
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init).filter {
      line in
      !["[ExifTool]", "[System]", "[File]", "[JFIF]", "[RIFF]", "[Composite]"].contains {
        line.hasPrefix($0)
      }
    }
  }

  private static func quartered(width: Int, height: Int) -> Bytes {
    var bytes = Bytes("P6\n\(width) \(height)\n255\n".utf8)
    let colours: [Bytes] = [[230, 20, 20], [20, 200, 20], [20, 20, 230], [250, 250, 250]]
    for y in 0..<height {
      for x in 0..<width { bytes += colours[(2 * y / height) * 2 + 2 * x / width] }
    }
    return bytes
  }
}
