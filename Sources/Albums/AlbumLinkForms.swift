import HTTP
import Links

/// What a share link of an album is to be: `is_collaboration`, `expires_at?`.
package struct AlbumLinkForm: Sendable {
  let level: LinkLevel
  let expiry: ExpiryWish

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    level = fields.albumLinkLevel() ?? .viewer
    expiry = ExpiryWish(&fields)
  }
}

/// What is to become otherwise about a link: the same fields, each of which may be left out; an expiry
/// of `null` takes it away.
package struct AlbumLinkChangeForm: Sendable {
  let level: LinkLevel?
  let expiry: ExpiryWish

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    level = fields.has("is_collaboration") ? fields.albumLinkLevel() : nil
    expiry = ExpiryWish(&fields)
  }
}

extension Fields {
  /// The field `is_collaboration`, which must be there.
  fileprivate mutating func albumLinkLevel() -> LinkLevel? {
    let name = "is_collaboration"
    if let isCollaboration = optionalBool(name) {
      return isCollaboration ? .collaborator : .viewer
    }
    if !isRefused(name) { refuse(name, "required", "is required: true or false") }
    return nil
  }
}
