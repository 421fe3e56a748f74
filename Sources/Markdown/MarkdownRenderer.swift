import Glibc
import Primitives
import Synchronization

/// Why a text was not made into markup.
package enum MarkdownError: Error {
  /// It would take too long, or becomes too much: see `MarkdownRenderer`.
  case tooComplex
  /// Too many others are being made at this moment, or no process could be begun.
  case busy
}

/// Makes texts into markup in a process of its own for each: this program again, as
/// `waylink render`, with nothing in its environment, no file but the text, and little time and
/// memory (`MarkdownChild`).
///
/// What it reads is whatever somebody wrote, and the library that reads it is known to take hours
/// over some megabytes; a thread couldn't be stopped.
package final class MarkdownRenderer: Sendable {
  private let executable: String
  private let free: Mutex<Int>

  /// How long to wait for others to be done, and then for the text itself, in milliseconds. The
  /// second only for a machine that hardly moves: a text's own time is counted by the system.
  private static let patience = 1_000
  private static let timeLimit = 10_000

  /// - Parameters:
  ///   - executable: this program.
  ///   - atOnce: how many may be made at the same time.
  package init(executable: String = "/proc/self/exe", atOnce: Int) {
    self.executable = executable
    free = Mutex(max(1, atOnce))
  }

  /// The markup of a text of `Markdown.maximumLength` bytes at most; see `Markdown`.
  package func html(of text: String) throws(MarkdownError) -> SafeHTML {
    guard text.utf8.count <= Markdown.maximumLength else { throw .tooComplex }
    guard !text.isEmpty else { return SafeHTML(rendered: []) }
    guard enter() else { throw .busy }
    defer { free.withLock { $0 += 1 } }
    guard let child = ChildProcess(executable, "render") else { throw .busy }
    let markup = child.exchange(
      Array(text.utf8), atMost: Markdown.maximumMarkup,
      until: ChildProcess.now() + Self.timeLimit)
    guard let markup, let text = String(validating: markup, as: UTF8.self) else {
      throw .tooComplex
    }
    return SafeHTML(rendered: Array(text.utf8))
  }

  /// Looks again and again, as others need some milliseconds only.
  private func enter() -> Bool {
    let deadline = ChildProcess.now() + Self.patience
    while true {
      let isFree = free.withLock { free in
        guard free > 0 else { return false }
        free -= 1
        return true
      }
      if isFree { return true }
      guard ChildProcess.now() < deadline else { return false }
      usleep(2_000)
    }
  }
}
