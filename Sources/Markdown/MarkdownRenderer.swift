import Primitives
import Processes

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
  private let places: Places

  /// How long to wait for a text, in milliseconds. Only for a machine that hardly moves: a text's own
  /// time is counted by the system.
  private static let timeLimit = 10_000

  /// - Parameters:
  ///   - executable: this program.
  ///   - atOnce: how many may be made at the same time.
  package init(executable: String = "/proc/self/exe", atOnce: Int) {
    self.executable = executable
    places = Places(atOnce)
  }

  /// The markup of a text of `Markdown.maximumLength` bytes at most; see `Markdown`.
  package func html(of text: String) throws(MarkdownError) -> SafeHTML {
    guard text.utf8.count <= Markdown.maximumLength else { throw .tooComplex }
    guard !text.isEmpty else { return SafeHTML(rendered: []) }
    let outcome = places.taking { () -> ChildProcess.Outcome? in
      ChildProcess(executable, ["render"])?.exchange(
        Array(text.utf8), atMost: Markdown.maximumMarkup,
        until: ChildProcess.now() + Self.timeLimit)
    }
    guard let outcome = outcome ?? nil else { throw .busy }
    guard case .answered(let markup) = outcome,
      let text = String(validating: markup, as: UTF8.self)
    else { throw .tooComplex }
    return SafeHTML(rendered: Array(text.utf8))
  }
}
