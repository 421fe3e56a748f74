import Glibc
import Primitives

/// Reads `multipart/form-data` (RFC 7578, RFC 2046 §5.1) part by part and piece by piece: a part may
/// be as long as an upload, and never lies in memory whole unless it is collected.
///
/// One body, one reader, one thread.
package final class MultipartReader {
  /// What stands above a part's content.
  package struct Part: Sendable {
    package let name: String
    /// As the sender calls the file, to be shown at most: nil for a plain field, empty for a file
    /// field in which nothing was chosen.
    package let fileName: String?
    /// As the sender claims, lower-cased; nothing is to be believed of it.
    package let mediaType: String?
  }

  private static let maximumParts = 200
  /// Of one part, in bytes.
  private static let maximumHead = 4 << 10
  private static let pieceLength = 32 << 10

  private let body: RequestBody
  /// A line break and the delimiter: what ends a part.
  private let delimiter: Bytes
  /// What has come of the body and was not given out.
  private var buffer: Bytes
  /// How much of it was looked through for the delimiter, in vain.
  private var searched = 0
  private var partCount = 0
  /// Whether content of the current part is still to come.
  private var isInside = true
  private var isOver = false

  /// - Parameter type: the whole `Content-Type`, which names the boundary.
  ///
  /// Throws 400 `invalid_form` without a boundary that RFC 2046 allows.
  package init(_ body: RequestBody, type: String) throws {
    guard let boundary = MultipartHead.parameter("boundary", of: type),
      (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7E) ~= $0 })
    else { throw Self.malformed }
    self.body = body
    delimiter = Bytes("\r\n--\(boundary)".utf8)
    // The first delimiter may stand at the very beginning, without a line break before it.
    buffer = [0x0D, 0x0A]
  }

  /// The next part; what is left of the one before is passed over. Nil after the last one.
  ///
  /// Throws 400 `invalid_form` for what is malformed, ends too early or has more than 200 parts.
  package func next() throws -> Part? {
    while isInside { _ = try piece() }
    guard !isOver else { return nil }
    partCount += 1
    guard partCount <= Self.maximumParts else {
      throw Problem.invalidForm("The form has too many parts.")
    }
    let head = try takeHead()
    guard let part = MultipartHead.part(head) else { throw Self.malformed }
    isInside = true
    return part
  }

  /// The next piece of the current part's content; nil at its end.
  package func piece() throws -> Bytes? {
    while isInside {
      if let end = buffer.first(delimiter, from: max(0, searched - delimiter.count + 1)) {
        let piece = Bytes(buffer[..<end])
        drop(end + delimiter.count)
        isInside = false
        try passDelimiter()
        return piece.isEmpty ? nil : piece
      }
      searched = buffer.count
      // The delimiter may have begun in what has come last.
      let certain = buffer.count - (delimiter.count - 1)
      if certain >= Self.pieceLength {
        let piece = Bytes(buffer[..<certain])
        drop(certain)
        return piece
      }
      try fill()
    }
    return nil
  }

  /// The rest of the current part; longer than `limit` → 413.
  package func collect(atMost limit: Int) throws -> Bytes {
    var content: Bytes = []
    while let piece = try piece() {
      guard content.count + piece.count <= limit else { throw Problem.tooLarge(limit: limit) }
      content += piece
    }
    return content
  }

  // MARK: Between parts

  /// Behind a delimiter stands `--`, and then all is over, or a line break.
  private func passDelimiter() throws {
    while buffer.count < 2 { try fill() }
    if buffer.starts(with: "--".utf8) {
      isOver = true
      return
    }
    // RFC 2046 lets white space stand there.
    let padding = try length(of: "\r\n", atMost: 64)
    guard buffer[..<padding].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
      throw Self.malformed
    }
    // The line break stays: a part without any header begins with an empty line.
    drop(padding)
  }

  /// The lines above a part's content.
  private func takeHead() throws -> Bytes {
    let length = try length(of: "\r\n\r\n", atMost: Self.maximumHead)
    let head = Bytes(buffer[..<length])
    drop(length + 4)
    return head
  }

  /// How many bytes stand before a mark.
  private func length(of mark: StaticString, atMost limit: Int) throws -> Int {
    let mark = Bytes(mark.description.utf8)
    while true {
      if let found = buffer.first(mark, from: 0), found <= limit { return found }
      guard buffer.count < limit + mark.count else { throw Self.malformed }
      try fill()
    }
  }

  /// Gives out the first bytes.
  private func drop(_ count: Int) {
    buffer.removeSubrange(..<count)
    searched = max(0, searched - count)
  }

  private func fill() throws {
    let before = buffer.count
    let piece = try Bytes(unsafeUninitializedCapacity: Self.pieceLength) { space, count in
      count = 0
      count = try body.read(into: UnsafeMutableRawBufferPointer(space))
    }
    buffer += piece
    guard buffer.count > before else { throw Self.malformed }
  }

  private static let malformed = Problem.invalidForm("The parts of the form can't be told apart.")
}

extension [UInt8] {
  /// Where a run of bytes first begins, from a place on.
  fileprivate func first(_ run: [UInt8], from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let head = run.first else { return nil }
      var start = start
      while start + run.count <= bytes.count,
        let found = memchr(base + start, Int32(head), bytes.count - start - run.count + 1)
      {
        if memcmp(found, run, run.count) == 0 { return UnsafeRawPointer(found) - base }
        start = UnsafeRawPointer(found) - base + 1
      }
      return nil
    }
  }
}

/// The header lines of a part.
enum MultipartHead {
  /// Nil unless the head is UTF-8 and names a field of a form.
  static func part(_ head: Bytes) -> MultipartReader.Part? {
    guard let text = String(validating: head, as: UTF8.self) else { return nil }
    var name: String?
    var fileName: String?
    var mediaType: String?
    // By scalars: `\r\n` is one `Character`.
    for line in text.unicodeScalars.split(whereSeparator: { $0 == "\r" || $0 == "\n" }) {
      let halves = line.split(separator: ":", maxSplits: 1).map { String($0) }
      guard halves.count == 2 else { return nil }
      switch halves[0].lowercased() {
      case "content-disposition":
        guard name == nil, word(halves[1]) == "form-data" else { return nil }
        name = parameter("name", of: halves[1])
        fileName = parameter("filename", of: halves[1])
      case "content-type": mediaType = word(halves[1])
      default: break
      }
    }
    return name.map { MultipartReader.Part(name: $0, fileName: fileName, mediaType: mediaType) }
  }

  /// What stands before the first parameter, lower-cased.
  private static func word(_ value: String) -> String {
    let first = value.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
    return first.filter { $0 != " " && $0 != "\t" }.lowercased()
  }

  /// A parameter's value, plain or quoted; nil without it, and when it comes twice.
  static func parameter(_ wanted: String, of value: String) -> String? {
    var rest = value.unicodeScalars.drop { $0 != ";" }
    var found: String?
    while rest.popFirst() != nil {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(name.count)
      guard rest.first == "=" else { continue }
      rest.removeFirst()
      let text = takeValue(&rest)
      guard String(name).lowercased() == wanted else { continue }
      guard found == nil else { return nil }
      found = text
    }
    return found
  }

  /// Takes a value off, up to the `;` after it. Within quotes, browsers write `"` as `%22` and line
  /// breaks as `%0D%0A` (HTML §4.10.21.8), older senders write a backslash before it.
  private static func takeValue(_ rest: inout Substring.UnicodeScalarView) -> String {
    guard rest.first == "\"" else {
      let value = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
      rest = rest.drop { $0 != ";" }
      return String(value)
    }
    rest.removeFirst()
    var value = String.UnicodeScalarView()
    while let scalar = rest.popFirst(), scalar != "\"" {
      if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
        value.append(next)
        rest.removeFirst()
      } else {
        value.append(scalar)
      }
    }
    rest = rest.drop { $0 != ";" }
    return ["%22": "\"", "%0D": "\r", "%0A": "\n"].reduce(String(value)) {
      replace($1.key, by: $1.value, in: $0)
    }
  }

  private static func replace(_ escape: String, by text: String, in value: String) -> String {
    var bytes = Bytes(value.utf8)
    bytes.replace(Bytes(escape.utf8), with: Bytes(text.utf8))
    return String(decoding: bytes, as: UTF8.self)
  }
}
