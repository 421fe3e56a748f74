import Audit
import HTTP
import Links
import Primitives

// What managers are shown of links: seed 4's ShareLinkResource, and what became of one.

extension ShareLink {
  /// Never with the token, nor with anything of the password.
  package func writeResource(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.uuid("documentId", subjectID)
    object.text("accessLevel", level.rawValue)
    object.text("state", state.rawValue)
    object.instant("expiresAt", expiresAt)
    object.bool("passwordProtected", hasPassword)
    object.instant("revokedAt", revokedAt)
    object.bool("allowExternalEdit", allowsEditRequests)
    object.instant("createdAt", createdAt)
    object.uuid("createdBy", createdBy)
    object.uuid("createdByMembershipId", createdByMembership)
    object.integer("accessCount", accessCount)
    object.instant("lastAccessedAt", lastAccessedAt)
  }
}

extension LinkOpens {
  func writeCamelCase(to object: inout JSONWriter) {
    object.array("opens", days) { array, day in
      array.object { object in
        object.text("day", day.day.date)
        object.integer("count", day.count)
      }
    }
    object.integer("total", total)
    object.instant("lastOpenedAt", lastOpenedAt)
  }
}

extension AuditEntry {
  func writeCamelCase(to object: inout JSONWriter) {
    object.instant("at", at)
    object.text("action", action)
    object.text("actorKind", actorKind)
    object.uuid("actorId", actorID)
    object.text("outcome", outcome)
    // As it was recorded; only its names are written as the API writes them.
    object.raw("detail", JSONNames.inCamelCase(detail))
  }
}
