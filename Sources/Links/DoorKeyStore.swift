import MariaDB
import Primitives
import Security

/// The table `door_keys`: a key for each token that a link has had. None is ever taken away, so that
/// a door goes on saying what it was.
struct DoorKeyStore {
  let database: any Executor

  /// A key on its way out, and when it stops to open.
  struct Old {
    let hash: Bytes
    let diesAt: Instant
  }

  func insert(_ token: LinkToken, of link: UUID) throws {
    try database.execute(
      "INSERT INTO door_keys (hash, link_id) VALUES (\(token.digest.bytes), \(link))")
  }

  /// The keys that open a link now: the one that lives as long as the link does, and those in their
  /// grace.
  func living(of link: UUID, at now: Instant) throws -> [(hash: Bytes, diesAt: Instant?)] {
    try database.query(
      """
      SELECT hash, dies_at FROM door_keys
      WHERE link_id = \(link) AND (dies_at IS NULL OR dies_at > \(now))
      """
    ) { (try $0.next(), try $0.next()) }
  }

  func end(_ key: Old) throws {
    try database.execute("UPDATE door_keys SET dies_at = \(key.diesAt) WHERE hash = \(key.hash)")
  }
}
