import Primitives

/// What `waylink-imaging` says of the barcodes in an upload: how many there are, and each in a line
/// of its own, behind its symbology. Or one word, for what is refused.
///
///     barcodes 2
///     code-39 1HGCM82633A004352
///     qr-code https://example.com/a
package enum BarcodeReport: Sendable {
  /// Each once; empty when there is none that can be read.
  case barcodes([Barcode])
  case refused(UploadRefusal)

  /// How long the whole can be, in bytes.
  package static let maximumLength = 16 + Barcode.mostInPicture * (16 + Barcode.longestText)

  /// As it is sent.
  package var bytes: Bytes {
    let lines =
      switch self {
      case .barcodes(let barcodes):
        ["barcodes \(barcodes.count)"] + barcodes.map { "\($0.symbology.rawValue) \($0.text)" }
      case .refused(let refusal): [refusal.rawValue]
      }
    return Bytes(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// Nil for whatever is not exactly such a report: the one that sent it has read a stranger's bytes
  /// and may be anything by now.
  package init?(_ bytes: Bytes) {
    guard bytes.count <= Self.maximumLength, bytes.last == 0x0A,
      let text = String(validating: bytes.dropLast(), as: UTF8.self)
    else { return nil }
    if let refusal = UploadRefusal(rawValue: text) {
      self = .refused(refusal)
      return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let barcodes = lines.dropFirst().compactMap(Self.barcode)
    guard barcodes.count <= Barcode.mostInPicture, barcodes.count == lines.count - 1,
      Set(barcodes).count == barcodes.count, lines.first == "barcodes \(barcodes.count)"
    else { return nil }
    self = .barcodes(barcodes)
  }

  private static func barcode(_ line: Substring) -> Barcode? {
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2, let symbology = Barcode.Symbology(rawValue: String(words[0])) else {
      return nil
    }
    return Barcode(symbology, words[1])
  }
}
