import HTTP
import Primitives

/// Accounts and workspaces: `/v1/auth/…`, `/v1/me…`, `/api/workspaces/{id}/memberships…` and
/// `…/api-keys…`.
package enum AccountsRoute: Route {
  case register
  case login
  case refresh
  case logout
  case password
  case passwordReset
  case passwordResetConfirmation
  case me
  case sessions
  case session(UUID)
  case messages
  case memberships(workspace: UUID)
  case membership(UUID, workspace: UUID)
  case keys(workspace: UUID)
  case key(UUID, workspace: UUID)

  package enum Operation: Sendable {
    /// Anyone may call these.
    case open(OpenOperation)
    /// Needs an access token, up to 30 days after its end, whose session is alive.
    case renewable(RenewableOperation)
    /// Needs an account of either kind.
    case account(AccountOperation)
    /// Needs a member.
    case member(MemberOperation)
  }

  package enum OpenOperation: Sendable {
    case register
    case login
    case requestPasswordReset
    case confirmPasswordReset
  }

  package enum RenewableOperation: Sendable {
    case refresh
    case logout
  }

  package enum AccountOperation: Sendable {
    case changePassword
    case me
    case listSessions
    case endOtherSessions
    case endSession(UUID)
    case showMessages
    case changeMessages
  }

  package enum MemberOperation: Sendable {
    case listMembers(workspace: UUID)
    case addMember(workspace: UUID)
    case changeRole(UUID, workspace: UUID)
    case removeMember(UUID, workspace: UUID)
    case listKeys(workspace: UUID)
    case createKey(workspace: UUID)
    case endKey(UUID, workspace: UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    let route: AccountsRoute?
    if path.take("v1") {
      route = path.take("auth") ? Self.auth(&path) : path.take("me") ? Self.own(&path) : nil
    } else {
      route = path.take("api") && path.take("workspaces") ? Self.workspace(&path) : nil
    }
    guard let route else { return nil }
    self = route
  }

  private static func auth(_ path: inout PathSegments) -> AccountsRoute? {
    if path.take("password-reset") {
      return path.isAtEnd
        ? .passwordReset : path.last() == "confirm" ? .passwordResetConfirmation : nil
    }
    return switch path.last() {
    case "register": .register
    case "login": .login
    case "refresh": .refresh
    case "logout": .logout
    case "password": .password
    default: nil
    }
  }

  private static func own(_ path: inout PathSegments) -> AccountsRoute? {
    if path.isAtEnd { return .me }
    if path.take("messages") { return path.isAtEnd ? .messages : nil }
    guard path.take("sessions") else { return nil }
    if path.isAtEnd { return .sessions }
    return path.last().flatMap { UUID($0) }.map(Self.session)
  }

  private static func workspace(_ path: inout PathSegments) -> AccountsRoute? {
    guard let workspace = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.take("memberships") {
      if path.isAtEnd { return .memberships(workspace: workspace) }
      return path.last().flatMap { UUID($0) }.map { .membership($0, workspace: workspace) }
    }
    guard path.take("api-keys") else { return nil }
    if path.isAtEnd { return .keys(workspace: workspace) }
    return path.last().flatMap { UUID($0) }.map { .key($0, workspace: workspace) }
  }

  package var path: String {
    switch self {
    case .register: "/v1/auth/register"
    case .login: "/v1/auth/login"
    case .refresh: "/v1/auth/refresh"
    case .logout: "/v1/auth/logout"
    case .password: "/v1/auth/password"
    case .passwordReset: "/v1/auth/password-reset"
    case .passwordResetConfirmation: "/v1/auth/password-reset/confirm"
    case .me: "/v1/me"
    case .messages: "/v1/me/messages"
    case .sessions: "/v1/me/sessions"
    case .session(let id): "/v1/me/sessions/\(id)"
    case .memberships(let workspace): "/api/workspaces/\(workspace)/memberships"
    case .membership(let id, let workspace): "/api/workspaces/\(workspace)/memberships/\(id)"
    case .keys(let workspace): "/api/workspaces/\(workspace)/api-keys"
    case .key(let id, let workspace): "/api/workspaces/\(workspace)/api-keys/\(id)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.register, .post): .open(.register)
    case (.login, .post): .open(.login)
    case (.refresh, .post): .renewable(.refresh)
    case (.logout, .post): .renewable(.logout)
    case (.password, .post): .account(.changePassword)
    case (.passwordReset, .post): .open(.requestPasswordReset)
    case (.passwordResetConfirmation, .post): .open(.confirmPasswordReset)
    case (.messages, .get): .account(.showMessages)
    case (.messages, .patch): .account(.changeMessages)
    case (.me, .get): .account(.me)
    case (.sessions, .get): .account(.listSessions)
    case (.sessions, .delete): .account(.endOtherSessions)
    case (.session(let id), .delete): .account(.endSession(id))
    default: workspaceOperation(for: method).map(Operation.member)
    }
  }

  private func workspaceOperation(for method: HTTP.Method) -> MemberOperation? {
    switch (self, method) {
    case (.memberships(let workspace), .get): .listMembers(workspace: workspace)
    case (.memberships(let workspace), .post): .addMember(workspace: workspace)
    case (.membership(let id, let workspace), .patch): .changeRole(id, workspace: workspace)
    case (.membership(let id, let workspace), .delete): .removeMember(id, workspace: workspace)
    case (.keys(let workspace), .get): .listKeys(workspace: workspace)
    case (.keys(let workspace), .post): .createKey(workspace: workspace)
    case (.key(let id, let workspace), .delete): .endKey(id, workspace: workspace)
    default: nil
    }
  }
}

extension AccountsRoute.Operation: NamedOperation {
  /// As the log names it.
  package var name: StaticString {
    switch self {
    case .open(.register): "accounts.register"
    case .open(.login): "accounts.login"
    case .open(.requestPasswordReset): "accounts.request_password_reset"
    case .open(.confirmPasswordReset): "accounts.confirm_password_reset"
    case .renewable(.refresh): "accounts.refresh"
    case .renewable(.logout): "accounts.logout"
    case .account(.changePassword): "accounts.change_password"
    case .account(.me): "accounts.me"
    case .account(.listSessions): "accounts.list_sessions"
    case .account(.endOtherSessions): "accounts.end_other_sessions"
    case .account(.endSession): "accounts.end_session"
    case .account(.showMessages): "accounts.show_messages"
    case .account(.changeMessages): "accounts.change_messages"
    case .member(.listMembers): "memberships.list"
    case .member(.addMember): "memberships.add"
    case .member(.changeRole): "memberships.change_role"
    case .member(.removeMember): "memberships.remove"
    case .member(.listKeys): "api_keys.list"
    case .member(.createKey): "api_keys.create"
    case .member(.endKey): "api_keys.end"
    }
  }
}
