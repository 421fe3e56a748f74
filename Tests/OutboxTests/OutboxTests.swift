import Foundation
import Mail
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Outbox

/// The outbox over a schema of its own, as the application's database user.
@Suite struct OutboxTests {
  private enum Kind: String { case greeting }

  private let database: TestDatabase
  private let connection: Connection
  private let outbox: Outbox
  private let sealer: Sealer

  init() throws {
    database = try TestDatabase()
    try database.layOut()
    connection = Connection(database.application)
    sealer = try Self.sealer()
    outbox = Outbox(sealer: sealer, isConfigured: true)
  }

  private static func sealer() throws -> Sealer {
    Sealer(try KeyRing(parsing: "k:" + Base64URL.encode(SecureRandom.bytes(32))))
  }

  private func enqueue(_ count: Int = 1, once: String? = nil) throws {
    for _ in 0..<count {
      _ = try connection.transaction { transaction in
        try outbox.enqueue(
          NewMessage(
            Kind.greeting, ["to": "ann@x.example", "link": "https://x.example/s3cret"],
            once: once), in: transaction)
      }
    }
  }

  /// What never reaches a server: nobody listens there.
  private func worker(
    _ outbox: Outbox? = nil, composing: OutboxWorker.Composer? = nil
  ) throws -> OutboxWorker {
    let server = try #require(MailServer(url: "smtp://127.0.0.1:1", protection: .none, timeout: 2))
    let sender = try #require(MailAddress("post@waylink.example"))
    return OutboxWorker(
      outbox ?? self.outbox, through: server, from: sender,
      composers: [
        Kind.greeting.rawValue: composing ?? { order, _ in
          MailAddress(order.fields["to"] ?? "").map {
            Letter(to: $0, language: "en", subject: "S", paragraphs: ["P"], closing: "C")
          }
        }
      ])
  }

  @discardableResult
  private func round(_ worker: OutboxWorker) throws -> [String] {
    let reports = Locked<[String]>([])
    _ = try worker.round(on: connection, while: { true }) { report in
      reports.withLock { $0.append(report.description) }
    }
    return reports.withLock { $0 }
  }

  private struct Entry: Equatable {
    let state: String
    let attempts: Int
    let error: String?
    let isWiped: Bool

    init(_ state: String, _ attempts: Int, _ error: String?, isWiped: Bool) {
      self.state = state
      self.attempts = attempts
      self.error = error
      self.isWiped = isWiped
    }
  }

  private func row() throws -> Entry {
    let found = try Connection(database.configuration).first(
      "SELECT state, attempts, last_error, sealed IS NULL FROM outbox ORDER BY id LIMIT 1"
    ) { row in
      try Entry(row.next(), row.next(), row.next(), isWiped: row.next())
    }
    return try #require(found)
  }

  // MARK: Putting down

  @Test func whatIsUndoneIsNotSent() throws {
    struct Undone: Error {}
    #expect(throws: Undone.self) {
      try connection.transaction { transaction in
        try outbox.enqueue(NewMessage(Kind.greeting, [:]), in: transaction)
        throw Undone()
      }
    }
    #expect(try Outbox.figures(on: connection).waiting == 0)
  }

  @Test func whatIsSaidOnceIsSaidOnce() throws {
    try enqueue(3, once: "link 1")
    try enqueue(2, once: "link 2")
    #expect(try Outbox.figures(on: connection).waiting == 2)
    let said = try onThreads(16) { [outbox, application = database.application] _ in
      try Connection(application).transaction {
        try outbox.enqueue(NewMessage(Kind.greeting, [:], once: "link 3"), in: $0)
      }
    }
    #expect(said.allSatisfy { $0 == .queued })
    #expect(try Outbox.figures(on: connection).waiting == 3)
  }

  @Test func withoutAWayNothingIsPutDown() throws {
    let silent = Outbox(sealer: sealer, isConfigured: false)
    let said = try connection.transaction {
      try silent.enqueue(NewMessage(Kind.greeting, [:]), in: $0)
    }
    #expect(said == .notConfigured)
    #expect(try Outbox.figures(on: connection).waiting == 0)
  }

  @Test func aDumpGivesNoAddressAndNoLink() throws {
    try enqueue()
    let dump = try database.dump()
    for text in ["ann@x.example", "s3cret"] {
      #expect(!dump.contains(text))
      #expect(!dump.lowercased().contains(Hex.encode(text.utf8)))
    }
  }

  // MARK: Sending

  @Test func sixtyFourWorkersTakeEachMessageOnce() throws {
    try enqueue(40)
    let store = OutboxStore(database: connection)
    let due = try store.due(of: ["greeting"], atMost: 100)
    #expect(due.count == 40)
    let taken = try onThreads(64) { [application = database.application] _ in
      let store = OutboxStore(database: Connection(application))
      return try due.shuffled().compactMap { try store.claim($0, for: 60)?.id }
    }
    #expect(taken.joined().count == 40)
    #expect(Set(taken.joined()).count == 40)
    #expect(try store.due(of: ["greeting"], atMost: 100).isEmpty)
  }

  @Test func aLeaseThatHasEndedIsNobodysAnyMore() throws {
    try enqueue()
    let store = OutboxStore(database: connection)
    let id = try #require(try store.due(of: ["greeting"], atMost: 1).first)
    let slow = try #require(try store.claim(id, for: 60))
    #expect(try store.claim(id, for: 60) == nil)
    try database.sql("UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(6)")
    let other = try #require(try store.claim(id, for: 60))
    #expect(other.attempts == 2 && other.lease != slow.lease)
    #expect(try store.end(slow, as: .dead, "late") == false)
    #expect(try store.postpone(slow, for: 5, "late") == false)
    #expect(try store.end(other, as: .sent, nil))
    #expect(try row() == Entry("sent", 2, nil, isWiped: true))
  }

  @Test func whatCanNotGoIsPutOffAndGivenUp() throws {
    try enqueue()
    let worker = try worker()
    for attempt in 1..<OutboxWorker.attempts {
      try round(worker)
      #expect(try row() == Entry("waiting", attempt, "connection", isWiped: false))
      #expect(try round(worker).isEmpty)
      try database.sql("UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(6)")
    }
    try round(worker)
    #expect(try row() == Entry("dead", OutboxWorker.attempts, "connection", isWiped: true))
    #expect(try Outbox.figures(on: connection) == OutboxFigures(waiting: 0, dead: 1, oldest: 0))
  }

  @Test func pausesGrow() {
    let pauses = (1...12).map { OutboxWorker.pause(after: $0, by: 1) }
    #expect(pauses == [60, 180, 540, 1_620, 4_860, 14_580] + Array(repeating: 21_600, count: 6))
    #expect(OutboxWorker.pause(after: 1, by: 0.8) == 48)
  }

  @Test func whatHasNoPointIsDropped() throws {
    try enqueue()
    try round(try worker { _, _ in nil })
    #expect(try row() == Entry("dropped", 1, nil, isWiped: true))
  }

  @Test func oneThatCanNotBeComposedHoldsUpNoOther() throws {
    struct Broken: Error {}
    try enqueue(3)
    let seen = Locked(0)
    let worker = try worker { _, _ in
      seen.withLock { $0 += 1 }
      throw Broken()
    }
    #expect(try round(worker).count == 3)
    #expect(seen.withLock { $0 } == 3)
    #expect(try row().error == "composing")
  }

  @Test func whatAnotherKeySealedIsGivenUp() throws {
    try enqueue()
    let other = Outbox(sealer: try Self.sealer(), isConfigured: true)
    try round(try worker(other))
    #expect(try row() == Entry("dead", 1, "unreadable", isWiped: true))
  }

  @Test func oldOnesAreTakenAway() throws {
    try enqueue(2)
    try database.sql(
      """
      UPDATE outbox SET state = 'sent', sealed = NULL, seal_key_id = NULL,
        ended_at = UTC_TIMESTAMP(6) - INTERVAL 31 DAY
      LIMIT 1
      """)
    try database.sql(
      """
      UPDATE outbox SET state = 'dead', sealed = NULL, seal_key_id = NULL,
        ended_at = UTC_TIMESTAMP(6) - INTERVAL 31 DAY
      WHERE state = 'waiting'
      """)
    try Outbox.clear(on: connection) { true }
    #expect(try row().state == "dead")
    try database.sql("UPDATE outbox SET ended_at = ended_at - INTERVAL 60 DAY")
    try Outbox.clear(on: connection) { true }
    #expect(try Outbox.figures(on: connection).dead == 0)
  }

  @Test(arguments: [
    [:], ["": ""], ["a": "1:2:3", "b": "ü\0\n"], ["long": String(repeating: "x", count: 5_000)],
  ])
  func fieldsComeBack(_ fields: [String: String]) {
    #expect(MessageFields.decode(MessageFields.encode(fields)) == fields)
  }

  @Test(arguments: ["5", "5:abc", ":", "-1:", "1:a", "x:", "99999999999999999999:a"])
  func whatIsNoFieldsIsNone(_ text: String) {
    #expect(MessageFields.decode(Array(text.utf8)) == nil)
  }
}
