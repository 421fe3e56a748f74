import Audit
import HTTP
import MariaDB
import Primitives
import Security

/// Who is asking: accounts, their sign-ins, and the access tokens that stand for them.
package struct Accounts: Sendable {
  /// Who may make an account.
  package enum Signup: String, CaseIterable, Sendable {
    case open, invite, closed
  }

  private let signer: TokenSigner
  private let hasher: PasswordHasher
  private let rules = PasswordRules()
  private let signup: Signup

  /// How long an access token is good for, in seconds.
  static let tokenLifetime: Int64 = 3_600
  /// RFC 9068's type, so that no other token of ours passes for an access token.
  static let tokenType = "at+jwt"

  package init(signer: TokenSigner, hasher: PasswordHasher, signup: Signup) {
    self.signer = signer
    self.hasher = hasher
    self.signup = signup
  }

  // MARK: Asking

  /// The member who sent a request: `Authorization: Bearer` with an access token whose session is
  /// alive. Throws 401 without one, 403 for a client.
  package func member(_ request: Request, on database: some Executor) throws -> Member {
    guard let session = session(of: request),
      let signedIn = try AccountsStore(database: database).signedIn(session: session)
    else { throw AccountsError.unauthorized }
    guard signedIn.kind == .member else { throw AccountsError.notAMember }
    return Member(
      account: signedIn.account, session: session, memberships: signedIn.memberships)
  }

  /// The session that a request's token names, if the token is ours and in time.
  private func session(of request: Request) -> UUID? {
    guard let authorization = request.headers.authorization else { return nil }
    let parts = authorization.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    let claims = try? signer.verify(parts[1], type: Self.tokenType, now: .now())
    return claims?.text("sid").flatMap { UUID($0) }
  }

  private func token(account: Account, session: UUID) throws -> String {
    let now = Instant.now().seconds
    return try signer.sign(
      type: Self.tokenType,
      claims: [
        "sub": .text(account.id.text), "kind": .text(account.kind.rawValue),
        "sid": .text(session.text), "iat": .integer(now),
        "exp": .integer(now + Self.tokenLifetime),
      ])
  }

  // MARK: Operations

  package func respond(
    to operation: AccountsRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .register: try register(context)
    case .login: try login(context)
    }
  }

  /// `POST /v1/auth/register`.
  private func register(_ context: Context) throws -> Response {
    guard signup == .open else { throw AccountsError.signupClosed }
    let form = try Fields.read(context.request, with: context.reader) {
      try Registration(&$0, rules: rules)
    }
    let hash = try hashing { () throws(PasswordHashingError) in try hasher.hash(form.password) }
    let now = Instant.now()
    let account = Account(
      id: .v7(at: now), kind: .member, email: form.email.text, name: form.name, createdAt: now)
    let workspace = Workspace(id: .v7(at: now), name: form.workspaceName, createdAt: now)
    let membership = Membership(id: .v7(at: now), workspaceID: workspace.id, role: .owner)
    let session = UUID.v7(at: now)
    try context.database.transaction { transaction in
      let store = AccountsStore(database: transaction)
      try store.insert(account, emailKey: form.email.key, passwordHash: hash)
      try store.insert(workspace)
      try store.insert(membership, of: account.id, at: now)
      try store.insertSession(session, of: account.id, userAgent: context.request.userAgent)
      try AccountsStore.chain.append(
        AuditEvent(
          "account.registered", by: .account(account.id), from: context.request.addressPrefix),
        to: account.id, in: transaction)
    }
    let token = try token(account: account, session: session)
    var response = Response.json(.created) { json in
      json.object { answer in
        answer.object("account") { account.write(to: &$0) }
        answer.object("workspace") { workspace.write(to: &$0) }
        answer.object("membership") { membership.write(to: &$0) }
        Self.write(token: token, to: &answer)
      }
    }
    response.trace.account = account.id
    return response
  }

  /// `POST /v1/auth/login`: the same answer in the same time, whether the account exists or not.
  private func login(_ context: Context) throws -> Response {
    let (email, password) = try Fields.read(context.request, with: context.reader) { fields in
      (fields.text("email", length: 1...254), fields.verbatimText("password"))
    }
    let account = try verified(email: email, password: password, on: context.database)
    let session = UUID.v7()
    try context.database.transaction { transaction in
      try AccountsStore(database: transaction).insertSession(
        session, of: account.id, userAgent: context.request.userAgent)
      try AccountsStore.chain.append(
        AuditEvent(
          "account.signed_in", by: .account(account.id), from: context.request.addressPrefix),
        to: account.id, in: transaction)
    }
    let token = try token(account: account, session: session)
    var response = Response.json { json in
      json.object { answer in
        Self.write(token: token, to: &answer)
        answer.object("account") { account.write(to: &$0) }
      }
    }
    response.trace.account = account.id
    return response
  }

  /// The account, if the password is its own; rehashed when our parameters have changed since.
  private func verified(
    email: String, password: String, on database: MariaDB.Connection
  ) throws -> Account {
    let store = AccountsStore(database: database)
    guard let email = Email(email), let found = try store.credentials(emailKey: email.key) else {
      try hashing { () throws(PasswordHashingError) in try hasher.verifyNothing(password) }
      throw AccountsError.badCredentials
    }
    let isRight = try hashing { () throws(PasswordHashingError) in
      try hasher.verify(password, against: found.passwordHash)
    }
    guard isRight else { throw AccountsError.badCredentials }
    if hasher.needsRehash(found.passwordHash) {
      let hash = try hashing { () throws(PasswordHashingError) in try hasher.hash(password) }
      try store.setPasswordHash(hash, of: found.account.id)
    }
    return found.account
  }

  /// A full gate means: try again.
  private func hashing<Result>(
    _ body: () throws(PasswordHashingError) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch .busy {
      throw AccountsError.busy
    }
  }

  private static func write(token: String, to answer: inout JSONWriter) {
    answer.text("access_token", token)
    answer.text("token_type", "Bearer")
    answer.integer("expires_in", Int(tokenLifetime))
  }
}

/// What a new account is made from.
private struct Registration {
  let email: Email
  let password: String
  let name: String
  let workspaceName: String

  init(_ fields: inout Fields, rules: PasswordRules) throws {
    let email = fields.text("email", length: 1...254)
    password = fields.verbatimText("password")
    name = fields.text("name", length: 1...200)
    workspaceName = fields.text("workspace_name", length: 1...200)
    if Email(email) == nil, !email.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    for objection in rules.objections(to: password, personal: [email, name]) where !password.isEmpty
    {
      let error = objection.fieldError
      fields.refuse(error.field, error.code, error.detail)
    }
    try fields.finish()
    guard let email = Email(email) else { throw Problem.invalid([]) }
    self.email = email
  }
}

extension Request {
  /// As sessions are listed with; cut to what the column holds.
  fileprivate var userAgent: String {
    String(String.UnicodeScalarView((headers.userAgent ?? "").unicodeScalars.prefix(200)))
  }

  /// As the audit log keeps it.
  package var addressPrefix: String { AddressPrefix.of(remoteAddress) }
}

// MARK: - Views

extension Account {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("kind", kind.rawValue)
    object.text("email", email)
    object.text("name", name)
    object.instant("created_at", createdAt)
  }
}

extension Workspace {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("name", name)
    object.instant("created_at", createdAt)
  }
}

extension Membership {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.uuid("workspace_id", workspaceID)
    object.text("role", role.rawValue)
  }
}
