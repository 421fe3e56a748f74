import Synchronization

/// How many exports, imports and long searches may run at once: they hold a thread for long, and
/// others need threads too.
package final class BulkLanes: Sendable {
  private let free: Mutex<Int>

  package init(_ count: Int) {
    free = Mutex(count)
  }

  /// A lane that is held as long as the result lives. Throws 503 `unavailable` when all are taken.
  func enter() throws -> Lane {
    let isFree = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isFree else { throw JobsError.lanesTaken }
    return Lane(self)
  }

  final class Lane {
    private let lanes: BulkLanes

    fileprivate init(_ lanes: BulkLanes) {
      self.lanes = lanes
    }

    deinit {
      lanes.free.withLock { $0 += 1 }
    }
  }
}
