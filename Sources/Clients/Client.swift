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
  /// Moves with every change of a job of this client that a reader could see.
  package let jobsVersion: Int64
  /// Nil before the first job.
  package let jobsChangedAt: Instant?
  package let createdAt: Instant
}

extension Client {
  /// The columns that `init` reads, of the table under the name `c`.
  static let columns: SQL = """
    c.id, c.company_name, c.connection_id, c.ask_first, c.profile_version, c.jobs_version,
    c.jobs_changed_at, c.created_at
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    companyName = try row.next()
    connectionID = ConnectionID(stored: try row.next())
    asksFirst = try row.next()
    profileVersion = try row.next()
    jobsVersion = try row.next()
    jobsChangedAt = try row.next()
    createdAt = try row.next()
  }
}
