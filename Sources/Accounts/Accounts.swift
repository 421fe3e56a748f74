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

  let signer: TokenSigner
  let hasher: PasswordHasher
  let signup: Signup
  let lastUse = LastUse()

  static let passwordRules = PasswordRules()

  /// How long an access token is good for, in seconds.
  static let tokenLifetime: Int64 = 3_600
  /// RFC 9068's type, so that no other token of ours passes for an access token.
  static let tokenType = "at+jwt"
  /// How long after its end an access token can still be renewed while its session lives, and how
  /// long after its last use a browser's session lives, in seconds: 30 days.
  static let idleLifetime: Int64 = 30 * 86_400

  package init(signer: TokenSigner, hasher: PasswordHasher, signup: Signup) {
    self.signer = signer
    self.hasher = hasher
    self.signup = signup
  }

  /// Does what an operation asks; throws what its caller is to be told.
  package func respond(
    to operation: AccountsRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .register: try register(context)
    case .login: try login(context)
    }
  }

  /// Writes down which sessions and keys were used since the last time; kept for the next time when
  /// that fails. Once a second, by one thread.
  package func flush(to database: MariaDB.Connection) throws {
    try lastUse.flush(to: database)
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
