/// The words of members' pages, apart from what those of single features say.
package struct ConsolePhrases: Sendable {
  /// Of the list of jobs.
  @Boxed package var jobs: JobPhrases
  /// Of share links, whatever they open.
  @Boxed package var links: LinkPhrases

  // MARK: Frame
  package let menu: String
  package let workspace: String
  package let workspaces: String
  package let account: String
  package let signOut: String
  package let language: String
  package let save: String
  package let cancel: String
  package let goBack: String
  package let copy: String
  package let copied: String
  /// Where the clipboard can't be reached.
  package let selected: String
  package let message: @Sendable (ConsoleMessage) -> String

  // MARK: Forms
  package let errorInTitle: String
  package let checkForm: String
  /// Above words that were typed for something that is gone, or may not be changed any more.
  package let kept: Notice
  package let optional: String
  /// By an error's code; nil for one that has no words here.
  package let fieldError: @Sendable (String) -> String?
  /// The same of one line of a field's text, by its number.
  package let lineError: @Sendable (String, Int) -> String?
  package let fieldWrong: String
  package let wrongLength: @Sendable (ClosedRange<Int>) -> String
  /// By a problem's code.
  package let problem: @Sendable (String) -> Notice?
  package let refused: Notice

  // MARK: Signing in
  package let signIn: String
  package let signInFirst: String
  package let signInAgain: String
  package let newHere: String
  package let signUp: String
  package let signUpLead: String
  package let haveAccount: String
  /// Which of the two kinds of account it is to be.
  package let signUpQuestion: String
  package let signUpAsMember: String
  package let signUpAsClient: String
  package let email: String
  package let password: String
  package let passwordHint: String
  package let yourName: String
  package let workspaceName: String
  package let workspaceNameHint: String
  package let resumeTitle: String
  package let resumeText: String
  package let resume: String

  // MARK: Account
  package let profile: String
  package let changePassword: String
  package let changePasswordHint: String
  package let currentPassword: String
  package let newPassword: String
  package let devices: String
  package let devicesHint: String
  package let device: String
  package let unknownDevice: String
  package let program: String
  package let signedInAt: String
  package let lastUsed: String
  package let neverUsed: String
  package let thisDevice: String
  package let end: String
  package let endOthers: String
  package let action: String

  // MARK: Workspace
  package let members: String
  package let membersForAdmins: String
  package let name: String
  package let role: String
  package let roles: @Sendable (RoleWord) -> String
  package let since: String
  package let you: String
  package let changeRole: String
  package let remove: String
  package let leave: String
  package let invite: String
  package let inviteHint: String
  /// Those who have no account yet.
  package let invitations: String
  package let invitationsHint: String
  package let invitedUntil: String
  package let withdraw: String
  package let keys: String
  package let keysHint: String
  package let noKeys: String
  package let keyName: String
  package let keyNameHint: String
  package let makeKey: String
  package let endKey: String
  package let newKey: String
  package let newKeyText: String
  package let more: String

  // MARK: Before what can't be undone
  /// Who it is.
  package let removeTitle: @Sendable (String) -> String
  package let removeText: String
  package let demoteTitle: @Sendable (String) -> String
  /// How many keys end.
  package let demoteText: @Sendable (Int) -> String
  package let demote: String
  package let withdrawTitle: @Sendable (String) -> String
  package let withdrawText: String
  package let leaveTitle: @Sendable (String) -> String
  package let leaveText: String
  package let endKeyTitle: @Sendable (String) -> String
  package let endKeyText: String
}

/// What a page says once about what has just been done. It travels as its name, in a cookie: no
/// address can make a page say something else.
package enum ConsoleMessage: String, CaseIterable, Sendable {
  case jobMade = "job-made"
  case jobRestored = "job-restored"
  case linkMade = "link-made"
  case linkStands = "link-stands"
  case linkRevoked = "link-revoked"
  case signedOut = "signed-out"
  case passwordChanged = "password-changed"
  case sessionEnded = "session-ended"
  case othersEnded = "others-ended"
  case languageChanged = "language-changed"
  case memberJoined = "member-joined"
  case memberInvited = "member-invited"
  case memberRemoved = "member-removed"
  case roleChanged = "role-changed"
  case workspaceLeft = "workspace-left"
  case keyEnded = "key-ended"
  case jobChanged = "job-changed"
  case jobCancelled = "job-cancelled"
  case jobRestarted = "job-restarted"
  case jobDeleted = "job-deleted"
  case linkExpiryChanged = "link-expiry-changed"
  case linkRotated = "link-rotated"
  case tasksChanged = "tasks-changed"
  case tasksAdded = "tasks-added"
  case documentMade = "document-made"
  case documentSaved = "document-saved"
  case documentUnchanged = "document-unchanged"
  case documentDeleted = "document-deleted"
  case documentRestored = "document-restored"
  case versionBroughtBack = "version-brought-back"
  case linkMadeBefore = "link-made-before"
  case linkChanged = "link-changed"
  case commentPosted = "comment-posted"
  case answerPosted = "answer-posted"
  case commentChanged = "comment-changed"
  case commentTakenAway = "comment-taken-away"
  case requestAccepted = "request-accepted"
  case requestDeclined = "request-declined"
  case profileSaved = "profile-saved"
  case workspaceApproved = "workspace-approved"
  case workspaceBlocked = "workspace-blocked"
  case accountClosed = "account-closed"
  case passwordSet = "password-set"
  case invitationSent = "invitation-sent"
  case messagesSaved = "messages-saved"
  case albumMade = "album-made"
  case albumRenamed = "album-renamed"
  case albumDeleted = "album-deleted"
  case albumRestored = "album-restored"
  case albumJoined = "album-joined"
  case albumLeft = "album-left"
  case albumMemberRemoved = "album-member-removed"
  case albumLinkMade = "album-link-made"
  case albumLinkRevoked = "album-link-revoked"
  case photosAdded = "photos-added"
  case photoSaved = "photo-saved"
  case photoDeleted = "photo-deleted"
}

/// The roles of a workspace.
package enum RoleWord: String, CaseIterable, Sendable {
  case owner, admin, member
}
