import MariaDB
import Primitives

/// A company for which jobs are posted. It gives its connection ID to recruiters, and watches what
/// they do for it (seed 1).
package struct Client: Sendable {
  package let id: UUID
  package let companyName: String
  package let connectionID: ConnectionID
  /// A workspace's first posting waits until the client has agreed.
  package let asksFirst: Bool
  /// Moves with every change of its name or of what it asks.
  package let profileVersion: Int
  package let createdAt: Instant
}

/// How often a client's jobs and the client itself have changed, and when a job did last.
package struct ClientChanges: Sendable {
  /// Moves with every change that a reader could see.
  package let version: Int64
  /// Nil before the first.
  package let at: Instant?
  /// See `Client.profileVersion`.
  package let profileVersion: Int
}

extension Client {
  /// The columns that `init` reads, of the table under the name `c`.
  static let columns: SQL = """
    c.id, c.company_name, c.connection_id, c.ask_first, c.profile_version, c.created_at
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    companyName = try row.next()
    connectionID = ConnectionID(stored: try row.next())
    asksFirst = try row.next()
    profileVersion = try row.next()
    createdAt = try row.next()
  }
}
