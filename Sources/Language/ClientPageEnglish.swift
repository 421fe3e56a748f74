extension ClientPagePhrases {
  static let english = ClientPagePhrases(
    signUpLead: "You get a Connection ID, and see every job that recruiters post for you.",
    companyName: "Company name",
    companyNameHint: "Recruiters see it when they enter your Connection ID.",
    connectionID: "Connection ID",
    connectionIDText:
      "Share this ID with recruiters so that they can post jobs for you. It is yours for good, and "
      + "never changes.",
    settings: "Settings",
    company: "Your company",
    askFirst: "Ask me first",
    askFirstHint:
      "When a workspace posts for you for the first time, its jobs wait until you approve it: they "
      + "neither run nor can they be shared before. Workspaces that post for you already go on.",
    closeTitle: "Close this account",
    closeLead: "Your Connection ID then leads nowhere any more, and you can't sign in again.",
    closeQuestion: { "Close the account of “\($0)”?" },
    closeEffects: [
      "You are signed out on all devices, and can't sign in to this account again.",
      "Your Connection ID leads nowhere any more, and is never given to anybody else.",
      "Jobs that wait for your word are refused.",
      "Your albums are deleted, and their links open nothing any more.",
      "What was done for you stays with the workspaces that did it.",
      "Your e-mail address is free again for another account, with another Connection ID.",
    ],
    closePassword: "Your password",
    close: "Close the account for good",
    wrongPassword: Notice(
      title: "That is not your password", text: "Nothing was changed. Check it for typing errors."),
    workspaces: "Workspaces",
    workspacesLead: "Who posts jobs for you, and whether they may.",
    waiting: "Waiting for your word",
    waitingText: "What these have posted neither runs nor can be shared before you approve them.",
    others: "All others",
    noWorkspaces: Notice(
      title: "Nobody posts for you yet",
      text: "Give your Connection ID to a recruiter. Their workspace is listed here once it has "
        + "posted a job for you."),
    consents: {
      switch $0 {
      case .none: "Posts for you"
      case .pending: "Waits for your word"
      case .approved: "Approved"
      case .blocked: "Blocked"
      case .unlinked: "Has posted nothing for you"
      }
    },
    decided: "since",
    since: "In this list since",
    triedToPost: {
      $0 == 1
        ? "Has tried to post 1 job since it was blocked:"
        : "Has tried to post \($0) jobs since it was blocked, last:"
    },
    approve: "Approve",
    block: "Block",
    approveWorkspace: "Approve workspace",
    blockWorkspace: "Block workspace",
    ofWorkspace: { "“\($0)”" },
    blockTitle: { "Block “\($0)”?" },
    blockText:
      "What it has posted for you stays, and you still see it. What waits for your word is refused, "
      + "and so is whatever it wants to post from now on. You can approve it again at any time.",
    lookups: "Look-ups",
    lookupsLead:
      "Who has looked your company up by your Connection ID, within the last year. They see its "
      + "name, and nothing else.",
    noLookups: Notice(
      title: "Nobody has looked you up yet",
      text: "When a workspace looks you up by your Connection ID, it is written down here."),
    byMember: "By a member",
    byProgram: "By a program",
    problem: {
      switch $0 {
      case "clients_only":
        Notice(
          title: "These pages are for clients",
          text: "Your account is a member's. Sign out and use a client's account.")
      default: nil
      }
    })
}
