/// What members' pages say of share links, whatever these open.
package struct LinkPhrases: Sendable {
  package let states: @Sendable (LinkStateWord) -> String

  // MARK: When one expires
  package let expiry: String
  package let never: String
  package let keepExpiry: String
  /// A number of days.
  package let inDays: @Sendable (Int) -> String
  package let onDate: String
  package let date: String
  package let dateHint: String
  package let dateUnused: String
  package let zone: String
  /// For the script, before the name of the viewer's zone.
  package let yourZone: String

  // MARK: How often it was opened
  package let neverOpened: String
  package let opened: @Sendable (Int) -> String
  package let lastOpened: String
  package let opens: String
  package let opensByDay: String
  package let opensHint: String
  package let day: String
  package let count: String
  package let noOpensLately: String

  // MARK: What happened to one, and to what it opens
  package let activity: String
  /// By an audit record's action; nil for one that is not of a link.
  package let event: @Sendable (String) -> String?
  package let eventUntil: String
  package let eventForGood: String
  package let eventOldAddress: String
  package let eventRefused: String
  package let byKey: String
  package let byGuest: String
  package let bySystem: String
  package let somebody: String
  package let earlierEvents: String
  package let newestEvents: String

  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
  package let fieldError: @Sendable (String) -> String?
}

/// How a link stands.
package enum LinkStateWord: String, CaseIterable, Sendable {
  case none, active, expired, revoked
}
