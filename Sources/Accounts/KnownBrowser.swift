import MariaDB
import Primitives
import Security

// How a browser is known again in which somebody has signed in to an account: by a mark that it keeps in
// a cookie. Whoever brings one has tries at that account's password of their own, and so isn't kept out
// by a neighbour on the same network who guesses at it.
//
// It lets nobody in, and gains a guesser nothing: it is signed, good for the one account, and only who
// knows the password gets one. It ends with that password.

extension Accounts {
  /// How long a mark is good for, in seconds: 180 days.
  package static let markLifetime = 180 * 86_400
  private static let markType = "known-browser+jwt"

  /// What the browser of somebody who is signed in is to keep, in characters that a cookie may hold; nil
  /// when the account is gone.
  package func mark(forBrowserOf account: UUID, on database: some Executor) throws -> String? {
    guard let found = try AccountsStore(database: database).credentials(account) else { return nil }
    return try signer.sign(
      type: Self.markType,
      claims: [
        "sub": .text(account.text), "nam": .text(LinkToken().text),
        "pwd": .text(passwordMark(found)),
        "exp": .integer(Instant.now().seconds + Int64(Self.markLifetime)),
      ])
  }

  /// The name of the browser that brings a mark of the account with this e-mail, with the password that
  /// it has now; nil for any other.
  func browser(
    marked mark: String?, of email: String, on database: some Executor
  ) throws -> String? {
    guard let mark, let email = Email(email),
      let claims = try? signer.verify(mark, type: Self.markType, now: .now()),
      let found = try AccountsStore(database: database).credentials(emailKey: email.key),
      claims.text("sub") == found.account.id.text, claims.text("pwd") == passwordMark(found)
    else { return nil }
    return claims.text("nam")
  }

  /// Another one for each password, which tells nothing of it.
  private func passwordMark(_ found: AccountsStore.Credentials) -> String {
    sealer.fingerprint(of: SHA256.hash(found.passwordHash), for: "known browser").hex
  }
}
