import Foundation
import Glibc
import Imaging
import Primitives
import TestSupport
import Testing

/// A process that does not do what it should: one refusal, and nothing stays of it.
@Suite struct BrokenProcessTests {
  private let samples: Samples
  private let folder: TestFolder

  init() throws {
    samples = try Samples.shared.get()
    folder = try TestFolder()
  }

  /// Stands in for `waylink-imaging`, and notes its number.
  private func imaging(_ script: String, timeLimit: Int = 25_000) throws -> Imaging {
    let path = "\(folder.path)/stand-in"
    let text = path + ".sh"
    try Data("#!/bin/sh\necho $$ >>\(folder.path)/processes\n\(script)\n".utf8)
      .write(to: URL(fileURLWithPath: text))
    chmod(text, 0o755)
    // By another process: what is being written can't be begun, and a process that is begun at the
    // same moment elsewhere has this one's files open for an instant.
    try run("cp", [text, path])
    return Imaging(executable: path, atOnce: 1, timeLimit: timeLimit)
  }

  /// None that was started runs, or waits to be asked how it ended.
  private func expectNoneLeft() throws {
    let numbers = try String(contentsOfFile: "\(folder.path)/processes", encoding: .utf8)
    for number in numbers.split(separator: "\n") {
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(number)"))
    }
  }

  @Test(arguments: [
    ("echo garbage", ImagingError.failed("it says what can't be read")),
    ("true", .failed("it says what can't be read")),
    ("echo not-an-image; echo and more", .failed("it says what can't be read")),
    (
      "echo jpeg 1 1 - - - - jpeg 1 1 4 jpeg 1 1 4; printf aaaabbbb",
      .failed("it says what can't be read")
    ),
    ("exec yes", .failed("it says too much")), ("exit 3", .failed("it ended with status 3")),
    ("kill -KILL $$", .failed("it was killed")), ("kill -TERM $$", .failed("it was killed")),
    ("kill -SEGV $$", .damaged), ("kill -ABRT $$", .damaged), ("kill -XCPU $$", .tooComplex),
    ("echo damaged", .damaged), ("echo too-many-pixels", .tooManyPixels),
  ])
  func isToldFromABadPicture(_ script: String, _ error: ImagingError) throws {
    let imaging = try imaging(script)
    #expect(try Samples.refusal(of: samples.bytes("base.jpg"), by: imaging) == error)
    try expectNoneLeft()
  }

  @Test(arguments: ["kill -STOP $$", "exec sleep 60", "exec sleep 60 >&-", "while :; do :; done"])
  func isNotWaitedForForever(_ script: String) throws {
    let imaging = try imaging(script, timeLimit: 300)
    let began = ContinuousClock.now
    #expect(
      try Samples.refusal(of: samples.bytes("base.jpg"), by: imaging) == .failed("it stands still"))
    #expect(ContinuousClock.now - began < .seconds(10))
    try expectNoneLeft()
  }

  @Test func maybeThereIsNone() throws {
    let imaging = Imaging(executable: "/nowhere/waylink-imaging", atOnce: 1)
    #expect(try Samples.refusal(of: [], by: imaging) == .failed("it can't be started"))
    #expect(throws: ImagingError.failed("it can't be started")) { try imaging.check() }
    try Samples.imaging.check()
  }

  @Test func opensNothingThatStays() throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    let imaging = try imaging("exec yes")
    for _ in 0..<20 { _ = try Samples.refusal(of: [], by: imaging) }
    // Other tests open some meanwhile, but not twenty.
    let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(after < before + 20)
  }

  /// The real one, killed and stopped at its work, while others do theirs.
  @Test(arguments: [SIGKILL, SIGSTOP])
  func othersAreUnharmed(_ signal: Int32) throws {
    let name = "victim-\(signal)"
    let path = "\(folder.path)/\(name)"
    try run("cp", [Samples.program, path])
    let large = try samples.made(
      "slow-\(signal).png", "black", "@slow-\(signal).png", "10000", "10000")
    let small = try samples.bytes("base.jpg")
    let victim = Imaging(executable: path, atOnce: 1, timeLimit: 8_000)
    let results = try onThreads(2) { thread in
      if thread == 0 { return try Samples.refusal(of: large, by: victim) }
      try #require(hits(name, with: signal))
      return try Samples.refusal(of: small)
    }
    #expect(results[1] == nil)
    #expect(results[0] == .failed(signal == SIGKILL ? "it was killed" : "it stands still"))
    #expect(try Samples.refusal(of: small, by: victim) == nil)
  }

  /// Waits until a process of that name works, and signals it.
  private func hits(_ name: String, with signal: Int32) -> Bool {
    for _ in 0..<2_000 {
      for number in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
        let comm = try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8)
        if comm == name + "\n", let number = pid_t(number) {
          usleep(100_000)
          // Stopped first, so that it is certainly at its work when it is hit.
          kill(number, SIGSTOP)
          usleep(20_000)
          let state = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
          guard state?.contains(") T ") == true, kill(number, signal) == 0 else { return false }
          return true
        }
      }
      usleep(2_000)
    }
    return false
  }
}
