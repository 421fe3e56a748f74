import Glibc

/// A listening socket that this process was given and will not close for others.
///
/// It outlives the process: whoever holds it (systemd, or a supervisor) hands it to the next
/// responder, and connections wait in its backlog meanwhile. That is what makes a restart lose
/// nothing; so it is never bound, shut down or unlinked here.
package struct Listener: Sendable {
  package let descriptor: Int32

  /// A socket passed by systemd (`LISTEN_FDS`, the first one), else descriptor 0, where FastCGI's
  /// own convention puts it. Throws `ListenerError` when neither is a listening socket.
  package static func inherited(environment: [String: String]) throws(ListenerError) -> Listener {
    let isSystemd =
      environment["LISTEN_PID"] == String(getpid()) && (environment["LISTEN_FDS"] ?? "0") != "0"
    return try Listener(descriptor: isSystemd ? 3 : 0)
  }

  /// Takes a descriptor that is listening already.
  package init(descriptor: Int32) throws(ListenerError) {
    var isListening: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0,
      isListening == 1
    else { throw .notListening(descriptor) }
    // Several threads and processes wait on it; one that comes too late must not be stuck.
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
      throw .notListening(descriptor)
    }
    self.descriptor = descriptor
  }
}

/// No socket to listen on.
package enum ListenerError: Error, CustomStringConvertible {
  case notListening(Int32)

  package var description: String {
    switch self {
    case .notListening(let descriptor):
      "Descriptor \(descriptor) is not a listening socket: start `waylink serve` under systemd "
        + "socket activation, or with a listening socket as descriptor 0."
    }
  }
}
