import MariaDB
import Primitives

/// A record as the people it concerns may read it: without the network it came from.
package struct AuditEntry: Sendable {
  /// Its place in the subject's chain, counted from 1.
  package let seq: Int
  package let at: Instant
  package let action: String
  /// `account`, `key`, `link`, `anonymous` or `system`.
  package let actorKind: String
  package let actorID: UUID?
  /// `done`, or why not.
  package let outcome: String
  /// JSON of ids, states and instants.
  package let detail: Bytes
}

extension AuditChain {
  /// The records of a subject's chain that name one link in their detail, the newest first.
  ///
  /// - Parameter before: the `seq` of the last entry of the page before.
  package static func entries(
    aboutLink link: UUID, of subject: UUID, before: Int?, limit: Int, on database: any Executor
  ) throws -> [AuditEntry] {
    try entries(
      where: "link_id = \(link.text) AND subject_id = \(subject)", before: before, limit: limit,
      on: database)
  }

  /// All records of a subject's chain, the newest first.
  ///
  /// - Parameter before: the `seq` of the last entry of the page before.
  package static func entries(
    of subject: UUID, before: Int?, limit: Int, on database: any Executor
  ) throws -> [AuditEntry] {
    try entries(
      where: "subject_id = \(subject)", before: before, limit: limit, on: database)
  }

  private static func entries(
    where condition: SQL, before: Int?, limit: Int, on database: any Executor
  ) throws -> [AuditEntry] {
    let end: SQL = before.map { "AND seq < \($0)" } ?? ""
    return try database.query(
      """
      SELECT seq, at, action, actor_kind, actor_id, outcome, detail FROM audit_records
      WHERE \(condition) \(end) ORDER BY seq DESC LIMIT \(limit)
      """, AuditEntry.init)
  }
}

extension AuditEntry {
  fileprivate init(_ row: inout Row) throws {
    seq = try row.next()
    at = try row.next()
    action = try row.next()
    actorKind = try row.next()
    actorID = try row.next()
    outcome = try row.next()
    detail = try row.next()
  }
}
