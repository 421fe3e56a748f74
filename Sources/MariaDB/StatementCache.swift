import Primitives

/// Prepared statements by their text. Bounded, because statements that are put together (a filter,
/// a list of ids) have no end of texts, and the server keeps memory for each.
struct StatementCache {
  static let limit = 256

  /// A text, hashed by its length, its middle and its end, in which statements differ, and compared
  /// in one piece: to hash and compare all of it byte by byte takes longer than what is done with
  /// the statement.
  private struct Key: Hashable {
    let text: Bytes

    func hash(into hasher: inout Hasher) {
      hasher.combine(text.count)
      text.withUnsafeBytes { bytes in
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes.suffix(32)))
        let rest = bytes.dropFirst(bytes.count / 2).prefix(32)
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: rest))
      }
    }

    static func == (left: Key, right: Key) -> Bool {
      left.text.withUnsafeBytes { left in
        right.text.withUnsafeBytes { $0.baseAddress == left.baseAddress || left.isSame(as: $0) }
      }
    }
  }

  private var statements: [Key: Statement] = [:]
  private var clock: UInt64 = 0

  var count: Int { statements.count }

  subscript(text: Bytes) -> Statement? {
    mutating get {
      guard let statement = statements[Key(text: text)] else { return nil }
      clock += 1
      statement.lastUse = clock
      return statement
    }
    set {
      if statements.count >= Self.limit { evict() }
      clock += 1
      newValue?.lastUse = clock
      statements[Key(text: text)] = newValue
    }
  }

  /// A quarter at once, the longest unused: to look for them costs a sort, and whoever overflows
  /// once does so again.
  private mutating func evict() {
    let oldest = statements.sorted { $0.value.lastUse < $1.value.lastUse }
    for (text, _) in oldest.prefix(Self.limit / 4) { statements[text] = nil }
  }
}
