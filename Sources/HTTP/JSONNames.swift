import Primitives

/// How the members of JSON that is kept under one spelling are called under the other.
package enum JSONNames {
  /// JSON with the names of its members in camelCase that were in snake_case, in objects of any depth;
  /// its values stay as they are, to the byte.
  ///
  /// - Parameter json: well-formed, as `JSONWriter` writes it.
  package static func inCamelCase(_ json: Bytes) -> Bytes {
    var result = Bytes()
    result.reserveCapacity(json.count)
    var rest = json[...]
    while let byte = rest.first {
      guard byte == quote else {
        result.append(rest.removeFirst())
        continue
      }
      let text = rest.prefix(lengthOfText(rest))
      rest = rest.dropFirst(text.count)
      let isName = rest.first { !isSpace($0) } == UInt8(ascii: ":")
      result += isName ? camelCase(text) : Array(text)
    }
    return result
  }

  private static let quote = UInt8(ascii: "\"")

  /// Of the text that begins here, both quotes counted.
  private static func lengthOfText(_ bytes: ArraySlice<UInt8>) -> Int {
    var isEscaped = false
    for (offset, byte) in bytes.dropFirst().enumerated() {
      if !isEscaped, byte == quote { return offset + 2 }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return bytes.count
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D].contains(byte)
  }

  private static func camelCase(_ name: ArraySlice<UInt8>) -> Bytes {
    var result = Bytes()
    var isRaised = false
    for byte in name {
      if byte == UInt8(ascii: "_") {
        isRaised = true
      } else {
        let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        result.append(isRaised && isSmall ? byte - 0x20 : byte)
        isRaised = false
      }
    }
    return result
  }
}
