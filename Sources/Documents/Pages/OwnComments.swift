import Primitives
import Security

/// The comments that a browser has written at one link, with what lets it change each: kept in a cookie
/// of that link's pages, so that they survive a reload and need no script. Prints as `•••`.
struct OwnComments: Redacted {
  /// The newest first.
  private var entries: [(id: UUID, editToken: String)] = []

  /// Further ones can't be changed any more: 40 make 2.5 KB, and a browser takes 4.
  private static let most = 40

  /// - Parameter cookie: its value; what can't be read of it is passed over.
  init(_ cookie: String?) {
    guard let cookie, cookie.utf8.count <= 4_096 else { return }
    for entry in cookie.utf8.split(separator: UInt8(ascii: "~")).prefix(Self.most) {
      let halves = entry.split(separator: UInt8(ascii: "."), maxSplits: 1).compactMap { String($0) }
      guard halves.count == 2, let id = UUID(halves[0]), let token = LinkToken(halves[1]) else {
        continue
      }
      entries.append((id, token.text))
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// What lets a comment be changed; nil for somebody else's.
  subscript(id: UUID) -> String? {
    entries.first { $0.id == id }?.editToken
  }

  mutating func add(_ id: UUID, editToken: String) {
    remove(id)
    entries.insert((id, editToken), at: 0)
    entries.removeLast(max(0, entries.count - Self.most))
  }

  mutating func remove(_ id: UUID) {
    entries.removeAll { $0.id == id }
  }

  var cookieValue: String {
    entries.map { "\($0.id).\($0.editToken)" }.joined(separator: "~")
  }
}
