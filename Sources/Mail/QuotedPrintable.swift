import Primitives

/// RFC 2045 §6.7: lines of at most 76 characters of ASCII, whatever the text.
enum QuotedPrintable {
  /// Line feeds, alone or after a carriage return, become CRLF.
  static func encode(_ text: Bytes) -> Bytes {
    var output: Bytes = []
    output.reserveCapacity(text.count * 5 / 4)
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      append(line.last == 0x0D ? line.dropLast() : line, to: &output)
      output += [0x0D, 0x0A]
    }
    // The text's last line feed has made a line of nothing.
    if text.last == 0x0A { output.removeLast(2) }
    return output
  }

  private static func append(_ line: ArraySlice<UInt8>, to output: inout Bytes) {
    var width = 0
    for (index, byte) in zip(line.indices, line) {
      let isLast = index == line.endIndex - 1
      let isSpace = byte == 0x20 || byte == 0x09
      let stands = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isSpace && !isLast
      let piece: Bytes =
        stands
        ? [byte]
        : [UInt8(ascii: "="), upper(Hex.digit(byte >> 4)), upper(Hex.digit(byte & 0xF))]
      // The last place of a line is for the `=` that joins it to the next.
      if width + piece.count > (isLast ? 76 : 75) {
        output += [UInt8(ascii: "="), 0x0D, 0x0A]
        width = 0
      }
      output += piece
      width += piece.count
    }
  }

  private static func upper(_ digit: UInt8) -> UInt8 {
    digit >= UInt8(ascii: "a") ? digit - 0x20 : digit
  }
}
