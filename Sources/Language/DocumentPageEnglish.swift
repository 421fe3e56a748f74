extension DocumentPagePhrases {
  static let english = DocumentPagePhrases(
    title: "Documents",
    new: "New document",
    find: "Title or text contains",
    order: "Order",
    orders: {
      switch $0 {
      case .changed: "Changed last"
      case .changedFirst: "Changed longest ago"
      case .newest: "Newest first"
      case .oldest: "Oldest first"
      case .title: "Title, A to Z"
      case .titleDescending: "Title, Z to A"
      }
    },
    show: "Show",
    showAll: "Show all documents",
    bin: "Bin",
    binText:
      "Deleted documents stay here for 30 days. Their links open nothing meanwhile; restored, they "
      + "open again.",
    backToList: "Back to the documents",
    author: "Author",
    changed: "Changed",
    deleted: "Deleted",
    by: "by",
    activeLinks: {
      switch $0 {
      case 0: "No active link"
      case 1: "1 active link"
      default: "\($0) active links"
      }
    },
    waitingRequests: { $0 == 1 ? "1 request to edit" : "\($0) requests to edit" },
    restore: "Restore",
    ofDocument: { "“\($0)”" },
    othersRestore: "Its author, admins and owners can restore it.",
    nothingYet: Notice(
      title: "No documents yet",
      text:
        "Write something, and share it with people outside by a link: to read, or to comment on, "
        + "with a password if you like."),
    makeFirst: "Write the first document",
    nothingFound: Notice(
      title: "Nothing found", text: "No document has that in its title or its text."),
    emptyBin: Notice(title: "The bin is empty", text: "Deleted documents would be here."),
    noWorkspace: Notice(
      title: "You belong to no workspace",
      text: "Documents belong to workspaces. Ask an owner or admin of one to add you."),
    tooMany: Notice(
      title: "These are too many to look through",
      text: "Look for a longer piece of a title or a text."),
    newLead: { "For \($0). All of its members can read and change it." },
    editTitle: "Edit document",
    documentTitle: "Title",
    body: "Text",
    bodyHint:
      "Markdown: # heading, **bold**, *italic*, - list, [link](https://…), > quotation, and tables.",
    bodyTooLong: "This is more than a document can hold, which is 1 MiB of text.",
    preview: "Preview",
    previewText: "This is how it will look. Nothing is saved yet.",
    save: "Save",
    saveAnyway: "Save my text as the newest version",
    savedMeanwhile: "What is there now",
    theirMarkdown: "Its Markdown, to copy from",
    emptyDocument: "There is nothing in it yet.",
    edit: "Edit",
    delete: "Delete",
    versions: "Versions",
    parts: "On this page",
    versionNumber: { "Version \($0)" },
    somebody: "somebody who has left",
    deleteTitle: { "Delete “\($0)”?" },
    deleteText:
      "The document goes to the bin, and its links stop opening at once. For 30 days you can "
      + "restore it, links and comments too; after that its text is gone for good.",
    versionsLead:
      "The last 1,000 saves are kept. Any of them can be looked at, and made the current one again.",
    current: "current",
    saved: "Saved",
    notCurrent: "This is an earlier version. People with a link see the current one.",
    bringBack: "Restore this version",
    bringBackLate: Notice(
      title: "Somebody has saved this document meanwhile",
      text:
        "Nothing was restored. Look at the list of versions first: if you restore this one now, what "
        + "they saved stays there."),
    backToDocument: "Back to the document",
    markdown: "Markdown",
    links: "Share links",
    linksText: "Whoever has one needs no account. Each can be changed, and revoked at once.",
    noLinks: "Nobody outside the workspace can see this document: there is no active link.",
    makeLink: "Make a link",
    level: "Whoever has the link",
    levels: {
      switch $0 {
      case .viewer: "may read, with its comments"
      case .commenter: "may read and comment"
      }
    },
    levelHint: "Nobody can change the text by a link.",
    password: "Password",
    passwordHint:
      "Only where it opens with one. 8 to 128 characters. You see what you type, since you have to pass it on.",
    passwordTooShort: "Use at least 8 characters.",
    lock: "It opens",
    locks: {
      switch $0 {
      case .none: "without a password"
      case .new: "with the password below"
      case .keep: "with the same password as before"
      }
    },
    passwordUnused: "You have typed a password, but chosen another way. Which do you mean?",
    externalEdit: "Guests may ask to become editors",
    externalEditHint: "They leave their e-mail address and a message; you decide.",
    withPassword: "Password",
    withoutPassword: "No password",
    takesRequests: "Guests may ask to edit",
    neverExpires: "Works until it is revoked",
    worksUntil: "Works until",
    expiredSince: "Expired",
    revokedSince: "Revoked",
    made: "Made",
    change: "Change",
    revoke: "Revoke",
    ofLink: "the link made",
    showEnded: "Show ended links too",
    hideEnded: "Show active links only",
    moreLinks: "Older links",
    newestLinks: "Newest links",
    notManaging:
      "The author of this document, admins and owners manage its links, its comments and requests "
      + "to edit.",
    newLink: "Your new link",
    newLinkText:
      "Copy it now: it is shown this once. We keep only its fingerprint, so once you leave or reload "
      + "this page, nobody can show it again. If it gets lost, revoke the link and make another.",
    linkAddress: "Address",
    copyLink: "Copy link",
    passwordApart:
      "It opens with the password you have chosen. Pass that on by another way than the address.",
    history: "Opens, history",
    linkTitle: "A revoked link",
    changeLinkTitle: "Change this link",
    changeLinkText: "Its address stays the same. Changes hold at once, for everybody who has it.",
    passwordChangeHint:
      "Whoever has come in with the password before is out at once, and has to type the new one.",
    event: {
      switch $0 {
      case "comment.posted": "Comment posted"
      case "comment.changed": "Comment changed"
      case "comment.deleted": "Comment deleted"
      case "edit_request.made": "Request to edit"
      case "edit_request.changed": "Message of a request to edit changed"
      case "edit_request.answered": "Request to edit answered"
      default: nil
      }
    },
    revokeTitle: "Revoke this link?",
    revokeText:
      "It stops opening at once, for everybody who has it, and never opens again. The document, its "
      + "comments and its other links stay as they are.",
    comments: "Comments",
    noComments: "Nobody has said anything yet.",
    guest: "guest",
    edited: "edited",
    takenAway: "This comment was deleted.",
    comment: "Your comment",
    commentHint:
      "Everybody who can open this document sees it, with your name; also guests with a link.",
    postComment: "Comment",
    answer: "Your answer",
    postAnswer: "Answer",
    ofComment: { "the comment by \($0)" },
    changeComment: "Edit your comment",
    takeAway: "Delete",
    takeAwayTitle: { "Delete the comment by \($0)?" },
    takeAwayText: "Its words are gone for good. Answers to it stay.",
    laterComments: "Later comments",
    firstComments: "First comments",
    requests: "Requests to edit",
    requestsText:
      "Accepting notes your answer; it gives nobody access by itself. To let somebody write, add "
      + "them to the workspace.",
    noRequests: "Nobody is waiting for an answer.",
    showAnswered: "Show answered requests too",
    hideAnswered: "Show waiting requests only",
    requestStates: {
      switch $0 {
      case .pending: "waiting"
      case .accepted: "accepted"
      case .declined: "declined"
      }
    },
    accept: "Accept",
    decline: "Decline",
    ofRequest: { "the request of \($0)" },
    laterRequests: "Older requests",
    firstRequests: "Newest requests",
    problem: {
      switch $0 {
      case "document_not_found":
        Notice(
          title: "There is no such document",
          text: "Perhaps it was deleted in the meantime, or it belongs to a workspace that you are "
            + "not a member of.")
      case "version_not_found":
        Notice(title: "There is no such version", text: "Look at the list of its versions.")
      case "document_changed":
        Notice(
          title: "Somebody else has saved this document meanwhile",
          text:
            "Nothing of yours is lost: it stands in the form below, and is not saved yet. Above "
            + "it you see what is there now. If you save, your text becomes the newest version; "
            + "theirs stays in the list of versions.")
      case "document_too_complex":
        Notice(
          title: "This text is too intricate to be shown",
          text:
            "It is nested too deeply, or becomes too long. Nothing was saved; what you typed is "
            + "still there.")
      case "comment_not_found":
        Notice(
          title: "This comment is gone already", text: "Somebody was quicker to delete it.")
      case "not_your_comment":
        Notice(
          title: "Only its author can change this comment",
          text: "Those who manage the document can delete it.")
      case "too_many_comments":
        Notice(
          title: "There are too many comments",
          text: "A document can have 10,000. Delete some that are not needed any more.")
      case "edit_request_answered":
        Notice(
          title: "This request is answered already", text: "Somebody was quicker: see below how.")
      case "edit_request_not_found":
        Notice(title: "There is no such request", text: "Nothing was changed.")
      default: nil
      }
    })
}
