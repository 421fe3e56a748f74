import Glibc

/// Lets as much work through at once as a budget of memory allows; the rest waits in a short line,
/// first come, first served, and for a limited time.
///
/// `@unchecked Sendable`: all that changes is `used`, `line` and `nextTicket`, each touched only
/// while `mutex` is held. A pthread pair rather than `Synchronization.Mutex`, because a thread has
/// to sleep until another leaves, and only a condition variable does that.
final class MemoryGate: @unchecked Sendable {
  private let budget: Int
  private let queue: Int
  private let timeoutMilliseconds: Int

  // Allocated, as a pthread object must keep its address.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let moved = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private var used = 0
  private var line: [Int] = []
  private var nextTicket = 0

  /// A gate for a budget in whatever unit `holding` is given. `queue` is how many may wait, each for
  /// `timeoutMilliseconds` at most.
  init(budget: Int, queue: Int, timeoutMilliseconds: Int) {
    self.budget = budget
    self.queue = queue
    self.timeoutMilliseconds = timeoutMilliseconds
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Not the wall clock: a clock set back must not prolong a wait.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(moved, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(moved)
    pthread_mutex_destroy(mutex)
    moved.deallocate()
    mutex.deallocate()
  }

  /// Runs `work` once `amount` is free, which must not be more than the budget; else `busy`, at once
  /// if the line is full, or when the time is up.
  func holding<Result>(
    _ amount: Int, _ work: () throws(PasswordHashingError) -> Result
  ) throws(PasswordHashingError) -> Result {
    guard enter(amount) else { throw .busy }
    defer { leave(amount) }
    return try work()
  }

  private func enter(_ amount: Int) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if line.isEmpty && fits(amount) {
      used += amount
      return true
    }
    guard line.count < queue else { return false }
    let ticket = nextTicket
    nextTicket += 1
    line.append(ticket)
    let mayEnter = wait { line.first == ticket && fits(amount) }
    line.removeAll { $0 == ticket }
    if mayEnter { used += amount }
    // Whoever is first now may fit as well, or may have waited only for this one.
    pthread_cond_broadcast(moved)
    return mayEnter
  }

  private func leave(_ amount: Int) {
    pthread_mutex_lock(mutex)
    used -= amount
    pthread_cond_broadcast(moved)
    pthread_mutex_unlock(mutex)
  }

  private func fits(_ amount: Int) -> Bool { amount <= budget - used }

  /// Sleeps until the condition holds; false when the time is up and it still doesn't.
  private func wait(until condition: () -> Bool) -> Bool {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = deadline.tv_nsec + timeoutMilliseconds % 1_000 * 1_000_000
    deadline.tv_sec += timeoutMilliseconds / 1_000 + nanoseconds / 1_000_000_000
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    while !condition() {
      guard pthread_cond_timedwait(moved, mutex, &deadline) == 0 else { return condition() }
    }
    return true
  }
}
