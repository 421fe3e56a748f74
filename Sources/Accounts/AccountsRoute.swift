import HTTP

/// `/v1/auth/…`: making an account and signing in.
package enum AccountsRoute: Route {
  case register
  case login

  /// Anyone may call these.
  package enum Operation: Sendable {
    case register
    case login

    /// As the log names it.
    package var name: StaticString {
      switch self {
      case .register: "accounts.register"
      case .login: "accounts.login"
      }
    }
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("v1"), path.take("auth") else { return nil }
    switch path.last() {
    case "register": self = .register
    case "login": self = .login
    default: return nil
    }
  }

  package var path: String {
    switch self {
    case .register: "/v1/auth/register"
    case .login: "/v1/auth/login"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.register, .post): .register
    case (.login, .post): .login
    default: nil
    }
  }
}
