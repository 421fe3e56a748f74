import Foundation
import Imaging
import Primitives
import TestSupport
import Testing

/// What is made of good pictures, by real encoders.
@Suite struct PictureTests {
  private let samples: Samples

  init() throws {
    samples = try Samples.shared.get()
  }

  @Test(arguments: PictureFormat.allCases)
  func readsWhatIsTaken(_ format: PictureFormat) throws {
    let picture = try Samples.picture(of: samples.bytes("base.\(format.fileExtension)"))
    #expect(picture.format == format)
    #expect((picture.width, picture.height) == (96, 64))
    #expect(picture.capturedAt == nil && picture.position == nil)
    for rendition in [picture.thumb, picture.large] {
      // Never larger than it was.
      #expect((rendition.width, rendition.height) == (96, 64))
      #expect(rendition.format == .jpeg)
      #expect(try samples.quadrants(of: rendition) == Samples.quadrants)
    }
  }

  /// EXIF 2.31, tag 0x0112: where the first row and column of what is stored are to be seen.
  @Test(arguments: [
    (1, "red green blue white"), (2, "green red white blue"), (3, "white blue green red"),
    (4, "blue white red green"), (5, "red blue green white"), (6, "blue red white green"),
    (7, "white green blue red"), (8, "green white red blue"),
  ])
  func turnsUpright(_ orientation: Int, _ quadrants: String) throws {
    let picture = try Samples.picture(
      of: samples.tagged("base.jpg", as: "turned-\(orientation).jpg", "-Orientation=\(orientation)")
    )
    let size = orientation < 5 ? (96, 64) : (64, 96)
    #expect((picture.width, picture.height) == size)
    for rendition in [picture.thumb, picture.large] {
      #expect((rendition.width, rendition.height) == size)
      #expect(try samples.quadrants(of: rendition).joined(separator: " ") == quadrants)
    }
  }

  @Test func makesTwoSizes() throws {
    let bytes = try samples.made(
      "wide.jpg", "resize", "@base.ppm", "@wide.jpg", "60", "--kernel", "nearest")
    let picture = try Samples.picture(of: bytes)
    #expect((picture.width, picture.height) == (5_760, 3_840))
    #expect((picture.large.width, picture.large.height) == (2_048, 1_365))
    #expect((picture.thumb.width, picture.thumb.height) == (400, 267))
    #expect(try samples.quadrants(of: picture.thumb) == Samples.quadrants)
    // Progressive: the frame header is SOF2 (ITU-T T.81, table B.1).
    #expect(
      picture.large.bytes.indices.contains {
        picture.large.bytes[$0...].starts(with: [0xFF, 0xC2])
      })
  }

  @Test func readsTimeAndPosition() throws {
    let picture = try Samples.picture(
      of: samples.tagged(
        "base.jpg", as: "known.jpg", "-DateTimeOriginal=2024:05:06 07:08:09",
        "-OffsetTimeOriginal=-03:30", "-GPSLatitude=33.8568", "-GPSLatitudeRef=S",
        "-GPSLongitude=151.2153", "-GPSLongitudeRef=E"))
    #expect(picture.capturedAt?.text == "2024-05-06T07:08:09")
    #expect(picture.capturedAt?.offsetMinutes == -210)
    #expect(picture.capturedAt?.instant == Instant(iso8601: "2024-05-06T10:38:09Z"))
    #expect(
      picture.position
        == Position(latitudeMicrodegrees: -33_856_800, longitudeMicrodegrees: 151_215_300))
  }

  /// What is not known is not made up.
  @Test func keepsUnknownWhatACameraDoesNotSay() throws {
    let local = try Samples.picture(
      of: samples.tagged("base.jpg", as: "local.jpg", "-DateTimeOriginal=2024:02:29 23:59:59"))
    #expect(local.capturedAt?.text == "2024-02-29T23:59:59")
    #expect(local.capturedAt?.offsetMinutes == nil && local.capturedAt?.instant == nil)
    for (index, tags) in [
      ["-DateTimeOriginal=0000:00:00 00:00:00"], ["-DateTimeOriginal=2023:02:29 10:00:00"],
      ["-GPSLatitude=48.1", "-GPSLatitudeRef=N"], ["-OffsetTimeOriginal=+02:00"],
    ].enumerated() {
      let name = "unknown-\(index).jpg"
      try FileManager.default.copyItem(atPath: samples.path("base.jpg"), toPath: samples.path(name))
      try run("exiftool", ["-q", "-n", "-overwrite_original"] + tags + [samples.path(name)])
      let picture = try Samples.picture(of: samples.bytes(name))
      #expect(picture.capturedAt == nil && picture.position == nil, "\(tags)")
    }
  }

  /// Whatever a camera, an editor or a person wrote into it, in each format that holds it.
  @Test(arguments: ["jpg", "png", "webp", "heic", "avif"])
  func stripsEverything(_ ending: String) throws {
    let bytes = try samples.tagged(
      "base.\(ending)", as: "marked.\(ending)", "-GPSLatitude=48.858222", "-GPSLatitudeRef=N",
      "-GPSLongitude=2.2945", "-GPSLongitudeRef=E", "-Artist=canary", "-Make=canary",
      "-XMP-dc:Title=canary", "-XMP-exif:GPSLatitude=48.858222", "-ImageDescription=canary")
    let all = String(
      decoding: try run("exiftool", ["-a", "-G1", samples.path("marked.\(ending)")]), as: UTF8.self)
    #expect(all.contains("canary") && all.contains("GPS"))
    let picture = try Samples.picture(of: bytes)
    for rendition in [picture.thumb, picture.large] {
      #expect(try samples.tags(of: rendition) == [])
      #expect(!String(decoding: rendition.bytes, as: UTF8.self).contains("canary"))
    }
  }

  /// IPTC, comments, a thumbnail with a position of its own, and a colour profile.
  @Test func stripsWhatOnlyJPEGHas() throws {
    _ = try samples.tagged(
      "base.jpg", as: "inner.jpg", "-GPSLatitude=48.858222", "-GPSLatitudeRef=N", "-Artist=canary")
    let bytes = try samples.tagged(
      "base.jpg", as: "outer.jpg", "-IPTC:City=canary", "-Comment=canary",
      "-ThumbnailImage<=\(samples.path("inner.jpg"))", "-GPSLatitude=48.858222",
      "-GPSLatitudeRef=N",
      "-GPSLongitude=2.2945", "-GPSLongitudeRef=E")
    #expect(String(decoding: bytes, as: UTF8.self).contains("canary"))
    let picture = try Samples.picture(of: bytes)
    #expect(picture.position != nil)
    for rendition in [picture.thumb, picture.large] {
      #expect(try samples.tags(of: rendition) == [])
      #expect(!String(decoding: rendition.bytes, as: UTF8.self).contains("canary"))
    }
  }

  @Test func keepsWhatIsTransparent() throws {
    // Where one encoder takes `strip` seriously, another may not.
    _ = try samples.made("half.webp", "bandjoin_const", "@base.png", "@half.webp", "128")
    let marked = try Samples.picture(
      of: samples.tagged(
        "half.webp", as: "half-marked.webp", "-GPSLatitude=48.858222", "-GPSLatitudeRef=N",
        "-GPSLongitude=2.2945", "-GPSLongitudeRef=E", "-XMP-dc:Title=canary"))
    #expect(marked.position != nil)
    for rendition in [marked.thumb, marked.large] {
      #expect(rendition.format == .webp)
      #expect(try samples.tags(of: rendition) == [])
    }
    _ = try samples.made("half.png", "bandjoin_const", "@base.png", "@half.png", "128")
    let half = try Samples.picture(of: samples.bytes("half.png"))
    #expect(half.thumb.format == .webp && half.large.format == .webp)
    #expect(try samples.tags(of: half.large) == [])
    // Nothing is seen through it: a JPEG does.
    _ = try samples.made("full.png", "bandjoin_const", "@base.png", "@full.png", "255")
    let full = try Samples.picture(of: samples.bytes("full.png"))
    #expect(full.thumb.format == .jpeg && full.large.format == .jpeg)
    #expect(try samples.quadrants(of: full.large) == Samples.quadrants)
  }

  @Test func bringsEveryColourSpaceToOne() throws {
    for (name, operation, arguments) in [
      ("cmyk.jpg", "icc_export", ["@base.ppm", "@cmyk.jpg", "--output-profile", "cmyk"]),
      ("p3.jpg", "icc_transform", ["@base.ppm", "@p3.jpg", "p3", "--input-profile", "srgb"]),
      ("deep.png", "colourspace", ["@base.ppm", "@deep.png", "rgb16"]),
    ] {
      try run(
        "vips", [operation] + arguments.map { $0.replacing("@", with: samples.folder.path + "/") })
      let picture = try Samples.picture(of: samples.bytes(name))
      #expect(try samples.quadrants(of: picture.large) == Samples.quadrants, "\(name)")
      #expect(try samples.tags(of: picture.large) == [], "\(name)")
    }
    _ = try samples.made("grey.jpg", "colourspace", "@base.ppm", "@grey.jpg", "b-w")
    #expect(
      try samples.quadrants(of: Samples.picture(of: samples.bytes("grey.jpg")).large).last
        == "white")
  }
}
