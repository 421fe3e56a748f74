import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Security

@Suite struct MemoryGateTests {
  private struct Counts {
    var running = 0
    var peak = 0
    var served = 0
    var busy = 0
  }

  /// Nobody leaves before 44 of 50 were turned away, so that the outcome is exact: two inside, four
  /// in line, and the others heard `busy` while all six were still there.
  @Test(.timeLimit(.minutes(10)))
  func servesTwoAndHoldsFourAndTurnsAwayTheRest() {
    let gate = MemoryGate(budget: 2, queue: 4, timeoutMilliseconds: 50_000)
    let counts = Mutex(Counts())
    let turnedAway = DispatchSemaphore(value: 0)
    let leave = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      for _ in 0..<44 where turnedAway.wait(timeout: .now() + 10) == .timedOut { break }
      for _ in 0..<50 { leave.signal() }
    }
    onThreads(50) { _ in
      do throws(PasswordHashingError) {
        try gate.holding(1) { () throws(PasswordHashingError) in
          counts.withLock {
            $0.running += 1
            $0.peak = max($0.peak, $0.running)
          }
          leave.wait()
          counts.withLock {
            $0.running -= 1
            $0.served += 1
          }
        }
      } catch {
        counts.withLock { $0.busy += error == .busy ? 1 : 0 }
        turnedAway.signal()
      }
    }
    counts.withLock {
      #expect($0.peak == 2)
      #expect($0.served == 6)
      #expect($0.busy == 44)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func stopsWaitingWhenTheTimeIsUp() throws {
    let gate = MemoryGate(budget: 2, queue: 4, timeoutMilliseconds: 30)
    try gate.holding(2) { () throws(PasswordHashingError) in
      onThreads(3) { _ in
        #expect(throws: PasswordHashingError.busy) { try gate.holding(1) {} }
      }
    }
    // All left the line: the next comes straight in, with a queue that would be full otherwise.
    #expect(throws: Never.self) { try gate.holding(2) {} }
  }

  /// Small work that keeps coming must not overtake large work for ever: with the only place in the
  /// line taken, small work is turned away although there would be room for it.
  @Test func servesInOrder() {
    let gate = MemoryGate(budget: 2, queue: 1, timeoutMilliseconds: 20_000)
    let isHeld = DispatchSemaphore(value: 0)
    let leave = DispatchSemaphore(value: 0)
    onThreads(3) { index in
      switch index {
      case 0:
        _ = try? gate.holding(1) { () throws(PasswordHashingError) in
          isHeld.signal()
          isHeld.signal()
          leave.wait()
        }
      case 1:
        isHeld.wait()
        #expect(throws: Never.self) { try gate.holding(2) {} }
      default:
        isHeld.wait()
        var tries = 0
        while tries < 5_000, (try? gate.holding(1) {}) != nil {
          tries += 1
          usleep(1_000)
        }
        #expect(tries < 5_000)
        leave.signal()
      }
    }
  }

  @Test func givesBackWhatFailedWorkHeld() {
    let gate = MemoryGate(budget: 1, queue: 0, timeoutMilliseconds: 0)
    for _ in 0..<3 {
      #expect(throws: PasswordHashingError.unusableHash) {
        try gate.holding(1) { () throws(PasswordHashingError) in throw .unusableHash }
      }
    }
  }
}
