import HTTP

/// What can go wrong when a link is managed.
package enum ShareLinkError: ProblemConvertible {
  case notFound
  case notAManager
  case exists
  /// The field that says so.
  case expiresInPast(field: String = "expires_at")
  case revoked
  /// As many as may are there beside the subject's own one.
  case tooMany
  /// A new link has followed it, or its token was forgotten after the keep time.
  case ended

  package var problem: Problem {
    switch self {
    case .notFound: DoorRefusal.unknown.problem
    case .notAManager:
      Problem(.forbidden, "not_a_manager", "You may see this, but not manage its share links.")
    case .exists:
      Problem(
        .conflict, "share_link_exists",
        "There is an active share link with another expiry. Change that one instead.")
    case .tooMany:
      Problem(
        .conflict, "too_many_share_links",
        "There are \(ShareLinks.maximumFurther) further share links. Revoke those not needed any more."
      )
    case .revoked:
      Problem(
        .conflict, "share_link_revoked", "This share link was revoked, for good. Make a new one.")
    case .ended:
      Problem(
        .conflict, "share_link_ended",
        "This share link has ended and can't be changed any more. Make a new one.")
    case .expiresInPast(let field):
      Problem(
        .badRequest, "expires_at_in_past", "\(field) must lie in the future.",
        fields: [FieldError(field, "expires_at_in_past", "must lie in the future")])
    }
  }
}
