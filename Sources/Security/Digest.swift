import Primitives

/// A SHA-256 digest: 32 bytes, held without an allocation.
package struct Digest: Sendable {
  /// The bytes in order, as memory holds them; the words' values mean nothing.
  private let words: SIMD4<UInt64>

  init(words: SIMD4<UInt64>) {
    self.words = words
  }

  /// 32 zeros: the digest of nothing that anybody knows.
  package static let zero = Digest(words: SIMD4())

  /// A stored digest read back; nil unless there are exactly 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// Whether both are the same, in a time that doesn't depend on where they differ.
  package func matches(_ other: Digest) -> Bool {
    let difference = words ^ other.words
    return difference[0] | difference[1] | difference[2] | difference[3] == 0
  }

  /// The 32 bytes where they lie; the pointer dies with the call.
  @inline(__always)
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try Swift.withUnsafeBytes(of: words, body)
  }

  /// The 32 bytes.
  package var bytes: Bytes { withUnsafeBytes { Bytes($0) } }

  /// 64 lower-case characters.
  package var hex: String { withUnsafeBytes { Hex.encode($0) } }
}

extension Digest: Hashable {
  /// As `matches`: there is no quick way to compare that could be taken by mistake.
  package static func == (left: Digest, right: Digest) -> Bool { left.matches(right) }

  package func hash(into hasher: inout Swift.Hasher) { hasher.combine(words) }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}
