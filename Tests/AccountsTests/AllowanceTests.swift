import Testing
@testable import Accounts

@Suite struct AllowanceTests {
  @Test(arguments: [
    (0, 0, 0, 0), (1, 0, 1, 0), (30, 19_999_999, 30, 19_999_999), (30, 20_000_000, 29, 0),
    (30, 61_000_000, 27, 1_000_000), (3, 61_000_000, 0, 0), (30, 3_600_000_000, 0, 0),
    (30, -5, 30, 0),
  ])
  func comesBackWithTime(_ count: Int, _ age: Int, _ left: Int, _ rest: Int) {
    let used = Allowance.used(count, before: age, refill: 20)
    #expect(used.count == left && used.rest == rest)
  }
}
