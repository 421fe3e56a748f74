import CLinux
import Glibc
import Primitives

/// What a process that reads what strangers sent takes away from itself before it reads, and how it
/// speaks with the one that began it: the other end of `ChildProcess`. Whatever fails ends the
/// process with status 1, for without its limits it must not begin.
package enum Confinement {
  /// Closes whatever was inherited beside the standard descriptors.
  package static func closeInherited() {
    guard linux_close_from(UInt32(STDERR_FILENO + 1)) == 0 else { _exit(1) }
  }

  /// No rights to win, nobody to look in, an end with the one that began it; and an end by itself
  /// after `seconds` of anybody's clock, should nobody be left to end it.
  package static func giveUpRights(endingAfter seconds: UInt32) {
    guard linux_give_up_rights() == 0, linux_end_with_parent(SIGKILL) == 0 else { _exit(1) }
    alarm(seconds)
  }

  /// - Parameters:
  ///   - seconds: of the processor.
  ///   - memory: in bytes of addresses.
  ///
  /// From here on no file and no socket can be opened, and no file written.
  package static func limit(seconds: UInt, memory: UInt) {
    limit(RLIMIT_CPU, to: seconds)
    limit(RLIMIT_AS, to: memory)
    limit(RLIMIT_CORE, to: 0)
    limit(RLIMIT_FSIZE, to: 0)
    limit(RLIMIT_NOFILE, to: 0)
  }

  private static func limit(_ resource: __rlimit_resource, to value: UInt) {
    var limit = rlimit(rlim_cur: value, rlim_max: value)
    guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { _exit(1) }
  }

  // MARK: Talking

  /// All that was sent; nil when it is longer than `limit`, or breaks off.
  package static func standardInput(atMost limit: Int) -> Bytes? {
    var received: Bytes = []
    var piece = Bytes(repeating: 0, count: 256 << 10)
    while received.count <= limit {
      let count = read(STDIN_FILENO, &piece, piece.count)
      if count == 0 { return received }
      if count < 0, errno != EINTR { return nil }
      received += piece.prefix(max(0, count))
    }
    return nil
  }

  /// False when nobody reads it.
  package static func write(_ bytes: Bytes) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if count < 0, errno != EINTR { return false }
      start += max(0, count)
    }
    return true
  }
}
