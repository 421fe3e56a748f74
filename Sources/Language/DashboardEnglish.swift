extension DashboardPhrases {
  static let english = DashboardPhrases(
    title: "Dashboard",
    stats: "At a glance",
    total: "All jobs",
    awaiting: "Waiting for your word",
    lastChange: "Last change",
    jobs: "Jobs posted for you",
    by: "by",
    noJobs: Notice(
      title: "No job is posted for you yet",
      text: "Give your Connection ID to a recruiter. What they post for you is listed here."),
    nothingFound: Notice(title: "No job is like that", text: "Choose another status."),
    tooMany: Notice(
      title: "That takes too long to look through", text: "Choose another status, or none."),
    showAll: "Show all jobs",
    anyApproval: "Approved or not",
    approval: "Your word",
    approvals: {
      switch $0 {
      case .none: "Not asked for"
      case .pending: "Waits for your word"
      case .approved: "Approved by you"
      case .refused: "Refused by you"
      }
    },
    approvalText: {
      switch $0 {
      case .none, .approved: nil
      case .pending:
        "It neither runs nor can it be shared before you approve the workspace that posted it."
      case .refused:
        "You have blocked the workspace that posted it: it neither runs nor can it be shared. You "
          + "can still approve the workspace."
      }
    },
    stale: "This page could not be refreshed for a while. Check your connection, or load it again.",
    signedOut: "You have been signed out. Load the page again to sign in.",
    workspace: "Workspace")
}
