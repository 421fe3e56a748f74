import Glibc
import Synchronization

/// How many may do something at the same time; the others wait a moment, and are then sent away.
package final class Places: Sendable {
  private let free: Mutex<Int>
  private let patience: Int

  /// - Parameters:
  ///   - count: at least 1.
  ///   - patience: how long to wait for a place, in milliseconds.
  package init(_ count: Int, patience: Int = 1_000) {
    free = Mutex(max(1, count))
    self.patience = patience
  }

  /// What `work` returns; nil when no place became free in time.
  package func taking<Result>(_ work: () -> Result) -> Result? {
    guard enter() else { return nil }
    defer { free.withLock { $0 += 1 } }
    return work()
  }

  /// Looks again and again, as others need some milliseconds only.
  private func enter() -> Bool {
    let deadline = ChildProcess.now() + patience
    while true {
      let isFree = free.withLock { free in
        guard free > 0 else { return false }
        free -= 1
        return true
      }
      if isFree { return true }
      guard ChildProcess.now() < deadline else { return false }
      usleep(2_000)
    }
  }
}
