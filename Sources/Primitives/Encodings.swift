/// RFC 4648 §8, in lower case.
package enum Hex {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: Bytes = []
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 0xF))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Either case; nil for an odd length or any other character.
  package static func decode(_ text: some StringProtocol) -> Bytes? {
    var bytes: Bytes = []
    var pending: UInt8?
    for character in text.utf8 {
      guard let digit = value(of: character) else { return nil }
      if let first = pending {
        bytes.append(first << 4 | digit)
        pending = nil
      } else {
        pending = digit
      }
    }
    return pending == nil ? bytes : nil
  }

  @inlinable package static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x57 + nibble
  }

  @inlinable package static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x37
    case 0x61...0x66: character - 0x57
    default: nil
    }
  }
}

/// RFC 4648 §5 without padding: what fits into a URL unescaped.
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: Bytes = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(character(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)) & 0x3F))
      }
    }
    if bits > 0 {
      text.append(character(UInt8(truncatingIfNeeded: buffer << UInt32(6 - bits)) & 0x3F))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for padding, white space, a stray character, an impossible length, and for set bits
  /// beyond the last byte: one value has one spelling, so a token can't be respelled.
  package static func decode(_ text: some StringProtocol) -> Bytes? {
    // One step out of generic code, which other rooms run unspecialized: 60 ns a character.
    text.utf8.withContiguousStorageIfAvailable { decode(utf8: $0) }
      ?? Array(text.utf8).withUnsafeBufferPointer { decode(utf8: $0) }
  }

  private static func decode(utf8 text: UnsafeBufferPointer<UInt8>) -> Bytes? {
    var bytes: Bytes = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    var buffer: UInt32 = 0
    var bits = 0
    for character in text {
      guard let digit = value(of: character) else { return nil }
      buffer = (buffer << 6 | UInt32(digit)) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    guard bits < 6, buffer & (1 << UInt32(bits) - 1) == 0 else { return nil }
    return bytes
  }

  private static func character(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: 0x41 + value
    case 26..<52: 0x61 + value - 26
    case 52..<62: 0x30 + value - 52
    case 62: UInt8(ascii: "-")
    default: UInt8(ascii: "_")
    }
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5A: character - 0x41
    case 0x61...0x7A: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
