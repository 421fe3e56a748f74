import Accounts
import HTTP
import MariaDB
import Primitives

/// `{company_name, email, password}`.
package struct ClientSignUpForm: Sendable {
  let companyName: String
  let credentials: NewCredentials

  /// Throws 400 `validation_failed` with everything that is wrong.
  package init(_ fields: inout Fields) throws {
    companyName = fields.companyName()
    let credentials = NewCredentials(&fields, personal: [companyName])
    try fields.finish()
    guard let credentials else { throw Problem.invalid([]) }
    self.credentials = credentials
  }
}

extension Clients {
  /// Makes a client with its account and its connection ID, and signs it in.
  ///
  /// Throws 409 `email_taken`, 403 `signup_closed`, 503 when too many passwords are being hashed.
  package func signUp(
    _ form: ClientSignUpForm, from request: Request, on database: MariaDB.Connection
  ) throws -> (signedIn: SignedIn, connection: ConnectionID) {
    let id = UUID.v7()
    let connection = ConnectionID()
    let signedIn = try accounts.signUp(
      form.credentials, for: id, named: form.companyName, from: request, on: database
    ) { transaction in
      try ClientsStore(database: transaction).insert(
        id, companyName: form.companyName, connectionID: connection)
      try Self.record("client.registered", on: id, by: .system, request, in: transaction)
    }
    return (signedIn, connection)
  }

  /// `POST /v1/client/register`.
  func register(_ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) {
      try ClientSignUpForm(&$0)
    }
    let (signedIn, connection) = try signUp(form, from: context.request, on: context.database)
    let token = try accounts.token(for: signedIn)
    var response = Response.json(.created) { json in
      json.object { answer in
        answer.uuid("client_id", signedIn.account.client)
        answer.text("company_name", form.companyName)
        answer.text("connection_id", connection.text)
        Accounts.write(token: token, to: &answer)
      }
    }
    response.trace.account = signedIn.account.id
    return response
  }
}

extension Fields {
  /// `company_name`.
  mutating func companyName() -> String {
    text("company_name", length: 1...200)
  }
}
