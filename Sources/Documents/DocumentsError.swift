import HTTP

/// What can go wrong with a document, beyond its links.
package enum DocumentsError: ProblemConvertible {
  case notFound
  case versionNotFound
  /// For members who may see it.
  case notAManager
  /// Somebody has saved since the version that a change started from.
  case changed(current: Int)
  /// Its markup takes too long to make, or becomes too much.
  case tooComplex
  /// Too many are being made at once.
  case busy
  case tooManyToFilter
  case commentNotFound
  /// The link lets its guests read, and no more.
  case commentNotAllowed
  case notYourComment
  case tooManyComments
  case editRequestsNotAllowed
  case editRequestNotFound
  case editRequestAnswered
  case tooManyEditRequests

  package var problem: Problem {
    switch self {
    case .notFound: Problem(.notFound, "document_not_found", "There is no such document.")
    case .versionNotFound:
      Problem(.notFound, "version_not_found", "There is no such version of this document.")
    case .notAManager:
      Problem(.forbidden, "not_a_manager", "Only those who manage this document may do this.")
    case .changed(let current):
      Problem(
        .conflict, "document_changed",
        "Somebody has changed this document meanwhile. Look at version \(current) first.",
        members: [ProblemMember("currentVersion", .integer(current))])
    case .tooComplex:
      Problem(
        .unprocessableContent, "document_too_complex",
        "This text is too deeply nested or too intricate to be shown. Nothing was saved.")
    case .busy: Problem.unavailable(retryAfter: 2)
    case .tooManyToFilter:
      Problem(
        .unprocessableContent, "too_many_to_filter",
        "These are more than can be looked through in time. Look for a longer piece of a text.")
    case .commentNotFound, .commentNotAllowed, .notYourComment, .tooManyComments: ofComments
    case .editRequestsNotAllowed, .editRequestNotFound, .editRequestAnswered,
      .tooManyEditRequests:
      ofEditRequests
    }
  }

  private var ofComments: Problem {
    switch self {
    case .commentNotAllowed:
      Problem(.forbidden, "comment_not_allowed", "This share link is for reading only.")
    case .notYourComment:
      Problem(.forbidden, "not_your_comment", "Only who wrote this comment may change it.")
    case .tooManyComments:
      Problem(
        .conflict, "too_many_comments",
        "There are as many comments as there may be.")
    default: Problem(.notFound, "comment_not_found", "There is no such comment on this document.")
    }
  }

  private var ofEditRequests: Problem {
    switch self {
    case .editRequestsNotAllowed:
      Problem(
        .forbidden, "edit_requests_not_allowed", "This share link takes no requests to edit.")
    case .editRequestAnswered:
      Problem(.conflict, "edit_request_answered", "This request has been answered already.")
    case .tooManyEditRequests:
      Problem(
        .conflict, "too_many_edit_requests",
        "As many requests as may are waiting for an answer. Please come back later.")
    default:
      Problem(
        .notFound, "edit_request_not_found", "There is no such request about this document.")
    }
  }
}
