import Accounts
import HTTP
import Links
import Primitives
import Repeats
import Security

// The pages of a member's workspaces, and what their forms do.

extension Console {
  func show(_ page: ConsoleRoute.PageOperation, _ visit: Visit) throws -> Response {
    switch page {
    case .workspaces:
      guard let place = visit.place else {
        return visit.redirect(to: ConsoleRoute.account.address)
      }
      return visit.redirect(to: ConsoleRoute.workspace(place.workspace.id).address)
    case .allWorkspaces: return try WorkspacesPage(visit).response()
    case .workspace(let id): return try WorkspacePage(visit, accounts, id).response()
    case .confirmRemoval(let id, let member):
      return try WorkspaceQuestion(visit, accounts, in: id).removal(of: member)
    case .confirmDemotion(let id, let member):
      return try WorkspaceQuestion(visit, accounts, in: id).demotion(of: member)
    case .confirmKeyEnd(let id, let key):
      return try WorkspaceQuestion(visit, accounts, in: id).end(of: key)
    case .back(let path): return visit.redirect(to: path)
    }
  }

  func perform(_ act: ConsoleRoute.Act, _ submission: Submission) throws -> Response {
    switch act {
    case .addMember(let id): return try addMember(to: id, submission)
    case .changeRole(let id, let member): return try changeRole(of: member, in: id, submission)
    case .removeMember(let id, let member): return try remove(member, from: id, submission)
    case .makeKey(let id): return try makeKey(for: id, submission)
    case .endKey(let id, let key): return try endKey(key, of: id, submission)
    }
  }

  // MARK: Workspace

  private func addMember(to workspace: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("invite") {
      let form = try submission.form.read { try MemberForm(&$0) }
      let addition = try accounts.addMember(
        form, to: workspace, by: visit.member, from: visit.context.request,
        on: visit.context.database)
      let path = ConsoleRoute.workspace(workspace).address
      switch addition {
      case .joined: return visit.redirect(to: path, saying: .memberJoined)
      case .invited:
        let isTold = accounts.correspondence.delivery == .queued
        return visit.redirect(to: path, saying: isTold ? .invitationSent : .memberInvited)
      }
    } orElse: { state in
      try WorkspacePage(visit, accounts, workspace).response(invite: state)
    }
  }

  private func changeRole(
    of member: UUID, in workspace: UUID, _ submission: Submission
  ) throws -> Response {
    let visit = submission.visit
    return try submission.answer("role") {
      let (isConfirmed, role) = try submission.form.read { fields in
        (fields.optionalBool("confirmed") ?? false, try Self.role(&fields))
      }
      do {
        _ = try accounts.changeRole(
          of: member, to: role, in: workspace, by: visit.member, mayEndKeys: isConfirmed,
          from: visit.context.request, on: visit.context.database)
      } catch AccountsError.keysWouldEnd {
        return visit.redirect(to: ConsoleRoute.member(workspace, member, .role).address)
      }
      return visit.redirect(
        to: ConsoleRoute.workspace(workspace).address, saying: .roleChanged)
    } orElse: { state in
      try WorkspacePage(visit, accounts, workspace).response(members: state)
    }
  }

  private static func role(_ fields: inout Fields) throws -> Membership.Role {
    let word = fields.text("role", length: 1...20)
    guard let role = Membership.Role(rawValue: word) else {
      fields.refuse("role", "not_allowed", "must be one of: owner, admin, member")
      try fields.finish()
      throw Problem.invalid([])
    }
    return role
  }

  private func remove(
    _ member: UUID, from workspace: UUID, _ submission: Submission
  ) throws -> Response {
    let visit = submission.visit
    let isOwn = visit.member.membership(in: workspace)?.id == member
    return try submission.answer("remove") {
      try submission.form.read { _ in }
      try accounts.removeMember(
        member, of: workspace, by: visit.member, from: visit.context.request,
        on: visit.context.database)
      if isOwn {
        return visit.redirect(to: ConsoleRoute.account.address, saying: .workspaceLeft)
      }
      return visit.redirect(
        to: ConsoleRoute.workspace(workspace).address, saying: .memberRemoved)
    } orElse: { state in
      try WorkspacePage(visit, accounts, workspace).response(members: state)
    }
  }

  /// The page with the key is the answer itself, since the key is nowhere to be read again. Loaded
  /// again it makes no other, and shows the same one for as long as a repeat is known.
  private func makeKey(for workspace: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("key") {
      var sent = submission.form
      let once = sent.take(FormState.onceField)
      let form = try sent.read { APIKeyForm(&$0) }
      let repeatKey = try RepeatKey(
        once, caller: visit.member.caller, route: "console.make_key",
        body: SHA256.hash(Array(workspace.text.utf8) + sent.digest.bytes))
      let made = try accounts.makeKey(
        form, for: workspace, by: visit.member, from: visit.context.request, once: repeatKey,
        on: visit.context.database)
      return WorkspacePage.show(made, of: workspace, to: visit)
    } orElse: { state in
      try WorkspacePage(visit, accounts, workspace).response(key: state)
    }
  }

  private func endKey(
    _ key: UUID, of workspace: UUID, _ submission: Submission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try accounts.endKey(
      key, of: workspace, by: visit.member, from: visit.context.request,
      on: visit.context.database)
    return visit.redirect(to: ConsoleRoute.workspace(workspace).address, saying: .keyEnded)
  }
}
