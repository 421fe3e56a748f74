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
    guard text.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<36 {
      let byte = text[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Hex.value(of: byte) else { return nil }
      if index < 18 {
        high = high << 4 | UInt64(digit)
      } else {
        low = low << 4 | UInt64(digit)
      }
    }
    self.init(high: high, low: low)
  }

  package func append(to bytes: inout Bytes) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { text in
      write(to: text)
      bytes.append(contentsOf: UnsafeBufferPointer(text))
    }
  }

  /// The 36 characters.
  private func write(to text: UnsafeMutableBufferPointer<UInt8>) {
    var end = 0
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 {
        text[end] = UInt8(ascii: "-")
        end += 1
      }
      let word = index < 8 ? high : low
      let byte = UInt8(truncatingIfNeeded: word >> UInt64(56 - index % 8 * 8))
      text[end] = Hex.digit(byte >> 4)
      text[end + 1] = Hex.digit(byte & 0xF)
      end += 2
    }
  }

  package var text: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      write(to: buffer)
      return 36
    }
  }
}

extension UUID: CustomStringConvertible {
  package var description: String { text }
}
