import CQRencode
import Primitives

/// A QR Code (ISO/IEC 18004), model 2, error correction level M: it can be read with 15 % of it
/// dirty or torn.
package struct QRCode: Sendable {
  /// Of the square, in modules, without the quiet zone around it.
  package let side: Int
  /// Row by row.
  private let modules: [Bool]

  /// In bytes. Larger ones get so fine that a telephone doesn't read them from a screen any more.
  package static let longestText = 1_000

  /// - Parameter text: read as UTF-8 by whoever scans it.
  package init(_ text: String) throws(QRCodeError) {
    let bytes = Bytes(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.longestText else { throw .tooLong }
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      throw .noMemory
    }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    // The lowest bit says whether it is dark; the others what it is for.
    modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
  }

  /// The dark ones of a row, from the left, as the columns that they fill without a gap.
  package func darkRuns(inRow row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for column in 0...side {
      let isDark = column < side && modules[row * side + column]
      if isDark {
        start = start ?? column
      } else if let begun = start {
        runs.append(begun..<column)
        start = nil
      }
    }
    return runs
  }
}

/// Why there is no QR code for a text.
package enum QRCodeError: Error, Equatable {
  case empty
  /// More than `QRCode.longestText`.
  case tooLong
  case noMemory
}
