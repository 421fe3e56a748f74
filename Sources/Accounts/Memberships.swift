import HTTP
import MariaDB
import Primitives
import Repeats
import Security

/// A membership with whose it is, as owners and admins see it.
package struct WorkspaceMember: Sendable {
  package let membership: Membership
  package let since: Instant
  package let account: UUID
  package let name: String
  package let email: String
}

/// What came of adding somebody to a workspace.
package enum Addition: Sendable {
  /// The address has an account, which is a member from now on.
  case joined(WorkspaceMember)
  /// The address has none yet.
  case invited(Invitation)
}

/// `{email, role}`.
package struct MemberForm: Sendable {
  let email: Email
  let role: Membership.Role

  /// Throws 400 `validation_failed` with everything that is wrong.
  package init(_ fields: inout Fields) throws {
    let email = fields.text("email", length: 1...254)
    let role = fields.role()
    if Email(email) == nil, !email.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    try fields.finish()
    guard let email = Email(email), let role else { throw Problem.invalid([]) }
    self.email = email
    self.role = role
  }
}

/// `{role}`.
package struct RoleForm: Sendable {
  let role: Membership.Role

  /// Throws 400 `validation_failed` with everything that is wrong.
  package init(_ fields: inout Fields) throws {
    let role = fields.role()
    try fields.finish()
    guard let role else { throw Problem.invalid([]) }
    self.role = role
  }
}

extension Fields {
  /// A role that must be there; nil when it was refused.
  fileprivate mutating func role() -> Membership.Role? {
    let word = text("role", length: 1...20)
    let role = Membership.Role(rawValue: word)
    if role == nil, !word.isEmpty {
      refuse("role", "not_allowed", "must be one of: owner, admin, member")
    }
    return role
  }
}

// Who belongs to a workspace. Owners and admins decide, signed in; what concerns an owner, or makes
// one, only owners do.

extension Accounts {
  /// The members, the oldest first, and the invitations that stand. For owners and admins.
  package func members(
    of workspace: UUID, for member: Member, _ page: PageRequest, on database: some Executor
  ) throws -> (members: Page<WorkspaceMember>, invitations: [Invitation]) {
    try requireAdmin(member, of: workspace)
    let found = try MembershipsStore(database: database).members(of: workspace, page)
    return (
      Page(found, of: page) { $0.membership.id },
      try InvitationsStore(database: database).standing(of: workspace)
    )
  }

  /// One member; nil for none of this id. For owners and admins.
  package func member(
    _ id: UUID, of workspace: UUID, for member: Member, on database: some Executor
  ) throws -> WorkspaceMember? {
    try requireAdmin(member, of: workspace)
    return try MembershipsStore(database: database).member(id, of: workspace)
  }

  /// One invitation that stands; nil for none of this id. For owners and admins.
  package func invitation(
    _ id: UUID, of workspace: UUID, for member: Member, on database: some Executor
  ) throws -> Invitation? {
    try requireAdmin(member, of: workspace)
    return try InvitationsStore(database: database).invitation(id, of: workspace)
  }

  /// Adds whoever has this e-mail: an account that exists joins at once, else an invitation for 7
  /// days is kept in the place of any earlier one to that address.
  ///
  /// Whoever is invited is sent a link, where messages are sent.
  ///
  /// Throws 409 `already_a_member`, `account_is_a_client`, `too_many_invitations`, 429
  /// `too_many_messages`, and what
  /// `RepeatKey.once` throws; for a repeat 404 `membership_not_found` once what the first call made
  /// has ended.
  package func addMember(
    _ form: MemberForm, to workspace: UUID, by member: Member, from request: Request,
    once repeatKey: RepeatKey? = nil, on database: MariaDB.Connection
  ) throws -> Addition {
    try governing(workspace, as: member, on: database) { government in
      try government.requireRight(over: [form.role])
      let effect = try RepeatKey.once(repeatKey, in: government.transaction) {
        try government.add(form, by: member, correspondence, request)
      }
      return try government.addition(effect)
    }
  }

  /// Gives a member another role. Who becomes a plain member has no keys any more: theirs end.
  ///
  /// Throws 404 `membership_not_found`, 403 `not_an_owner`, 409 `last_owner`.
  ///
  /// - Parameter mayEndKeys: whether whoever asks knows that keys may end; else it throws
  ///   `keysWouldEnd` where some would, and nothing is changed.
  package func changeRole(
    of id: UUID, to role: Membership.Role, in workspace: UUID, by member: Member,
    mayEndKeys: Bool = true, from request: Request, on database: MariaDB.Connection
  ) throws -> WorkspaceMember {
    try governing(workspace, as: member, on: database) { government in
      let store = MembershipsStore(database: government.transaction)
      guard let found = try store.member(id, of: workspace) else {
        throw AccountsError.membershipNotFound
      }
      let current = found.membership.role
      try government.requireRight(over: [current, role])
      guard current != role else { return found }
      if current == .owner { _ = try government.heir(besides: id) }
      let keys = KeysStore(database: government.transaction)
      if role == .member, !mayEndKeys, try keys.count(actingAs: id) > 0 {
        throw AccountsError.keysWouldEnd
      }
      try store.setRole(role, of: id)
      if role == .member { try keys.endAll(of: id) }
      try government.record("membership.role_changed", request) {
        $0.uuid("membership", id)
        $0.text("from", current.rawValue)
        $0.text("to", role.rawValue)
      }
      guard let changed = try store.member(id, of: workspace) else {
        throw AccountsError.membershipNotFound
      }
      return changed
    }
  }

  /// Ends a membership, or withdraws an invitation: whichever has this id. Anyone may leave.
  ///
  /// What the leaver made in the workspace passes to the one who has been an owner longest. Their
  /// keys of this workspace end. Their sessions lose the workspace at once, and end when it was
  /// their last. Throws 404 `membership_not_found`, 403 `not_an_owner`, 409 `last_owner`.
  package func removeMember(
    _ id: UUID, of workspace: UUID, by member: Member, from request: Request,
    on database: MariaDB.Connection
  ) throws {
    try governing(workspace, as: member, on: database) { government in
      let store = MembershipsStore(database: government.transaction)
      guard let leaver = try store.member(id, of: workspace) else {
        return try government.withdraw(id, request)
      }
      if leaver.account != member.account {
        try government.requireRight(over: [leaver.membership.role])
      }
      let heir = try government.heir(besides: id)
      for handOver in handovers {
        try handOver(leaver.account, heir, workspace, government.transaction)
      }
      try KeysStore(database: government.transaction).endAll(of: id)
      try store.delete(id)
      try government.record("membership.ended", request) {
        $0.uuid("membership", id)
        $0.uuid("account", leaver.account)
        $0.uuid("heir", heir)
      }
      if try !store.hasAny(leaver.account) {
        try SessionsStore(database: government.transaction).endAll(of: leaver.account, but: nil)
      }
    }
  }
}

extension Government {
  /// Throws 403 unless the one who makes the change may decide over all of these roles.
  fileprivate func requireRight(over roles: [Membership.Role]) throws(AccountsError) {
    guard own.managesEverything else { throw .notAnAdmin }
    if roles.contains(.owner), own.role != .owner { throw .notAnOwner }
  }

  /// The owner who is left when a membership goes; throws 409 `last_owner` when there is none.
  fileprivate func heir(besides membership: UUID) throws -> UUID {
    let store = MembershipsStore(database: transaction)
    guard let heir = try store.oldestOwner(of: workspace, besides: membership) else {
      throw AccountsError.lastOwner
    }
    return heir
  }

  fileprivate func add(
    _ form: MemberForm, by member: Member, _ correspondence: Correspondence, _ request: Request
  ) throws -> Effect {
    let accounts = AccountsStore(database: transaction)
    if let account = try accounts.account(emailKey: form.email.key) {
      let id = try join(account, as: form.role, form.email, request)
      return Effect(.created, resource: id)
    }
    let token = LinkToken()
    let id = try invite(form.email, as: form.role, by: member, token, request)
    if correspondence.delivery == .queued {
      try Allowance(.invitations, at: workspace, from: "").take(in: transaction)
      try Allowance(.invitation, of: "\(workspace) \(form.email.key)", from: "").take(
        in: transaction)
      try correspondence.enqueue(.invitation, ["token": token.text], in: transaction)
    }
    return Effect(Status(202), resource: id)
  }

  /// What adding somebody did, as it stands now.
  fileprivate func addition(_ effect: Effect) throws -> Addition {
    guard let id = effect.resource else { throw AccountsError.membershipNotFound }
    if effect.status == .created {
      let joined = try MembershipsStore(database: transaction).member(id, of: workspace)
      if let joined { return .joined(joined) }
    } else {
      let invitation = try InvitationsStore(database: transaction).invitation(id, of: workspace)
      if let invitation { return .invited(invitation) }
    }
    throw AccountsError.membershipNotFound
  }

  /// The membership's id.
  fileprivate func join(
    _ account: Account, as role: Membership.Role, _ email: Email, _ request: Request
  ) throws -> UUID {
    guard account.kind == .member else { throw AccountsError.accountIsAClient }
    let store = MembershipsStore(database: transaction)
    guard try store.membership(of: account.id, in: workspace) == nil else {
      throw AccountsError.alreadyAMember
    }
    let membership = Membership(id: .v7(at: now), workspaceID: workspace, role: role)
    try store.insert(membership, of: account.id, at: now)
    try InvitationsStore(database: transaction).delete(emailKey: email.key, of: workspace)
    try record("membership.added", request) {
      $0.uuid("membership", membership.id)
      $0.uuid("account", account.id)
      $0.text("role", role.rawValue)
    }
    return membership.id
  }

  /// The invitation's id.
  fileprivate func invite(
    _ email: Email, as role: Membership.Role, by member: Member, _ token: LinkToken,
    _ request: Request
  ) throws -> UUID {
    let store = InvitationsStore(database: transaction)
    let invitation = Invitation(
      id: .v7(at: now), email: email.text, role: role, createdAt: now,
      expiresAt: now + Invitation.lifetime)
    // The token belongs into the message and nowhere else.
    let secrets = NewInvitation(
      emailKey: email.key, hash: token.digest, invitedBy: member.account)
    try store.replace(invitation, to: workspace, secrets)
    guard try store.count(of: workspace) <= Invitation.maximum else {
      throw AccountsError.tooManyInvitations
    }
    try record("invitation.made", request) {
      $0.uuid("invitation", invitation.id)
      $0.text("role", role.rawValue)
    }
    return invitation.id
  }

  fileprivate func withdraw(_ id: UUID, _ request: Request) throws {
    let store = InvitationsStore(database: transaction)
    // Who may not see invitations learns nothing of them.
    guard own.managesEverything, let invitation = try store.invitation(id, of: workspace) else {
      throw AccountsError.membershipNotFound
    }
    try requireRight(over: [invitation.role])
    try store.delete(id)
    try record("invitation.withdrawn", request) { $0.uuid("invitation", id) }
  }
}
