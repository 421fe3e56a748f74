import Accounts
import Language
import MariaDB
import Outbox
import Primitives

// Telling a client who asks first that a workspace would like to post for it.

extension Clients {
  /// Tells a client that a workspace waits for its word: once a day, however often it comes and goes;
  /// nothing where it doesn't wait. In the transaction that makes it wait, after that. When its turn
  /// comes, nobody is told who has decided by then.
  @discardableResult
  static func tellOfPending(
    _ workspace: UUID, client: UUID, by correspondence: Correspondence, in transaction: Transaction
  ) throws -> Outbox.Delivery {
    let store = PendingPostingsStore(database: transaction)
    guard let since = try store.pendingSince(client, workspace) else {
      return correspondence.delivery
    }
    return try correspondence.enqueue(
      .postingWaits, ["client": client.text, "workspace": workspace.text],
      once: "\(client) \(workspace) \(since.iso8601.prefix(10))", in: transaction)
  }

  /// How such a message is worded when its turn comes, by its kind.
  ///
  /// - Parameter page: where the client decides.
  package static func composers(
    _ correspondence: Correspondence, decidingAt page: LocalPath
  ) -> [String: OutboxWorker.Composer] {
    [
      MessageKind.postingWaits.rawValue: { order, database in
        let store = PendingPostingsStore(database: database)
        guard let client = order.fields["client"].flatMap({ UUID($0) }),
          let workspace = order.fields["workspace"].flatMap({ UUID($0) }),
          let waiting = try store.waiting(client, workspace),
          let recipient = try Accounts.recipient(of: .postingWaits, waiting.account, on: database)
        else { return nil }
        let words = recipient.language.phrases.mail.postingWaits(waiting.workspaceName)
        return correspondence.letter(.postingWaits, to: recipient, words, leadingTo: page)
      }
    ]
  }
}

/// What is read of clients and workspaces to tell of waits.
struct PendingPostingsStore {
  let database: any Executor

  /// When a workspace began to wait; nil for one that doesn't.
  func pendingSince(_ client: UUID, _ workspace: UUID) throws -> Instant? {
    try database.first(
      """
      SELECT created_at FROM client_workspaces
      WHERE client_id = \(client) AND workspace_id = \(workspace) AND consent = \(Consent.pending)
      """
    ) { try $0.next() }
  }

  /// Who decides for a client that a workspace waits for, and what that is called.
  func waiting(
    _ client: UUID, _ workspace: UUID
  ) throws -> (account: UUID, workspaceName: String)? {
    try database.first(
      """
      SELECT a.id, w.name FROM client_workspaces k
      JOIN accounts a ON a.client_id = k.client_id
      JOIN workspaces w ON w.id = k.workspace_id
      WHERE k.client_id = \(client) AND k.workspace_id = \(workspace)
        AND k.consent = \(Consent.pending)
      """
    ) { (account: try $0.next(), workspaceName: try $0.next()) }
  }
}
