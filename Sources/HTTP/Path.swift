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
    // By bytes, as the front server does: `/` and a joining character are one `Character`.
    var path = path
    let segments = path.withUTF8 { Self.segments(of: UnsafeRawBufferPointer($0)) }
    guard let segments else { return nil }
    rest = segments[...]
  }

  private static func segments(of path: UnsafeRawBufferPointer) -> [String]? {
    let slash = UInt8(ascii: "/")
    guard path.first == slash, path.count <= 2_048 else { return nil }
    var segments: [String] = []
    segments.reserveCapacity(8)
    var start = 1
    for index in 1...path.count where index == path.count || path[index] == slash {
      let raw = UnsafeRawBufferPointer(rebasing: path[start..<index])
      guard segments.count < 16, let segment = PercentEncoding.decode(utf8: raw) else { return nil }
      segments.append(segment)
      start = index + 1
    }
    return segments
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
    var text = text
    return text.withUTF8 { decode(utf8: UnsafeRawBufferPointer($0), plusIsSpace: plusIsSpace) }
  }

  static func decode(utf8 text: UnsafeRawBufferPointer, plusIsSpace: Bool = false) -> String? {
    let isPlain = !text.contains {
      $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+"))
    }
    if isPlain { return String(utf8: text) }
    var bytes: Bytes = []
    var iterator = text.makeIterator()
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
    return bytes.withUnsafeBytes { String(utf8: $0) }
  }

  /// Escapes all but RFC 3986's unreserved characters.
  package static func encode(_ text: String) -> String {
    var bytes: Bytes = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same, behind other bytes.
  static func append(_ text: String, to bytes: inout Bytes) {
    var text = text
    text.withUTF8 { utf8 in
      for byte in utf8 {
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
    }
  }

  private static func upperHex(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x37 + nibble
  }
}

extension LocalPath {
  /// A path with parameters, which are escaped here, and with a place on its page.
  ///
  /// - Parameters:
  ///   - path: without a query. What can't be a path of ours becomes `/`.
  ///   - fragment: an id that needs no escapes; nil for the page's beginning.
  package init(
    _ path: String, asking parameters: [(name: String, value: String)], fragment: String? = nil
  ) {
    var bytes: Bytes = []
    // Put together in one piece: a page of tasks has some thirty of these.
    bytes.reserveCapacity(256)
    bytes.append(contentsOf: path.utf8)
    for (index, parameter) in parameters.enumerated() {
      bytes.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
      PercentEncoding.append(parameter.name, to: &bytes)
      bytes.append(UInt8(ascii: "="))
      PercentEncoding.append(parameter.value, to: &bytes)
    }
    if let fragment {
      bytes.append(UInt8(ascii: "#"))
      bytes.append(contentsOf: fragment.utf8)
    }
    self = LocalPath(String(decoding: bytes, as: UTF8.self)) ?? .root
  }
}
