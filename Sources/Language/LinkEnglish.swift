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
    keepExpiry: "as it is now",
    inDays: { $0 == 1 ? "in 1 day" : "in \($0) days" },
    onDate: "on a date of your choice",
    date: "Date and time",
    dateHint: "Only for a date of your choice.",
    dateUnused:
      "You have entered a date too. Choose “on a date of your choice”, or empty the date.",
    zone: "Time zone of that date",
    yourZone: "Your time zone:",
    neverOpened: "Nobody has opened it yet.",
    opened: { $0 == 1 ? "Opened once" : "Opened \($0) times" },
    lastOpened: "last on",
    opens: "Opens",
    opensByDay: "Opens by day, last 30 days (UTC)",
    opensHint: "Robots, previews and refreshes aren't counted.",
    day: "Day",
    count: "Opens",
    noOpensLately: "None in the last 30 days.",
    activity: "Activity",
    event: {
      switch $0 {
      case "link.created": "Link generated"
      case "link.imported": "Link taken over from an older app"
      case "link.retired": "Expired link replaced by a new one"
      case "link.revoked": "Link revoked"
      case "link.expiry_changed": "Expiry of the link changed"
      case "link.rotated": "Address of the link changed"
      case "link.wiped": "Address of a dead link forgotten"
      case "link.changed": "Link changed"
      case "link.level_changed": "What its guests may do changed"
      case "link.password_set": "Password set"
      case "link.password_removed": "Password removed"
      case "link.edit_requests_changed": "Whether its guests may ask to edit changed"
      default: nil
      }
    },
    eventUntil: "works until",
    eventForGood: "never expires",
    eventOldAddress: "old address until",
    eventRefused: "refused: no permission",
    byKey: "API key",
    byGuest: "a guest",
    bySystem: "Waylink",
    somebody: "somebody who has left",
    earlierEvents: "Earlier",
    newestEvents: "Newest",
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
