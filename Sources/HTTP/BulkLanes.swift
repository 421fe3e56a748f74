import Synchronization

/// How many requests of a kind that holds its thread for long may be answered at once: others need
/// threads too.
package final class BulkLanes: Sendable {
  private let free: Mutex<Int>

  package init(_ count: Int) {
    free = Mutex(count)
  }

  /// A lane that is held as long as the result lives. Throws 503 `unavailable` when all are taken.
  package func enter() throws(Problem) -> Lane {
    let isFree = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isFree else { throw .unavailable(retryAfter: 5) }
    return Lane(self)
  }

  package final class Lane {
    private let lanes: BulkLanes

    fileprivate init(_ lanes: BulkLanes) {
      self.lanes = lanes
    }

    deinit {
      lanes.free.withLock { $0 += 1 }
    }
  }
}
