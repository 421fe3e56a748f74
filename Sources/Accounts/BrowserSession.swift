import HTTP
import MariaDB
import Primitives
import Security

/// A browser that is signed in, found for this very request by its cookie.
///
/// It ends 30 days after its last use (to within five minutes), when it is ended, and with a change
/// of the password elsewhere.
package struct BrowserSession: Sendable {
  package let id: UUID
  package let account: Account
  package let identity: Identity
  /// The workspaces that the account belongs to, in the order in which it came to them; at most
  /// 1,000.
  package let places: [Place]
  /// What the cookie holds, 24 characters of `[A-Za-z0-9_-]`; prints as `•••`. Only its SHA-256 is
  /// in the database.
  package let secret: LinkToken

  /// What each form of this session that changes something must carry.
  package let formToken: FormToken

  /// The member who is signed in. Throws 403 for a client.
  package func member() throws(AccountsError) -> Member { try Member(identity) }

  /// The client whose account is signed in. Throws 403 for a member.
  package func client() throws(AccountsError) -> ClientAccount { try ClientAccount(identity) }
}

/// The proof that a form was on a page that this session was shown: no other site knows it.
///
/// It comes from a `BrowserSession` and nowhere else, so a form that asks for one can't be built
/// without. It is a function of the session's secret: nothing is kept on the server, it is as good
/// as the session is old, and the cookie can't be found from it.
package struct FormToken: Sendable {
  private let tag: Digest
  /// For the form's hidden field: 86 characters of base64url, the same for all forms of a page and
  /// others on the next.
  package let text: String

  fileprivate init(of secret: LinkToken) {
    tag = HMAC.tag(of: "waylink form token", key: Bytes(secret.text.utf8))
    text = MaskedTag.text(of: tag)
  }

  /// Whether a form came from this session. Takes the same time wherever the texts differ.
  package func accepts(_ text: String?) -> Bool {
    guard let sent = text.flatMap(MaskedTag.read) else { return false }
    return tag.matches(sent)
  }
}

extension FormToken: Redacted {}

extension Accounts {
  /// Makes the session that has just begun one of a browser, with a secret of its own: whatever
  /// cookie the browser had before means nothing to it (no fixation).
  ///
  /// Throws 401 when the session was ended meanwhile or is a browser's already.
  package func beginBrowserSession(
    for signedIn: SignedIn, on database: MariaDB.Connection
  ) throws -> BrowserSession {
    let secret = LinkToken()
    let store = SessionsStore(database: database)
    guard try store.giveSecret(secret.digest, to: signedIn.session),
      let session = try browser(cookie: secret.text, on: database)
    else { throw AccountsError.unauthorized }
    return session
  }

  /// The browser session that a cookie's value names; nil for none, or one that has ended. One
  /// round trip.
  package func browser(
    cookie: String?, on database: some Executor
  ) throws -> BrowserSession? {
    guard let secret = cookie.flatMap({ LinkToken($0) }),
      let found = try SessionsStore(database: database).browser(secret.digest)
    else { return nil }
    if found.isUseOld { lastUse.note(session: found.session) }
    let identity = Identity(
      account: found.account.id, kind: found.account.kind, client: found.account.client,
      credential: .session(found.session), memberships: found.places.map(\.membership))
    return BrowserSession(
      id: found.session, account: found.account, identity: identity,
      places: found.places, secret: secret, formToken: FormToken(of: secret))
  }

  /// Signs a browser out: its session ends on all processes at once.
  package func endSession(
    _ session: BrowserSession, from request: Request, on database: MariaDB.Connection
  ) throws {
    try end(session.id, of: session.account.id, from: request, on: database)
  }
}
