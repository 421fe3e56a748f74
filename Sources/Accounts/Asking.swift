import Audit
import HTTP
import Language
import MariaDB
import Primitives
import Security

// Who sent a request: found by its access token or key, once for each request, in one round trip.

extension Accounts {
  /// The member who sent a request: `Authorization: Bearer` with an access token whose session is
  /// alive, or with an API key that is. Throws 401 without one, 403 for a client.
  package func member(_ request: Request, on database: some Executor) throws -> Member {
    try Member(identity(request, on: database))
  }

  /// The client whose account sent a request: `Authorization: Bearer` with an access token whose
  /// session is alive. Throws 401 without one, 403 for a member and for an API key.
  package func client(_ request: Request, on database: some Executor) throws -> ClientAccount {
    try ClientAccount(identity(request, on: database))
  }

  /// Whether somebody who was let in before is still a member of a workspace, and as what; asked in
  /// the transaction of what they do, since they may have waited for its locks. Nil: no longer.
  package static func membership(
    of identity: Identity, in workspace: UUID, on transaction: Transaction
  ) throws -> Membership? {
    guard identity.membership(in: workspace) != nil else { return nil }
    return try MembershipsStore(database: transaction).membership(
      of: identity.account, in: workspace)
  }

  /// The account of either kind, or the key, that sent a request. Throws 401.
  package func identity(_ request: Request, on database: some Executor) throws -> Identity {
    guard let bearer = request.bearer else { throw AccountsError.unauthorized }
    if bearer.hasPrefix(APIKey.prefix) {
      guard let found = try KeysStore(database: database).identity(SHA256.hash(String(bearer)))
      else { throw AccountsError.unauthorized }
      if found.isUseOld, case .key(let key) = found.identity.credential { lastUse.note(key: key) }
      return found.identity
    }
    guard let session = session(of: bearer),
      let found = try SessionsStore(database: database).identity(session: session)
    else { throw AccountsError.unauthorized }
    if found.isUseOld { lastUse.note(session: session) }
    return found.identity
  }

  /// The session that an access token names, if the token is ours and in time.
  ///
  /// - Parameter expired: for how many seconds past its end it is still taken.
  func session(of token: Substring, acceptExpiredFor expired: Int64 = 0) -> UUID? {
    let claims = try? signer.verify(
      token, type: Self.tokenType, now: .now(), acceptExpiredFor: expired)
    return claims?.text("sid").flatMap { UUID($0) }
  }

  /// An access token of a session of the account.
  func token(for account: Account, session: UUID) throws -> String {
    let now = Instant.now().seconds
    var claims: [String: Claim] = [
      "sub": .text(account.id.text), "kind": .text(account.kind.rawValue),
      "sid": .text(session.text), "iat": .integer(now), "exp": .integer(now + Self.tokenLifetime),
    ]
    if let client = account.client { claims["client_id"] = .text(client.text) }
    return try signer.sign(type: Self.tokenType, claims: claims)
  }
}

extension Request {
  /// What stands behind `Bearer` (RFC 6750 §2.1); nil without it. Not yet believed.
  package var bearer: Substring? {
    guard let authorization = headers.authorization else { return nil }
    let parts = authorization.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return parts[1]
  }

  /// As sessions are listed with; cut to what the column holds.
  var sessionUserAgent: String {
    String(String.UnicodeScalarView((headers.userAgent ?? "").unicodeScalars.prefix(200)))
  }

  /// The one of ours that whoever sent it likes best.
  var language: Language {
    headers.language(among: Language.codes).flatMap(Language.init(rawValue:)) ?? .english
  }

  /// As the audit log keeps it.
  package var addressPrefix: String { AddressPrefix.of(remoteAddress) }
}
