import Audit
import HTTP
import MariaDB
import Primitives
import Security

// Signing in with a password, and the access token that stands for it.

/// `email`, `password`.
package struct SignInForm: Sendable {
  let email: String
  let password: String

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    email = fields.text("email", length: 1...254)
    password = fields.verbatimText("password")
  }
}

extension Accounts {
  /// Begins a session of the account whose e-mail and password these are.
  ///
  /// Takes the same time and throws the same 401 `bad_credentials` whether the account exists or
  /// not, and the same 429 `too_many_attempts`; see `Throttle`. 503 when too many passwords are being
  /// checked.
  ///
  /// - Parameter mark: what a browser brings of `mark(forBrowserOf:on:)`.
  package func signIn(
    _ form: SignInForm, from request: Request, mark: String? = nil,
    on database: MariaDB.Connection
  ) throws -> SignedIn {
    let found = try verified(form, from: request, mark, on: database)
    let account = found.account
    let session = NewSession(of: account.id, from: request)
    try database.transaction { transaction in
      // Locks the account: a password that was changed since it was found right is no good here.
      let store = AccountsStore(database: transaction)
      guard try store.passwordHashForUpdate(of: account.id) == found.passwordHash else {
        throw AccountsError.badCredentials
      }
      if let rehash = found.rehash { try store.setPasswordHash(rehash, of: account.id) }
      try SessionsStore(database: transaction).insert(session)
      try AccountsStore.chain.append(
        AuditEvent("account.signed_in", by: .account(account.id), from: request.addressPrefix),
        to: account.id, in: transaction)
    }
    return SignedIn(account: account, session: session.id, place: nil)
  }

  /// `POST /v1/auth/login`.
  func login(_ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { SignInForm(&$0) }
    let signedIn = try signIn(form, from: context.request, on: context.database)
    let token = try token(for: signedIn)
    var response = Response.json { json in
      json.object { answer in
        Self.write(token: token, to: &answer)
        answer.object("account") { signedIn.account.write(to: &$0) }
      }
    }
    response.trace.account = signedIn.account.id
    return response
  }

  /// An access token of the session that has just begun.
  package func token(for signedIn: SignedIn) throws -> String {
    try token(for: signedIn.account, session: signedIn.session)
  }

  /// `access_token`, `token_type` and `expires_in`, in seconds.
  package static func write(token: String, to answer: inout JSONWriter) {
    answer.text("access_token", token)
    answer.text("token_type", "Bearer")
    answer.integer("expires_in", Int(tokenLifetime))
  }

  /// An account whose password was found right.
  private struct Verified {
    let account: Account
    /// As it was found right.
    let passwordHash: String
    /// The same password hashed as we do now, where our parameters have changed since.
    let rehash: String?
  }

  private func verified(
    _ form: SignInForm, from request: Request, _ mark: String?, on database: MariaDB.Connection
  ) throws -> Verified {
    let found = try throttle(form.email, request, mark: mark, on: database) {
      () -> AccountsStore.Credentials? in
      guard let email = Email(form.email),
        let found = try AccountsStore(database: database).credentials(emailKey: email.key)
      else {
        try hashing { () throws(PasswordHashingError) in try hasher.verifyNothing(form.password) }
        return nil
      }
      let isRight = try hashing { () throws(PasswordHashingError) in
        try hasher.verify(form.password, against: found.passwordHash)
      }
      return isRight ? found : nil
    }
    guard let found else { throw AccountsError.badCredentials }
    // Where there is no room for it now, the next sign-in will do: nobody who was right is sent away.
    let rehash = hasher.needsRehash(found.passwordHash) ? try? hasher.hash(form.password) : nil
    return Verified(account: found.account, passwordHash: found.passwordHash, rehash: rehash)
  }
}
