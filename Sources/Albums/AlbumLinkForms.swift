import HTTP
import Links

/// What a share link of an album is to be: `is_collaboration`, `expires_at?`, `remind_before_hours?`.
package struct AlbumLinkForm: Sendable {
  let change: LinkTermsChange

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    change = LinkTermsChange(
      level: fields.albumLinkLevel() ?? .viewer, expiry: ExpiryWish(&fields),
      remindsBefore: fields.reminder())
  }
}

/// What is to become otherwise about a link: the same fields, each of which may be left out; an expiry
/// of `null` takes it away.
package struct AlbumLinkChangeForm: Sendable {
  let change: LinkTermsChange

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    change = LinkTermsChange(
      level: fields.has("is_collaboration") ? fields.albumLinkLevel() : nil,
      expiry: ExpiryWish(&fields), remindsBefore: fields.reminder())
  }
}

extension Fields {
  /// The field `remind_before_hours`: left out, null, or a number of hours.
  fileprivate mutating func reminder() -> Int?? {
    let name = "remind_before_hours"
    guard has(name) else { return nil }
    return .some(optionalInteger(name, in: ShareLinks.reminderHours))
  }

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
