/// Eight bytes of a text in one word, looked at all at once.
///
/// Nearly all bytes of nearly all texts need no care; to find that out byte by byte is most of the
/// work of escaping them.
@usableFromInline package struct EightBytes {
  /// The first byte is the lowest.
  @usableFromInline let word: UInt64

  /// The eight bytes from `offset` on; they must be there.
  @inlinable package init(_ text: UnsafeRawBufferPointer, at offset: Int) {
    word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Four bytes from one place, and four from another.
  init(_ text: UnsafeRawBufferPointer, at first: Int, andFrom second: Int) {
    let low = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: first, as: UInt32.self))
    let high = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: second, as: UInt32.self))
    word = UInt64(high) << 32 | UInt64(low)
  }

  @inlinable static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Marks the bytes below `limit`, which is at most 0x80. As in all of these, the lowest mark is
  /// right; a mark above it may be one too many.
  @inlinable package func marks(below limit: UInt8) -> UInt64 {
    (word &- Self.each(limit)) & ~word & 0x8080_8080_8080_8080
  }

  /// Marks the bytes that are `byte`, once the bits of `ignored` are set in both.
  @inlinable package func marks(of byte: UInt8, ignoring ignored: UInt8 = 0) -> UInt64 {
    let difference = (word | Self.each(ignored)) ^ Self.each(byte | ignored)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// How many bytes lie before the lowest mark.
  @inlinable package static func distance(to marks: UInt64) -> Int {
    marks.trailingZeroBitCount / 8
  }
}

// MARK: - Hexadecimal digits

extension EightBytes {
  /// Eight hexadecimal digits, in either case, as the number they write; nil for anything else.
  var hexadecimal: UInt32? {
    let isLetter = word >> 6 & Self.each(1)
    let nibbles = (word & Self.each(0x0F)) &+ isLetter &* 9
    // Whatever is no digit does not come out of its own value again.
    guard nibbles & Self.each(0xF0) == 0,
      Self.digits(ofNibbles: nibbles) == word | isLetter << 5
    else { return nil }
    var packed = nibbles.byteSwapped
    packed = (packed | packed >> 4) & 0x00FF_00FF_00FF_00FF
    packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: packed | packed >> 16)
  }

  /// The eight digits of a number, in lower case.
  static func hexadecimal(_ number: UInt32) -> UInt64 {
    var nibbles = UInt64(number)
    nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles << 4) & each(0x0F)
    return digits(ofNibbles: nibbles.byteSwapped)
  }

  private static func digits(ofNibbles nibbles: UInt64) -> UInt64 {
    let isLetter = (nibbles &+ each(6)) >> 4 & each(1)
    return nibbles &+ each(0x30) &+ isLetter &* 39
  }
}
