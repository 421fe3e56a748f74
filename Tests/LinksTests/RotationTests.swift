import Primitives
import Testing
@testable import Links

/// When old keys stop as a new one comes.
@Suite struct RotationTests {
  private static let now = Instant(microseconds: 1_780_000_000_000_000)

  private static func after(_ seconds: Int64) -> Instant {
    Instant(microseconds: now.microseconds + seconds * 1_000_000)
  }

  private func ending(_ keys: [Int64?], grace: Int64) -> [Int64] {
    ShareLinks.ending(
      keys.enumerated().map { (hash: [UInt8($0)], diesAt: $1.map(Self.after)) },
      by: Self.after(grace), now: Self.now
    ).sorted { $0.hash[0] < $1.hash[0] }.map {
      ($0.diesAt.microseconds - Self.now.microseconds) / 1_000_000
    }
  }

  @Test func endsTheNewestKeyAfterTheGrace() {
    #expect(ending([nil], grace: 60) == [60])
    #expect(ending([nil], grace: 0) == [0])
  }

  @Test func lengthensNobodysLife() {
    #expect(ending([nil, 10, 100], grace: 60) == [60, 10, 60])
    #expect(ending([nil, 10, 100], grace: 0) == [0, 0, 0])
  }

  @Test func endsThoseFirstThatWouldAnyway() {
    let keys: [Int64?] = [nil] + (1...9).map { Int64($0) }
    #expect(ending(keys, grace: 100) == [100, 0] + Array(2...9))
    #expect(ending(Array(keys.dropLast()), grace: 100) == [100] + Array(1...8))
  }

  @Test func knowsALinkWithoutAKeyThatLasts() {
    #expect(ending([], grace: 60).isEmpty)
    #expect(ending([5], grace: 60) == [5])
  }
}
