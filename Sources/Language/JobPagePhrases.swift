/// The words of a job's page for members, its link section among them.
package struct JobPagePhrases: Sendable {
  // MARK: The job
  package let createdBy: String
  package let changedAt: String
  package let edit: String
  package let cancelJob: String
  package let restartJob: String
  package let deleteJob: String
  /// The job's title.
  package let cancelTitle: @Sendable (String) -> String
  package let cancelText: String
  package let restartTitle: @Sendable (String) -> String
  package let restartText: String
  package let deleteTitle: @Sendable (String) -> String
  package let deleteText: String

  // MARK: Its form
  package let editTitle: String
  package let title: String
  package let description: String
  package let columns: String
  package let columnsHint: String
  /// The column's key.
  package let columnLabel: @Sendable (String) -> String
  /// The column's key.
  package let columnIsPublic: @Sendable (String) -> String
  /// Of a field that somebody else has changed too: what it holds now.
  package let changedMeanwhile: @Sendable (String) -> String

  // MARK: Its tasks
  /// The task's title.
  package let chooseTask: @Sendable (String) -> String
  package let setTo: String
  package let setStatus: String
  package let closedTasks: String
  package let addTasks: String

  // MARK: Its link
  package let link: String
  package let noLink: String
  package let neverExpires: String
  package let worksUntil: String
  package let expiredSince: String
  package let generate: String
  package let generateNew: String
  package let generateNewHint: String
  package let address: String
  package let copyLink: String
  package let changeExpiry: String
  package let changeExpiryHint: String
  package let extend: String
  package let seePreview: String
  package let revoke: String
  package let revokeTitle: String
  package let revokeText: String
  package let rotate: String
  package let rotateTitle: String
  package let rotateText: String
  package let grace: String
  package let graces: @Sendable (Int) -> String
  /// The key that sealed its token is gone.
  package let addressUnreadable: String
  /// Its token was forgotten after the keep time.
  package let addressForgotten: String
  package let notManaging: String

  // MARK: What became of it
  package let earlierLinks: String
  package let newestFifty: String
  package let made: String
  package let ended: String
  package let by: String

  // MARK: What happened
  /// By an audit record's action; nil for one that has no words.
  package let event: @Sendable (String) -> String?
  package let somebody: String

  // MARK: See what they see
  package let preview: String
  package let previewText: @Sendable (LinkStateWord) -> String
  package let backToJob: String

  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
  package let fieldError: @Sendable (String) -> String?
}
