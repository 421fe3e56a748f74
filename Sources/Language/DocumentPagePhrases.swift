/// The words of members' pages of documents.
package struct DocumentPagePhrases: ListPhrases {
  // MARK: The list
  /// Also the menu's entry.
  package let title: String
  package let new: String
  package let find: String
  package let order: String
  package let orders: @Sendable (DocumentOrderWord) -> String
  package let show: String
  package let showAll: String
  package let bin: String
  package let binText: String
  package let backToList: String
  package let author: String
  package let changed: String
  package let deleted: String
  package let by: String
  /// Active ones.
  package let activeLinks: @Sendable (Int) -> String
  /// Guests who wait for an answer.
  package let waitingRequests: @Sendable (Int) -> String
  package let restore: String
  /// A document's title, for those who hear the buttons without the row around them.
  package let ofDocument: @Sendable (String) -> String
  package let othersRestore: String
  package let nothingYet: Notice
  package let makeFirst: String
  package let nothingFound: Notice
  package let emptyBin: Notice
  package let noWorkspace: Notice
  package let tooMany: Notice

  // MARK: Writing one
  package let newLead: @Sendable (String) -> String
  package let editTitle: String
  package let documentTitle: String
  package let body: String
  package let bodyHint: String
  package let bodyTooLong: String
  package let preview: String
  package let previewText: String
  package let save: String
  package let saveAnyway: String
  package let savedMeanwhile: String
  package let theirMarkdown: String
  package let emptyDocument: String

  // MARK: A document
  package let edit: String
  package let delete: String
  package let versions: String
  package let parts: String
  package let versionNumber: @Sendable (Int) -> String
  package let somebody: String
  package let deleteTitle: @Sendable (String) -> String
  package let deleteText: String

  // MARK: Its versions
  package let versionsLead: String
  package let current: String
  package let saved: String
  package let notCurrent: String
  package let bringBack: String
  package let bringBackLate: Notice
  package let backToDocument: String
  package let markdown: String

  // MARK: Its links
  package let links: String
  package let linksText: String
  package let noLinks: String
  package let makeLink: String
  package let level: String
  package let levels: @Sendable (DocumentLevelWord) -> String
  package let levelHint: String
  package let password: String
  package let passwordHint: String
  package let passwordTooShort: String
  package let lock: String
  package let locks: @Sendable (LockWord) -> String
  /// Typed where none was asked for.
  package let passwordUnused: String
  package let externalEdit: String
  package let externalEditHint: String
  package let withPassword: String
  package let withoutPassword: String
  package let takesRequests: String
  package let neverExpires: String
  package let worksUntil: String
  package let expiredSince: String
  package let revokedSince: String
  package let made: String
  package let change: String
  package let revoke: String
  /// Before the time at which it was, for those who hear the buttons without the row around them.
  package let ofLink: String
  package let showEnded: String
  package let hideEnded: String
  package let moreLinks: String
  package let newestLinks: String
  package let notManaging: String
  package let newLink: String
  package let newLinkText: String
  package let linkAddress: String
  package let copyLink: String
  package let passwordApart: String
  /// Of a link that was revoked: the way to what became of it, and the page's title.
  package let history: String
  package let linkTitle: String
  package let changeLinkTitle: String
  package let changeLinkText: String
  package let passwordChangeHint: String
  /// By an audit record's action, what happened through a link; nil for another.
  package let event: @Sendable (String) -> String?
  package let revokeTitle: String
  package let revokeText: String

  // MARK: What is said about it
  package let comments: String
  package let noComments: String
  package let guest: String
  package let edited: String
  package let takenAway: String
  package let comment: String
  package let commentHint: String
  package let postComment: String
  package let answer: String
  package let postAnswer: String
  /// Who wrote a comment.
  package let ofComment: @Sendable (String) -> String
  package let changeComment: String
  package let takeAway: String
  /// Who wrote it.
  package let takeAwayTitle: @Sendable (String) -> String
  package let takeAwayText: String
  package let laterComments: String
  package let firstComments: String

  // MARK: Who asks to write in it
  package let requests: String
  package let requestsText: String
  package let noRequests: String
  package let showAnswered: String
  package let hideAnswered: String
  package let requestStates: @Sendable (EditRequestWord) -> String
  package let accept: String
  package let decline: String
  /// Who asks.
  package let ofRequest: @Sendable (String) -> String
  package let laterRequests: String
  package let firstRequests: String

  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// The orders of the list, as the API names them.
package enum DocumentOrderWord: String, CaseIterable, Sendable {
  case changed = "-updatedAt"
  case changedFirst = "updatedAt"
  case newest = "-createdAt"
  case oldest = "createdAt"
  case title
  case titleDescending = "-title"
}

/// What a document's link lets guests do, as the API names it.
package enum DocumentLevelWord: String, CaseIterable, Sendable {
  case viewer, commenter
}

/// What a link is to ask for, as a form sends it.
package enum LockWord: String, CaseIterable, Sendable {
  case keep, new, none
}

/// How a request to edit stands, as the API names it.
package enum EditRequestWord: String, CaseIterable, Sendable {
  case pending, accepted, declined
}
