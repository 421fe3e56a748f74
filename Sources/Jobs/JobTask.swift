import HTTP
import MariaDB
import Primitives

/// One step of a job. Texts stay UTF-8 as the database sent them: an export has a million.
struct JobTask {
  enum Status: String, CaseIterable, Sendable {
    case pending, running, completed, failed, skipped
  }

  var position = 0
  var id = UUID.zero
  var title: Bytes = []
  var status = Status.pending
  /// A flat JSON object; empty for none.
  var attributes: Bytes = []
  var startedAt: Instant?
  var completedAt: Instant?
  /// Why it failed; empty for nothing said. For members only, and only where `memberColumns` were
  /// read.
  var error: Bytes = []
}

extension JobTask {
  /// The columns that `read` reads.
  static let columns: SQL = "position, id, title, status, attributes, started_at, completed_at"

  /// Those and what members alone see.
  static let memberColumns: SQL = "\(columns), error"

  /// Takes over a row, in memory that is there already.
  mutating func read(_ row: inout Row) throws {
    position = try row.next()
    id = try row.next()
    try row.nextBytes { title.replace(with: $0) }
    status = try row.next()
    try row.nextBytes { attributes.replace(with: $0) }
    startedAt = try row.next()
    completedAt = try row.next()
  }

  init(_ row: inout Row) throws {
    self.init()
    try read(&row)
  }

  /// Takes over a row of `memberColumns`.
  mutating func readForMember(_ row: inout Row) throws {
    try read(&row)
    try row.nextBytes { error.replace(with: $0) }
  }

  init(forMember row: inout Row) throws {
    self.init()
    try readForMember(&row)
  }

  /// A version 7 UUID whose last 32 bits are the task's position, so that a task is found by its
  /// id without an index of a million entries.
  static func id(_ seed: UUID, position: Int) -> UUID {
    UUID(high: seed.high, low: seed.low & ~0xFFFF_FFFF | UInt64(UInt32(position)))
  }

  /// Where the task lies that has this id, if any has.
  static func position(of id: UUID) -> Int { Int(id.low & 0xFFFF_FFFF) }
}

extension Bytes {
  fileprivate mutating func replace(with bytes: UnsafeRawBufferPointer?) {
    removeAll(keepingCapacity: true)
    guard let bytes else { return }
    reserveCapacity(bytes.count + JSONReader.padding)
    append(contentsOf: bytes)
  }
}
