/// The words of a client's dashboard, and of the jobs that are posted for it (seed 1).
package struct DashboardPhrases: Sendable {
  /// Also the menu's entry.
  package let title: String
  package let stats: String
  package let total: String
  package let awaiting: String
  /// Before an instant.
  package let lastChange: String
  package let jobs: String
  package let by: String
  package let noJobs: Notice
  package let nothingFound: Notice
  package let tooMany: Notice
  package let showAll: String
  package let anyApproval: String
  package let approval: String
  package let approvals: @Sendable (ApprovalWord) -> String
  /// Said on a job's page; nil where there is nothing to say.
  package let approvalText: @Sendable (ApprovalWord) -> String?
  /// What is said where the page has not been renewed for a while.
  package let stale: String
  /// What is said where nobody is signed in any more.
  package let signedOut: String
  package let workspace: String
}
