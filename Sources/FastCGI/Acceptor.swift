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
    epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event)
  }

  /// The next connection, waiting for one; nil once draining has begun.
  func next() -> Int32? {
    while !drain.isDraining {
      let connection = linux_accept(listener)
      if connection >= 0 {
        limitWaits(on: connection)
        return connection
      }
      switch errno {
      case EAGAIN: waitForEvent()
      case EINTR, ECONNABORTED, EPROTO: continue
      default: usleep(10_000)  // No descriptors or memory left: others will give some back.
      }
    }
    return nil
  }

  private func waitForEvent() {
    var event = epoll_event()
    epoll_wait(poller, &event, 1, -1)
  }

  /// A front server that has stopped reading or writing must not hold a thread for ever.
  private func limitWaits(on connection: Int32) {
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }
}
