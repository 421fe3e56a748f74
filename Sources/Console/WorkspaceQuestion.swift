import Accounts
import HTTP
import Language
import Primitives

/// What is asked, on a page of its own, before something in a workspace that can't be undone.
struct WorkspaceQuestion {
  private let visit: Visit
  private let accounts: Accounts
  private let place: Place

  private var words: ConsolePhrases { visit.phrases.console }
  private var id: UUID { place.workspace.id }

  /// Throws 404 for a workspace that isn't the visitor's.
  init(_ visit: Visit, _ accounts: Accounts, in id: UUID) throws {
    guard let place = visit.session.places.first(where: { $0.workspace.id == id }) else {
      throw AccountsError.unknownWorkspace
    }
    self.visit = visit
    self.accounts = accounts
    self.place = place
  }

  /// Whether a membership is to end, or an invitation, whichever has this id.
  func removal(of membership: UUID) throws -> Response {
    let path = ConsoleRoute.member(id, membership, .remove).address
    if membership == place.membership.id {
      return ask(path, words.leaveTitle(place.workspace.name), words.leaveText, words.leave)
    }
    if let member = try member(membership) {
      return ask(path, words.removeTitle(member.name), words.removeText, words.remove)
    }
    let database = visit.context.database
    if place.membership.managesEverything,
      let invitation = try accounts.invitation(
        membership, of: id, for: visit.member, on: database)
    {
      return ask(
        path, words.withdrawTitle(invitation.email), words.withdrawText, words.withdraw)
    }
    throw AccountsError.membershipNotFound
  }

  /// Whether somebody is to become a plain member, who has no keys any more; where they have none,
  /// there is nothing to ask.
  func demotion(of membership: UUID) throws -> Response {
    guard let member = try member(membership) else { throw AccountsError.membershipNotFound }
    let keys = try accounts.keyCount(
      actingAs: membership, of: id, for: visit.member, on: visit.context.database)
    guard keys > 0 else { return visit.redirect(to: ConsoleRoute.workspace(id).address) }
    return ask(
      ConsoleRoute.member(id, membership, .role).address, words.demoteTitle(member.name),
      words.demoteText(keys), words.demote,
      with: [("role", Membership.Role.member.rawValue), ("confirmed", "true")])
  }

  func end(of key: UUID) throws -> Response {
    guard place.membership.managesEverything else { throw AccountsError.keyNotFound }
    // There are never more than fifty living ones.
    let keys = try accounts.keys(
      of: id, for: visit.member, PageRequest(limit: 50), on: visit.context.database)
    guard let found = keys.items.first(where: { $0.id == key }) else {
      throw AccountsError.keyNotFound
    }
    return ask(
      ConsoleRoute.key(id, key, .end).address, words.endKeyTitle(found.name), words.endKeyText,
      words.endKey)
  }

  /// Nil also for those who may not see who else is a member.
  private func member(_ membership: UUID) throws -> WorkspaceMember? {
    guard place.membership.managesEverything else { return nil }
    return try accounts.member(
      membership, of: id, for: visit.member, on: visit.context.database)
  }

  private func ask(
    _ path: LocalPath, _ title: String, _ text: String, _ action: String,
    with fields: [(name: String, value: String)] = []
  ) -> Response {
    visit.confirmation(
      Confirmation(
        title: title, text: text, action: action, path: path, fields: fields,
        back: ConsoleRoute.workspace(id).address),
      section: ConsoleRoute.workspaces.address)
  }
}
