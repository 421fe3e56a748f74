import Audit
import HTTP
import MariaDB
import Primitives
import Security

/// `{current_password, new_password}`.
package struct PasswordForm: Sendable {
  let current: String
  let new: String

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    current = fields.verbatimText("current_password")
    new = fields.verbatimText("new_password")
  }
}

extension Accounts {
  /// Changes the password of an account that is signed in, and ends all its other sessions. Keys
  /// belong to workspaces and stay.
  ///
  /// Throws 400 for a new password that won't do, 401 `bad_credentials` when the current one is
  /// wrong, which counts as a wrong try of this session (429), and 403 for a key.
  package func changePassword(
    _ form: PasswordForm, of identity: Identity, from request: Request,
    on database: MariaDB.Connection
  ) throws {
    guard let session = identity.session else { throw AccountsError.keyNotAllowed }
    guard let found = try AccountsStore(database: database).credentials(identity.account) else {
      throw AccountsError.unauthorized
    }
    let personal = [found.account.email, found.account.name]
    let errors = Self.passwordRules.objections(to: form.new, personal: personal).map {
      FieldError("new_password", $0.code, $0.detail)
    }
    guard errors.isEmpty else { throw Problem.invalid(errors) }
    try require(form.current, of: found, in: session, on: database)
    let hash = try hashing { () throws(PasswordHashingError) in try hasher.hash(form.new) }
    try database.transaction { transaction in
      let store = AccountsStore(database: transaction)
      guard try store.passwordHashForUpdate(of: identity.account) == found.passwordHash else {
        throw AccountsError.badCredentials
      }
      try store.setPasswordHash(hash, of: identity.account)
      try PasswordResetStore(database: transaction).end(of: identity.account)
      try SessionsStore(database: transaction).endAll(of: identity.account, but: session)
      try AccountsStore.chain.append(
        AuditEvent("account.password_changed", by: identity.actor, from: request.addressPrefix),
        to: identity.account, in: transaction)
      try tellOfNewPassword(of: identity.account, in: transaction)
    }
  }

  /// Makes one try at the password of an account that is signed in. Throws 401 `bad_credentials` when
  /// it is wrong, which counts as a wrong try of its session (429): nobody who isn't signed in can make it
  /// wait.
  func require(
    _ password: String, of found: AccountsStore.Credentials, in session: UUID,
    on database: MariaDB.Connection
  ) throws {
    let isRight = try Throttle(
      .signIn, subject: Self.subject(found.account.email), own: .caller("session \(session)"),
      shared: [Self.everybody]
    ).guarding(on: database, isKnown: { true }) {
      try hashing { () throws(PasswordHashingError) in
        try hasher.verify(password, against: found.passwordHash)
      } ? true : nil
    }
    guard isRight != nil else { throw AccountsError.badCredentials }
  }

  /// `POST /v1/auth/password`.
  func changePassword(_ identity: Identity, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { PasswordForm(&$0) }
    try changePassword(form, of: identity, from: context.request, on: context.database)
    return Response(.noContent)
  }

  /// Makes one try at an account's password, by `Throttle`'s rules: per e-mail, as typed by whoever
  /// tries, and the browser that is known to it, or else the network it comes from.
  ///
  /// - Parameter mark: what the browser brings of `mark(forBrowserOf:on:)`.
  func throttle<Result>(
    _ email: String, _ request: Request, mark: String?, on database: MariaDB.Connection,
    _ attempt: () throws -> Result?
  ) throws -> Result? {
    let key = Self.subject(email)
    if let browser = try browser(marked: mark, of: email, on: database) {
      return try Throttle(
        .signIn, subject: key, own: .caller("browser \(browser)"), shared: [Self.everybody]
      ).guarding(on: database, isKnown: { true }, attempt)
    }
    let prefix = request.addressPrefix
    return try Throttle(
      .signIn, subject: key, own: .caller(prefix), shared: [Self.everybody]
    ).guarding(
      on: database,
      isKnown: {
        try SessionsStore(database: database).hasComeFrom(prefix, emailKey: key)
      }, attempt)
  }

  /// What is guessed at.
  private static func subject(_ email: String) -> String {
    Email(email)?.key ?? email.lowercased()
  }

  private static let everybody = Throttle.Pool.everybody(after: 100)
}
