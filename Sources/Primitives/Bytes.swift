import Glibc

/// A run of bytes that grows at its end: what answers, pages and rows are written into.
@usableFromInline package typealias Bytes = [UInt8]

extension [UInt8] {
  /// The text's UTF-8.
  @inlinable package mutating func append(text: String) {
    append(contentsOf: text.utf8)
  }

  /// A literal, without a copy through `String`.
  @inlinable package mutating func append(literal: StaticString) {
    literal.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// A number in decimal.
  package mutating func append(decimal number: Int) {
    guard number != 0 else { return append(0x30) }
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = 20
      while rest > 0 {
        start -= 1
        digits[start] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
      append(contentsOf: digits[start...])
    }
  }

  /// A number that is not negative, with leading zeros up to `width`; the digits beyond are cut.
  package mutating func appendDigits(_ number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Equal in length and content. `elementsEqual` goes byte by byte, and names are compared for
  /// each attribute of a million tasks.
  @inlinable package func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let own = baseAddress, let others = other.baseAddress else {
      return count == other.count
    }
    return memcmp(own, others, count) == 0
  }

  @inlinable package func isSame(as other: Bytes) -> Bool {
    count == other.count && other.withUnsafeBytes { isSame(as: $0) }
  }
}
