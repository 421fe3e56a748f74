import Primitives
import Testing
@testable import Links

/// What is held of viewers until it is written.
@Suite struct ViewsTests {
  private static let link = UUID.v7()
  private static let now = Instant(microseconds: 1_780_000_000_000_000)

  private func key(_ number: Int, _ userAgent: String = "Firefox") -> Views.Key {
    Views.Key(link: Self.link, address: "\(number)", userAgent: userAgent)
  }

  @Test func keepsTheLastLookOfAViewer() throws {
    var views = Views()
    for offset in [Int64(0), 5, 3] {
      views.add(key(1), at: Instant(microseconds: Self.now.microseconds + offset))
    }
    #expect(views.count == 1)
    let view = try #require(views.ofPeople.first)
    #expect(view.value.microseconds == Self.now.microseconds + 5)
  }

  @Test func dropsRobots() {
    var views = Views()
    views.add(key(1, "Googlebot"), at: Self.now)
    views.add(key(2, "Googlebot"), at: Self.now)
    views.add(key(3, ""), at: Self.now)
    views.add(key(1), at: Self.now)
    #expect(views.ofPeople.map(\.key) == [key(1)])
  }

  @Test func holdsSoManyViewersAndNoMore() {
    var views = Views()
    for number in 0..<150_000 { views.add(key(number), at: Self.now) }
    #expect(views.count == 100_000)
    views.add(key(1), at: Instant(microseconds: Self.now.microseconds + 1))
    #expect(views.count == 100_000)
  }

  @Test func holdsSoMuchTextAndNoMore() {
    var views = Views()
    let long = String(repeating: "x", count: 8_000)
    for number in 0..<10_000 { views.add(key(number, long), at: Self.now) }
    #expect(views.count * long.utf8.count <= 16 << 20)
    #expect(views.count > 2_000)
  }
}
