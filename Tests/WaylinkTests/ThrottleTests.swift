import HTTP
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Waylink

/// Guessing at a password: made slow for the guesser, and for nobody else.
@Suite struct ThrottleTests {
  private let world: World
  private let client: TestClient
  private let person: Person

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    person = try client.register()
  }

  private func login(
    _ email: String, _ password: String, from address: String = "203.0.113.9"
  ) -> Answer {
    client.address = address
    return client.post(
      "/v1/auth/login", .json("{\"email\":\"\(email)\",\"password\":\"\(password)\"}"))
  }

  private func guess(_ times: Int, at email: String, from address: String = "203.0.113.9") {
    for _ in 0..<times { #expect(login(email, "wrong", from: address).status == 401) }
  }

  /// Lets time pass for all wrong tries at an e-mail.
  private func wait(_ seconds: Int, for email: String) throws {
    try world.sql(
      """
      UPDATE throttles SET last_failed_at = last_failed_at - INTERVAL \(seconds) SECOND
      WHERE subject = \(SHA256.hash(email).bytes)
      """)
  }

  private func rows(_ email: String) throws -> Int {
    try world.value("SELECT COUNT(*) FROM throttles WHERE subject = \(SHA256.hash(email).bytes)")
      ?? -1
  }

  @Test func beginsAfterFiveWrongTriesAndGrows() throws {
    guess(5, at: person.email)
    var waits: [Int] = []
    for _ in 0..<9 {
      let refused = login(person.email, person.password)
      #expect(refused.status == 429)
      #expect(refused.code == "too_many_attempts")
      let seconds = try #require(refused["Retry-After"].flatMap { Int($0) })
      waits.append(seconds)
      try wait(seconds, for: person.email)
      #expect(login(person.email, "wrong").status == 401, "one try when the wait is over")
    }
    #expect(waits == [5, 10, 20, 40, 80, 160, 320, 640, 900])
    try wait(900, for: person.email)
    #expect(login(person.email, person.password).status == 200)
    #expect(login(person.email, "wrong").status == 401, "forgotten with the right password")
  }

  @Test func doesNotTellWhichAccountsExist() throws {
    let nobody = TestClient.unusedEmail()
    for email in [person.email, nobody, "not an address \(nobody)"] {
      guess(5, at: email)
      let refused = login(email, "wrong")
      #expect(refused.status == 429)
      #expect(refused["Retry-After"] == "5")
    }
    #expect(login(person.email.uppercased(), person.password).status == 429, "one account")
  }

  @Test func writesNothingForARightFirstTry() throws {
    #expect(login(person.email, person.password).status == 200)
    #expect(try rows(person.email) == 0)
    guess(1, at: person.email)
    #expect(try rows(person.email) == 2)
    #expect(login(person.email, person.password).status == 200)
    #expect(try rows(person.email) == 1, "the tries of all stay")
  }

  /// A guesser never locks out the owner, who comes from elsewhere.
  @Test func letsTheOwnerInFromElsewhere() throws {
    guess(5, at: person.email)
    #expect(login(person.email, person.password).status == 429)
    #expect(
      login(person.email, person.password, from: "203.0.113.200").status == 429, "same network")
    #expect(login(person.email, person.password, from: "198.51.100.1").status == 200)
    #expect(login(person.email, person.password, from: "2001:db8::1").status == 200)
    #expect(login(person.email, person.password).status == 429, "still the guesser's")
  }

  /// 20 people behind one address who all mistype now and then.
  @Test func letsColleaguesBehindOneAddressIn() throws {
    let people = try (0..<20).map { _ in try client.another().register() }
    for person in people { guess(4, at: person.email) }
    for person in people { #expect(login(person.email, person.password).status == 200) }
  }

  /// Many networks together are slowed down too, but not where the owner has been before.
  @Test func slowsDownTheManyButNotTheKnown() throws {
    for network in 0..<10 { guess(5, at: person.email, from: "198.18.\(network).1") }
    try world.sql(
      """
      UPDATE throttles SET failures = 140
      WHERE subject = \(SHA256.hash(person.email).bytes) AND failures > 5
      """)
    let refused = login(person.email, "wrong", from: "198.18.99.1")
    #expect(refused.status == 429)
    #expect(refused["Retry-After"] == "4")
    #expect(login(person.email, person.password, from: "192.0.2.200").status == 200)
    try wait(4, for: person.email)
    #expect(login(person.email, person.password, from: "198.18.99.1").status == 200)
  }

  /// One guesser can't use up the tries of all.
  @Test func countsOneCallerTenTimesAtMostForAll() throws {
    for _ in 0..<14 {
      _ = login(person.email, "wrong")
      try wait(900, for: person.email)
    }
    let all = try world.value(
      """
      SELECT failures FROM throttles
      WHERE subject = \(SHA256.hash(person.email).bytes) AND caller = \(Bytes(repeating: 0, count: 32))
      """, as: Int.self)
    #expect(all == 10)
  }

  @Test func isForgottenAfterAnHour() throws {
    guess(5, at: person.email)
    try wait(3_601, for: person.email)
    guess(5, at: person.email)
    #expect(login(person.email, "wrong").status == 429)
    try wait(3_601, for: person.email)
    try world.clear()
    #expect(try rows(person.email) == 0)
  }

  /// Guesses that come all at once use up the tries all the same, and a right one among those that
  /// come too late isn't told from a wrong one.
  @Test func holdsAgainst64AtOnce() throws {
    let (world, email) = (world, person.email)
    // With a gate of their own: other tests want to hash too.
    let services = try world.services(with: [:])
    let statuses = try onThreads(64) { _ in
      let client = TestClient(world, services: services)
      client.address = "203.0.113.9"
      return client.post(
        "/v1/auth/login", .json("{\"email\":\"\(email)\",\"password\":\"wrong\"}")
      ).status
    }
    #expect(Set(statuses).isSubset(of: [401, 429, 503]))
    #expect(statuses.count { $0 == 401 } <= 10, "\(statuses)")
    #expect(login(person.email, person.password).status == 429)
  }

  /// The current password can't be guessed at with a session that was left open either.
  @Test func countsWrongCurrentPasswordsToo() throws {
    func change(_ current: String) -> Answer {
      client.post(
        "/v1/auth/password",
        .json("{\"current_password\":\"\(current)\",\"new_password\":\"a wholly new ladder 9\"}"))
    }
    for _ in 0..<5 { #expect(change("wrong").status == 401) }
    #expect(change(person.password).status == 429)
    #expect(
      login(person.email, person.password, from: client.address).status == 200,
      "they are the session's, not the network's")
  }
}
