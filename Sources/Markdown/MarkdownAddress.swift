import HTML
import Primitives

/// Where a text may lead to.
enum MarkdownAddress {
  /// Longer ones lead nowhere.
  private static let maximumLength = 4_096

  /// The address as it may stand in `href`, still to be escaped: `https`, `http` or `mailto`, by
  /// `Address`, or a place on the same page. Nil for everything else, whatever it calls itself.
  static func checked(_ url: UnsafeRawBufferPointer) -> Bytes? {
    guard !url.isEmpty, url.count <= maximumLength else { return nil }
    var encoded: Bytes = []
    encoded.reserveCapacity(url.count + 16)
    for byte in url { append(byte, to: &encoded) }
    if encoded.first == UInt8(ascii: "#") { return encoded }
    return Address(url: String(decoding: encoded, as: UTF8.self)) == nil ? nil : encoded
  }

  /// What may not stand in an address (RFC 3986 §2) is percent-encoded, as browsers would.
  private static func append(_ byte: UInt8, to encoded: inout Bytes) {
    switch byte {
    case 0x00...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
      UInt8(ascii: "|"), UInt8(ascii: "}"):
      encoded.append(UInt8(ascii: "%"))
      encoded.append(text: Hex.encode([byte]).uppercased())
    default: encoded.append(byte)
    }
  }
}
