import Glibc
import Primitives
import Processes

/// The other end of `MarkdownRenderer`: a process that reads one text, writes its markup, and ends.
package enum MarkdownChild {
  /// In seconds of the processor: hundreds of times what a megabyte of ordinary text takes.
  private static let seconds: UInt = 2
  /// In bytes of addresses. A megabyte of brackets takes half of it.
  private static let memory: UInt = 512 << 20
  /// In seconds of the clock: more than the renderer waits.
  private static let patience: UInt32 = 30

  /// Takes away what it doesn't need, then does its work. Ends with 0 when all was written.
  package static func run() -> Never {
    Confinement.closeInherited()
    Confinement.giveUpRights(endingAfter: patience)
    Confinement.limit(seconds: seconds, memory: memory)
    guard let text = Confinement.standardInput(atMost: Markdown.maximumLength),
      let html = Markdown.html(of: text), Confinement.write(html.bytes)
    else { _exit(1) }
    _exit(0)
  }
}
