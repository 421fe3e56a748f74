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
  /// Of tenths of a percent, with one decimal.
  package let percent: @Sendable (Int) -> String
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
  /// After an instant that is to come: how far off it is, in whole units of at least two.
  package let inDays: @Sendable (Int) -> String
  package let inHours: @Sendable (Int) -> String
  package let inMinutes: @Sendable (Int) -> String
  package let inAMoment: String
  package let notYet: String
  package let refresh: String
  /// Said once the job has changed since its page was made.
  package let jobHasChanged: String

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
  /// Where they are filtered or sorted.
  package let downloadThese: String

  /// Of looking through a job's tasks.
  package let search: TaskSearchWords

  // MARK: Pages that are not there
  package let linkNotFound: Notice
  package let linkExpired: Notice
  package let linkRevoked: Notice
  package let linkPaused: Notice
  package let subjectDeleted: Notice
  package let pageNotFound: Notice
  package let badRequest: Notice
  package let tooManyToSort: Notice
  package let tooManyToFilter: Notice
  package let badSearch: Notice
  package let wrongMethod: Notice
  package let busy: Notice
  package let ourFault: Notice

  /// Of members' pages.
  @Boxed package var console: ConsolePhrases
  @Boxed package var jobPage: JobPagePhrases
  /// Of posting for clients.
  @Boxed package var posting: PostingPhrases
  /// Of a client's dashboard.
  @Boxed package var dashboard: DashboardPhrases
  /// Of the pages behind documents' links.
  @Boxed package var document: DocumentPhrases
  /// Of members' pages of documents.
  @Boxed package var documentPage: DocumentPagePhrases
  /// Of clients' pages.
  @Boxed package var clientPage: ClientPagePhrases
  /// Of messages.
  @Boxed package var mail: MailPhrases
  /// Of the pages around them.
  @Boxed package var recovery: RecoveryPhrases
  /// Of the pages behind albums' links.
  @Boxed package var album: AlbumPhrases
  /// Of the pages of those who own albums or have joined them.
  @Boxed package var albumPage: AlbumPagePhrases
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

/// What people read where they look for some of a job's tasks.
package struct TaskSearchWords: Sendable {
  package let statuses: String
  package let all: String
  package let title: String
  package let search: String
  package let filterAndSort: String
  package let from: String
  package let to: String
  /// Behind the name of a column of texts: it is compared whole.
  package let wholeText: String
  package let any: String
  package let sortBy: String
  package let inOrder: String
  /// What is sorted by.
  package let ascending: @Sendable (String) -> String
  package let descending: @Sendable (String) -> String
  package let apply: String
  package let filters: String
  /// Before the name of one, for those who don't see that it can be removed.
  package let removeFilter: String
  package let clear: String
  /// found, of how many
  package let found: @Sendable (Int, Int) -> String
  package let nothingFound: String
  package let showAll: String
  package let showUnsorted: String
  /// Before the names of what can't be used.
  package let unusable: String
}

/// The states of one task.
package struct TaskStatusWords: Sendable {
  package let pending: String
  package let running: String
  package let completed: String
  package let failed: String
  package let skipped: String
}
