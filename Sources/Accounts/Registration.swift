import Audit
import HTTP
import MariaDB
import Primitives
import Security

/// What a new account is made from: `email`, `password`, `name`, `workspace_name`.
package struct SignUpForm: Sendable {
  let email: Email
  let password: String
  let name: String
  let workspaceName: String

  /// Throws 400 `validation_failed` with everything that is wrong.
  package init(_ fields: inout Fields) throws {
    let email = fields.text("email", length: 1...254)
    password = fields.verbatimText("password")
    name = fields.text("name", length: 1...200)
    workspaceName = fields.text("workspace_name", length: 1...200)
    if Email(email) == nil, !email.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    fields.judge(password, as: "password", personal: [email, name])
    try fields.finish()
    guard let email = Email(email) else { throw Problem.invalid([]) }
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
  /// Makes an account with a workspace of its own, and signs it in.
  ///
  /// Throws 409 `email_taken`, 403 `signup_closed`, 503 when too many passwords are being hashed.
  package func signUp(
    _ form: SignUpForm, from request: Request, on database: MariaDB.Connection
  ) throws -> SignedIn {
    guard signup == .open else { throw AccountsError.signupClosed }
    let hash = try hashing { () throws(PasswordHashingError) in try hasher.hash(form.password) }
    let now = Instant.now()
    let account = Account(
      id: .v7(at: now), kind: .member, email: form.email.text, name: form.name, createdAt: now)
    let workspace = Workspace(id: .v7(at: now), name: form.workspaceName, createdAt: now)
    let membership = Membership(id: .v7(at: now), workspaceID: workspace.id, role: .owner)
    let session = NewSession(of: account.id, from: request)
    try database.transaction { transaction in
      let store = AccountsStore(database: transaction)
      try store.insert(account, emailKey: form.email.key, passwordHash: hash)
      try store.insert(workspace)
      try store.insert(membership, of: account.id, at: now)
      try SessionsStore(database: transaction).insert(session)
      try AccountsStore.chain.append(
        AuditEvent("account.registered", by: .account(account.id), from: request.addressPrefix),
        to: account.id, in: transaction)
    }
    return SignedIn(
      account: account, session: session.id,
      place: Place(membership: membership, workspace: workspace))
  }

  /// `POST /v1/auth/register`.
  func register(_ context: Context) throws -> Response {
    guard signup == .open else { throw AccountsError.signupClosed }
    let form = try Fields.read(context.request, with: context.reader) { try SignUpForm(&$0) }
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

extension Fields {
  /// Refuses a new password for all that is wrong with it; a missing one was refused before.
  mutating func judge(_ password: String, as field: String, personal: [String]) {
    guard !password.isEmpty else { return }
    for objection in Accounts.passwordRules.objections(to: password, personal: personal) {
      refuse(field, objection.code, objection.detail)
    }
  }
}
