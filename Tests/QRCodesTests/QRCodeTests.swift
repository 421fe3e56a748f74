import Foundation
import HTML
import Imaging
import Primitives
import QRCodes
import TestSupport
import Testing

@Suite struct QRCodeTests {
  private static let program = Repository.program.deletingLastPathComponent()
    .appending(path: "waylink-imaging").path

  /// As a carrier gets it: the origin, and a token of three parts.
  private static let link =
    "https://links.example.com/c/" + String(repeating: "eyJhbGciOiJIUzI1NiJ9_-", count: 10)

  /// What a telephone would read from the picture that a browser makes of it, `width` pixels wide.
  private func read(_ code: QRCode, width: Int) throws -> [Barcode] {
    let folder = try TestFolder()
    try Data(code.svg(label: "A link")).write(to: URL(fileURLWithPath: folder.path + "/code.svg"))
    try run(
      "vips", ["thumbnail", folder.path + "/code.svg", folder.path + "/code.png", "\(width)"])
    let file = open(folder.path + "/code.png", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    return try Imaging(executable: Self.program, atOnce: 1).barcodes(in: file)
  }

  @Test(arguments: [link, "a", String(repeating: "ü", count: 20), "1HGCM82633A004352"])
  func isReadAsItWasWritten(_ text: String) throws {
    let code = try QRCode(text)
    let expected = String(
      decoding: text.utf8.map { Barcode.isPrintable($0) ? $0 : 0x20 }, as: UTF8.self)
    #expect(try read(code, width: 3 * code.side) == [Barcode(.qrCode, expected)])
    #expect(try read(code, width: 800) == [Barcode(.qrCode, expected)])
  }

  /// ISO/IEC 18004, table 7: bytes that each version holds at level M.
  @Test(arguments: [(1, 21), (14, 21), (15, 25), (26, 25), (27, 29), (213, 57), (1_000, 121)])
  func isAsSmallAsCanBe(_ bytes: Int, _ side: Int) throws {
    #expect(try QRCode(String(repeating: "x", count: bytes)).side == side)
  }

  @Test func refusesWhatItCannotHold() {
    #expect(throws: QRCodeError.empty) { try QRCode("") }
    #expect(throws: QRCodeError.tooLong) { try QRCode(String(repeating: "x", count: 1_001)) }
    #expect(throws: QRCodeError.tooLong) { try QRCode(String(repeating: "ü", count: 501)) }
  }

  /// Three finders, each seven modules wide, and a gap.
  @Test func tellsItsDarkModules() throws {
    let code = try QRCode("a")
    #expect(code.darkRuns(inRow: 0).first == 0..<7 && code.darkRuns(inRow: 0).last == 14..<21)
    #expect(code.darkRuns(inRow: 1).prefix(2) == [0..<1, 6..<7])
    #expect(code.darkRuns(inRow: 20).first == 0..<7)
  }

  @Test func isDrawnInAPage() throws {
    var page = PageWriter()
    page.qrCode(try QRCode("a"), label: "A \"b\" <c>")
    let text = String(decoding: page.finish(), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" "
          + "aria-label=\"A &quot;b&quot; &lt;c&gt;\" viewBox=\"0 0 29 29\" "
          + "shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
          + "<path stroke=\"#000\" d=\"M4 4.5h7m"))
    #expect(text.hasSuffix("\"/></svg>"))
    #expect(!text.contains("style"))
  }
}
