import Audit
import HTTP
import MariaDB
import Primitives
import Security

/// What a member's new account is made from: `email`, `password`, `name`, and `workspace_name` or the
/// token of an `invitation`, or both.
package struct SignUpForm: Sendable {
  let credentials: NewCredentials
  let name: String
  /// What the workspace of their own is to be called; nil for none.
  let workspaceName: String?
  let invitation: LinkToken?

  /// Throws 400 `validation_failed` with everything that is wrong.
  package init(_ fields: inout Fields) throws {
    name = fields.text("name", length: 1...200)
    let credentials = NewCredentials(&fields, personal: [name])
    if fields.has("invitation") {
      let token = fields.text("invitation", length: 8...128)
      invitation = LinkToken(token)
      if invitation == nil, !token.isEmpty {
        fields.refuse("invitation", "not_open", "is not open, or was for another address")
      }
      workspaceName = fields.optionalText("workspace_name", length: 1...200)
    } else {
      invitation = nil
      workspaceName = fields.text("workspace_name", length: 1...200)
    }
    try fields.finish()
    guard let credentials else { throw Problem.invalid([]) }
    self.credentials = credentials
  }
}

/// What signs somebody in to a new account: `email`, `password`.
package struct NewCredentials: Sendable {
  let email: Email
  let password: String

  /// Nil where something is wrong with them, which is noted in `fields`.
  ///
  /// - Parameter personal: what the password must not be, beside the e-mail.
  package init?(_ fields: inout Fields, personal: [String]) {
    let text = fields.text("email", length: 1...254)
    password = fields.verbatimText("password")
    if Email(text) == nil, !text.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    fields.judge(password, as: "password", personal: [text] + personal)
    guard let email = Email(text), !fields.isRefused("password") else { return nil }
    self.email = email
  }
}

/// Someone who has just shown who they are, and the session that began with it.
///
/// Only `Accounts` can make one, after a password was found right or an account was made.
package struct SignedIn: Sendable {
  package let account: Account
  package let session: UUID
  /// Where a new account begins; nil after signing in to one that was there.
  package let place: Place?
}

extension Accounts {
  /// Makes a member's account with a workspace of its own, or with its place in the one that invited
  /// it, and signs it in.
  ///
  /// Throws 409 `email_taken`, 403 `signup_closed`, 400 for an invitation that isn't open or was for
  /// another address, 503 when too many passwords are being hashed.
  package func signUp(
    _ form: SignUpForm, from request: Request, on database: MariaDB.Connection
  ) throws -> SignedIn {
    try requireSignup(isInvited: form.invitation != nil)
    return try enroll(
      form.credentials, as: .member, named: form.name, from: request, on: database
    ) { account, transaction, insert in
      let invited = try invitedPlace(form, in: transaction)
      try insert()
      let own = form.workspaceName.map { Place(ofNew: $0, at: account.createdAt) }
      if let own { try WorkspaceStore(database: transaction).insert(own.workspace) }
      for place in [own, invited].compactMap(\.self) {
        try MembershipsStore(database: transaction).insert(
          place.membership, of: account.id, at: account.createdAt)
      }
      if let invited { try recordJoining(of: account.id, invited, request, in: transaction) }
      return invited ?? own
    }
  }

  /// Makes the account of a new client, and signs it in. Invitations are for members: where an account
  /// needs one, no client can sign up.
  ///
  /// Throws 409 `email_taken`, 403 `signup_closed`, 503 when too many passwords are being hashed.
  ///
  /// - Parameters:
  ///   - client: whom it acts for.
  ///   - make: makes that client, in the same transaction.
  package func signUp(
    _ credentials: NewCredentials, for client: UUID, named name: String, from request: Request,
    on database: MariaDB.Connection, _ make: (Transaction) throws -> Void
  ) throws -> SignedIn {
    try requireSignup(isInvited: false)
    return try enroll(
      credentials, as: .client, client, named: name, from: request, on: database
    ) { _, transaction, insert in
      try make(transaction)
      try insert()
      return nil
    }
  }

  /// - Parameter body: gives the account its place, if it has one; calls what it is given, which
  ///   makes the account.
  private func enroll(
    _ credentials: NewCredentials, as kind: Account.Kind, _ client: UUID? = nil,
    named name: String, from request: Request, on database: MariaDB.Connection,
    _ body: (Account, Transaction, _ insert: () throws -> Void) throws -> Place?
  ) throws -> SignedIn {
    let hash = try hashing { () throws(PasswordHashingError) in
      try hasher.hash(credentials.password)
    }
    let now = Instant.now()
    let account = Account(
      id: .v7(at: now), kind: kind, client: client, email: credentials.email.text, name: name,
      createdAt: now)
    let session = NewSession(of: account.id, from: request)
    let place = try database.transaction { transaction in
      let place = try body(account, transaction) {
        try AccountsStore(database: transaction).insert(
          account, emailKey: credentials.email.key, passwordHash: hash,
          language: request.language)
      }
      try SessionsStore(database: transaction).insert(session)
      try AccountsStore.chain.append(
        AuditEvent("account.registered", by: .account(account.id), from: request.addressPrefix),
        to: account.id, in: transaction)
      return place
    }
    return SignedIn(account: account, session: session.id, place: place)
  }

  private func requireSignup(isInvited: Bool) throws(AccountsError) {
    guard signup == .open || (signup == .invite && isInvited) else { throw .signupClosed }
  }

  /// Uses an invitation up, with its workspace locked; nil without one.
  private func invitedPlace(_ form: SignUpForm, in transaction: Transaction) throws -> Place? {
    guard let token = form.invitation else { return nil }
    let emailKey = form.credentials.email.key
    let invitations = InvitationsStore(database: transaction)
    let workspaces = WorkspaceStore(database: transaction)
    guard
      let id = try invitations.workspace(token: token.digest, emailKey: emailKey),
      try workspaces.lock(id) != nil, let workspace = try workspaces.workspace(id),
      let role = try invitations.take(token: token.digest, emailKey: emailKey)
    else {
      throw Problem.invalid([
        FieldError("invitation", "not_open", "is not open, or was for another address")
      ])
    }
    return Place(
      membership: Membership(id: .v7(), workspaceID: id, role: role), workspace: workspace)
  }

  private func recordJoining(
    of account: UUID, _ place: Place, _ request: Request, in transaction: Transaction
  ) throws {
    try WorkspaceStore.chain.append(
      AuditEvent("membership.joined", by: .account(account), from: request.addressPrefix) {
        $0.uuid("membership", place.membership.id)
        $0.text("role", place.membership.role.rawValue)
      },
      to: place.workspace.id, in: transaction)
  }

  /// `POST /v1/auth/register`.
  func register(_ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { fields in
      try requireSignup(isInvited: fields.has("invitation"))
      return try SignUpForm(&fields)
    }
    let signedIn = try signUp(form, from: context.request, on: context.database)
    let token = try token(for: signedIn)
    var response = Response.json(.created) { json in
      json.object { answer in
        answer.object("account") { signedIn.account.write(to: &$0) }
        if let place = signedIn.place {
          answer.object("workspace") { place.workspace.write(to: &$0) }
          answer.object("membership") { place.membership.write(to: &$0) }
        }
        Self.write(token: token, to: &answer)
      }
    }
    response.trace.account = signedIn.account.id
    return response
  }
}

extension Place {
  /// The owner's, of a new workspace.
  fileprivate init(ofNew name: String, at now: Instant) {
    workspace = Workspace(id: .v7(at: now), name: name, createdAt: now)
    membership = Membership(id: .v7(at: now), workspaceID: workspace.id, role: .owner)
  }
}

extension Fields {
  /// Refuses a new password for all that is wrong with it; a missing one was refused before.
  mutating func judge(_ password: String, as field: String, personal: [String]) {
    guard !password.isEmpty else { return }
    for objection in Accounts.passwordRules.objections(to: password, personal: personal) {
      refuse(field, objection.code, objection.detail)
    }
  }
}
