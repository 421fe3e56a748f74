import Audit
import HTTP
import Language
import MariaDB
import Outbox
import Primitives
import Security

// A new password for whoever forgot theirs: shown that an e-mail is theirs by a message to it.

/// `{email}`.
package struct PasswordResetForm: Sendable {
  let email: Email

  /// Throws 400 `validation_failed`.
  package init(_ fields: inout Fields) throws {
    let text = fields.text("email", length: 1...254)
    let email = Email(text)
    if email == nil, !text.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    try fields.finish()
    guard let email else { throw Problem.invalid([]) }
    self.email = email
  }
}

/// `{token, password}`.
package struct NewPasswordForm: Sendable {
  let token: String
  let password: String

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    token = fields.text("token", length: 1...128)
    password = fields.verbatimText("password")
  }
}

extension Accounts {
  /// How long a link for a new password is good for, in seconds, from the request on.
  static let resetLifetime: Int64 = 30 * 60

  /// Has a link for a new password sent to an e-mail, if it is an account's.
  ///
  /// Whether it is, is looked up when the message's turn comes, and not before: here the same is done,
  /// in the same time, whoever's e-mail it is. More than a few an hour are passed over without a word, so
  /// that nobody's mail can be flooded. Throws 429 `too_many_attempts` for who asks for many.
  package func requestPasswordReset(
    _ form: PasswordResetForm, from request: Request, on database: MariaDB.Connection
  ) throws -> Outbox.Delivery {
    guard correspondence.delivery == .queued else { return .notConfigured }
    let (key, network) = (form.email.key, request.addressPrefix)
    return try database.transaction { transaction in
      try Allowance(.passwordResets, of: "", from: network).take(in: transaction)
      try Allowance(.passwordReset, of: key, from: network).take(in: transaction)
      guard try Allowance(.resetMessage, of: key, from: "").takes(in: transaction) else {
        return .queued
      }
      return try correspondence.enqueue(
        .passwordReset,
        ["email_key": key, "token": LinkToken().text, "network": network], in: transaction)
    }
  }

  /// Sets the password of the account that a link was sent to, once, and ends all its sessions. Keys
  /// belong to workspaces and stay.
  ///
  /// Throws 400 `reset_token_invalid` for a token that is used up, too old, followed by a newer one, or
  /// none, 400 for a password that won't do, 503 when too many passwords are being hashed.
  package func resetPassword(
    _ form: NewPasswordForm, from request: Request, on database: MariaDB.Connection
  ) throws {
    guard let token = LinkToken(form.token),
      let account = try PasswordResetStore(database: database).account(token.digest)
    else { throw AccountsError.resetTokenInvalid }
    let errors = Self.passwordRules
      .objections(to: form.password, personal: [account.email, account.name])
      .map { FieldError("password", $0.code, $0.detail) }
    guard errors.isEmpty else { throw Problem.invalid(errors) }
    let hash = try hashing { () throws(PasswordHashingError) in try hasher.hash(form.password) }
    try database.transaction { transaction in
      let store = AccountsStore(database: transaction)
      guard try store.passwordHashForUpdate(of: account.id) != nil,
        try PasswordResetStore(database: transaction).use(token.digest, of: account.id)
      else { throw AccountsError.resetTokenInvalid }
      try store.setPasswordHash(hash, of: account.id)
      try SessionsStore(database: transaction).endAll(of: account.id, but: nil)
      try AccountsStore.chain.append(
        AuditEvent(
          "account.password_reset", by: .account(account.id), from: request.addressPrefix),
        to: account.id, in: transaction)
      try tellOfNewPassword(of: account.id, in: transaction)
    }
  }

  /// Whether a link for a new password still works. Throws 400 `reset_token_invalid`.
  package func checkPasswordReset(_ token: String, on database: some Executor) throws {
    guard let token = LinkToken(token),
      try PasswordResetStore(database: database).account(token.digest) != nil
    else { throw AccountsError.resetTokenInvalid }
  }

  /// Tells whoever has an account that its password is another: they may not have done it.
  func tellOfNewPassword(of account: UUID, in transaction: Transaction) throws {
    try correspondence.enqueue(.passwordChanged, ["account": account.text], in: transaction)
  }

  // MARK: Operations

  /// `POST /v1/auth/password-reset`: 202 whoever asks.
  func requestPasswordReset(_ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) {
      try PasswordResetForm(&$0)
    }
    let delivery = try requestPasswordReset(form, from: context.request, on: context.database)
    return Response.json(Status(202)) { json in
      json.object { $0.text("email", delivery.rawValue) }
    }
  }

  /// `POST /v1/auth/password-reset/confirm`.
  func confirmPasswordReset(_ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { NewPasswordForm(&$0) }
    try resetPassword(form, from: context.request, on: context.database)
    return Response(.noContent)
  }
}
