import HTTP
import Links
import Primitives

// What accounts are shown of albums: each view is one method that writes its fields in their order.

extension Album {
  /// - Parameter role: what the reader is to it; its owner sees more.
  func write(to object: inout JSONWriter, as role: AlbumRole) {
    object.uuid("id", id)
    object.text("title", title)
    object.text("role", role.rawValue)
    object.text("owner_name", ownerName)
    object.integer("photo_count", photoCount)
    object.uuid("cover_photo_id", coverPhotoID)
    object.instant("created_at", createdAt)
    object.instant("updated_at", updatedAt)
    guard role == .owner else { return }
    object.uuid("workspace_id", workspaceID)
    object.uuid("created_by", createdBy)
    object.instant("deleted_at", deletedAt)
  }
}

extension AlbumMember {
  func write(to object: inout JSONWriter) {
    object.uuid("account_id", account)
    object.text("name", name)
    object.text("role", role.rawValue)
    object.instant("accepted_at", acceptedAt)
    object.bool("is_paused", isPaused)
  }
}
