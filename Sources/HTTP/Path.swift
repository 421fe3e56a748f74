import Primitives

/// A request's path, read segment by segment by the routes of each feature.
///
/// Segments are percent-decoded one by one, so an encoded slash stays inside its segment. Empty
/// segments are kept: `/v1//jobs` is another path than `/v1/jobs`, and no route.
package struct PathSegments: Sendable {
  private var rest: ArraySlice<String>

  /// Nil for a path that does not start with `/`, is longer than 2,048 bytes, has more than 16
  /// segments, or whose escapes are broken or not UTF-8.
  package init?(_ path: String) {
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 2_048 else { return nil }
    // By bytes, as the front server does: `/` and a joining character are one `Character`.
    let raw = path.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), maxSplits: 16, omittingEmptySubsequences: false)
    guard raw.count <= 16 else { return nil }
    var segments: [String] = []
    segments.reserveCapacity(raw.count)
    for segment in raw {
      guard let decoded = PercentEncoding.decode(Substring(segment)) else { return nil }
      segments.append(decoded)
    }
    rest = segments[...]
  }

  package var isAtEnd: Bool { rest.isEmpty }

  /// The next segment, taken off.
  package mutating func next() -> String? { rest.popFirst() }

  /// Takes the next segment off if it is just this.
  package mutating func take(_ literal: String) -> Bool {
    guard rest.first == literal else { return false }
    rest.removeFirst()
    return true
  }

  /// The last segment, or nil when there are none or more.
  package mutating func last() -> String? {
    rest.count == 1 ? rest.popFirst() : nil
  }
}

/// RFC 3986 §2.1.
package enum PercentEncoding {
  /// Nil for a broken escape, and for what is not UTF-8 afterwards. `plusIsSpace` is for queries
  /// and forms only.
  package static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    let plain = text.utf8.allSatisfy {
      $0 != UInt8(ascii: "%") && !(plusIsSpace && $0 == UInt8(ascii: "+"))
    }
    if plain { return String(text) }
    var bytes: Bytes = []
    var iterator = text.utf8.makeIterator()
    while let byte = iterator.next() {
      if byte == UInt8(ascii: "%") {
        guard let first = iterator.next().flatMap(Hex.value(of:)),
          let second = iterator.next().flatMap(Hex.value(of:))
        else { return nil }
        bytes.append(first << 4 | second)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Escapes all but RFC 3986's unreserved characters.
  package static func encode(_ text: String) -> String {
    var bytes: Bytes = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(upperHex(byte >> 4))
        bytes.append(upperHex(byte & 0xF))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func upperHex(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x37 + nibble
  }
}
