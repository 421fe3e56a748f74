/// A barcode that a picture shows.
package struct Barcode: Hashable, Sendable {
  /// Those that vehicles and their papers carry.
  package enum Symbology: String, CaseIterable, Sendable {
    case code39 = "code-39"
    case code128 = "code-128"
    case dataMatrix = "data-matrix"
    case qrCode = "qr-code"
    case pdf417 = "pdf-417"
  }

  package let symbology: Symbology
  /// As it lies in the symbol. Printable ASCII: whatever else it holds, separators above all, stands
  /// as a space.
  package let text: String

  /// Nil for what isn't such a text, or has more bytes than `longestText`, or none.
  package init?(_ symbology: Symbology, _ text: some StringProtocol) {
    guard (1...Self.longestText).contains(text.utf8.count),
      text.utf8.allSatisfy(Self.isPrintable)
    else { return nil }
    self.symbology = symbology
    self.text = String(text)
  }

  /// In bytes: more than any link of ours. A VIN stands in far shorter ones.
  package static let longestText = 512
  /// Of one picture; further ones are passed over.
  package static let mostInPicture = 16

  package static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}
