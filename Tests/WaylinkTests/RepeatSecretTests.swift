import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Security
import Testing

/// What an answer shows once, shown again to a repeat, and to nobody else.
@Suite struct RepeatSecretTests {
  private let world: World
  private let database: MariaDB.Connection
  private let caller = UUID.v7()
  private let sealer: Sealer

  init() throws {
    world = try World.shared.get()
    database = MariaDB.Connection(world.application)
    sealer = Sealer(try KeyRing(parsing: World.key("s1")))
  }

  private func once(
    _ key: String, sealer: Sealer?, body: String = "{}"
  ) throws -> Effect {
    let key = try RepeatKey(key, caller: caller, route: "test", body: SHA256.hash(body))
    return try database.transaction {
      try RepeatKey.once(key, sealer: sealer, in: $0) {
        Effect(.created, resource: .v7(), secret: Secret(LinkToken().text))
      }
    }
  }

  @Test func showsARepeatTheSameSecret() throws {
    let first = try once("k", sealer: sealer)
    let again = try once("k", sealer: sealer)
    #expect(again.resource == first.resource)
    #expect(again.secret?.reveal == first.secret?.reveal)
    #expect(first.secret?.reveal.count == 24)
    #expect(try once("other", sealer: sealer).secret?.reveal != first.secret?.reveal)
    #expect(throws: Problem.self) { try once("k", sealer: sealer, body: "[]") }
  }

  @Test func keepsItSealed() throws {
    let secret = try #require(try once("k", sealer: sealer).secret)
    let stored = try world.value(
      "SELECT HEX(sealed_secret) FROM idempotency_keys WHERE caller = \(caller)", as: String.self)
    #expect(stored?.isEmpty == false)
    #expect(stored?.lowercased().contains(Hex.encode(secret.revealBytes)) == false)
    // Another's row, or another key, opens nothing.
    _ = try once("second", sealer: sealer)
    try world.sql(
      """
      UPDATE idempotency_keys a JOIN idempotency_keys b
        ON a.caller = b.caller AND a.key_hash <> b.key_hash
      SET a.sealed_secret = b.sealed_secret
      WHERE a.caller = \(caller) AND a.key_hash = \(SHA256.hash("k").bytes)
      """)
    #expect(throws: SealError.damaged) { try once("k", sealer: sealer) }
    let others = Sealer(try KeyRing(parsing: World.key("s2")))
    #expect(throws: SealError.unknownKey(id: "s1")) { try once("second", sealer: others) }
  }

  @Test func keepsNoneWithoutASealer() throws {
    #expect(try once("k", sealer: nil).secret != nil)
    #expect(try once("k", sealer: sealer).secret == nil)
  }

  @Test func isGoneWithItsRow() throws {
    let first = try once("k", sealer: sealer)
    try world.sql(
      """
      UPDATE idempotency_keys SET created_at = UTC_TIMESTAMP(6) - INTERVAL 24 HOUR
      WHERE caller = \(caller)
      """)
    let later = try once("k", sealer: sealer)
    #expect(later.secret?.reveal != first.secret?.reveal)
    try world.sql(
      """
      UPDATE idempotency_keys SET created_at = UTC_TIMESTAMP(6) - INTERVAL 25 HOUR
      WHERE caller = \(caller)
      """)
    try RepeatKey.clear(on: database)
    #expect(
      try world.value(
        "SELECT COUNT(*) FROM idempotency_keys WHERE caller = \(caller)", as: Int.self) == 0)
  }

  @Test func fingerprintsBodiesByTheKey() throws {
    let body = SHA256.hash("{}")
    let tag = sealer.fingerprint(of: body, for: "a")
    #expect(tag == sealer.fingerprint(of: body, for: "a"))
    #expect(tag != sealer.fingerprint(of: body, for: "b"))
    #expect(tag != sealer.fingerprint(of: SHA256.hash("[]"), for: "a"))
    #expect(tag != body)
    let others = Sealer(try KeyRing(parsing: World.key("s1")))
    #expect(tag != others.fingerprint(of: body, for: "a"))
  }
}
