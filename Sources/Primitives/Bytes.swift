import Glibc

/// A run of bytes that grows at its end: what answers, pages and rows are written into.
@usableFromInline package typealias Bytes = [UInt8]

extension [UInt8] {
  /// Makes room for `count` bytes at the end and lets `fill` write there; it returns how many it
  /// wrote. Growing is asked about once, not for each piece.
  @inlinable package mutating func append(
    atMost count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int
  ) {
    append(addingCapacity: count) { span in
      span.withUnsafeMutableBufferPointer { buffer, initialized in
        initialized += fill(UnsafeMutableRawBufferPointer(buffer.extracting(initialized...)))
      }
    }
  }

  /// The text's UTF-8.
  @inlinable package mutating func append(text: String) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
    if isDone == nil { append(contentsOf: Array(text.utf8)) }
  }

  /// A literal, without a copy through `String`.
  @inlinable package mutating func append(literal: StaticString) {
    append(
      contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A number in decimal.
  package mutating func append(decimal number: Int) {
    append(atMost: 20) { ByteCursor.write(decimal: number, to: $0) }
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
