import HTTP
import Links
import Primitives

/// A document behind a link that was found open for this very request.
package struct SharedDocument: Sendable {
  package let id: UUID
  package let workspaceID: UUID
  package let title: String
  /// The current one.
  package let version: Int
  package let updatedAt: Instant
  package let link: OpenLink
  /// Which version of the renderer has made that version's markup; 0 for a document without words.
  var renderer: Int
}

extension SharedDocument {
  /// All that a guest is shown of it.
  ///
  /// - Parameter text: the words of its version.
  func write(_ text: DocumentText, to object: inout JSONWriter) {
    object.text("title", text.title)
    text.writeWords(to: &object)
    object.integer("version", version)
    object.instant("updatedAt", updatedAt)
    object.text("accessLevel", link.level.rawValue)
    object.bool("allowExternalEdit", link.allowsEditRequests)
    object.instant("expiresAt", link.expiresAt)
  }

  /// What an answer with all of that depends on.
  package var tag: EntityTag {
    EntityTag(
      "s\(Document.viewVersion).\(version).\(renderer)-\(link.level.rawValue)-\(link.allowsEditRequests)"
        + "-\(link.expiresAt?.microseconds ?? 0)")
  }
}
