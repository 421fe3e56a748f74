extension JobPhrases {
  static let english = JobPhrases(
    title: "Jobs",
    new: "New job",
    find: "Title or description contains",
    anyStatus: "Any status",
    order: "Order",
    orders: {
      switch $0 {
      case .newest: "Newest first"
      case .oldest: "Oldest first"
      case .changed: "Last changed first"
      case .title: "Title, A to Z"
      case .titleDescending: "Title, Z to A"
      case .status: "By status"
      }
    },
    show: "Show",
    showAll: "Show all jobs",
    bin: "Bin",
    binText: "Deleted jobs can be restored for 30 days, with their tasks and links.",
    backToList: "Back to the jobs",
    noTasks: "No tasks yet",
    created: "Created",
    deleted: "Deleted",
    noLink: "No link",
    linkActive: "Active link,",
    linkExpired: "Link expired",
    linkRevoked: "Link revoked",
    neverExpires: "never expires",
    daysLeft: {
      switch $0 {
      case 0: "expires within a day,"
      case 1: "expires in 1 day,"
      default: "expires in \($0) days,"
      }
    },
    generate: "Generate link",
    ofJob: { "for “\($0)”" },
    copyLink: "Copy link",
    linkAddress: "Address of the link",
    addressGone: "Its address can't be shown any more.",
    extend: "Extend",
    revoke: "Revoke",
    restore: "Restore",
    othersRestore: "Only whoever made it, admins and owners can restore it.",
    nothingYet: Notice(
      title: "There are no jobs yet",
      text:
        "A job is a piece of work with tasks. Post one, then share it by a link with people who "
        + "have no account here."),
    makeFirst: "Post your first job",
    nothingFound: Notice(
      title: "No job is like that", text: "Look for something shorter, or choose another status."),
    emptyBin: Notice(
      title: "The bin is empty", text: "Jobs that are deleted stay here for 30 days."),
    noWorkspace: Notice(
      title: "You are in no workspace",
      text: "Jobs belong to a workspace. Ask an owner or admin of one to add you."),
    tooMany: Notice(
      title: "That takes too long to look through",
      text: "There are very many jobs here. Choose a status too, or look for nothing but a status."),
    newLead: { "It is posted in “\($0)”, and everybody there sees it." },
    jobTitle: "Title",
    description: "Description",
    descriptionHint: "Whoever has the link reads it too.",
    tasks: "Tasks",
    tasksHint: "One a line; up to 1,000. More can be added later.",
    columns: "Columns",
    columnsHint:
      "What each task has beside its title and status: a price, an address, an answer. Leave out "
      + "what you don't need.",
    column: { "Column \($0)" },
    columnLabel: "Name",
    columnKey: "Key for programs",
    columnKeyHint: "Made from the name if left empty.",
    columnType: "Holds",
    columnTypes: {
      switch $0 {
      case .string: "Text"
      case .number: "Numbers"
      case .boolean: "Yes or no"
      case .datetime: "Dates and times"
      }
    },
    columnSeen: "Seen by",
    seenByAll: "Everybody with the link",
    seenByMembers: "Members only",
    post: "Post job",
    fieldError: {
      switch $0 {
      case "not_a_key":
        "Use a–z, 0–9 and _, and begin with a letter. Words like id or status are taken."
      case "same_key": "Another column has this key already."
      case "too_many_lines":
        "These are more than 1,000 lines. Post the job first, then add the others."
      default: nil
      }
    },
    problem: {
      switch $0 {
      case "idempotency_key_reused":
        Notice(
          title: "This form was sent before",
          text: "A job was made from it then. Send it again if you want another one.")
      default: nil
      }
    })
}
