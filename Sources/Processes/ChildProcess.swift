import Glibc
import Primitives

/// A process that is given some bytes and gives back others, with no environment and no blocked
/// signals. What else it inherits it closes itself, before it reads: see `Confinement`.
package struct ChildProcess: ~Copyable {
  /// What became of a process. It has ended, whatever the case.
  package enum Outcome {
    /// It ended well, having written this.
    case answered(Bytes)
    /// It wrote more than was to be taken, and was killed.
    case tooMuch
    /// It took too long, and was killed.
    case late
    /// It ended with another status than 0.
    case exited(Int32)
    /// Somebody else's signal ended it: the system's, for a limit or a fault, or a person's.
    case killed(by: Int32)
  }

  private let process: pid_t
  private let socket: Int32

  /// Nil when there is no room for another process. What is begun must be ended by `exchange`.
  ///
  /// - Parameter input: an open file that becomes its standard input; without one that is what
  ///   `exchange` sends.
  package init?(_ executable: String, _ arguments: [String] = [], reading input: Int32? = nil) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    defer { close(ends[1]) }
    let process = Self.spawn([executable] + arguments, reading: input ?? ends[1], writing: ends[1])
    guard let process else {
      close(ends[0])
      return nil
    }
    self.process = process
    socket = ends[0]
  }

  /// Sends all of it, takes what comes back, and sees the process end.
  ///
  /// - Parameter deadline: by `now`.
  package consuming func exchange(
    _ sent: Bytes = [], atMost limit: Int, until deadline: Int
  ) -> Outcome {
    var received: Bytes = []
    var cut = send(sent, until: deadline)
    if cut == nil { cut = receive(&received, atMost: limit, until: deadline) }
    // It may have broken off because it has ended: then it says so itself.
    let ending = end(by: cut == .late || cut == .tooMuch ? 0 : deadline)
    close(socket)
    switch (cut, ending) {
    case (.tooMuch, _): return .tooMuch
    case (.late, _), (_, nil): return .late
    case (.broken, .exited(0)): return .exited(0)
    case (nil, .exited(0)): return .answered(received)
    case (_, .exited(let status)?): return .exited(status)
    case (_, .killed(let signal)?): return .killed(by: signal)
    }
  }

  private static func spawn(
    _ command: [String], reading input: Int32, writing output: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var process: pid_t = 0
    let began = posix_spawn(
      &process, command[0], &actions, &attributes, &arguments, &environment)
    return began == 0 ? process : nil
  }

  // MARK: Ending

  private enum Ending {
    case exited(Int32)
    case killed(Int32)
  }

  /// Waits until it has ended by itself; nil when it had to be killed.
  private borrowing func end(by deadline: Int) -> Ending? {
    while Self.now() < deadline {
      if let ending = wait(WNOHANG) { return ending }
      // After its last byte there is little left that it could take time for.
      usleep(500)
    }
    kill(process, SIGKILL)
    _ = wait(0)
    return nil
  }

  /// How it ended; nil while it runs.
  private borrowing func wait(_ options: Int32) -> Ending? {
    var status: Int32 = 0
    while true {
      let found = waitpid(process, &status, options)
      if found == process { break }
      if found == 0 { return nil }
      // Nobody else waits for it, so this can't be; if it were, nothing of it would be to be believed.
      guard errno == EINTR else { return .killed(SIGKILL) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  // MARK: Talking

  /// Why talking came to an end too early.
  private enum Cut {
    case late
    case tooMuch
    case broken
  }

  /// Milliseconds that nobody sets.
  package static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  private borrowing func send(_ bytes: Bytes, until deadline: Int) -> Cut? {
    var start = 0
    while start < bytes.count {
      guard ready(for: POLLOUT, until: deadline) else { return .late }
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket, $0.baseAddress.map { $0 + start }, bytes.count - start,
          Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno != EAGAIN, errno != EINTR { return .broken }
      start += max(0, count)
    }
    return shutdown(socket, Int32(SHUT_WR)) == 0 ? nil : .broken
  }

  private borrowing func receive(
    _ received: inout Bytes, atMost limit: Int, until deadline: Int
  ) -> Cut? {
    var piece = Bytes(repeating: 0, count: 256 << 10)
    while received.count <= limit {
      guard ready(for: POLLIN, until: deadline) else { return .late }
      let count = recv(socket, &piece, piece.count, Int32(MSG_DONTWAIT))
      if count == 0 { return nil }
      if count < 0, errno != EAGAIN, errno != EINTR { return .broken }
      received += piece.prefix(max(0, count))
    }
    return .tooMuch
  }

  private borrowing func ready(for events: Int32, until deadline: Int) -> Bool {
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
