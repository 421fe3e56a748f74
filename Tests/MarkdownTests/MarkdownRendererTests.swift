import Foundation
import Markdown
import Primitives
import Testing

/// What the process makes that reads what strangers wrote: it ends in time, whatever they wrote.
@Suite(.serialized) struct MarkdownRendererTests {
  private let renderer = MarkdownRenderer(executable: Self.program, atOnce: 2)

  private static let program: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "waylink").path
  }()

  @Test func makesWhatIsMadeHere() throws {
    let text = "# A\n\n" + String(repeating: "Some *words* and `code`.\n\n", count: 2_000)
    #expect(try renderer.html(of: text) == Markdown.html(of: Array(text.utf8)))
    #expect(try renderer.html(of: "").bytes == [])
  }

  /// A megabyte of what takes cmark quadratic time, or hours: CVE-2023-22483 to 22486, 24824, 26485,
  /// 37463, and others of their kind. What comes in time is taken; nothing else is waited for.
  @Test(arguments: [
    "![[]()", "<!--a", "<?", "<![CDATA[a", "_a__ ", "*a **a ", "a@", "a.b@c.", "a_@_", "[a](",
    "[]((",
    "- [ ] a\n", "> ", "* ", "[a]: b\n", "~~a~~ ~b~ ", "&#1;", "|a", "a\n=\n", "```\n",
  ])
  func endsInTime(_ piece: String) {
    let text = String(String(repeating: piece, count: (1 << 20) / piece.utf8.count))
    let began = ContinuousClock.now
    do {
      let made = try renderer.html(of: text)
      #expect(made.bytes.count <= Markdown.maximumMarkup)
    } catch {
      #expect(error == .tooComplex)
    }
    // The limit is of the processor's time; a busy machine takes longer for that.
    #expect(ContinuousClock.now - began < .seconds(15))
  }

  @Test(arguments: [
    String(repeating: "![[]()", count: 170_000),
    "www.a.bc" + String(repeating: ")", count: 1_000_000),
    "[a]: /\(String(repeating: "u", count: 50_000))\n\n"
      + String(repeating: "[a] ", count: 200_000),
    String(repeating: "|a", count: 30_000) + "\n" + String(repeating: "|-", count: 30_000) + "\n"
      + String(repeating: "|x\n", count: 100_000),
    String(repeating: "> ", count: 1_000),
    String(repeating: "a", count: Markdown.maximumLength + 1),
  ])
  func refusesWhatIsTooMuch(_ text: String) {
    #expect(throws: MarkdownError.tooComplex) { try renderer.html(of: text) }
  }

  @Test func saysWhenItCantBegin() {
    let without = MarkdownRenderer(executable: "/nowhere/waylink", atOnce: 1)
    #expect(throws: MarkdownError.busy) { try without.html(of: "a") }
    // Another program altogether: it ends, and not well.
    let other = MarkdownRenderer(executable: "/bin/false", atOnce: 1)
    #expect(throws: MarkdownError.tooComplex) { try other.html(of: "a") }
  }

  @Test func leavesNothingBehind() throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    for _ in 0..<5 { _ = try renderer.html(of: "a") }
    _ = try? renderer.html(of: String(repeating: "> ", count: 1_000))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count <= before)
  }
}
