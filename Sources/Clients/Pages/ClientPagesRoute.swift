import HTTP
import Primitives

/// The addresses of clients' pages, but for those of jobs (seed 1). All of them speak HTML, and are no
/// part of the API.
package enum ClientPagesRoute: Route {
  case signUp
  case settings
  /// The page before, and the act itself.
  case close
  case workspaces
  case workspace(UUID, WorkspaceStep)
  case lookups

  package enum WorkspaceStep: String, Sendable {
    case approve
    /// The page before, and the act itself.
    case block
  }

  package enum Operation: Sendable {
    /// Anyone may ask.
    case open(OpenOperation)
    /// A page for a client who is signed in.
    case page(PageOperation)
    /// What a form of such a page does.
    case act(Act)
  }

  package enum OpenOperation: Sendable {
    case showSignUp
    case signUp
  }

  package enum PageOperation: Sendable {
    case settings
    case confirmClosing
    case workspaces
    case confirmBlocking(UUID)
    case lookups
  }

  package enum Act: Sendable {
    case changeProfile
    case close
    case approve(UUID)
    case block(UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console") else { return nil }
    if path.take("sign-up") {
      guard path.last() == "client" else { return nil }
      self = .signUp
      return
    }
    guard path.take("client"), let word = path.next() else { return nil }
    if path.isAtEnd {
      guard let route = Self.plain[word] else { return nil }
      self = route
      return
    }
    guard word == "workspaces", let id = path.next().flatMap({ UUID($0) }),
      let step = path.last().flatMap(WorkspaceStep.init(rawValue:))
    else { return nil }
    self = .workspace(id, step)
  }

  private static let plain: [String: ClientPagesRoute] = [
    "settings": .settings, "close": .close, "workspaces": .workspaces, "lookups": .lookups,
  ]

  package var path: String {
    switch self {
    case .signUp: "/console/sign-up/client"
    case .settings: "/console/client/settings"
    case .close: "/console/client/close"
    case .workspaces: "/console/client/workspaces"
    case .workspace(let id, let step): "/console/client/workspaces/\(id)/\(step.rawValue)"
    case .lookups: "/console/client/lookups"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.signUp, .get): .open(.showSignUp)
    case (.signUp, .post): .open(.signUp)
    case (.settings, .get): .page(.settings)
    case (.settings, .post): .act(.changeProfile)
    case (.close, .get): .page(.confirmClosing)
    case (.close, .post): .act(.close)
    case (.workspaces, .get): .page(.workspaces)
    case (.workspace(let id, .approve), .post): .act(.approve(id))
    case (.workspace(let id, .block), .get): .page(.confirmBlocking(id))
    case (.workspace(let id, .block), .post): .act(.block(id))
    case (.lookups, .get): .page(.lookups)
    default: nil
    }
  }
}

extension ClientPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .open(.showSignUp): "client_pages.show_sign_up"
    case .open(.signUp): "client_pages.sign_up"
    case .page(.settings): "client_pages.settings"
    case .page(.confirmClosing): "client_pages.confirm_closing"
    case .page(.workspaces): "client_pages.workspaces"
    case .page(.confirmBlocking): "client_pages.confirm_blocking"
    case .page(.lookups): "client_pages.lookups"
    case .act(.changeProfile): "client_pages.change_profile"
    case .act(.close): "client_pages.close"
    case .act(.approve): "client_pages.approve"
    case .act(.block): "client_pages.block"
    }
  }
}
