import HTTP
import Primitives

/// Clients, their connection IDs, and who posts for them: `/v1/client/…` but for its jobs (seed 1).
package enum ClientsRoute: Route {
  case register
  case profile
  case close
  case byConnection(String)
  case workspaces
  case workspace(UUID)
  case lookups

  package enum Operation: Sendable {
    /// Anyone may call these.
    case open(OpenOperation)
    /// Needs a member or an API key.
    case member(MemberOperation)
    /// Needs a client's account.
    case client(ClientOperation)
  }

  package enum OpenOperation: Sendable {
    case register
  }

  package enum MemberOperation: Sendable {
    case lookUp(String)
  }

  package enum ClientOperation: Sendable {
    case readProfile
    case changeProfile
    case close
    case listWorkspaces
    case decide(UUID)
    case listLookups
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), path.take("client"), let word = path.next() else { return nil }
    if word == "by-connection" {
      guard let typed = path.last() else { return nil }
      self = .byConnection(typed)
    } else if word == "workspaces", !path.isAtEnd {
      guard let id = path.last().flatMap({ UUID($0) }) else { return nil }
      self = .workspace(id)
    } else if path.isAtEnd, let route = Self.plain[word] {
      self = route
    } else {
      return nil
    }
  }

  private static let plain: [String: ClientsRoute] = [
    "register": .register, "profile": .profile, "close": .close, "workspaces": .workspaces,
    "lookups": .lookups,
  ]

  package var path: String {
    switch self {
    case .register: "/v1/client/register"
    case .profile: "/v1/client/profile"
    case .close: "/v1/client/close"
    case .byConnection(let typed): "/v1/client/by-connection/\(PercentEncoding.encode(typed))"
    case .workspaces: "/v1/client/workspaces"
    case .workspace(let id): "/v1/client/workspaces/\(id)"
    case .lookups: "/v1/client/lookups"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.register, .post): .open(.register)
    case (.profile, .get): .client(.readProfile)
    case (.profile, .patch): .client(.changeProfile)
    case (.close, .post): .client(.close)
    case (.byConnection(let typed), .get): .member(.lookUp(typed))
    case (.workspaces, .get): .client(.listWorkspaces)
    case (.workspace(let id), .put): .client(.decide(id))
    case (.lookups, .get): .client(.listLookups)
    default: nil
    }
  }
}

extension ClientsRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .open(.register): "clients.register"
    case .member(.lookUp): "clients.look_up"
    case .client(.readProfile): "clients.read_profile"
    case .client(.changeProfile): "clients.change_profile"
    case .client(.close): "clients.close"
    case .client(.listWorkspaces): "clients.list_workspaces"
    case .client(.decide): "clients.decide"
    case .client(.listLookups): "clients.list_lookups"
    }
  }
}
