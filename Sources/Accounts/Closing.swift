import Audit
import HTTP
import MariaDB
import Primitives

// The end of a client's account, and a new name for it. (Members leave workspaces; their accounts
// stay, for what they made names them.)

extension Accounts {
  /// Closes a client's account for good, if this is its password: its sessions end on all processes at
  /// once, its e-mail is free again, and its e-mail and name are wiped.
  ///
  /// Throws 401 `bad_credentials` when the password is wrong, which counts as a wrong try of this
  /// session (429); 503 when too many passwords are being checked.
  ///
  /// - Parameter end: ends what belongs to the account, in the same transaction, after its lock.
  package func close(
    _ caller: ClientAccount, password: String, from request: Request,
    on database: MariaDB.Connection, _ end: (Transaction) throws -> Void
  ) throws {
    guard let session = caller.identity.session,
      let found = try AccountsStore(database: database).credentials(caller.account)
    else { throw AccountsError.unauthorized }
    try require(password, of: found, in: session, on: database)
    try database.transaction { transaction in
      let store = AccountsStore(database: transaction)
      guard try store.passwordHashForUpdate(of: caller.account) == found.passwordHash else {
        throw AccountsError.badCredentials
      }
      try end(transaction)
      for end in endings { try end(caller, request, transaction) }
      try SessionsStore(database: transaction).endAll(of: caller.account, but: nil)
      try PasswordResetStore(database: transaction).end(of: caller.account)
      try AccountsStore.chain.append(
        AuditEvent("account.closed", by: caller.actor, from: request.addressPrefix),
        to: caller.account, in: transaction)
      try store.close(caller.account)
    }
  }

  /// Gives a client's account another name, in the transaction that renames the client.
  package static func rename(
    _ caller: ClientAccount, to name: String, in transaction: Transaction
  ) throws {
    try AccountsStore(database: transaction).setName(name, of: caller.account)
  }
}
