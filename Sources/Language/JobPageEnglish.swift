extension JobPagePhrases {
  static let english = JobPagePhrases(
    createdBy: "Created by",
    changedAt: "Last change",
    edit: "Edit",
    cancelJob: "Cancel job",
    restartJob: "Restart job",
    deleteJob: "Delete job",
    cancelTitle: { "Cancel “\($0)”?" },
    cancelText:
      "The job stops here. Its tasks stay as they are and can't be changed any more; its link goes "
      + "on working and shows the job as cancelled. You can restart it later.",
    restartTitle: { "Restart “\($0)”?" },
    restartText:
      "Tasks that have not completed begin again. If all have, all of them do. What was completed "
      + "stays so otherwise. The link keeps working, and shows the job as it is then.",
    deleteTitle: { "Delete “\($0)”?" },
    deleteText:
      "The job goes to the bin, and its link stops opening at once: whoever has it is told that "
      + "the job was deleted. For 30 days you can restore it, link and all; after that its tasks "
      + "are gone for good.",
    editTitle: "Edit job",
    title: "Title",
    description: "Description",
    columns: "Columns",
    columnsHint:
      "What a column is called, and whether people with the link see it. Its values stay as they "
      + "are.",
    columnLabel: { "Label of \($0)" },
    columnIsPublic: { "Guests see \($0)" },
    changedMeanwhile: {
      $0.isEmpty
        ? "Somebody else has emptied this meanwhile. Save again to replace that."
        : "Somebody else has changed this meanwhile, to “\($0)”. Save again to replace that."
    },
    chooseTask: { "Choose \($0)" },
    setTo: "Set the chosen tasks to",
    setStatus: "Set status",
    closedTasks: "This job is cancelled, so its tasks can't be changed. Restart it to go on.",
    addTasks: "Add tasks",
    link: "Share link",
    noLink:
      "Nobody outside the workspace sees this job. With a link, whoever has it can read the job, "
      + "its tasks and the columns for guests. They need no account and can change nothing.",
    neverExpires: "It works until somebody revokes it.",
    worksUntil: "It works until",
    expiredSince: "It has not opened since",
    generate: "Generate link",
    generateNew: "Generate a new link",
    generateNewHint: "A new link gets a new address. The expired one then never opens again.",
    address: "Address",
    copyLink: "Copy link",
    changeExpiry: "Change when it expires",
    changeExpiryHint: "The address stays the same. Counted from now.",
    extend: "Extend it: the same address opens again",
    seePreview: "See what they see",
    revoke: "Revoke link",
    revokeTitle: "Revoke this link?",
    revokeText:
      "It stops opening at once, for everybody who has it, and never opens again. The job itself "
      + "stays as it is. You can generate a new link, with another address.",
    rotate: "Change address",
    rotateTitle: "Give this link a new address?",
    rotateText:
      "For when the address got into the wrong hands. Expiry, history and opens stay with the "
      + "link, but the address you have sent stops opening: send the new one to everybody who "
      + "should still get in.",
    grace: "The old address stops",
    graces: {
      switch $0 {
      case 0: "at once"
      case 3_600: "in 1 hour"
      case 86_400: "in 1 day"
      default: "in \($0 / 86_400) days"
      }
    },
    addressUnreadable:
      "The link works, but its address can't be shown any more, since the key it was kept under "
      + "is gone. Change the address to get one that can be copied.",
    addressForgotten:
      "It expired so long ago that its address was forgotten: it can't be extended any more. "
      + "Generate a new one.",
    notManaging: "Whoever made this job, and admins and owners, can manage its link.",
    earlierLinks: "Earlier links",
    newestFifty: "The newest 50.",
    made: "Made",
    ended: "Ended",
    by: "by",
    event: {
      switch $0 {
      case "job.created": "Job created"
      case "job.changed": "Job edited"
      case "job.deleted": "Job deleted"
      case "job.restored": "Job restored"
      case "job.cancelled": "Job cancelled"
      case "job.restarted": "Job restarted"
      case "job.status_changed": "Status of the job changed with its tasks"
      case "job.tasks_added": "Tasks added"
      case "job.tasks_changed": "Tasks changed"
      case "job.client_approved": "Approved by the client"
      case "job.client_refused": "Refused by the client"
      case "job.client_changed": "Posted for another client, or for none"
      default: nil
      }
    },
    somebody: "somebody who has left",
    preview: "Preview",
    previewText: {
      switch $0 {
      case .none: "This is what people would see. There is no link yet, so nobody does."
      case .active: "This is what everybody with the link sees. Your looking isn't counted."
      case .expired:
        "This is what people saw. The link has expired: they are told so instead, until you extend "
          + "it."
      case .revoked: "This is what people saw. The link was revoked: they are told so instead."
      }
    },
    backToJob: "Back to the job",
    problem: {
      switch $0 {
      case "job_not_found":
        Notice(
          title: "There is no such job",
          text: "Perhaps it was deleted in the meantime, or it belongs to a workspace that you are "
            + "not a member of.")
      case "task_not_found":
        Notice(title: "One of these tasks is gone", text: "Nothing was changed.")
      case "invalid_transition":
        Notice(
          title: "The job's state doesn't allow that",
          text: "Perhaps somebody was quicker: look how it stands now. Nothing was changed.")
      case "restart_in_progress":
        Notice(
          title: "The job is just being restarted",
          text: "These tasks' turn is still to come. Try again in a moment; nothing was changed.")
      case "job_changed":
        Notice(
          title: "Somebody else has changed this job meanwhile",
          text: "Nothing of yours is saved yet, and all that you typed is still here. What you "
            + "left as it was is shown as it is now.")
      case "import_in_progress":
        Notice(
          title: "Tasks are just being added to this job",
          text: "Try again in a moment; nothing was changed.")
      case "too_many_requests":
        Notice(
          title: "That was a little fast",
          text: "Nothing was changed. Wait a moment, then try again.")
      default: PostingPhrases.english.problem($0)
      }
    },
    fieldError: {
      switch $0 {
      case "none_chosen": "Choose at least one task in the table first."
      default: nil
      }
    })
}
