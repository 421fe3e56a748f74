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
  static func whole(_ head: Bytes, _ body: Bytes, of request: UInt16) -> Bytes {
    let pieces = head.count / longest + body.count / longest + 2
    let count = head.count + body.count + 8 * (pieces + 3)
    return Bytes(unsafeUninitializedCapacity: count) { buffer, initialized in
      var records = ByteCursor(UnsafeMutableRawBufferPointer(buffer))
      append(head, of: request, to: &records)
      append(body, of: request, to: &records)
      append(.output, of: request, length: 0, to: &records)
      append(.end, of: request, length: 8, to: &records)
      // Application status 0, FCGI_REQUEST_COMPLETE, three reserved.
      records.put(bigEndian: 0)
      initialized = records.end
    }
  }

  private static func append(_ part: Bytes, of request: UInt16, to records: inout ByteCursor) {
    part.withUnsafeBytes { part in
      for start in stride(from: 0, to: part.count, by: longest) {
        let end = min(start + longest, part.count)
        append(.output, of: request, length: end - start, to: &records)
        records.put(UnsafeRawBufferPointer(rebasing: part[start..<end]))
      }
    }
  }

  /// A record's head: version 1, kind, request, length, no padding.
  private static func append(
    _ kind: Kind, of request: UInt16, length: Int, to records: inout ByteCursor
  ) {
    records.put(
      bigEndian: 1 << 56 | UInt64(kind.rawValue) << 48 | UInt64(request) << 32
        | UInt64(length) << 16)
  }
}
