extension LinkPhrases {
  static let english = LinkPhrases(
    states: {
      switch $0 {
      case .none: "No link"
      case .active: "Active"
      case .expired: "Expired"
      case .revoked: "Revoked"
      }
    },
    expiry: "The link expires",
    never: "never",
    inDays: { $0 == 1 ? "in 1 day" : "in \($0) days" },
    onDate: "on a date of your choice",
    date: "Date and time",
    dateHint: "Only for a date of your choice.",
    zone: "Time zone of that date",
    yourZone: "Your time zone:",
    neverOpened: "Nobody has opened it yet.",
    opened: { $0 == 1 ? "Opened once" : "Opened \($0) times" },
    lastOpened: "last on",
    problem: {
      switch $0 {
      case "not_a_manager":
        Notice(
          title: "You may see this, but not manage it",
          text: "Whoever made it can, and so can the workspace's admins and owners. Nothing was "
            + "changed.")
      case "share_link_exists":
        Notice(
          title: "There is an active link already",
          text: "It has another expiry than you chose. Change that one's expiry instead.")
      case "share_link_revoked":
        Notice(
          title: "This link was revoked in the meantime",
          text: "That is for good: it can't be changed any more. You can generate a new one.")
      case "share_link_ended":
        Notice(
          title: "This link has ended",
          text: "It can't be changed any more. You can generate a new one.")
      case "share_link_not_found":
        Notice(
          title: "This link has ended already",
          text:
            "It was revoked or replaced in the meantime, perhaps by somebody else. Go back to see "
            + "how it stands now.")
      default: nil
      }
    },
    fieldError: {
      switch $0 {
      case "expires_at_in_past": "This moment is over already. Choose one in the future."
      case "not_an_instant": "Choose a date and a time."
      default: nil
      }
    })
}
