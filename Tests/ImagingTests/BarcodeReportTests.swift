import Foundation
import Imaging
import Primitives
import Testing

/// What a process says of barcodes that has read a stranger's bytes: believed only as far as it is
/// exactly that.
@Suite struct BarcodeReportTests {
  @Test func isReadAsItIsWritten() throws {
    let longest = String(repeating: "~", count: Barcode.longestText)
    let many = (0..<Barcode.mostInPicture).map { "pdf-417 \($0)\(longest.dropLast(2))" }
    for text in [
      "barcodes 0", "barcodes 1\ncode-39 1HGCM82633A004352",
      "barcodes 3\nqr-code  a  b \ncode-128 barcodes 0\ndata-matrix \(longest)",
      (["barcodes \(many.count)"] + many).joined(separator: "\n"), "damaged", "not-an-image",
      "too-many-pixels",
    ] {
      let bytes = Bytes((text + "\n").utf8)
      #expect(try #require(BarcodeReport(bytes)).bytes == bytes)
    }
  }

  @Test(arguments: [
    "", "\n", "barcodes", "barcodes \n", "barcodes 0", "barcodes 0\n\n", "barcodes 00\n",
    "barcodes -1\n", "barcodes 1\n", "barcodes 0\ncode-39 a\n", "barcodes 2\ncode-39 a\n",
    "barcodes 1\ncode-39 a", "barcodes 1\ncode-39 \n", "barcodes 1\ncode-39\n",
    "barcodes 1\ncode39 a\n", "barcodes 1\n code-39 a\n", "barcodes 1\nCODE-39 a\n",
    "barcodes 1\ncode-39 a\tb\n", "barcodes 1\ncode-39 a\u{7F}\n", "barcodes 1\ncode-39 é\n",
    "barcodes 1\ncode-39 a\r\n", "barcodes 1\ncode-39 a\u{0}\n",
    "barcodes 2\ncode-39 a\ncode-39 a\n", "barcodes 1 \ncode-39 a\n", "damaged\ndamaged\n",
    "damaged", " damaged\n", "barcodes 1\n\ncode-39 a\n",
  ])
  func nothingElseIs(_ text: String) {
    #expect(BarcodeReport(Bytes(text.utf8)) == nil)
  }

  @Test func neitherIsWhatIsTooMuch() {
    let long = String(repeating: "a", count: Barcode.longestText + 1)
    #expect(BarcodeReport(Bytes("barcodes 1\ncode-39 \(long)\n".utf8)) == nil)
    let many = (0...Barcode.mostInPicture).map { "code-39 \($0)\n" }
    #expect(BarcodeReport(Bytes("barcodes \(many.count)\n\(many.joined())".utf8)) == nil)
    #expect(BarcodeReport([0xC0, 0x0A]) == nil)
    #expect(BarcodeReport(Bytes(repeating: 0x0A, count: BarcodeReport.maximumLength + 1)) == nil)
  }
}
