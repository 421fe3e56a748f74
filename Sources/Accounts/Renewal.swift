import HTTP
import Primitives

// What an access token is good for until 30 days after its end, while its session lives.

extension Accounts {
  /// `POST /v1/auth/refresh`: a new access token of the same session.
  func refresh(_ context: Context) throws -> Response {
    guard let session = renewableSession(of: context.request),
      let account = try SessionsStore(database: context.database).renew(session)
    else { throw AccountsError.unauthorized }
    let token = try token(for: account, session: session)
    var response = Response.json { json in
      json.object { Self.write(token: token, to: &$0) }
    }
    response.trace.account = account.id
    return response
  }

  /// `POST /v1/auth/logout`: ends the token's session.
  func logout(_ context: Context) throws -> Response {
    guard let session = renewableSession(of: context.request),
      let found = try SessionsStore(database: context.database).identity(session: session)
    else { throw AccountsError.unauthorized }
    let account = found.identity.account
    try end(session, of: account, from: context.request, on: context.database)
    var response = Response(.noContent)
    response.trace.account = account
    return response
  }

  private func renewableSession(of request: Request) -> UUID? {
    request.bearer.flatMap { session(of: $0, acceptExpiredFor: Self.idleLifetime) }
  }
}
