/// The words of the list of jobs and of the form for a new one, on members' pages.
package struct JobPhrases: ListPhrases {
  /// Also the menu's entry.
  package let title: String

  // MARK: What stands above the list
  package let new: String
  package let find: String
  package let anyStatus: String
  package let order: String
  package let orders: @Sendable (JobOrderWord) -> String
  package let show: String
  package let showAll: String
  package let bin: String
  package let binText: String
  package let backToList: String

  // MARK: A job in it
  package let noTasks: String
  package let created: String
  package let deleted: String
  package let noLink: String
  package let linkActive: String
  package let linkExpired: String
  package let linkRevoked: String
  package let neverExpires: String
  /// Days until a link expires, 0 for less than one; a date follows.
  package let daysLeft: @Sendable (Int) -> String
  package let generate: String
  /// A job's title, for those who hear the buttons without the row around them.
  package let ofJob: @Sendable (String) -> String
  package let copyLink: String
  package let linkAddress: String
  package let addressGone: String
  package let extend: String
  package let revoke: String
  package let restore: String
  package let othersRestore: String

  // MARK: Instead of a list
  package let nothingYet: Notice
  package let makeFirst: String
  package let nothingFound: Notice
  package let emptyBin: Notice
  package let noWorkspace: Notice
  package let tooMany: Notice

  // MARK: A new job
  package let newLead: @Sendable (String) -> String
  package let jobTitle: String
  package let description: String
  package let descriptionHint: String
  package let tasks: String
  package let tasksHint: String
  package let columns: String
  package let columnsHint: String
  /// Counted from 1.
  package let column: @Sendable (Int) -> String
  package let columnLabel: String
  package let columnKey: String
  package let columnKeyHint: String
  package let columnType: String
  package let columnTypes: @Sendable (ColumnTypeWord) -> String
  package let columnSeen: String
  package let seenByAll: String
  package let seenByMembers: String
  package let post: String

  /// By an error's code; nil for one that has no words here.
  package let fieldError: @Sendable (String) -> String?
  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// The orders of the list, as the API names them.
package enum JobOrderWord: String, CaseIterable, Sendable {
  case newest = "-created_at"
  case oldest = "created_at"
  case changed = "-updated_at"
  case title
  case titleDescending = "-title"
  case status
}

/// What a column's values are, as the API names it.
package enum ColumnTypeWord: String, CaseIterable, Sendable {
  case string, number, boolean, datetime
}
