import Testing
@testable import Accounts

/// How long whoever has guessed wrongly waits, by pool.
@Suite struct ThrottlePoolTests {
  private func waits(_ pool: Throttle.Pool, after counts: [Int]) -> [Int] {
    counts.map { pool.wait(after: Tries(count: $0)) }
  }

  @Test func doublesForACaller() {
    #expect(
      waits(.caller("a"), after: [0, 4, 5, 6, 7, 12, 13, 500])
        == [0, 0, 5, 10, 20, 640, 900, 900])
  }

  @Test func beginsLaterAndSofterForANetwork() {
    #expect(
      waits(.network("a"), after: [99, 100, 119, 120, 140, 160, 180, 10_000])
        == [0, 1, 1, 2, 4, 5, 5, 5])
  }

  @Test func isSoftestForEverybody() {
    let pool = Throttle.Pool.everybody(after: 300)
    #expect(waits(pool, after: [299, 300, 320, 380, 400, 10_000]) == [0, 1, 2, 16, 30, 30])
  }

  @Test func countsFromTheLastTry() {
    let pool = Throttle.Pool.caller("a")
    #expect(pool.wait(after: Tries(count: 5, age: 1)) == 5)
    #expect(pool.wait(after: Tries(count: 5, age: 4_000_001)) == 1)
    #expect(pool.wait(after: Tries(count: 5, age: 5_000_000)) == 0)
  }

  @Test func keepsPoolsApart() {
    let callers = [
      Throttle.Pool.caller("192.0.2.0/24"), .network("192.0.2.0/24"), .caller("198.51.100.0/24"),
      .everybody(after: 1),
    ].map(\.caller)
    #expect(Set(callers).count == callers.count)
  }
}
