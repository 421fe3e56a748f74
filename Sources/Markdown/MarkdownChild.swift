import CLinux
import Glibc
import Primitives

/// The other end of `MarkdownRenderer`: a process that reads one text, writes its markup, and ends.
package enum MarkdownChild {
  /// In seconds of the processor: hundreds of times what a megabyte of ordinary text takes.
  private static let seconds: rlim_t = 2
  /// In bytes of addresses. A megabyte of brackets takes half of it.
  private static let memory: rlim_t = 512 << 20

  /// Takes away what it doesn't need, then does its work. Ends with 0 when all was written.
  package static func run() -> Never {
    guard linux_close_from(UInt32(STDERR_FILENO + 1)) == 0 else { _exit(1) }
    limit(RLIMIT_CPU, to: seconds)
    limit(RLIMIT_AS, to: memory)
    limit(RLIMIT_CORE, to: 0)
    // No file and no socket can be opened any more.
    limit(RLIMIT_NOFILE, to: 0)
    guard let text = standardInput(), let html = Markdown.html(of: text), write(html.bytes) else {
      _exit(1)
    }
    _exit(0)
  }

  private static func limit(_ resource: __rlimit_resource, to value: rlim_t) {
    var limit = rlimit(rlim_cur: value, rlim_max: value)
    // Without its limits it must not begin.
    guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { _exit(1) }
  }

  /// Nil when it is too long, or breaks off.
  private static func standardInput() -> Bytes? {
    var text: Bytes = []
    var piece = Bytes(repeating: 0, count: 256 << 10)
    while text.count <= Markdown.maximumLength {
      let count = read(STDIN_FILENO, &piece, piece.count)
      if count == 0 { return text }
      if count < 0, errno != EINTR { return nil }
      text += piece.prefix(max(0, count))
    }
    return nil
  }

  private static func write(_ bytes: Bytes) -> Bool {
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
