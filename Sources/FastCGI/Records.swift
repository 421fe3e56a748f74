import Primitives

/// The records of an answer that is there as a whole (FastCGI 1.0, sections 3.3, 5.3 and 5.5).
enum Records {
  /// As much as one record's length can say, in whole eights, so that none needs padding.
  private static let longest = 65_528

  private enum Kind: UInt8 {
    case end = 3
    case output = 6
  }

  /// Output in as many records as it takes, its end, and the end of the request.
  static func whole(_ parts: [Bytes], of request: UInt16) -> Bytes {
    let count = parts.reduce(0) { $0 + $1.count }
    var records: Bytes = []
    records.reserveCapacity(count + 8 * (count / longest + parts.count + 3))
    for part in parts {
      for start in stride(from: 0, to: part.count, by: longest) {
        let content = part[start..<min(start + longest, part.count)]
        append(.output, of: request, length: content.count, to: &records)
        records.append(contentsOf: content)
      }
    }
    append(.output, of: request, length: 0, to: &records)
    append(.end, of: request, length: 8, to: &records)
    // Application status 0, FCGI_REQUEST_COMPLETE, three reserved.
    records.append(contentsOf: repeatElement(0, count: 8))
    return records
  }

  private static func append(
    _ kind: Kind, of request: UInt16, length: Int, to records: inout Bytes
  ) {
    records.append(1)
    records.append(kind.rawValue)
    records.append(UInt8(truncatingIfNeeded: request >> 8))
    records.append(UInt8(truncatingIfNeeded: request))
    records.append(UInt8(truncatingIfNeeded: length >> 8))
    records.append(UInt8(truncatingIfNeeded: length))
    records.append(0)
    records.append(0)
  }
}
