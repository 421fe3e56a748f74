import HTTP
import Links
import Primitives

/// An album behind a link that was found open for this very request.
package struct SharedAlbum: Sendable {
  package let id: UUID
  /// The account; not for guests.
  package let owner: UUID
  package let title: String
  /// Counts whatever a guest could see change.
  package let version: Int
  package let photoCount: Int
  package let link: OpenLink
}

extension SharedAlbum {
  /// Whether who joins through this link may add photos.
  package var isCollaboration: Bool { link.level == .collaborator }

  /// The fields that a guest sees of it: an allow-list.
  func write(to object: inout JSONWriter) {
    object.text("title", title)
    object.bool("is_collaboration", isCollaboration)
    object.instant("expires_at", link.expiresAt)
    object.integer("photo_count", photoCount)
  }

  /// Moves with every release that shows guests albums otherwise, so that nobody is told that
  /// yesterday's form still holds.
  private static let viewVersion = 1

  /// What an answer with all of that depends on.
  package var tag: EntityTag {
    EntityTag(
      "a\(Self.viewVersion).\(version)-\(isCollaboration)-\(link.expiresAt?.microseconds ?? 0)")
  }
}
