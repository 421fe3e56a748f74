import Dispatch
import FastCGI
import Glibc
import Synchronization

/// Holds threads back until it is opened.
final class Gate: Sendable {
  private let door = DispatchSemaphore(value: 0)
  private let arrived = DispatchSemaphore(value: 0)

  func pass() {
    arrived.signal()
    door.wait()
    door.signal()
  }

  /// Waits, ten seconds at most, until so many more have come to the gate.
  func waitForArrivals(_ count: Int) {
    for _ in 0..<count { _ = arrived.wait(timeout: .now() + 10) }
  }

  func open() { door.signal() }
}

/// Runs the work on so many real threads at once; the sum of what they return.
func onThreads(_ count: Int, _ work: @escaping @Sendable (Int) -> Int) -> Int {
  let sum = Sum()
  let threads = (0..<count).map { number in
    FastCGI.Thread { sum.add(work(number)) }
  }
  for thread in threads { thread.join() }
  return sum.value
}

final class Sum: Sendable {
  private let total = Mutex(0)

  var value: Int { total.withLock { $0 } }

  func add(_ number: Int) { total.withLock { $0 += number } }
}
