import Primitives
import Testing
@testable import Waylink

/// What housekeeping does beside the tallies.
@Suite struct ChoresTests {
  private struct Broken: Error {}

  @Test func oneThatFailsKeepsNoOtherFromBeingDone() {
    var done: [String] = []
    var failed: [String] = []
    var chores = Chores([
      Chores.Chore("first", every: 1) { _ in done.append("first") },
      Chores.Chore("broken", every: 1) { _ in throw Broken() },
      Chores.Chore("last", every: 1) { _ in done.append("last") },
    ])
    for _ in 0..<3 { chores.beat(while: { true }, puttingOff: { name, _ in failed.append(name) }) }
    #expect(done == ["first", "last", "first", "last", "first", "last"])
    #expect(failed == ["broken", "broken", "broken"])
  }

  @Test func whatIsNotDoneInItsTimeGoesOnBehindTheOthers() {
    var done: [String] = []
    var time = 0
    func piece(_ name: String) {
      done.append(name)
      time -= 1
    }
    var left = 5
    var chores = Chores([
      Chores.Chore("long", every: 10) { goesOn in
        while left > 0, goesOn() {
          left -= 1
          piece("long")
        }
      },
      Chores.Chore("short", every: 1) { _ in piece("short") },
    ])
    func beat() -> [String] {
      (done, time) = ([], 3)
      chores.beat(while: { time > 0 }, puttingOff: { _, _ in })
      return done
    }
    for _ in 1...9 { #expect(beat() == ["short"]) }
    #expect(beat() == ["long", "long", "long"])
    #expect(beat() == ["short", "long", "long"])
    #expect(beat() == ["short"])
  }

  @Test func beginsNothingOnceItIsOver() {
    var count = 0
    var chores = Chores([Chores.Chore("one", every: 1) { _ in count += 1 }])
    for _ in 0..<5 { chores.beat(while: { false }, puttingOff: { _, _ in }) }
    #expect(count == 0)
    chores.beat(while: { true }, puttingOff: { _, _ in })
    #expect(count == 1, "and it is due once, not five times")
  }
}
