import Primitives

/// Looks at open links, gathered in memory until they are settled.
///
/// On the way of every guest, so nothing is decided here: whether it was a robot, and whether the
/// same viewer has looked before, is found out later, once for each viewer.
struct Views {
  /// One viewer of one link.
  struct Key: Hashable {
    let link: UUID
    let address: String
    let userAgent: String
  }

  /// A viewer, and when they last looked, by this process's clock.
  typealias View = (key: Key, value: Instant)

  /// Beyond this many viewers in a second, or this much of their text in bytes, what comes on top is
  /// not counted: memory has a bound.
  private static let capacity = 100_000
  private static let textCapacity = 16 << 20

  private var seen: [Key: Instant] = [:]
  private var text = 0

  var isEmpty: Bool { seen.isEmpty }
  var count: Int { seen.count }

  mutating func add(_ key: Key, at instant: Instant) {
    if let index = seen.index(forKey: key) {
      seen.values[index] = max(seen.values[index], instant)
      return
    }
    let length = key.address.utf8.count + key.userAgent.utf8.count
    guard seen.count < Self.capacity, text + length <= Self.textCapacity else { return }
    text += length
    seen[key] = instant
  }

  /// Those that somebody was behind.
  var ofPeople: [View] {
    var robots: [String: Bool] = [:]
    return seen.filter { key, _ in
      if let known = robots[key.userAgent] { return !known }
      let isRobot = Robots.isRobot(key.userAgent)
      robots[key.userAgent] = isRobot
      return !isRobot
    }.map { ($0.key, $0.value) }
  }
}
