import CLinux
import Glibc
import Synchronization

/// Tells every waiting thread at once that no more requests are to be taken.
///
/// Not a signal: one that arrives while a request is being read would cut that request off. An
/// eventfd wakes exactly those that wait for a connection.
final class Drain: Sendable {
  /// Readable from the moment draining begins, and for ever after.
  let event: Int32
  private let begun = Atomic(false)

  init() {
    event = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    precondition(event >= 0, "no descriptor left at start")
  }

  deinit {
    close(event)
  }

  var isDraining: Bool { begun.load(ordering: .acquiring) }

  func begin() {
    begun.store(true, ordering: .releasing)
    eventfd_write(event, 1)
  }
}
