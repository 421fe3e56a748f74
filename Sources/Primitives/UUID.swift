/// A UUID as in RFC 9562: sixteen bytes, written as 36 lower-case characters.
package struct UUID: Hashable, Comparable, Sendable {
  /// The first eight bytes, big-endian.
  package let high: UInt64
  /// The last eight bytes, big-endian.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// All zeros: RFC 9562's Nil UUID, "none".
  package static let zero = UUID(high: 0, low: 0)

  /// A version 7 UUID: sorts by its instant, to the millisecond; the other 74 bits are random.
  package static func v7(at instant: Instant = .now()) -> UUID {
    var generator = SystemRandomNumberGenerator()
    return v7(at: instant, using: &generator)
  }

  package static func v7(
    at instant: Instant, using generator: inout some RandomNumberGenerator
  ) -> UUID {
    let milliseconds = UInt64(max(0, instant.microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
    let high = milliseconds << 16 | 0x7000 | (generator.next() & 0x0FFF)
    let low = 0x8000_0000_0000_0000 | (generator.next() & 0x3FFF_FFFF_FFFF_FFFF)
    return UUID(high: high, low: low)
  }

  package static func < (left: UUID, right: UUID) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}

extension UUID {
  /// Reads the 36 characters of RFC 9562, in either case; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let read = text.utf8.withContiguousStorageIfAvailable { UUID(utf8: UnsafeRawBufferPointer($0)) }
    guard let value = read ?? Array(text.utf8).withUnsafeBytes({ UUID(utf8: $0) }) else {
      return nil
    }
    self = value
  }

  /// The same from bytes as the database sends them.
  package init?(utf8 text: UnsafeRawBufferPointer) {
    let dash = UInt8(ascii: "-")
    guard text.count == 36, text[8] == dash, text[13] == dash, text[18] == dash, text[23] == dash,
      let first = EightBytes(text, at: 0).hexadecimal,
      let second = EightBytes(text, at: 9, andFrom: 14).hexadecimal,
      let third = EightBytes(text, at: 19, andFrom: 24).hexadecimal,
      let fourth = EightBytes(text, at: 28).hexadecimal
    else { return nil }
    self.init(
      high: UInt64(first) << 32 | UInt64(second), low: UInt64(third) << 32 | UInt64(fourth))
  }

  package func append(to bytes: inout Bytes) {
    bytes.append(atMost: 36) { text in
      write(to: text)
      return 36
    }
  }

  /// The 36 characters.
  func write(to text: UnsafeMutableRawBufferPointer) {
    let second = EightBytes.hexadecimal(UInt32(truncatingIfNeeded: high))
    let third = EightBytes.hexadecimal(UInt32(truncatingIfNeeded: low >> 32))
    func put(_ digits: UInt64, at offset: Int) {
      text.storeBytes(of: digits.littleEndian, toByteOffset: offset, as: UInt64.self)
    }
    // Four digits are written as eight; what comes next covers the rest.
    put(EightBytes.hexadecimal(UInt32(truncatingIfNeeded: high >> 32)), at: 0)
    put(second, at: 9)
    put(second >> 32, at: 14)
    put(third, at: 19)
    put(third >> 32, at: 24)
    put(EightBytes.hexadecimal(UInt32(truncatingIfNeeded: low)), at: 28)
    text[8] = UInt8(ascii: "-")
    text[13] = UInt8(ascii: "-")
    text[18] = UInt8(ascii: "-")
    text[23] = UInt8(ascii: "-")
  }

  package var text: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      write(to: UnsafeMutableRawBufferPointer(buffer))
      return 36
    }
  }
}

extension UUID: CustomStringConvertible {
  package var description: String { text }
}
