/// Memory that is written from front to back and grows; for what is put together from a thousand
/// small pieces, each of which an array would ask whether it is shared before it takes it.
@usableFromInline package struct ByteBuffer: ~Copyable, ByteSink {
  @usableFromInline var start: UnsafeMutableRawPointer
  @usableFromInline var capacity: Int
  /// How much has been written.
  @usableFromInline var end = 0

  package init(capacity: Int) {
    self.capacity = max(capacity, 64)
    start = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit {
    start.deallocate()
  }

  package var count: Int { end }

  package var isEmpty: Bool { end == 0 }

  /// Forgets what has been written, and keeps the memory.
  package mutating func removeAll() {
    end = 0
  }

  package func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: start, count: end))
  }

  /// What has been written, copied.
  package var bytes: Bytes { Bytes(UnsafeRawBufferPointer(start: start, count: end)) }

  // MARK: Writing

  @inlinable package mutating func append(_ byte: UInt8) {
    if end == capacity { grow(by: 1) }
    start.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
    end += 1
  }

  @inlinable package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.baseAddress else { return }
    if end + bytes.count > capacity { grow(by: bytes.count) }
    (start + end).copyMemory(from: first, byteCount: bytes.count)
    end += bytes.count
  }

  @inlinable package mutating func append(literal: StaticString) {
    append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// The text's UTF-8.
  @inlinable package mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Makes room for `count` bytes at the end and lets `fill` write there; it returns how many it
  /// wrote.
  @inlinable package mutating func append(
    atMost count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int
  ) {
    if end + count > capacity { grow(by: count) }
    end += fill(UnsafeMutableRawBufferPointer(start: start + end, count: count))
  }

  /// A number in decimal.
  package mutating func append(decimal number: Int) {
    append(atMost: 20) { ByteCursor.write(decimal: number, to: $0) }
  }

  /// Its 36 characters.
  package mutating func append(_ id: UUID) {
    append(atMost: 36) { text in
      id.write(to: text)
      return 36
    }
  }

  /// `2026-02-13T12:00:00Z`: see `Instant.iso8601`.
  package mutating func append(_ instant: Instant) {
    append(atMost: 28) { instant.writeISO8601(to: $0) }
  }

  @usableFromInline @inline(never) mutating func grow(by count: Int) {
    capacity = max(capacity * 2, end + count)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: start, byteCount: end)
    start.deallocate()
    start = larger
  }
}

/// Where bytes go, one after another.
@usableFromInline package protocol ByteSink: ~Copyable {
  mutating func append(_ byte: UInt8)
  mutating func append(_ bytes: UnsafeRawBufferPointer)
}

extension Bytes: ByteSink {
  @inlinable package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    append(contentsOf: bytes)
  }
}
