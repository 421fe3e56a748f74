import Primitives

/// Every word that a page shows to people, in one language.
///
/// A language is one value of this type in one file: a phrase that a translation lacks does not
/// compile.
package struct Phrases: Sendable {
  /// BCP 47; the page's `lang`.
  package let code: String

  // MARK: Every page
  package let product: String
  package let skipToContent: String
  package let pageTitleOfError: String

  // MARK: Jobs
  package let sharedJob: String
  package let jobStatus: JobStatusWords
  package let progress: String
  /// completed, total
  package let tasksDone: @Sendable (Int, Int) -> String
  package let completed: String
  package let failed: String
  package let skipped: String
  package let waiting: String
  package let created: String
  package let started: String
  package let finished: String
  package let duration: String
  package let linkWorksUntil: String
  package let linkNeverExpires: String
  package let notYet: String

  // MARK: Tasks
  package let tasks: String
  package let number: String
  package let task: String
  package let status: String
  package let taskStatus: TaskStatusWords
  package let noTasks: String
  package let yes: String
  package let no: String
  /// first, last, total
  package let taskRange: @Sendable (Int, Int, Int) -> String
  package let pages: String
  package let firstPage: String
  package let previousPage: String
  package let nextPage: String
  package let download: String

  // MARK: Pages that are not there
  package let linkNotFound: Notice
  package let linkExpired: Notice
  package let linkRevoked: Notice
  package let linkPaused: Notice
  package let subjectDeleted: Notice
  package let pageNotFound: Notice
  package let badRequest: Notice
  package let wrongMethod: Notice
  package let busy: Notice
  package let ourFault: Notice

  /// Of members' pages.
  package let console: ConsolePhrases
}

/// What happened, and what to do next.
package struct Notice: Sendable {
  package let title: String
  package let text: String

  package init(title: String, text: String) {
    self.title = title
    self.text = text
  }
}

/// Seed 0's job states, as people say them.
package struct JobStatusWords: Sendable {
  package let pending: String
  package let running: String
  package let completed: String
  package let failed: String
  package let cancelled: String
}

/// The states of one task.
package struct TaskStatusWords: Sendable {
  package let pending: String
  package let running: String
  package let completed: String
  package let failed: String
  package let skipped: String
}
