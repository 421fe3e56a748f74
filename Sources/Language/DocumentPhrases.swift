/// The words of the pages behind a document's share link.
package struct DocumentPhrases: Sendable {
  package let sharedDocument: String
  package let lastChanged: String
  package let empty: String
  package let backToDocument: String
  /// One for every reason, so that none of them is told.
  package let notAvailable: Notice

  // MARK: The password
  package let locked: Notice
  /// Instead of its text, where something that was typed is waiting.
  package let lockedAgain: String
  package let password: String
  package let open: String
  /// In seconds, how long to wait.
  package let tooManyTries: @Sendable (Int) -> Notice

  // MARK: Comments
  package let comments: String
  package let noComments: String
  package let addComment: String
  package let commentHint: String
  package let name: String
  package let comment: String
  package let post: String
  package let answer: String
  /// Whose comment it is, for those who hear the words without what stands around them.
  package let answerTo: @Sendable (String) -> String
  package let ofComment: @Sendable (String) -> String
  package let postAnswer: String
  /// Beside the name of somebody who is no guest.
  package let team: String
  package let edited: String
  package let deleted: String
  package let changeOrDelete: String
  package let moreComments: String
  package let firstComments: String

  // MARK: One's own comment
  package let ownComment: String
  package let save: String
  package let delete: String
  package let deleteText: String

  // MARK: Asking to edit
  package let ask: String
  package let askText: String
  package let email: String
  package let emailHint: String
  package let message: String
  package let sendRequest: String

  package let said: @Sendable (SharedDocumentMessage) -> String
  /// Above a form that comes back as it was typed, because it couldn't be sent then.
  package let notSentYet: Notice
  /// Above words that were typed for something that is gone.
  package let kept: Notice
  /// By an error's code; nil for one that has no words here.
  package let fieldError: @Sendable (String) -> String?
  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// What a guest's page says once about what has just been done; it travels as its name, in a cookie.
package enum SharedDocumentMessage: String, CaseIterable, Sendable {
  case posted = "comment-posted"
  case changed = "comment-changed"
  case deleted = "comment-deleted"
  case asked
}
