import HTTP
import MariaDB
import Primitives
import Security

/// Where a page of a sorted list ended: the last row's value under the sort, and what tells it from
/// others of the same value.
package struct ListPlace: Equatable, Sendable {
  package let value: SQLValue
  package let tie: SQLValue

  package init(value: SQLValue, tie: SQLValue) {
    self.value = value
    self.tie = tie
  }
}

// MARK: - Cursors

extension ListPlace {
  /// What a caller is given: base64url of a version, the order that the place is of, the two values,
  /// and a check that it came back whole. Opaque; nothing in it is secret, and nothing in it is
  /// trusted: values are bound.
  ///
  /// - Parameter order: names the list and its sort; a cursor of another is refused.
  package func cursor(in order: String) -> String {
    var bytes = [Self.version] + Self.mark(Array(order.utf8))
    Self.append(value, to: &bytes)
    Self.append(tie, to: &bytes)
    return Base64URL.encode(bytes + Self.mark(bytes))
  }

  /// Nil for what was not given out for this order by this release.
  package init?(cursor: String, in order: String) {
    guard cursor.utf8.count <= Self.maximumLength, let all = Base64URL.decode(cursor),
      all.count > 9
    else { return nil }
    let bytes = all.dropLast(4)
    guard bytes.first == Self.version, Self.mark(Array(bytes)) == Array(all.suffix(4)),
      Array(bytes[1..<5]) == Self.mark(Array(order.utf8))
    else { return nil }
    var rest = bytes.dropFirst(5)
    guard let value = Self.take(&rest), let tie = Self.take(&rest), rest.isEmpty else { return nil }
    self.init(value: value, tie: tie)
  }

  /// Moves when cursors are made otherwise, so that an old one is refused and not misread.
  private static let version: UInt8 = 1
  /// A title of 500 characters has up to 2,000 bytes.
  private static let maximumLength = 4_096

  private static func mark(_ bytes: Bytes) -> Bytes { Array(SHA256.hash(bytes).bytes.prefix(4)) }

  private enum Tag: UInt8 {
    case null, integer, double, text, uuid, instant
  }

  private static func append(_ value: SQLValue, to bytes: inout Bytes) {
    switch value {
    case .null: bytes.append(Tag.null.rawValue)
    case .integer(let number): append(.integer, UInt64(bitPattern: number), to: &bytes)
    case .double(let number): append(.double, number.bitPattern, to: &bytes)
    case .instant(let instant):
      append(.instant, UInt64(bitPattern: instant.microseconds), to: &bytes)
    case .uuid(let id):
      append(.uuid, id.high, to: &bytes)
      append(id.low, to: &bytes)
    case .text(let text):
      append(.text, UInt64(text.utf8.count), to: &bytes)
      bytes.append(contentsOf: text.utf8)
    case .bytes(let raw):
      append(.text, UInt64(raw.count), to: &bytes)
      bytes.append(contentsOf: raw)
    }
  }

  private static func append(_ tag: Tag, _ number: UInt64, to bytes: inout Bytes) {
    bytes.append(tag.rawValue)
    append(number, to: &bytes)
  }

  private static func append(_ number: UInt64, to bytes: inout Bytes) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private static func take(_ bytes: inout ArraySlice<UInt8>) -> SQLValue? {
    guard let tag = bytes.popFirst().flatMap(Tag.init(rawValue:)) else { return nil }
    if tag == .null { return .null }
    guard let number = takeNumber(&bytes) else { return nil }
    switch tag {
    case .null: return .null
    case .integer: return .integer(Int64(bitPattern: number))
    case .instant:
      let instant = Instant(microseconds: Int64(bitPattern: number))
      return CivilTime(instant).isValid ? .instant(instant) : nil
    case .double:
      let double = Double(bitPattern: number)
      return double.isFinite ? .double(double) : nil
    case .uuid: return takeNumber(&bytes).map { .uuid(UUID(high: number, low: $0)) }
    case .text:
      guard let count = Int(exactly: number), count <= bytes.count,
        let text = String(validating: bytes.prefix(count), as: UTF8.self)
      else { return nil }
      bytes.removeFirst(count)
      return .text(text)
    }
  }

  private static func takeNumber(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    guard bytes.count >= 8 else { return nil }
    defer { bytes.removeFirst(8) }
    return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension Query {
  /// The place that a cursor names; nil where none is given. One that was not given out for this
  /// order, or whose values are of other kinds, is noted.
  package mutating func place(
    _ name: String, in order: String, where isRight: (ListPlace) -> Bool
  ) -> ListPlace? {
    guard let cursor = text(name) else { return nil }
    if let place = ListPlace(cursor: cursor, in: order), isRight(place) { return place }
    refuse(name, "invalid_cursor", "is not one that was given out here")
    return nil
  }
}
