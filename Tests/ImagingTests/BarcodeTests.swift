import Foundation
import Imaging
import Primitives
import TestSupport
import Testing
import Vehicles

/// Barcodes in photos, by zint and a camera in software.
@Suite(.serialized) struct BarcodeTests {
  private let samples: Samples

  init() throws {
    samples = try Samples.shared.get()
  }

  private func barcodes(in photo: BarcodePhoto, as ending: String = "jpg") throws -> [Barcode] {
    try Samples.barcodes(in: samples.file(of: photo, as: ending))
  }

  private func vins(in photo: BarcodePhoto) throws -> Set<String> {
    Set(try barcodes(in: photo).flatMap { VIN.found(in: $0.text) }.map(\.text))
  }

  /// What can be read is read mostly; what is read is never another vehicle's.
  @Test func readsTheCorpus() throws {
    let entries = BarcodeCorpus.entries
    let answers = try onThreads(2) { thread in
      try entries.indices.filter { $0 % 2 == thread }.map { ($0, try vins(in: entries[$0].photo)) }
    }.joined()
    var unread: [String] = []
    for (index, answer) in answers {
      let entry = entries[index]
      let expected = entry.photo.labels[0].text
      #expect(answer.subtracting([expected]) == [], "\(entry.name)")
      if entry.isLegible, answer != [expected] { unread.append(entry.name) }
    }
    let legible = entries.count { $0.isLegible }
    print("\(legible - unread.count) of \(legible) photos read; not: \(unread.sorted())")
    #expect(legible - unread.count >= BarcodeCorpus.floor, "\(unread.sorted())")
  }

  @Test(arguments: PictureFormat.allCases)
  func takesEveryFormat(_ format: PictureFormat) throws {
    var photo = BarcodePhoto()
    photo.labels[0].symbology = "CODE128"
    let found = try barcodes(in: photo, as: format.fileExtension)
    #expect(found == [Barcode(.code128, BarcodeCorpus.vins[0])])
  }

  /// EXIF orientation 6 and 90 degrees against it: seen upright, it is read by the first line.
  @Test func turnsUpright() throws {
    let photo = BarcodePhoto()
    let name = "upright-\(UInt64.random(in: 0 ... .max))"
    try Data(samples.file(of: photo, as: "jpg")).write(
      to: URL(fileURLWithPath: samples.path("\(name).jpg")))
    let turned = try samples.tagged("\(name).jpg", as: "\(name)-6.jpg", "-Orientation=6")
    #expect(try Samples.barcodes(in: turned) == [Barcode(.code39, BarcodeCorpus.vins[0])])
  }

  /// Black on nothing, as a screenshot may be.
  @Test func takesNothingForPaper() throws {
    let file = samples.path("clear-\(UInt64.random(in: 0 ... .max))")
    try run(
      "zint",
      [
        "-b", "CODE128", "-d", BarcodeCorpus.vins[0], "-o", file + ".png", "--nobackground",
        "--scale", "2", "--quietzones",
      ])
    let bytes = Bytes(try Data(contentsOf: URL(fileURLWithPath: file + ".png")))
    #expect(try Samples.barcodes(in: bytes) == [Barcode(.code128, BarcodeCorpus.vins[0])])
  }

  @Test func seesTwoVehicles() throws {
    var photo = BarcodePhoto()
    photo.labels = [
      PhotographedLabel(symbology: "CODE128", text: BarcodeCorpus.vins[0], place: (0.5, 0.3)),
      PhotographedLabel(symbology: "CODE39", text: BarcodeCorpus.vins[2], place: (0.5, 0.7)),
    ]
    #expect(try vins(in: photo) == [BarcodeCorpus.vins[0], BarcodeCorpus.vins[2]])
    let texts = try barcodes(in: photo).map(\.text)
    #expect(VIN(stored: BarcodeCorpus.vins[0]).compared(with: texts) == .unreadable(.several))
  }

  /// As makers write it; line breaks and other separators become spaces.
  @Test(arguments: [
    ("VIN:1HGCM82633A004352;2003;Honda", "VIN:1HGCM82633A004352;2003;Honda"),
    ("Honda\\nVIN 1HGCM82633A004352\\n2003", "Honda VIN 1HGCM82633A004352 2003"),
    ("https://example.com/c/a?b=c", "https://example.com/c/a?b=c"),
  ])
  func readsWhatAQRCodeHolds(_ text: String, _ expected: String) throws {
    var photo = BarcodePhoto()
    photo.labels[0] = PhotographedLabel(
      symbology: "QRCODE", text: text, module: 6, options: ["--esc"])
    #expect(try barcodes(in: photo) == [Barcode(.qrCode, expected)])
    #expect(try vins(in: photo) == (text.contains("1HG") ? ["1HGCM82633A004352"] : []))
  }

  /// What Code 39's labels carry beside the number.
  @Test(arguments: [[], ["--vers=1"]])
  func readsLabelsWithMarks(_ options: [String]) throws {
    var photo = BarcodePhoto()
    photo.labels[0].text = "I" + BarcodeCorpus.vins[0]
    photo.labels[0].module = 2.5
    photo.labels[0].options = options
    #expect(try vins(in: photo) == [BarcodeCorpus.vins[0]])
  }

  /// A Data Matrix of two thousand characters says nothing, and takes nobody's time.
  @Test func passesOverWhatIsTooLong() throws {
    var photo = BarcodePhoto()
    photo.labels[0] = PhotographedLabel(
      symbology: "DATAMATRIX", text: String(repeating: "1HGCM82633A004352,", count: 110),
      module: 6)
    #expect(try barcodes(in: photo) == [])
  }

  @Test func findsNothingWhereNothingIs() throws {
    #expect(try barcodes(in: BarcodePhoto(labels: [])) == [])
    #expect(try Samples.barcodes(in: samples.bytes("base.jpg")) == [])
  }

  @Test func namesAtMostSixteen() throws {
    var photo = BarcodePhoto(labels: [], width: 2_000, height: 1_500)
    for place in 0..<25 {
      photo.labels.append(
        PhotographedLabel(
          symbology: "QRCODE", text: "code \(place)", module: 5,
          place: (Double(place % 5) / 5 + 0.1, Double(place / 5) / 5 + 0.1)))
    }
    let found = try barcodes(in: photo)
    #expect(found.count == Barcode.mostInPicture)
    #expect(Set(found).count == found.count)
  }

  /// The most pixels that a picture may have, and nothing in them: within the time and memory of the
  /// process.
  @Test func takesTheLargestPicture() throws {
    let bytes = try samples.made("largest.png", "black", "@largest.png", "10000", "10000")
    #expect(try Samples.barcodes(in: bytes) == [])
  }

  /// As many edges as there can be, and no code.
  @Test func readsNothingIntoNoise() throws {
    _ = try samples.made(
      "loud.v", "gaussnoise", "@loud.v", "3000", "2000", "--mean", "128", "--sigma", "60")
    _ = try samples.made("loud-8.v", "cast", "@loud.v", "@loud-8.v", "uchar")
    let loud = try samples.made("loud.jpg", "jpegsave", "@loud-8.v", "@loud.jpg")
    #expect(try Samples.barcodes(in: loud) == [])
  }

  @Test(arguments: [
    ("", ImagingError.notAnImage), ("%PDF-1.7\n", .notAnImage), ("GIF89a", .notAnImage),
  ])
  func refusesWhatIsNoPicture(_ text: String, _ error: ImagingError) {
    #expect(throws: error) { try Samples.barcodes(in: Bytes(text.utf8)) }
  }

  @Test func refusesWhatBreaksOff() throws {
    for ending in ["jpg", "png", "webp", "heic", "avif"] {
      let whole = try samples.bytes("base.\(ending)")
      #expect(throws: ImagingError.damaged, "\(ending)") {
        try Samples.barcodes(in: Bytes(whole.prefix(whole.count / 2)))
      }
    }
  }
}
