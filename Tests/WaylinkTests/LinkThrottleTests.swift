import Accounts
import HTTP
import MariaDB
import Primitives
import Security
import Testing

/// Guessing at a link's password: three pools, from the guest to all the world.
@Suite struct LinkThrottleTests {
  private let world: World
  private let database: MariaDB.Connection
  private let link = UUID.v7().text

  init() throws {
    world = try World.shared.get()
    database = MariaDB.Connection(world.application)
  }

  /// One try; nil when it was refused.
  private func attempt(
    _ isRight: Bool, as guest: String, from network: String = "192.0.2.0/24", isKnown: Bool = false
  ) throws -> Bool? {
    do {
      let result = try Throttle(
        .linkPassword, subject: link, own: .caller(guest),
        shared: [.network(network), .everybody(after: 300)]
      ).guarding(on: database, isKnown: { isKnown }) { isRight ? true : nil }
      return result ?? false
    } catch AccountsError.tooManyAttempts {
      return nil
    }
  }

  private func count(_ pool: Bytes? = nil) throws -> Int {
    let pools: SQL = pool.map { "AND caller = \($0)" } ?? ""
    return try world.value(
      """
      SELECT CAST(COALESCE(SUM(failures), 0) AS UNSIGNED) FROM throttles
      WHERE scope = 'link_password' AND subject = \(SHA256.hash(link).bytes) \(pools)
      """) ?? -1
  }

  private let everybody = Bytes(repeating: 0, count: 32)

  @Test func writesNothingForARightFirstTry() throws {
    #expect(try attempt(true, as: "ada") == true)
    #expect(try count() == 0)
    #expect(try attempt(false, as: "ada") == false)
    #expect(try count() == 3)
    #expect(try attempt(true, as: "ada") == true)
    #expect(try count() == 2, "the tries of the others stay")
  }

  @Test func slowsTheGuesserAndNotThoseBesideThem() throws {
    for _ in 0..<5 { #expect(try attempt(false, as: "guesser") == false) }
    #expect(try attempt(true, as: "guesser") == nil)
    for number in 0..<20 {
      #expect(try attempt(false, as: "colleague \(number)") == false, "a slip")
      #expect(try attempt(true, as: "colleague \(number)") == true)
    }
    #expect(try attempt(true, as: "guesser") == nil)
  }

  /// Somebody who is somebody else each time is one network all the same.
  @Test func slowsANetworkOfManyNames() throws {
    for number in 0..<100 { #expect(try attempt(false, as: "name \(number)") == false) }
    #expect(try attempt(true, as: "new") == nil)
    #expect(try attempt(true, as: "known", isKnown: true) == true)
    #expect(try attempt(true, as: "new", from: "198.51.100.0/24") == true)
  }

  /// Whoever is somebody else at each try, at one address, for as long as it takes: nobody elsewhere
  /// waits for them, and who is new beside them waits some seconds.
  @Test func letsNoNetworkAloneSlowTheWorld() throws {
    let network = SHA256.hash("network 192.0.2.0/24").bytes
    func wait(_ seconds: Int) throws {
      try world.sql(
        """
        UPDATE throttles SET last_failed_at = last_failed_at - INTERVAL \(seconds) SECOND
        WHERE subject = \(SHA256.hash(link).bytes) AND caller = \(network)
        """)
    }
    for number in 0..<500 {
      if number >= 100 { try wait(5) }
      try #require(try attempt(false, as: "name \(number)") == false, "try \(number)")
    }
    #expect(try count(network) == 500)
    #expect(try count(everybody) == 50)
    for number in 0..<20 {
      let (guest, elsewhere) = ("guest \(number)", "198.51.\(number).0/24")
      #expect(try attempt(false, as: guest, from: elsewhere) == false, "a slip")
      #expect(try attempt(true, as: guest, from: elsewhere) == true)
      #expect(try attempt(true, as: "colleague \(number)") == nil)
    }
    try wait(5)
    for number in 0..<20 { #expect(try attempt(true, as: "colleague \(number)") == true) }
  }

  @Test func slowsAllTheWorldLast() throws {
    for number in 0..<300 {
      #expect(try attempt(false, as: "\(number)", from: "198.18.\(number % 60).0/24") == false)
    }
    #expect(try attempt(true, as: "new", from: "203.0.113.0/24") == nil)
    #expect(try attempt(true, as: "known", from: "203.0.113.0/24", isKnown: true) == true)
  }

  @Test func countsOneGuestTenTimesAtMostForTheOthers() throws {
    for _ in 0..<14 {
      _ = try attempt(false, as: "guesser")
      try world.sql(
        """
        UPDATE throttles SET last_failed_at = last_failed_at - INTERVAL 900 SECOND
        WHERE subject = \(SHA256.hash(link).bytes)
        """)
    }
    #expect(try count(SHA256.hash("guesser").bytes) == 14)
    #expect(try count(everybody) == 10)
  }
}
