import HTTP
import Primitives

/// Reads the tasks of a `POST /v1/jobs/{id}/tasks` to their end before any becomes a row.
struct TaskReading {
  let columns: ColumnKinds
  let reader: JSONReader

  static let maximumArray = 1_000
  static let maximumLines = 1_000_000
  private static let maximumLineBytes = 64 << 10

  // MARK: An array

  /// A JSON array of up to 1,000 tasks; every fault in it is named, up to 50.
  func readArray(_ body: Bytes, into spool: TaskSpool) throws {
    try reader.read(body) { json in
      var faults: [FieldError] = []
      var count = 0
      var input = TaskInput()
      let isArray: Void? = try json.forEachElement { element in
        count += 1
        guard count <= Self.maximumArray, faults.count < 50 else { return }
        do {
          try input.read(element, columns: columns)
          try spool.append(input)
        } catch let fault as TaskInput.Fault {
          let error = fault.error
          faults.append(FieldError("[\(count - 1)].\(error.field)", error.code, error.detail))
        }
      }
      guard isArray != nil else {
        throw Problem.invalidJSON("The body must be an array of tasks, or NDJSON.")
      }
      if count > Self.maximumArray {
        faults.append(
          FieldError(
            "tasks", "too_many", "may be at most \(Self.maximumArray) in an array; use NDJSON"))
      }
      if !faults.isEmpty { throw Problem.invalid(faults) }
    }
  }

  // MARK: Lines

  /// NDJSON, a task a line, streamed; the first bad line is named and ends it. Blank lines are
  /// passed over. Returns the SHA-256 of the body where `hash` wants it.
  func readLines(
    _ body: RequestBody, into spool: TaskSpool, hash: (UnsafeRawBufferPointer) -> Void
  ) throws {
    var lines = LineReader(body, maximumLine: Self.maximumLineBytes)
    var number = 0
    var input = TaskInput()
    while try lines.fill(hash) {
      while let line = try lines.next(after: number) {
        number += 1
        guard number <= Self.maximumLines else {
          throw Problem(
            .contentTooLarge, "payload_too_large",
            "An import may have at most \(Self.maximumLines) lines.")
        }
        try lines.withBytes(of: line) { try read($0, number, &input, spool) }
      }
    }
  }

  private func read(
    _ line: UnsafeRawBufferPointer, _ number: Int, _ input: inout TaskInput, _ spool: TaskSpool
  ) throws {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
    do {
      try reader.read(utf8: line, isPadded: true) { try input.read($0, columns: columns) }
    } catch let fault as TaskInput.Fault {
      let error = fault.error
      throw Problem(
        .badRequest, "validation_failed", "line \(number): \(error.field) \(error.detail).",
        fields: [FieldError("line \(number).\(error.field)", error.code, error.detail)])
    } catch let problem as Problem where problem.code == "invalid_json" {
      throw Problem.invalidJSON("line \(number) can't be read. \(problem.detail)")
    }
    try spool.append(input)
  }
}

/// Cuts a body into lines without holding more of it than a line and a piece.
private struct LineReader {
  private let body: RequestBody
  private let maximumLine: Int
  private var buffer: Bytes
  /// The part of `buffer` that holds bytes not yet given out.
  private var start = 0
  private var end = 0
  private var received = 0
  private var hasEnded = false

  private static let piece = 256 << 10
  /// What a JSON parser may read beyond a line's end.
  private static let padding = 64

  init(_ body: RequestBody, maximumLine: Int) {
    self.body = body
    self.maximumLine = maximumLine
    buffer = Bytes(repeating: 0, count: maximumLine + Self.piece + Self.padding)
  }

  /// Reads on; false when the whole body has been given out. Throws 400 for one that ended before
  /// its announced length: what came until then must not pass for all of it.
  mutating func fill(_ seen: (UnsafeRawBufferPointer) -> Void) throws -> Bool {
    guard !hasEnded else { return false }
    buffer.withUnsafeMutableBytes { bytes in
      bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
    end -= start
    start = 0
    let (source, filled) = (body, end)
    let count = try buffer.withUnsafeMutableBytes { bytes in
      let target = UnsafeMutableRawBufferPointer(
        rebasing: bytes[filled..<bytes.count - Self.padding])
      let count = try source.read(into: target)
      seen(UnsafeRawBufferPointer(rebasing: target[..<count]))
      return count
    }
    end += count
    received += count
    hasEnded = count == 0
    guard !hasEnded || received >= body.length else { throw Problem.bodyCutShort }
    return true
  }

  /// The next whole line that is in the buffer; the last one needs no line feed.
  mutating func next(after number: Int) throws -> Range<Int>? {
    let feed = buffer[start..<end].firstIndex(of: 0x0A)
    guard (feed ?? end) - start <= maximumLine else {
      throw Problem(
        .badRequest, "validation_failed", "line \(number + 1) is longer than \(maximumLine) bytes.")
    }
    if let feed {
      defer { start = feed + 1 }
      return start..<feed
    }
    guard hasEnded, start < end else { return nil }
    defer { start = end }
    return start..<end
  }

  func withBytes(of line: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[line])) }
  }
}
