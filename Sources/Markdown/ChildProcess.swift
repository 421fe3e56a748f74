import Glibc
import Primitives

/// A process that is given some bytes and gives back others, with no environment and no blocked
/// signals. What else it inherits it closes itself, before it reads.
struct ChildProcess {
  private let process: pid_t
  private let socket: Int32

  /// Nil when there is no room for another process. What is begun must be ended by `exchange`.
  init?(_ executable: String, _ argument: String) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    defer { close(ends[1]) }
    guard let process = Self.spawn(executable, argument, on: ends[1]) else {
      close(ends[0])
      return nil
    }
    self.process = process
    socket = ends[0]
  }

  /// Sends all of it, takes what comes back, and sees the process end; nil when that is too much, when
  /// it takes too long, and when the process doesn't end well.
  ///
  /// - Parameter deadline: by `now`.
  func exchange(_ sent: Bytes, atMost limit: Int, until deadline: Int) -> Bytes? {
    let received =
      send(sent, until: deadline) ? receive(atMost: limit, until: deadline) : nil
    // After its last byte there is nothing left that it could take time for.
    if received == nil { kill(process, SIGKILL) }
    close(socket)
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 {
      guard errno == EINTR else { return nil }
    }
    return status == 0 ? received : nil
  }

  private static func spawn(_ executable: String, _ argument: String, on socket: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let began = executable.withCString { path in
      argument.withCString { argument in
        var arguments = [
          UnsafeMutablePointer(mutating: path), UnsafeMutablePointer(mutating: argument), nil,
        ]
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        return posix_spawn(&process, path, &actions, &attributes, &arguments, &environment)
      }
    }
    return began == 0 ? process : nil
  }

  // MARK: Talking

  /// Milliseconds that nobody sets.
  static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  private func send(_ bytes: Bytes, until deadline: Int) -> Bool {
    var start = 0
    while start < bytes.count {
      guard wait(for: POLLOUT, until: deadline) else { return false }
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket, $0.baseAddress.map { $0 + start }, bytes.count - start,
          Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno != EAGAIN, errno != EINTR { return false }
      start += max(0, count)
    }
    return shutdown(socket, Int32(SHUT_WR)) == 0
  }

  private func receive(atMost limit: Int, until deadline: Int) -> Bytes? {
    var received: Bytes = []
    var piece = Bytes(repeating: 0, count: 256 << 10)
    while received.count <= limit {
      guard wait(for: POLLIN, until: deadline) else { return nil }
      let count = recv(socket, &piece, piece.count, Int32(MSG_DONTWAIT))
      if count == 0 { return received }
      if count < 0, errno != EAGAIN, errno != EINTR { return nil }
      received += piece.prefix(max(0, count))
    }
    return nil
  }

  private func wait(for events: Int32, until deadline: Int) -> Bool {
    var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
    while true {
      let left = deadline - Self.now()
      guard left > 0 else { return false }
      let ready = poll(&descriptor, 1, Int32(clamping: left))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }
}
