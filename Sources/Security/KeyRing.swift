import Primitives

/// Keys of 32 bytes, each with an id that is kept beside whatever it made. The first is used for
/// new things; the others still open old ones, until none are left and they can be dropped.
///
/// One ring has one purpose: sealing and signing don't share keys.
package struct KeyRing: Sendable {
  struct Key: Sendable {
    let id: String
    let secret: Secret
  }

  let current: Key
  private let older: [Key]

  /// Reads `id:key,id:key`: ids are 1 to 16 of `[a-z0-9-]`, keys are 32 bytes in base64url without
  /// padding. No white space.
  package init(parsing text: String) throws(KeyRingError) {
    var keys: [Key] = []
    for (index, entry) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated()
    {
      let key = try Self.key(entry, position: index + 1)
      guard !keys.contains(where: { $0.id == key.id }) else {
        throw .duplicateID(position: index + 1)
      }
      keys.append(key)
    }
    self.init(current: keys.removeFirst(), older: keys)
  }

  init(current: Key, older: [Key] = []) {
    self.current = current
    self.older = older
  }

  /// The ids in order, the current one first. No secret.
  package var ids: [String] { [current.id] + older.map(\.id) }

  subscript(id: String) -> Key? {
    current.id == id ? current : older.first { $0.id == id }
  }

  private static func key(_ entry: Substring, position: Int) throws(KeyRingError) -> Key {
    guard !entry.isEmpty else { throw .empty(position: position) }
    let parts = entry.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, isID(parts[0]) else { throw .badID(position: position) }
    guard let bytes = Base64URL.decode(parts[1]), bytes.count == 32 else {
      throw .badKey(position: position)
    }
    // 32 random bytes with so few different ones among them come up less than once in 10³³ times;
    // a placeholder such as AAAA… has one.
    guard Set(bytes).count > 8 else { throw .weakKey(position: position) }
    return Key(id: String(parts[0]), secret: Secret(bytes))
  }

  private static func isID(_ text: Substring) -> Bool {
    (1...16).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}

extension KeyRing: CustomStringConvertible {
  /// The ids only.
  package var description: String { "KeyRing(\(ids.joined(separator: ", ")))" }
}

/// What is wrong with a ring's text: which entry, counted from 1, and never any part of it.
package enum KeyRingError: Error, Equatable {
  case empty(position: Int)
  case badID(position: Int)
  case badKey(position: Int)
  case weakKey(position: Int)
  case duplicateID(position: Int)
}

extension KeyRingError: CustomStringConvertible {
  /// A sentence for whoever configures.
  package var description: String {
    switch self {
    case .empty(let position): "key \(position) is empty"
    case .badID(let position): "key \(position): its id must be 1 to 16 of a-z, 0-9 and -"
    case .badKey(let position): "key \(position): it must be 32 bytes in base64url, unpadded"
    case .weakKey(let position): "key \(position) isn't random"
    case .duplicateID(let position): "key \(position): its id is taken by an earlier one"
    }
  }
}
