/// The words of posting for clients, on members' pages (seed 1).
package struct PostingPhrases: Sendable {
  // MARK: The form
  package let forClient: String
  package let forClientHint: String
  package let connectionID: String
  package let connectionHint: String
  package let placeholder: String
  package let check: String
  /// A company's name follows.
  package let linkedTo: String
  /// Seed 1 §8, as all of these three.
  package let malformed: String
  package let unknown: String
  package let unreachable: String
  package let dismiss: String
  package let knownClient: String
  package let byConnection: String
  package let bothGiven: String
  package let unknownClient: String

  // MARK: A job that is posted for somebody
  package let postedFor: String
  package let nobody: String
  package let approvals: @Sendable (ApprovalWord) -> String
  /// What that means, and what to do next; the company's name. Nil where there is nothing to say.
  package let approvalText: @Sendable (ApprovalWord, String) -> String?
  /// As it is now: a company's name, or `nobody`.
  package let keep: @Sendable (String) -> String
  package let client: String
  package let anotherClient: String
  package let moveHint: String

  // MARK: The clients
  /// Also the menu's entry.
  package let clients: String
  package let clientsLead: String
  package let noClients: Notice
  package let anyClient: String
  package let consents: @Sendable (PostingConsentWord) -> String
  package let allJobs: @Sendable (Int) -> String
  package let postFor: String
  /// A company's name, for those who hear the links without the row around them.
  package let ofClient: @Sendable (String) -> String

  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// Whether a job's client has agreed, as the API names it.
package enum ApprovalWord: String, CaseIterable, Sendable {
  case none, pending, approved, refused
}

/// Whether a workspace may post for a client, as the API names it.
package enum PostingConsentWord: String, CaseIterable, Sendable {
  case none, pending, approved, blocked, closed
}
