import HTTP
import Primitives

// What members are shown of documents: each view is one method that writes its fields in their order.

extension Document {
  /// - Parameter canManage: whether this member manages it.
  func write(to object: inout JSONWriter, canManage: Bool) {
    object.uuid("id", id)
    object.uuid("workspaceId", workspaceID)
    object.text("title", title)
    object.integer("version", version)
    object.uuid("createdBy", createdBy)
    object.uuid("createdByMembershipId", createdByMembershipID)
    object.instant("createdAt", createdAt)
    object.instant("updatedAt", updatedAt)
    object.uuid("updatedBy", updatedBy)
    object.instant("deletedAt", deletedAt)
    object.bool("canManage", canManage)
  }
}

extension DocumentText {
  /// The words alone: as they were typed, and as a page may show them.
  package func writeWords(to object: inout JSONWriter) {
    object.text("body", body)
    object.utf8("bodyHtml", html.bytes)
  }

  func write(to object: inout JSONWriter, of document: UUID) {
    object.uuid("documentId", document)
    object.integer("version", version)
    object.text("title", title)
    object.uuid("savedBy", savedBy)
    object.instant("savedAt", savedAt)
    writeWords(to: &object)
  }
}

extension DocumentSave {
  func write(to object: inout JSONWriter) {
    object.integer("version", version)
    object.text("title", title)
    object.uuid("savedBy", savedBy)
    object.text("savedByName", savedByName)
    object.instant("savedAt", savedAt)
  }
}
