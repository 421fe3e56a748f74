extension PostingPhrases {
  static let english = PostingPhrases(
    forClient: "Post for a client",
    forClientHint: "The client follows the job and its tasks on a dashboard of their own.",
    connectionID: "Connection ID",
    connectionHint: "Your client finds it on their dashboard.",
    placeholder: "Paste connection ID from your client",
    check: "Check",
    linkedTo: "Linked to:",
    malformed: "Connection ID must be 24 characters (letters and numbers).",
    unknown:
      "Invalid Connection ID. Please ask your client for the correct ID from their dashboard.",
    unreachable: "Could not verify Connection ID. Please check your connection and try again.",
    dismiss: "Close this warning",
    knownClient: "A client you post for already",
    byConnection: "Somebody else, by the Connection ID above",
    bothGiven: "Give one of the two: a Connection ID, or a client of this list.",
    unknownClient: "Your workspace doesn't post for this client. Enter their Connection ID.",
    postedFor: "Posted for",
    nobody: "No client",
    approvals: {
      switch $0 {
      case .none: ""
      case .pending: "Waits for the client"
      case .approved: "Approved by the client"
      case .refused: "Refused by the client"
      }
    },
    approvalText: {
      switch $0 {
      case .none, .approved: nil
      case .pending:
        "\($1) is asked before this job runs or is shared. They find it on their dashboard; once "
          + "they approve your workspace, it can go on."
      case .refused:
        "\($1) doesn't take postings from your workspace, so this job neither runs nor can it be "
          + "shared. Talk to them: while they have their account, they can approve your workspace. Or "
          + "edit the job, and post it for another client or for none."
      }
    },
    keep: { "\($0), as it is" },
    client: "Client",
    anotherClient: "Another client",
    moveHint: "Whoever it was posted for before loses sight of it at once.",
    clients: "Clients",
    clientsLead: "For whom this workspace posts jobs, and how far these are.",
    noClients: Notice(
      title: "You post for no client yet",
      text:
        "Ask a client for their Connection ID, and enter it when you post a job. They are listed "
        + "here from then on."),
    anyClient: "Any client",
    consents: {
      switch $0 {
      case .none: "Takes postings"
      case .pending: "Is asked whether you may post"
      case .approved: "Has approved your workspace"
      case .blocked: "Takes no postings from you"
      case .closed: "Has closed their account"
      }
    },
    allJobs: { $0 == 1 ? "1 job" : "\($0) jobs" },
    postFor: "Post a job",
    ofClient: { "for “\($0)”" },
    problem: {
      switch $0 {
      case "too_many_lookups":
        Notice(
          title: "You have tried many Connection IDs in a short time",
          text: "Wait a minute, then try again. All that you typed is still here.")
      case "client_refused":
        Notice(
          title: "This client takes no postings from your workspace",
          text: "Talk to them: while they have their account, they can approve your workspace.")
      case "client_approval_pending":
        Notice(
          title: "The client has to approve this first",
          text: "Before they do, the job neither runs nor can it be shared.")
      case "job_in_use":
        Notice(
          title: "The job runs, or a link opens it",
          text:
            "This client has to agree first, and nothing can go on meanwhile: cancel the job and "
            + "revoke its link, then give it to them.")
      case "too_many_pending":
        Notice(
          title: "Twenty jobs wait for this client already",
          text: "No more can be posted for them before they approve your workspace.")
      default: nil
      }
    })
}
