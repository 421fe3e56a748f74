import Glibc
import Primitives

/// A numbered SQL file, cut into its statements.
///
/// `0007-share-links.sql` holds statements that end in `;`. A file that needs a `;` inside of a
/// statement (a trigger's BEGIN … END) has lines `--- step` between its statements instead: where
/// there is one such line, only these lines separate. Comments (`-- …` and `# …`) are dropped and
/// may be reworded at any time; `/* … */` is kept.
struct MigrationFile {
  let name: String
  let version: Int
  let steps: [String]

  /// Nil for files that are not called `NNNN-name.sql`.
  static func version(of name: String) -> Int? {
    let digits = name.utf8.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      name.hasSuffix(".sql"), name.utf8.dropFirst(4).first == UInt8(ascii: "-"),
      name.utf8.count > 9
    else { return nil }
    return Int(name.prefix(4))
  }

  /// Throws `MigrationError.unreadable` for a quote or a comment that has no end.
  init(name: String, version: Int, text: String) throws {
    self.name = name
    self.version = version
    let pieces = Self.separated(text)
    var steps: [String] = []
    for piece in pieces {
      var scanner = StatementScanner(piece, splits: pieces.count == 1)
      guard let statements = scanner.statements() else { throw MigrationError.unreadable(name) }
      steps += statements
    }
    self.steps = steps
  }

  private static func separated(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    for line in text.split(separator: "\n", omittingEmptySubsequences: false)
    where line == "--- step" || line == "--- step\r" {
      pieces.append(text[start..<line.startIndex])
      start = line.endIndex
    }
    pieces.append(text[start...])
    return pieces
  }

  /// FNV-1a, 64 bits, in hex: it is to notice an edit, not an enemy.
  static func checksum(_ step: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in step.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64(56 - 8 * $0)) })
  }
}

/// Cuts SQL at each `;` that is neither quoted nor commented.
private struct StatementScanner {
  private let text: [UInt8]
  private let splits: Bool
  private var index = 0
  private var current: Bytes = []
  private var found: [String] = []

  init(_ text: Substring, splits: Bool) {
    self.text = Array(text.utf8)
    self.splits = splits
  }

  /// Nil for a quote or a comment without an end.
  mutating func statements() -> [String]? {
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        guard takeQuoted() else { return nil }
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        guard takeBlockComment() else { return nil }
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "-") where next == UInt8(ascii: "-") && isBlank(at: index + 2): skipLine()
      case UInt8(ascii: ";") where splits:
        index += 1
        finish()
      default: take()
      }
    }
    finish()
    return found
  }

  private var next: UInt8? { index + 1 < text.count ? text[index + 1] : nil }

  private func isBlank(at index: Int) -> Bool {
    index >= text.count || text[index] <= 0x20
  }

  private mutating func take() {
    current.append(text[index])
    index += 1
  }

  private mutating func takeQuoted() -> Bool {
    let quote = text[index]
    take()
    while index < text.count {
      // In a name a backslash is a backslash.
      if text[index] == UInt8(ascii: "\\"), quote != UInt8(ascii: "`"), next != nil {
        take()
      } else if text[index] == quote {
        take()
        return true
      }
      take()
    }
    return false
  }

  private mutating func takeBlockComment() -> Bool {
    take()
    take()
    while index < text.count {
      if text[index] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        take()
        take()
        return true
      }
      take()
    }
    return false
  }

  /// The line's end stays: it parts the words beside it.
  private mutating func skipLine() {
    while index < text.count, text[index] != UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func finish() {
    var statement = current[...]
    while let last = statement.last, last <= 0x20 || last == UInt8(ascii: ";") {
      statement.removeLast()
    }
    statement = statement.drop { $0 <= 0x20 }
    if !statement.isEmpty { found.append(String(decoding: statement, as: UTF8.self)) }
    current = []
  }
}
