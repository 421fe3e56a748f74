extension ConsolePhrases {
  static let english = ConsolePhrases(
    jobs: .english,
    links: .english,
    menu: "Menu",
    workspace: "Workspace",
    workspaces: "Workspaces",
    account: "Account",
    signOut: "Sign out",
    language: "Language",
    save: "Save",
    cancel: "Cancel",
    goBack: "Go back",
    copy: "Copy",
    copied: "Copied",
    selected: "Selected: now press Ctrl+C, or touch and hold",
    message: {
      switch $0 {
      case .jobMade: "The job is posted."
      case .jobRestored: "The job is back, with its tasks and its link."
      case .linkMade: "The link is made. Copy it and send it to whoever should see the job."
      case .linkStands: "There is a link already; here it is."
      case .linkRevoked: "The link is revoked. It opens nothing any more."
      case .signedOut: "You are signed out."
      case .passwordChanged: "Your password is changed. All your other devices are signed out."
      case .sessionEnded: "That device is signed out."
      case .othersEnded: "All your other devices are signed out."
      case .languageChanged: "Pages are in English from now on."
      case .memberJoined: "They are a member now."
      case .memberInvited:
        "They have no account yet, and no message is sent to them. Add them again once they have "
          + "made one."
      case .memberRemoved: "They are not a member any more."
      case .roleChanged: "The role is changed."
      case .workspaceLeft: "You have left the workspace."
      case .keyEnded: "The key has ended. Nothing gets in with it any more."
      case .jobChanged: "The job is changed."
      case .jobCancelled: "The job is cancelled."
      case .jobRestarted: "The job has begun again."
      case .jobDeleted: "The job is in the bin. You can restore it for 30 days."
      case .linkExpiryChanged: "The link's expiry is changed. Its address is the same."
      case .linkRotated: "The link has a new address. Send it to those who should still get in."
      case .tasksAdded: "The tasks are added, behind the others."
      case .tasksChanged: "The status of these tasks is changed."
      case .documentMade: "The document is made."
      case .documentSaved: "Saved as a new version."
      case .documentUnchanged: "There was nothing to save: it is as it was."
      case .documentDeleted: "The document is in the bin. You can restore it for 30 days."
      case .documentRestored: "The document is back, with its links and comments."
      case .versionBroughtBack: "The earlier version is the current one again."
      case .linkMadeBefore:
        "This link was made already. Its address was shown once, and can't be again."
      case .linkChanged: "The link is changed. Its address is the same."
      case .commentPosted: "Your comment is there."
      case .answerPosted: "Your answer is there."
      case .commentChanged: "Your comment is changed."
      case .commentTakenAway: "The comment is deleted."
      case .requestAccepted:
        "The request is accepted. Now add them to the workspace, and tell them."
      case .requestDeclined: "The request is declined."
      case .profileSaved: "Saved."
      case .workspaceApproved: "The workspace may post for you."
      case .workspaceBlocked: "The workspace can't post for you any more."
      case .accountClosed: "The account is closed."
      case .passwordSet: "Your new password is set. Sign in with it."
      case .invitationSent: "They have no account yet. A link is on its way to them."
      case .messagesSaved: "Saved: you are told what you have ticked."
      case .albumMade: "The album is made. Now add photos."
      case .albumRenamed: "The album has its new title."
      case .albumDeleted: "The album is in the bin. You can restore it for 30 days."
      case .albumRestored: "The album is back, with its photos, links and people."
      case .albumJoined: "You have joined the album."
      case .albumLeft: "You have left the album."
      case .albumMemberRemoved: "They are not in the album any more."
      case .albumLinkMade:
        "The share link is made. Copy it and send it to whoever should see the album."
      case .albumLinkRevoked: "Access through that link is revoked. You can create a new one."
      case .photosAdded: "The photos are added."
      case .photoSaved: "Saved."
      case .photoDeleted: "The photo is deleted."
      }
    },
    errorInTitle: "Error",
    checkForm: "Please check what you entered",
    kept: Notice(
      title: "What you had typed", text: "It was not saved. Copy it, if you want to keep it."),
    optional: "optional",
    fieldError: {
      switch $0 {
      case "not_a_key", "same_key", "too_many_lines":
        JobPhrases.english.fieldError($0)
      case "required": "Please fill this in."
      case "too_short": "Use at least 10 characters."
      case "too_long": "Use at most 128 characters."
      case "too_common": "This is among the first passwords that anyone would try."
      case "personal": "Don't use your own name or e-mail as your password."
      case "not_an_email": "This is not an e-mail address. One looks like name@example.com."
      case "control_character": "There is a character in it that can't be used."
      case "not_allowed": "Choose one of the list."
      case "duplicate": "This was sent twice."
      default:
        LinkPhrases.english.fieldError($0) ?? JobPagePhrases.english.fieldError($0)
          ?? DocumentPhrases.english.fieldError($0)
      }
    },
    lineError: { $0 == "line_too_long" ? "Line \($1) is longer than 500 characters." : nil },
    fieldWrong: "This can't be used.",
    wrongLength: { "Use \($0.lowerBound) to \($0.upperBound) characters." },
    problem: {
      switch $0 {
      case "idempotency_key_reused":
        Notice(
          title: "This form was sent before",
          text: "What it did then stands. Load the page anew if you want something else beside it.")
      case "bad_credentials":
        Notice(
          title: "E-mail and password don't belong together",
          text: "Check both for typing errors, then try again.")
      case "too_many_attempts":
        Notice(
          title: "Too many wrong tries",
          text:
            "To keep others out, we wait a little after several wrong passwords. Wait a moment, "
            + "then try again.")
      case "email_taken":
        Notice(
          title: "There is an account with this e-mail already",
          text: "Sign in with it, or use another address.")
      case "signup_closed":
        Notice(
          title: "New accounts can't be made here at the moment",
          text: "If you have one already, sign in. Otherwise ask whoever runs this site.")
      case "members_only":
        Notice(
          title: "These pages are for members of a workspace",
          text: "Your account is of another kind. Sign out and use a member's account.")
      case "form_expired":
        Notice(
          title: "This form is out of date",
          text:
            "Nothing was changed. It belongs to an earlier sign-in: go back, load the page again "
            + "and send it once more.")
      case "foreign_form":
        Notice(
          title: "This form came from another site",
          text: "Nothing was changed. Forms are only accepted from our own pages.")
      case "not_an_admin":
        Notice(
          title: "Only owners and admins may do this",
          text: "Ask an owner or admin of the workspace to do it, or to give you that role.")
      case "not_an_owner":
        Notice(
          title: "Only owners may do this",
          text: "What concerns an owner, or makes one, is for owners.")
      case "last_owner":
        Notice(
          title: "A workspace needs an owner",
          text: "Make somebody else an owner first.")
      case "already_a_member":
        Notice(
          title: "They are a member already", text: "You can change their role in the list above.")
      case "account_is_a_client":
        Notice(
          title: "This account can't join a workspace",
          text: "It is a client's account. Ask for another e-mail address.")
      case "too_many_invitations":
        Notice(
          title: "Too many invitations are open",
          text: "Withdraw some that are not needed any more.")
      case "too_many_api_keys":
        Notice(
          title: "There are fifty keys already", text: "End one that is not needed any more.")
      case "unavailable":
        Notice(
          title: "One moment, please", text: "We are very busy. Try again in a few seconds.")
      default:
        LinkPhrases.english.problem($0) ?? DocumentPagePhrases.english.problem($0)
          ?? JobPagePhrases.english.problem($0) ?? ClientPagePhrases.english.problem($0)
          ?? AlbumPagePhrases.english.problem($0)
      }
    },
    refused: Notice(
      title: "That is not for you to do",
      text: "Your role doesn't include it. Ask an owner or admin of the workspace."),
    signIn: "Sign in",
    signInFirst: "Please sign in to see this page.",
    signInAgain:
      "You were signed out in the meantime. Sign in again: what you typed is kept, apart from "
      + "passwords.",
    newHere: "New here?",
    signUp: "Make an account",
    signUpLead: "An account comes with a workspace of your own. You can add others later.",
    haveAccount: "You have an account?",
    signUpQuestion: "Do you post jobs, or are jobs posted for you?",
    signUpAsMember: "I post jobs",
    signUpAsClient: "Jobs are posted for me",
    email: "E-mail",
    password: "Password",
    passwordHint: "At least 10 characters. A few words that only you would put together are good.",
    yourName: "Your name",
    workspaceName: "Name of your workspace",
    workspaceNameHint: "Your company or team, for instance.",
    resumeTitle: "You are signed in again",
    resumeText:
      "What you had typed has not been sent yet. Nothing is changed until you do, apart from "
      + "passwords all of it is kept.",
    resume: "Send what I had typed",
    profile: "You",
    changePassword: "Change password",
    changePasswordHint: "All your other devices are signed out then.",
    currentPassword: "Current password",
    newPassword: "New password",
    devices: "Where you are signed in",
    devicesHint: "If you don't know one of these, sign it out and change your password.",
    device: "Device",
    unknownDevice: "Unknown",
    program: "By a program",
    signedInAt: "Signed in",
    lastUsed: "Last used",
    neverUsed: "never",
    thisDevice: "this one",
    end: "Sign out",
    endOthers: "Sign out everywhere else",
    action: "Action",
    members: "Members",
    membersForAdmins: "Owners and admins see here who else is a member.",
    name: "Name",
    role: "Role",
    roles: {
      switch $0 {
      case .owner: "Owner"
      case .admin: "Admin"
      case .member: "Member"
      }
    },
    since: "Since",
    you: "you",
    changeRole: "Change",
    remove: "Remove",
    leave: "Leave this workspace",
    invite: "Add somebody",
    inviteHint: "Whoever has an account joins at once. Others have to make one first.",
    invitations: "Without an account yet",
    invitationsHint:
      "Nobody has told them: no messages are sent. Add them again once they have made an account.",
    invitedUntil: "In this list until",
    withdraw: "Withdraw",
    keys: "API keys",
    keysHint: "With a key, a program may do in this workspace what you may do.",
    noKeys: "There are no keys.",
    keyName: "Name of the key",
    keyNameHint: "What will use it, so that you know it again.",
    makeKey: "Make a key",
    endKey: "End",
    newKey: "Your new key",
    newKeyText:
      "Copy it now and keep it in a safe place: it is never shown again. Don't load this page "
      + "again, or another key is made.",
    more: "More",
    removeTitle: { "Remove \($0)?" },
    removeText:
      "They lose access at once, and their keys end. What they made stays and passes to an owner. "
      + "You can add them again later.",
    demoteTitle: { "Make \($0) a plain member?" },
    demoteText: {
      ($0 == 1
        ? "Their API key of this workspace ends at once: whatever uses it"
        : "Their \($0) API keys of this workspace end at once: whatever uses them")
        + " stops working, and a key that has ended never works again. They stay in the workspace."
    },
    demote: "Make them a member",
    withdrawTitle: { "Withdraw the invitation of \($0)?" },
    withdrawText: "They are taken off the list. You can add them again at any time.",
    leaveTitle: { "Leave “\($0)”?" },
    leaveText:
      "You lose access at once, and your keys of this workspace end. What you made stays and passes "
      + "to an owner. Only an owner or admin can let you in again.",
    endKeyTitle: { "End the key “\($0)”?" },
    endKeyText: "Whatever uses it stops working at once. A key that has ended never works again.")
}
