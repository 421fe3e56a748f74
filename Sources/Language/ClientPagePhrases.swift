/// The words of clients' pages (seed 1), apart from what they see of jobs.
package struct ClientPagePhrases: Sendable {
  // MARK: Signing up
  package let signUpLead: String
  package let companyName: String
  package let companyNameHint: String

  // MARK: The connection ID
  package let connectionID: String
  package let connectionIDText: String

  // MARK: Settings
  /// Also the menu's entry.
  package let settings: String
  package let company: String
  package let askFirst: String
  package let askFirstHint: String
  package let closeTitle: String
  package let closeLead: String
  /// The company's name.
  package let closeQuestion: @Sendable (String) -> String
  /// What happens, one thing a line.
  package let closeEffects: [String]
  package let closePassword: String
  package let close: String
  package let wrongPassword: Notice

  // MARK: Workspaces
  /// Also the menu's entry.
  package let workspaces: String
  package let workspacesLead: String
  package let waiting: String
  package let waitingText: String
  package let others: String
  package let noWorkspaces: Notice
  package let consents: @Sendable (ConsentWord) -> String
  /// Before the moment in which it was decided.
  package let decided: String
  /// Before the moment in which it posted first, or was first decided on.
  package let since: String
  /// How often a blocked one has tried to post; before the moment in which it did last.
  package let triedToPost: @Sendable (Int) -> String
  package let approve: String
  package let block: String
  /// The same where it is a job that is looked at.
  package let approveWorkspace: String
  package let blockWorkspace: String
  /// A workspace's name, for those who hear the buttons without the row around them.
  package let ofWorkspace: @Sendable (String) -> String
  package let blockTitle: @Sendable (String) -> String
  package let blockText: String

  // MARK: Look-ups
  /// Also the menu's entry.
  package let lookups: String
  package let lookupsLead: String
  package let noLookups: Notice
  package let byMember: String
  package let byProgram: String
  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// What a client has said of a workspace, or not yet.
package enum ConsentWord: String, CaseIterable, Sendable {
  /// It posts, and nobody was asked.
  case none
  case pending, approved, blocked
  /// It has looked the client up, and posted nothing.
  case unlinked
}
