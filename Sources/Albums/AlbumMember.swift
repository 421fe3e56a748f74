import MariaDB
import Primitives

/// Somebody who has joined an album, through one link or several.
package struct AlbumMember: Sendable {
  package let account: UUID
  /// Nil for an account that is gone.
  package let name: String?
  /// The most that a link gives which stands; where none does, the most that one gave.
  package let role: AlbumRole
  /// When they first came.
  package let acceptedAt: Instant
  /// Whether no link that they came through stands: they see nothing until one does again.
  package let isPaused: Bool
}

/// What somebody is to an album they have joined, now.
struct AlbumStanding {
  let role: AlbumRole
  /// When they first came, through a link that stands.
  let acceptedAt: Instant
}
