/// Writes one thing after another into memory that was measured before; beyond its end it traps.
package struct ByteCursor {
  private let memory: UnsafeMutableRawBufferPointer
  /// How much has been written.
  package private(set) var end = 0

  package init(_ memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
  }

  package mutating func put(_ bytes: UnsafeRawBufferPointer) {
    UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + bytes.count])
      .copyMemory(from: bytes)
    end += bytes.count
  }

  /// A literal's UTF-8.
  package mutating func put(_ literal: StaticString) {
    put(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A text's UTF-8.
  package mutating func put(text: String) {
    var text = text
    text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
  }

  /// A number in decimal, of at most 20 characters. Returns how many.
  static func write(decimal number: Int, to text: UnsafeMutableRawBufferPointer) -> Int {
    var cursor = ByteCursor(text)
    if number < 0 { cursor.put("-") }
    cursor.put(decimal: number)
    return cursor.end
  }

  /// A number from 0 to 99 as two digits.
  mutating func put(pair number: Int) {
    let number = UInt32(truncatingIfNeeded: number)
    memory[end] = 0x30 + UInt8(truncatingIfNeeded: number / 10)
    memory[end + 1] = 0x30 + UInt8(truncatingIfNeeded: number % 10)
    end += 2
  }

  /// Forgets the last bytes that were written.
  mutating func takeBack(_ count: Int) {
    end -= count
  }

  package mutating func put(bigEndian number: UInt64) {
    withUnsafeBytes(of: number.bigEndian) { put($0) }
  }

  /// A number's digits, without its sign.
  package mutating func put(decimal number: Int) {
    var digits: (UInt64, UInt64, UInt32) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { digits in
      var start = digits.count
      var rest = number.magnitude
      repeat {
        start -= 1
        digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      put(UnsafeRawBufferPointer(rebasing: digits[start...]))
    }
  }
}
