import MariaDB
import Primitives
import Security

/// The append-only records of one kind of subject: a hash chain for each.
///
/// A chain's head (`audit_seq`, `audit_hash`) lies on the subject's own row, which whatever is
/// being recorded has locked anyway; chains of two subjects never wait for each other.
package struct AuditChain: Sendable {
  private let table: SQL

  /// - Parameter table: the subjects' table, with columns `id`, `audit_seq` and `audit_hash`.
  package init(of table: SQL) {
    self.table = table
  }

  /// Adds a record in the transaction of what it speaks of, at the database's time, and locks the
  /// subject's row until that ends. The subject must exist.
  package func append(
    _ event: AuditEvent, to subject: UUID, in transaction: Transaction
  ) throws {
    let head = try transaction.first(
      """
      SELECT audit_seq, audit_hash, UTC_TIMESTAMP(6) FROM \(table) WHERE id = \(subject) FOR UPDATE
      """
    ) { row in
      Head(seq: try row.next(), hash: try row.next(), now: try row.next())
    }
    guard let head else { throw AuditError.unknownSubject }
    let salt = SecureRandom.bytes(16)
    let record = AuditRecord(
      subject: subject, seq: head.seq + 1, at: head.now, event: event,
      personalDigest: AuditRecord.digest(salt: salt, personal: event.addressPrefix))
    let hash = record.hash(after: head.hash)
    try transaction.execute(
      """
      INSERT INTO audit_records
        (subject_id, seq, at, action, actor_kind, actor_id, outcome, detail, personal_digest, hash)
      VALUES (\(subject), \(record.seq), \(record.at), \(event.action), \(event.actor.kind),
        \(event.actor.id), \(event.outcome), \(event.detail), \(record.personalDigest.bytes),
        \(hash.bytes))
      """)
    try transaction.execute(
      """
      INSERT INTO audit_personal (subject_id, seq, salt, address_prefix)
      VALUES (\(subject), \(record.seq), \(salt), \(event.addressPrefix))
      """)
    try transaction.execute(
      "UPDATE \(table) SET audit_seq = \(record.seq), audit_hash = \(hash.bytes) WHERE id = \(subject)"
    )
  }

  /// The same for an act that was refused, unless the actor has been refused the same for the same
  /// reason within the last minute: who repeats what they may not must not fill the log.
  package func appendRefusal(
    _ event: AuditEvent, to subject: UUID, in transaction: Transaction
  ) throws {
    guard try lock(subject, in: transaction) else { throw AuditError.unknownSubject }
    let isKnown = try transaction.first(
      """
      SELECT 1 FROM audit_records
      WHERE subject_id = \(subject)
        AND seq > (SELECT CAST(audit_seq AS SIGNED) FROM \(table) WHERE id = \(subject))
          - \(Self.recentRecords)
        AND at > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE AND action = \(event.action)
        AND actor_kind = \(event.actor.kind) AND actor_id <=> \(event.actor.id)
        AND outcome = \(event.outcome)
      LIMIT 1
      """
    ) { _ in true }
    if isKnown == nil { try append(event, to: subject, in: transaction) }
  }

  /// So many are looked through for an earlier refusal; where others act that often, there is one
  /// more among them.
  private static let recentRecords = 200

  /// Locks the subject's row until the transaction ends, as `append` does; false when there is no such
  /// subject. For whoever finds out only then whether there is something to record.
  package func lock(_ subject: UUID, in transaction: Transaction) throws -> Bool {
    try transaction.first("SELECT 1 FROM \(table) WHERE id = \(subject) FOR UPDATE") { _ in true }
      ?? false
  }

  private struct Head {
    let seq: Int
    let hash: Bytes?
    let now: Instant
  }

  /// Reads a subject's chain from its beginning and says whether it is whole.
  ///
  /// Personal data that was erased doesn't break it; data that was changed does.
  package func verify(_ subject: UUID, on database: some Executor) throws -> ChainState {
    var expected = 1
    var previous: Bytes?
    var brokenAt: Int?
    // Of the same instant as the records, because it comes with them: another reading would find
    // what was added meanwhile.
    var head: Bytes?
    try database.forEach(
      """
      SELECT r.seq, r.at, r.action, r.actor_kind, r.actor_id, r.outcome, r.detail,
        r.personal_digest, r.hash, p.salt, p.address_prefix,
        (SELECT h.audit_hash FROM \(table) h WHERE h.id = r.subject_id)
      FROM audit_records r
      LEFT JOIN audit_personal p ON p.subject_id = r.subject_id AND p.seq = r.seq
      WHERE r.subject_id = \(subject) ORDER BY r.seq
      """
    ) { row in
      guard brokenAt == nil else { return }
      let stored = try StoredRecord(subject: subject, row: &row)
      head = try row.next()
      if stored.record.seq != expected || !stored.isTrue(after: previous) { brokenAt = expected }
      previous = stored.hash
      expected += 1
    }
    if let brokenAt { return .broken(at: brokenAt) }
    if expected == 1 {
      head =
        try database.first("SELECT audit_hash FROM \(table) WHERE id = \(subject)") {
          try $0.next() as Bytes?
        } ?? nil
    }
    return head == previous ? .whole(records: expected - 1) : .broken(at: expected)
  }
}

/// What reading a chain showed.
package enum ChainState: Equatable, Sendable {
  case whole(records: Int)
  /// The first record that is missing or not as it was written.
  case broken(at: Int)
}

package enum AuditError: Error {
  /// A record was to be added to a subject that does not exist: a mistake in the caller.
  case unknownSubject
}

// MARK: - Hashing

/// One record with all that its hash covers.
struct AuditRecord {
  let subject: UUID
  let seq: Int
  let at: Instant
  let action: String
  let actorKind: String
  let actorID: UUID?
  let outcome: String
  let detail: String
  let personalDigest: Digest

  init(subject: UUID, seq: Int, at: Instant, event: AuditEvent, personalDigest: Digest) {
    self.subject = subject
    self.seq = seq
    self.at = at
    action = event.action
    actorKind = event.actor.kind
    actorID = event.actor.id
    outcome = event.outcome
    detail = event.detail
    self.personalDigest = personalDigest
  }

  /// SHA-256 over the hash before (32 zeros for the first record) and each column in order, a
  /// column as its length in decimal, a colon, and its text: no two records read alike.
  ///
  /// `sql/add_share_link_expiration.sql` makes the same in SQL.
  func hash(after previous: Bytes?) -> Digest {
    var text: Bytes = previous ?? Bytes(repeating: 0, count: 32)
    let columns = [
      subject.text, String(seq), at.iso8601, action, actorKind, actorID?.text ?? "", outcome,
      detail, personalDigest.hex,
    ]
    for column in columns {
      text.append(decimal: column.utf8.count)
      text.append(UInt8(ascii: ":"))
      text.append(text: column)
    }
    return SHA256.hash(text)
  }

  static func digest(salt: Bytes, personal: String) -> Digest {
    SHA256.hash(salt + Array(personal.utf8))
  }
}

/// A record as it was read back.
private struct StoredRecord {
  let record: AuditRecord
  let hash: Bytes
  private let salt: Bytes?
  private let personal: String?

  init(subject: UUID, row: inout Row) throws {
    record = try AuditRecord(subject: subject, row: &row)
    hash = try row.next()
    salt = try row.next()
    personal = try row.next()
  }

  func isTrue(after previous: Bytes?) -> Bool {
    guard record.hash(after: previous).bytes == hash else { return false }
    guard let salt, let personal else { return true }
    return AuditRecord.digest(salt: salt, personal: personal).matches(record.personalDigest)
  }
}

extension AuditRecord {
  fileprivate init(subject: UUID, row: inout Row) throws {
    self.subject = subject
    seq = try row.next()
    at = try row.next()
    action = try row.next()
    actorKind = try row.next()
    actorID = try row.next()
    outcome = try row.next()
    detail = try row.next()
    let digest: Bytes = try row.next()
    personalDigest = Digest(digest) ?? SHA256.hash([])
  }
}
