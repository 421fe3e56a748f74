import Foundation
import Imaging
import Primitives
import Testing

/// What a process says that has read a stranger's bytes: believed only as far as it is exactly that.
@Suite struct PictureReportTests {
  /// A start, a table, an end.
  private static let jpeg: Bytes = [0xFF, 0xD8, 0xFF, 0xDB, 0, 2, 0xFF, 0xD9]
  private static let good =
    "jpeg 40 30 2024-05-06T07:08:09 -120 48858222 -2294500 jpeg 4 3 8 jpeg 4 3 8"

  private func report(_ line: String, _ rest: Bytes = jpeg + jpeg) -> PictureReport? {
    PictureReport(Bytes((line + "\n").utf8) + rest)
  }

  @Test func isReadAsItIsWritten() throws {
    for line in [
      Self.good, "heic 40 30 - - - - jpeg 4 3 8 jpeg 4 3 8",
      "png 1 30000 0001-01-01T00:00:00 - - - jpeg 400 1 8 jpeg 1 2048 8",
    ] {
      let bytes = Bytes((line + "\n").utf8) + Self.jpeg + Self.jpeg
      #expect(try #require(PictureReport(bytes)).bytes == bytes)
    }
    for word in ["damaged", "not-an-image", "too-many-pixels"] {
      #expect(report(word, [])?.bytes == Bytes((word + "\n").utf8))
    }
  }

  @Test(arguments: [
    ("jpeg 40", "jpg 40"), ("jpeg 40 30", "jpeg +40 30"), ("jpeg 40 30", "jpeg 40  30"),
    ("40", "0"),
    ("40", "-40"), ("40", "30001"), ("40 30 ", "30000 30000 "), ("40", "99999999999999999999"),
    ("05-06T", "13-06T"), ("05-06T", "02-30T"), ("05-06T", "05-6T"), ("07:08", "24:08"),
    ("T07", " 07"),
    ("2024-", "20240-"), ("2024-", "0000-"), ("09 -120", "09 -1440"), ("09 -120", "09 2.5"),
    ("2024-05-06T07:08:09 -120", "- -120"), ("48858222", "90000001"), ("-2294500", "180000001"),
    ("48858222", "-"), ("-2294500", "nan"), ("jpeg 4 3 8 jpeg", "webp 4 3 8 jpeg"),
    ("4 3 8 jpeg", "401 3 8 jpeg"), ("4 3 8 jpeg", "4 0 8 jpeg"), ("4 3 8 jpeg", "4 3 7 jpeg"),
    ("4 3 8 jpeg", "4 3 -5 jpeg"), ("4 3 8 jpeg", "4 3 99 jpeg"), ("4 3 8 jpeg", "4 3 0 jpeg"),
    ("jpeg 4 3 8 jpeg 4 3 8", "jpeg 4 3 8 jpeg 4 3 8 more"),
    ("jpeg 4 3 8 jpeg 4 3 8", "jpeg 4 3 8"),
    ("jpeg 4 3 8 jpeg 4 3 8", "jpeg 4 3 8 jpeg 2049 3 8"),
  ])
  func nothingElseIs(_ part: String, _ other: String) throws {
    let start = try #require(Self.good.range(of: part))
    #expect(report(Self.good.replacingCharacters(in: start, with: other)) == nil, "\(other)")
  }

  @Test func neitherIsWhatIsTooLongOrTooShort() {
    #expect(report(Self.good, Self.jpeg) == nil)
    #expect(report(Self.good, Self.jpeg + Self.jpeg + [0]) == nil)
    #expect(report("damaged", [0]) == nil)
    #expect(report(String(repeating: " ", count: 300) + Self.good) == nil)
    #expect(PictureReport([]) == nil)
    #expect(PictureReport([0x0A]) == nil)
    #expect(PictureReport([0xC0, 0x0A]) == nil)
    #expect(PictureReport(Bytes("damaged".utf8)) == nil)
  }

  /// EXIF, XMP, IPTC, a comment, a profile, a thumbnail, a second picture behind the first.
  @Test(
    arguments: [
      [0xFF, 0xD8, 0xFF, 0xE1, 0, 2, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xED, 0, 2, 0xFF, 0xD9],
      [0xFF, 0xD8, 0xFF, 0xFE, 0, 2, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xE2, 0, 2, 0xFF, 0xD9],
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xD9, 0xFF, 0xD8, 0xFF, 0xD9],
      [0xFF, 0xD8, 0xFF, 0xDB, 0, 9, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xE1],
      [0xFF, 0xD8, 0xFF, 0xDB, 0, 2, 0xFF, 0xFF], [0xFF, 0xD8, 0xFF, 0xDB, 0, 1, 0xFF, 0xD9],
    ] as [Bytes])
  func takesNoPictureThatSaysMore(_ picture: Bytes) {
    #expect(picture.count == Self.jpeg.count)
    #expect(report(Self.good, picture + Self.jpeg) == nil)
    #expect(report(Self.good, Self.jpeg + picture) == nil)
  }

  @Test(arguments: ["VP8 ", "VP8X", "ALPH", "VP8L", "EXIF", "XMP ", "ICCP", "ANIM", "ANMF", "    "])
  func takesNoWebPThatSaysMore(_ chunk: String) {
    let webp = Bytes("RIFF\u{C}\u{0}\u{0}\u{0}WEBP\(chunk)\u{0}\u{0}\u{0}\u{0}".utf8)
    let line = "webp 4 3 - - - - webp 4 3 20 webp 4 3 20"
    #expect((report(line, webp + webp) != nil) == (chunk.hasPrefix("VP8") || chunk == "ALPH"))
    #expect(report(line, webp.dropLast() + [1] + webp) == nil)
  }
}
