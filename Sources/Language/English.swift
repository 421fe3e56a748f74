extension Phrases {
  static let english = Phrases(
    code: "en",
    product: "Waylink",
    skipToContent: "Skip to content",
    pageTitleOfError: "Waylink",
    sharedJob: "Shared job",
    jobStatus: JobStatusWords(
      pending: "Not started", running: "Running", completed: "Completed", failed: "Failed",
      cancelled: "Cancelled"),
    progress: "Progress",
    percent: { "\($0 / 10).\($0 % 10) %" },
    tasksDone: { "\($0) of \($1) tasks done" },
    completed: "Completed",
    failed: "Failed",
    skipped: "Skipped",
    waiting: "Still to do",
    created: "Created",
    started: "Started",
    finished: "Finished",
    duration: "Took",
    linkWorksUntil: "This link works until",
    linkNeverExpires: "This link never expires",
    inDays: { "in \($0) days" },
    inHours: { "in \($0) hours" },
    inMinutes: { "in \($0) minutes" },
    inAMoment: "in less than two minutes",
    notYet: "not yet",
    refresh: "Refresh",
    jobHasChanged: "This job has moved on since you opened this page.",
    tasks: "Tasks",
    number: "No.",
    task: "Task",
    status: "Status",
    taskStatus: TaskStatusWords(
      pending: "Pending", running: "Running", completed: "Completed", failed: "Failed",
      skipped: "Skipped"),
    noTasks: "This job has no tasks yet. They appear here as soon as there are any.",
    yes: "yes",
    no: "no",
    taskRange: { "Tasks \($0) to \($1) of \($2)" },
    pages: "Pages",
    firstPage: "First",
    previousPage: "Previous",
    nextPage: "Next",
    download: "Download all tasks",
    downloadThese: "Download these tasks",
    search: TaskSearchWords(
      statuses: "Tasks by status",
      all: "All",
      title: "Find in titles",
      search: "Search",
      filterAndSort: "Filter and sort",
      from: "from",
      to: "to",
      wholeText: "the whole text",
      any: "any",
      sortBy: "Sort by",
      inOrder: "the job's own order",
      ascending: { "\($0), ascending" },
      descending: { "\($0), descending" },
      apply: "Show tasks",
      filters: "Filters in use",
      removeFilter: "Remove filter:",
      clear: "Clear",
      found: { "\($0) of \($1) tasks" },
      nothingFound: "No task matches these filters.",
      showAll: "Show all tasks",
      showUnsorted: "Show them in the job's own order",
      unusable: "What can't be used:"),
    linkNotFound: Notice(
      title: "We don't know this link",
      text: "Perhaps a part of it got lost on the way. Open it once more from the message it "
        + "came in, or ask the person who sent it."),
    linkExpired: Notice(
      title: "This link has expired",
      text: "It was made for a limited time, and that time is over. The person who sent it can "
        + "extend it or send you a new one."),
    linkRevoked: Notice(
      title: "This link was taken back",
      text: "It was ended and will not work again. If you still need access, ask the person who "
        + "sent it to you for a new one."),
    linkPaused: Notice(
      title: "This link is paused",
      text: "It does not open at the moment. Try again later, or ask the person who sent it."),
    subjectDeleted: Notice(
      title: "What this link showed was deleted",
      text: "The link itself is in order, but there is nothing behind it any more. The person who "
        + "sent it can tell you more."),
    pageNotFound: Notice(
      title: "There is nothing here",
      text: "This address leads nowhere. Check it for a typing error."),
    badRequest: Notice(
      title: "That did not work",
      text: "Something in this address can't be read. Go back and try again from there."),
    tooManyToSort: Notice(
      title: "These are too many to sort that way",
      text: "Choose one status first, or sort by number or status, which works for any number of "
        + "tasks."),
    tooManyToFilter: Notice(
      title: "These are too many to look through that way",
      text: "It took too long. Choose one status as well, or download all tasks and look through "
        + "them on your own device."),
    badSearch: Notice(
      title: "These tasks can't be shown",
      text: "Something in this address can't be used as a filter, an order or a page. Perhaps a "
        + "part of it got lost on the way."),
    wrongMethod: Notice(
      title: "That does not work here",
      text: "This address can't be used in that way. Go back and try again from there."),
    busy: Notice(
      title: "One moment, please",
      text: "We can't answer right now. Try again in a few seconds; nothing is lost."),
    ourFault: Notice(
      title: "Something went wrong on our side",
      text: "It is not your fault. Try again in a moment."),
    console: .english,
    jobPage: .english,
    posting: .english,
    dashboard: .english,
    document: .english,
    documentPage: .english,
    clientPage: .english,
    mail: .english,
    recovery: .english,
    album: .english,
    albumPage: .english)
}
