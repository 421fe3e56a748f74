import Language
import Links

extension LinkStateWord {
  package init(_ state: ShareLink.State) {
    switch state {
    case .active: self = .active
    case .expired: self = .expired
    case .revoked: self = .revoked
    }
  }
}

extension ShareLink.State {
  /// As the style sheet calls the colour of its pill.
  package var pill: String {
    switch self {
    case .active: "completed"
    case .expired: "running"
    case .revoked: "failed"
    }
  }
}
