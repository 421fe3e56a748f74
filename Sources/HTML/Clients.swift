// For the scripts of those who post for clients, and of the clients (seed 1).

extension Attribute {
  // MARK: Looking a connection ID up

  /// The `connection_id` in this part of a form is asked for at this address …
  package static func checks(at address: Address) -> Attribute {
    Attribute("data-checks", address.text)
  }
  /// … on behalf of this workspace …
  package static func forWorkspace(_ id: String) -> Attribute { Attribute("data-workspace", id) }
  /// … and these are the words for what comes of it: before a company's name, …
  package static func saysLinked(_ text: String) -> Attribute { Attribute("data-linked", text) }
  /// … for what can be no ID, …
  package static func saysMalformed(_ text: String) -> Attribute {
    Attribute("data-malformed", text)
  }
  /// … for one that leads nowhere, …
  package static func saysUnknown(_ text: String) -> Attribute { Attribute("data-unknown", text) }
  /// … where nobody could be asked, …
  package static func saysUnreachable(_ text: String) -> Attribute {
    Attribute("data-unreachable", text)
  }
  /// … for one try too many, …
  package static func saysTooMany(_ text: String) -> Attribute { Attribute("data-many", text) }
  /// … and for a client that takes none.
  package static func saysRefused(_ text: String) -> Attribute { Attribute("data-refused", text) }
  /// What the button says with which a warning is closed.
  package static func saysDismiss(_ text: String) -> Attribute { Attribute("data-dismiss", text) }

  // MARK: Renewing a dashboard

  /// This part of the page is asked for again every half minute, and renewed when it has another tag.
  package static let renews = Attribute("data-renews", nil)
  /// Of a part with a tag: it is renewed part by part, each known by its id and its own tag.
  package static let hasParts = Attribute("data-parts", nil)
  /// Said here when the page could not be asked for a while.
  package static func saysStale(_ text: String) -> Attribute { Attribute("data-stale", text) }
  /// Said in the same place when nobody is signed in any more; then it is asked for no longer.
  package static func saysSignedOut(_ text: String) -> Attribute {
    Attribute("data-signed-out", text)
  }
}
