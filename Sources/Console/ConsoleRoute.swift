import HTTP
import Primitives

/// The addresses of members' pages that belong to no single feature. All of them speak HTML, and
/// are no part of the API.
package enum ConsoleRoute: Route {
  /// Where everybody begins; a feature answers there.
  case home
  case signIn
  case signUp
  case signOut
  case language
  case passwordReset
  /// By the token that was sent.
  case newPassword(String)
  case invited(String)
  case account
  case messages
  case password
  case session(UUID)
  case otherSessions
  case workspaces
  case allWorkspaces
  case workspace(UUID)
  case members(UUID)
  /// A membership, or an invitation.
  case member(UUID, UUID, MemberStep)
  case keys(UUID)
  case key(UUID, UUID, KeyStep)

  package enum MemberStep: String, Sendable {
    /// The act itself, and what is asked before where it ends keys.
    case role
    /// The page before, and the act itself.
    case remove
  }

  package enum KeyStep: String, Sendable {
    case end
  }

  package enum Operation: Sendable {
    /// Anyone may ask.
    case open(OpenOperation)
    /// A page of whoever is signed in, of either kind, or what a form of it does.
    case account(AccountOperation)
    /// A page for a member who is signed in.
    case page(PageOperation)
    /// What a form of such a page does.
    case act(Act)
  }

  package enum OpenOperation: Sendable {
    case showSignIn
    case signIn
    case showSignUp
    case signUp
    case signOut
    case chooseLanguage
    case showPasswordReset
    case requestPasswordReset
    case showNewPassword(String)
    case setNewPassword(String)
    case showInvited(String)
    case signUpInvited(String)
  }

  package enum AccountOperation: Sendable {
    case show
    /// Where the page's forms are shown again that had something wrong: loaded anew, it is that page.
    case back
    case changePassword
    case endSession(UUID)
    case endOtherSessions
    case changeMessages
  }

  package enum PageOperation: Sendable {
    case workspaces
    case allWorkspaces
    case workspace(UUID)
    case confirmRemoval(UUID, UUID)
    case confirmDemotion(UUID, UUID)
    case confirmKeyEnd(UUID, UUID)
    /// Where a form is shown again that had something wrong: loaded anew, it is the page that the form
    /// stands on.
    case back(to: LocalPath)
  }

  package enum Act: Sendable {
    case addMember(UUID)
    case changeRole(UUID, UUID)
    case removeMember(UUID, UUID)
    case makeKey(UUID)
    case endKey(UUID, UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console") else { return nil }
    if path.isAtEnd {
      self = .home
    } else if path.take("account") {
      guard let route = Self.account(&path) else { return nil }
      self = route
    } else if path.take("workspace") {
      guard let route = Self.workspace(&path) else { return nil }
      self = route
    } else if path.take("password-reset") {
      if path.isAtEnd {
        self = .passwordReset
      } else {
        guard let token = path.last() else { return nil }
        self = .newPassword(token)
      }
    } else if path.take("invited") {
      guard let token = path.last() else { return nil }
      self = .invited(token)
    } else {
      switch path.last() {
      case "workspaces": self = .allWorkspaces
      case "sign-in": self = .signIn
      case "sign-up": self = .signUp
      case "sign-out": self = .signOut
      case "language": self = .language
      default: return nil
      }
    }
  }

  private static func account(_ path: inout PathSegments) -> ConsoleRoute? {
    if path.isAtEnd { return .account }
    if path.take("password") { return path.isAtEnd ? .password : nil }
    if path.take("messages") { return path.isAtEnd ? .messages : nil }
    guard path.take("sessions"), let word = path.last() else { return nil }
    return word == "others" ? .otherSessions : UUID(word).map { .session($0) }
  }

  private static func workspace(_ path: inout PathSegments) -> ConsoleRoute? {
    if path.isAtEnd { return .workspaces }
    guard let id = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.isAtEnd { return .workspace(id) }
    if path.take("members") {
      if path.isAtEnd { return .members(id) }
      guard let member = path.next().flatMap({ UUID($0) }),
        let step = path.last().flatMap(MemberStep.init(rawValue:))
      else { return nil }
      return .member(id, member, step)
    }
    guard path.take("keys") else { return nil }
    if path.isAtEnd { return .keys(id) }
    guard let key = path.next().flatMap({ UUID($0) }),
      let step = path.last().flatMap(KeyStep.init(rawValue:))
    else { return nil }
    return .key(id, key, step)
  }

  package var path: String {
    switch self {
    case .home: "/console"
    case .signIn: "/console/sign-in"
    case .signUp: "/console/sign-up"
    case .signOut: "/console/sign-out"
    case .language: "/console/language"
    case .passwordReset: "/console/password-reset"
    case .newPassword(let token): "/console/password-reset/\(PercentEncoding.encode(token))"
    case .invited(let token): "/console/invited/\(PercentEncoding.encode(token))"
    case .account: "/console/account"
    case .messages: "/console/account/messages"
    case .password: "/console/account/password"
    case .session(let id): "/console/account/sessions/\(id)"
    case .otherSessions: "/console/account/sessions/others"
    case .workspaces: "/console/workspace"
    case .allWorkspaces: "/console/workspaces"
    case .workspace(let id): "/console/workspace/\(id)"
    case .members(let id): "/console/workspace/\(id)/members"
    case .member(let id, let member, let step):
      "/console/workspace/\(id)/members/\(member)/\(step.rawValue)"
    case .keys(let id): "/console/workspace/\(id)/keys"
    case .key(let id, let key, let step): "/console/workspace/\(id)/keys/\(key)/\(step.rawValue)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch method {
    case .get: page
    case .post: act
    default: nil
    }
  }

  private var page: Operation? {
    switch self {
    case .signIn: .open(.showSignIn)
    case .signUp: .open(.showSignUp)
    case .account: .account(.show)
    case .passwordReset: .open(.showPasswordReset)
    case .newPassword(let token): .open(.showNewPassword(token))
    case .invited(let token): .open(.showInvited(token))
    case .password, .messages: .account(.back)
    case .workspaces: .page(.workspaces)
    case .allWorkspaces: .page(.allWorkspaces)
    case .workspace(let id): .page(.workspace(id))
    case .members(let id), .keys(let id): .page(.back(to: ConsoleRoute.workspace(id).address))
    case .member(let id, let member, .role): .page(.confirmDemotion(id, member))
    case .member(let id, let member, .remove): .page(.confirmRemoval(id, member))
    case .key(let id, let key, .end): .page(.confirmKeyEnd(id, key))
    default: nil
    }
  }

  private var act: Operation? {
    switch self {
    case .signIn: .open(.signIn)
    case .signUp: .open(.signUp)
    case .signOut: .open(.signOut)
    case .language: .open(.chooseLanguage)
    case .passwordReset: .open(.requestPasswordReset)
    case .newPassword(let token): .open(.setNewPassword(token))
    case .invited(let token): .open(.signUpInvited(token))
    case .messages: .account(.changeMessages)
    case .password: .account(.changePassword)
    case .session(let id): .account(.endSession(id))
    case .otherSessions: .account(.endOtherSessions)
    case .members(let id): .act(.addMember(id))
    case .member(let id, let member, .role): .act(.changeRole(id, member))
    case .member(let id, let member, .remove): .act(.removeMember(id, member))
    case .keys(let id): .act(.makeKey(id))
    case .key(let id, let key, .end): .act(.endKey(id, key))
    default: nil
    }
  }
}

extension ConsoleRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .open(.showSignIn): "console.show_sign_in"
    case .open(.signIn): "console.sign_in"
    case .open(.showSignUp): "console.show_sign_up"
    case .open(.signUp): "console.sign_up"
    case .open(.signOut): "console.sign_out"
    case .open(.chooseLanguage): "console.choose_language"
    case .open(.showPasswordReset): "console.show_password_reset"
    case .open(.requestPasswordReset): "console.request_password_reset"
    case .open(.showNewPassword): "console.show_new_password"
    case .open(.setNewPassword): "console.set_new_password"
    case .open(.showInvited): "console.show_invited"
    case .open(.signUpInvited): "console.sign_up_invited"
    case .account(.changeMessages): "console.change_messages"
    case .account(.show): "console.account"
    case .account(.back): "console.back_to_account"
    case .account(.changePassword): "console.change_password"
    case .account(.endSession): "console.end_session"
    case .account(.endOtherSessions): "console.end_other_sessions"
    case .page(.workspaces): "console.workspaces"
    case .page(.workspace): "console.workspace"
    case .page(.allWorkspaces): "console.all_workspaces"
    case .page(.confirmRemoval): "console.confirm_removal"
    case .page(.confirmDemotion): "console.confirm_demotion"
    case .page(.back): "console.back"
    case .page(.confirmKeyEnd): "console.confirm_key_end"
    case .act(.addMember): "console.add_member"
    case .act(.changeRole): "console.change_role"
    case .act(.removeMember): "console.remove_member"
    case .act(.makeKey): "console.make_key"
    case .act(.endKey): "console.end_key"
    }
  }
}

extension Route {
  /// Where a link or a form on a page leads.
  package var address: LocalPath { LocalPath(path) ?? .root }
}
