import HTTP
import MariaDB
import Primitives
import Security

/// Who is asking: accounts, their sign-ins and keys, and who belongs to which workspace.
package struct Accounts: Sendable {
  /// Who may make an account.
  package enum Signup: String, CaseIterable, Sendable {
    case open
    /// Those who hold an invitation, for the address that it was sent to.
    case invite
    case closed
  }

  /// Gives what somebody who leaves a workspace has made there to an owner who stays, in the
  /// transaction of the leaving. What a feature keeps with a maker's name it hands over so.
  package typealias Handover =
    @Sendable (_ leaver: UUID, _ heir: UUID, _ workspace: UUID, Transaction) throws -> Void

  /// Ends what a client's account has of a feature, in the transaction that closes the account.
  package typealias Ending =
    @Sendable (_ closed: ClientAccount, Request, Transaction) throws -> Void

  let signer: TokenSigner
  let hasher: PasswordHasher
  let sealer: Sealer
  let signup: Signup
  let handovers: [Handover]
  let endings: [Ending]
  package let correspondence: Correspondence
  let lastUse = LastUse()

  static let passwordRules = PasswordRules()

  /// How long an access token is good for, in seconds.
  static let tokenLifetime: Int64 = 3_600
  /// RFC 9068's type, so that no other token of ours passes for an access token.
  static let tokenType = "at+jwt"
  /// How long after its end an access token can still be renewed while its session lives, and how
  /// long after its last use a browser's session lives, in seconds: 30 days.
  static let idleLifetime: Int64 = 30 * 86_400

  package init(
    signer: TokenSigner, hasher: PasswordHasher, sealer: Sealer, signup: Signup,
    handovers: [Handover], endings: [Ending], correspondence: Correspondence
  ) {
    self.signer = signer
    self.hasher = hasher
    self.sealer = sealer
    self.signup = signup
    self.handovers = handovers
    self.endings = endings
    self.correspondence = correspondence
  }

  /// Finds who is asking, and does what an operation asks; throws what its caller is to be told.
  package func respond(
    to operation: AccountsRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .open(.register): return try register(context)
    case .open(.login): return try login(context)
    case .open(.requestPasswordReset): return try requestPasswordReset(context)
    case .open(.confirmPasswordReset): return try confirmPasswordReset(context)
    case .renewable(.refresh): return try refresh(context)
    case .renewable(.logout): return try logout(context)
    case .account(let operation):
      let identity = try identity(context.request, on: context.database)
      var response = try respond(to: operation, as: identity, context)
      response.trace.account = identity.account
      return response
    case .member(let operation):
      let member = try member(context.request, on: context.database)
      var response = try respond(to: operation, as: member, context)
      response.trace.account = member.account
      return response
    }
  }

  private func respond(
    to operation: AccountsRoute.AccountOperation, as identity: Identity, _ context: Context
  ) throws -> Response {
    switch operation {
    case .changePassword: try changePassword(identity, context)
    case .me: try me(identity, context)
    case .listSessions: try listSessions(identity, context)
    case .endOtherSessions: try endOtherSessions(identity, context)
    case .endSession(let id): try endSession(id, identity, context)
    case .showMessages: try showMessageSettings(identity, context)
    case .changeMessages: try changeMessageSettings(identity, context)
    }
  }

  private func respond(
    to operation: AccountsRoute.MemberOperation, as member: Member, _ context: Context
  ) throws -> Response {
    switch operation {
    case .listMembers(let workspace): try listMembers(of: workspace, member, context)
    case .addMember(let workspace): try addMember(to: workspace, member, context)
    case .changeRole(let id, let workspace): try changeRole(id, in: workspace, member, context)
    case .removeMember(let id, let workspace): try removeMember(id, of: workspace, member, context)
    case .listKeys(let workspace): try listKeys(of: workspace, member, context)
    case .createKey(let workspace): try createKey(for: workspace, member, context)
    case .endKey(let id, let workspace): try endKey(id, of: workspace, member, context)
    }
  }

  // MARK: Housekeeping

  /// Writes down which sessions and keys were used since the last time; kept for the next time when
  /// that fails. Once a second, by one thread.
  package func flush(to database: MariaDB.Connection) throws {
    try lastUse.flush(to: database)
  }

  /// Takes away sessions that are over, up to 10,000.
  package func clearSessions(on database: MariaDB.Connection) throws {
    try SessionsStore(database: database).clear()
  }

  /// Takes away invitations that are over, up to 10,000.
  package func clearInvitations(on database: MariaDB.Connection) throws {
    try InvitationsStore(database: database).clear()
  }

  /// Takes away forgotten wrong tries, piece by piece.
  ///
  /// - Parameter goesOn: asked before each piece.
  package func clearTries(on database: MariaDB.Connection, while goesOn: () -> Bool) throws {
    try Throttle.clear(on: database, while: goesOn)
  }

  /// A full gate means: try again.
  func hashing<Result>(_ body: () throws(PasswordHashingError) -> Result) throws -> Result {
    do {
      return try body()
    } catch .busy {
      throw AccountsError.busy
    }
  }
}
