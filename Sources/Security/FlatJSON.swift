import Primitives

/// Reads the only JSON that our tokens hold: one object of texts and whole numbers.
///
/// Stricter than any JSON library (RFC 8725 §2.4, §3.2): a name that comes twice, a nested value, a
/// fraction, U+0000 in a text, bytes that aren't UTF-8, or anything after the object is refused, so
/// that no two readers of one token can disagree about it.
struct FlatJSON {
  private static let maximumMembers = 32

  private let bytes: Bytes
  private var position = 0

  private init(_ bytes: Bytes) {
    self.bytes = bytes
  }

  /// The object's members; nil for anything else.
  static func members(of bytes: Bytes) -> [String: Claim]? {
    var reader = FlatJSON(bytes)
    guard let members = reader.object() else { return nil }
    reader.skipSpace()
    return reader.position == bytes.count ? members : nil
  }

  private mutating func object() -> [String: Claim]? {
    guard take("{") else { return nil }
    var members = [String: Claim](minimumCapacity: 8)
    if take("}") { return members }
    while members.count < Self.maximumMembers {
      guard let name = text(), take(":"), let value = value(), members[name] == nil else {
        return nil
      }
      members[name] = value
      if take("}") { return members }
      guard take(",") else { return nil }
    }
    return nil
  }

  private mutating func value() -> Claim? {
    skipSpace()
    if peek() == UInt8(ascii: "\"") { return text().map { .text($0) } }
    return integer().map { .integer($0) }
  }

  /// `-?(0|[1-9][0-9]*)` within 64 bits.
  private mutating func integer() -> Int64? {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Int64(digits), String(number) == digits else { return nil }
    return number
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var content: Bytes = []
    content.reserveCapacity(40)
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape(), scalar != "\0" else { return nil }
        content.append(contentsOf: Character(scalar).utf8)
      case 0..<0x20: return nil
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = peek() else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return unicodeEscape()
    default: return nil
    }
  }

  /// `XXXX`, or the two halves of a surrogate pair; a half alone is refused.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let high = codeUnit() else { return nil }
    guard UTF16.isLeadSurrogate(high) else { return Unicode.Scalar(high) }
    guard peek() == UInt8(ascii: "\\") else { return nil }
    position += 1
    guard peek() == UInt8(ascii: "u") else { return nil }
    position += 1
    guard let low = codeUnit(), UTF16.isTrailSurrogate(low) else { return nil }
    return Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
  }

  private mutating func codeUnit() -> UInt16? {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Hex.value(of: byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }
}
