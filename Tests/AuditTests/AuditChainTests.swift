import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Audit

/// The chain of an account, as the application writes it and an administrator spoils it.
@Suite struct AuditChainTests {
  static let layout = Result { try Layout() }

  /// One schema for all of these: each test has a subject of its own.
  final class Layout: Sendable {
    let administrator: DatabaseConfiguration
    let application: DatabaseConfiguration
    private let database: Locked<TestDatabase>

    init() throws {
      let database = try TestDatabase()
      try database.layOut()
      administrator = database.configuration
      application = database.application
      self.database = Locked(database)
    }
  }

  private let chain = AuditChain(of: "accounts")
  private let application: Connection
  private let administrator: Connection
  private let subject = UUID.v7()

  init() throws {
    let layout = try Self.layout.get()
    application = Connection(layout.application)
    administrator = Connection(layout.administrator)
    try addSubject(subject)
  }

  private func addSubject(_ id: UUID) throws {
    try administrator.execute(
      """
      INSERT INTO accounts (id, kind, email, email_key, name, password_hash, created_at)
      VALUES (\(id), 'member', \(id.text), \(id.text), 'Ada', '', UTC_TIMESTAMP(6))
      """)
  }

  private func append(_ action: String, by actor: Actor, to subject: UUID) throws {
    try application.transaction { transaction in
      try chain.append(
        AuditEvent(action, by: actor, from: "192.0.2.0/24") { $0.integer("n", 1) },
        to: subject, in: transaction)
    }
  }

  private func appendThree() throws {
    try append("account.registered", by: .anonymous, to: subject)
    try append("account.signed_in", by: .account(subject), to: subject)
    try append("account.signed_in", by: .account(subject), to: subject)
  }

  private var state: ChainState {
    get throws { try chain.verify(subject, on: application) }
  }

  @Test func isWholeAfterEachRecord() throws {
    #expect(try state == .whole(records: 0))
    for (count, actor) in [
      Actor.anonymous, .system, .account(subject), .key(subject), .link(subject),
    ].enumerated() {
      try append("account.changed", by: actor, to: subject)
      #expect(try state == .whole(records: count + 1))
    }
  }

  @Test func leavesNothingOfATransactionThatFailed() throws {
    try appendThree()
    #expect(throws: CancellationError.self) {
      try application.transaction { transaction in
        try chain.append(
          AuditEvent("account.changed", by: .system, from: ""), to: subject, in: transaction)
        throw CancellationError()
      }
    }
    #expect(try state == .whole(records: 3))
  }

  @Test func refusesASubjectThatIsNotThere() throws {
    #expect(throws: AuditError.unknownSubject) {
      try append("account.changed", by: .system, to: .v7())
    }
  }

  @Test func growsInOrderUnderManyWriters() throws {
    let configuration = try Self.layout.get().application
    let (chain, subject) = (chain, subject)
    _ = try onThreads(16) { _ in
      let connection = Connection(configuration)
      for _ in 0..<4 {
        try connection.transaction { transaction in
          try chain.append(
            AuditEvent("account.changed", by: .system, from: ""), to: subject, in: transaction)
        }
      }
    }
    #expect(try state == .whole(records: 64))
  }

  /// Each column of a record, and what it is changed to.
  @Test(
    arguments: [
      "subject_id = UUID()", "seq = 9", "at = at + INTERVAL 1 MICROSECOND",
      "action = 'account.left'", "actor_kind = 'key'", "actor_id = UUID()", "actor_id = NULL",
      "outcome = 'refused'", "detail = '{\"n\":2}'", "personal_digest = REVERSE(personal_digest)",
      "hash = REVERSE(hash)",
    ] as [SQL])
  func isBrokenByAChangedRecord(_ change: SQL) throws {
    try appendThree()
    try administrator.execute(
      "UPDATE audit_records SET \(change) WHERE subject_id = \(subject) AND seq = 2")
    #expect(try state == .broken(at: 2))
  }

  @Test(arguments: ["salt = REVERSE(salt)", "address_prefix = '198.51.100.0/24'"] as [SQL])
  func isBrokenByChangedPersonalData(_ change: SQL) throws {
    try appendThree()
    try administrator.execute(
      "UPDATE audit_personal SET \(change) WHERE subject_id = \(subject) AND seq = 2")
    #expect(try state == .broken(at: 2))
  }

  @Test(arguments: [1, 2, 3])
  func isBrokenByAMissingRecord(_ seq: Int) throws {
    try appendThree()
    try administrator.execute(
      "DELETE FROM audit_records WHERE subject_id = \(subject) AND seq = \(seq)")
    #expect(try state == .broken(at: seq))
  }

  @Test func isBrokenByAnExchange() throws {
    try appendThree()
    for (from, to) in [(2, 9), (3, 2), (9, 3)] {
      try administrator.execute(
        "UPDATE audit_records SET seq = \(to) WHERE subject_id = \(subject) AND seq = \(from)")
    }
    #expect(try state == .broken(at: 2))
  }

  @Test func isBrokenByAForgedRecordAtTheEnd() throws {
    try appendThree()
    try administrator.execute(
      """
      INSERT INTO audit_records
        (subject_id, seq, at, action, actor_kind, actor_id, outcome, detail, personal_digest, hash)
      SELECT subject_id, 4, at, action, actor_kind, actor_id, outcome, detail, personal_digest, hash
      FROM audit_records WHERE subject_id = \(subject) AND seq = 3
      """)
    #expect(try state == .broken(at: 4))
  }

  @Test func staysWholeWhenPersonalDataIsErased() throws {
    try appendThree()
    try administrator.execute(
      "DELETE FROM audit_personal WHERE subject_id = \(subject) AND seq <= 2")
    #expect(try state == .whole(records: 3))
    try append("account.signed_in", by: .account(subject), to: subject)
    #expect(try state == .whole(records: 4))
  }

  @Test func doesNotCareForOtherChains() throws {
    let other = UUID.v7()
    try addSubject(other)
    try appendThree()
    try append("account.registered", by: .anonymous, to: other)
    try administrator.execute("UPDATE audit_records SET outcome = 'x' WHERE subject_id = \(other)")
    #expect(try state == .whole(records: 3))
    #expect(try chain.verify(other, on: application) == .broken(at: 1))
  }
}
