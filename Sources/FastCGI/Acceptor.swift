import CLinux
import Glibc

/// Takes connections off a listener, for one thread.
///
/// We accept ourselves and hand libfcgi the connection: its own accept can be ended only by a
/// signal, and a signal may hit a request that has just begun.
final class Acceptor {
  private let listener: Int32
  private let drain: Drain
  private let poller: Int32

  init(listener: Listener, drain: Drain) {
    self.listener = listener.descriptor
    self.drain = drain
    poller = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(poller >= 0, "no descriptor left at start")
    // Exclusive: a connection wakes one waiting thread, not all of them.
    watch(self.listener, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue)
    watch(drain.event, EPOLLIN.rawValue)
  }

  deinit {
    close(poller)
  }

  private func watch(_ descriptor: Int32, _ events: UInt32) {
    var event = epoll_event()
    event.events = events
    event.data.fd = descriptor
    epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event)
  }

  /// The next connection, waiting for one; nil once draining has begun.
  ///
  /// A connection that woke this thread woke no other, of this process or the next: it is looked
  /// for even if draining has begun meanwhile, or it would wait until somebody else came.
  func next() -> Int32? {
    var isOwed = false
    while isOwed || !drain.isDraining {
      let connection = linux_accept(listener)
      if connection >= 0 {
        SocketWait.limit(SO_RCVTIMEO, on: connection)
        return connection
      }
      switch errno {
      case EAGAIN: isOwed = waitForConnection()
      case EINTR, ECONNABORTED, EPROTO: continue
      default: usleep(10_000)  // No descriptors or memory left: others will give some back.
      }
    }
    return nil
  }

  /// False when it was not a connection that ended the wait.
  private func waitForConnection() -> Bool {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 2) { events in
      let count = epoll_wait(poller, events.baseAddress, 2, -1)
      return events.prefix(max(0, Int(count))).contains { $0.data.fd == listener }
    }
  }
}

/// A front server that has stopped reading or writing must not hold a thread for ever.
enum SocketWait {
  private static let seconds = 60

  /// - Parameter direction: `SO_RCVTIMEO` or `SO_SNDTIMEO`.
  static func limit(_ direction: Int32, on connection: Int32) {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(
      connection, SOL_SOCKET, direction, &limit, socklen_t(MemoryLayout<timeval>.size))
  }
}
