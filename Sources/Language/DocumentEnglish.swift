extension DocumentPhrases {
  static let english = DocumentPhrases(
    sharedDocument: "Shared document",
    lastChanged: "Last changed",
    empty: "There is nothing in this document yet.",
    backToDocument: "Back to the document",
    notAvailable: Notice(
      title: "This document is not available",
      text:
        "Its link has ended, or a part of the address got lost on the way. Open it once more from "
        + "the message it came in, or ask the person who sent it for a new one."),
    locked: Notice(
      title: "This document has a password",
      text: "Whoever sent you the link can tell you the password."),
    lockedAgain:
      "It is a while since you opened it, so please enter the password once more. What you typed "
      + "is kept.",
    password: "Password",
    open: "Open the document",
    tooManyTries: { seconds in
      Notice(
        title: "Too many wrong passwords",
        text: "To keep others out, we wait a little now. Try again in \(wait(seconds)).")
    },
    comments: "Comments",
    noComments: "Nobody has commented yet. You can be the first.",
    addComment: "Add a comment",
    commentHint: "Everybody who can open this document sees it, with your name.",
    name: "Your name",
    comment: "Your comment",
    post: "Post comment",
    answer: "Answer",
    answerTo: { "to the comment of \($0)" },
    ofComment: { "your comment “\($0)”" },
    postAnswer: "Post answer",
    team: "Team",
    edited: "changed",
    deleted: "This comment was deleted.",
    changeOrDelete: "Change or delete",
    moreComments: "More comments",
    firstComments: "All comments from the start",
    ownComment: "Your comment",
    save: "Save",
    delete: "Delete comment",
    deleteText: "A deleted comment can't be brought back.",
    ask: "Ask to edit",
    askText:
      "Those who look after this document see your request, and get in touch by e-mail.",
    email: "Your e-mail",
    emailHint: "Only those who look after this document see it.",
    message: "Message",
    sendRequest: "Send request",
    said: {
      switch $0 {
      case .posted: "Your comment is posted."
      case .changed: "Your comment is changed."
      case .deleted: "Your comment is deleted."
      case .asked: "Thank you. Your request is on its way to those who look after this document."
      }
    },
    notSentYet: Notice(
      title: "This has not been sent yet",
      text: "What you had typed is here again. Send it once more."),
    kept: Notice(
      title: "What you had typed", text: "It was not saved. Copy it, if you want to keep it."),
    fieldError: {
      switch $0 {
      case "wrong_password":
        "This is not the password. Mind capital letters and spaces, then try again."
      case "unknown_comment", "is_an_answer":
        "The comment that you answer is not there any more. Post yours as a new one."
      default: nil
      }
    },
    problem: {
      switch $0 {
      case "comment_not_allowed":
        Notice(
          title: "This link is for reading only",
          text: "Nothing was posted. Ask whoever sent it for one with which you can comment.")
      case "comment_not_found":
        Notice(
          title: "This comment is not there any more",
          text: "It was deleted, by its author or by those who look after the document.")
      case "not_your_comment":
        Notice(
          title: "Only its author can change this comment",
          text: "And only in the browser in which it was written.")
      case "too_many_comments":
        Notice(
          title: "There are as many comments here as there can be",
          text: "Nothing was posted. Get in touch with whoever sent you the link.")
      case "too_many_posts":
        Notice(
          title: "That was a lot in a short time",
          text: "Wait a few minutes, then send it again. What you typed is still here.")
      case "edit_requests_not_allowed":
        Notice(
          title: "This link takes no requests to edit",
          text: "Nothing was sent. Get in touch with whoever sent you the link.")
      case "too_many_edit_requests":
        Notice(
          title: "Too many requests are waiting for an answer",
          text: "Nothing was sent. Please come back later.")
      case "form_expired":
        Notice(
          title: "This page lay open for too long",
          text:
            "Nothing was sent yet. Please send it once more; if that doesn't help, let your browser "
            + "keep cookies of this site.")
      case "foreign_form":
        Notice(
          title: "This form came from another site",
          text: "Nothing was done. Forms are only accepted from our own pages.")
      default: nil
      }
    })

  /// To the next whole unit, so that nobody comes back too early.
  private static func wait(_ seconds: Int) -> String {
    guard seconds > 90 else { return seconds == 1 ? "one second" : "\(seconds) seconds" }
    return "\((seconds + 59) / 60) minutes"
  }
}
