import Foundation
import HTTP
import Primitives
import Testing
@testable import Jobs

/// Bodies on their way into a spool, without a database.
@Suite struct TaskReadingTests {
  private let spool = TaskSpool(directory: FileManager.default.temporaryDirectory.path)

  /// Gives a body out in pieces of one size.
  private final class Pieces: BodySource {
    private var rest: ArraySlice<UInt8>
    private let size: Int

    init(_ bytes: Bytes, of size: Int) {
      rest = bytes[...]
      self.size = size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let piece = rest.prefix(min(size, buffer.count))
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  private func readLines(_ text: String, inPiecesOf size: Int = 1 << 20) throws {
    let body = Array(text.utf8)
    let reading = TaskReading(columns: ColumnKinds([]), reader: JSONReader())
    try reading.readLines(
      RequestBody(length: body.count, source: Pieces(body, of: size)), into: spool
    ) { _ in }
  }

  private func titles() throws -> [String] {
    var titles: [String] = []
    let reader = spool.makeReader()
    while try reader.next({ title, _, _ in titles.append(String(decoding: title, as: UTF8.self)) })
    {}
    return titles
  }

  /// However a network cuts the body, also inside of a character, it reads alike.
  @Test(arguments: [1, 2, 3, 7, 64, 1 << 20])
  func readsPiecesOfAnySize(_ size: Int) throws {
    let expected = (1...40).map { "🚚 übergabe \($0) \(String(repeating: "x", count: $0))" }
    let text = expected.map { "{\"title\":\"\($0)\"}" }.joined(separator: "\r\n")
    try readLines("\n\n" + text, inPiecesOf: size)
    #expect(try titles() == expected)
  }

  @Test func keepsWhatGoesToTheFileAsItWas() throws {
    let long = String(repeating: "ä", count: 400)
    let expected = (1...5_000).map { "\($0) \(long)" }
    try readLines(expected.map { "{\"title\":\"\($0)\"}\n" }.joined())
    #expect(spool.counts.total == 5_000)
    #expect(try titles() == expected)
    #expect(try titles() == expected, "and again")
  }

  /// A line may have 65,536 bytes without its line feed, wherever the pieces end.
  @Test(arguments: [(65_536, true), (65_537, false), (400_000, false)])
  func boundsALine(_ length: Int, _ isAccepted: Bool) throws {
    let frame = "{\"title\":\"x\"}"
    let line = frame + String(repeating: " ", count: length - frame.utf8.count)
    for size in [1_000, 262_144] {
      let text = frame + "\n" + line + "\n" + frame
      if isAccepted {
        try readLines(text, inPiecesOf: size)
      } else {
        let problem = #expect(throws: Problem.self) { try readLines(text, inPiecesOf: size) }
        #expect(problem?.code == "validation_failed")
        #expect(problem?.detail.hasPrefix("line 2 ") == true)
      }
    }
  }

  @Test func countsBlankLinesToo() throws {
    let problem = #expect(throws: Problem.self) {
      try readLines(String(repeating: "\n", count: 69_999) + " \t\r\n{\"title\":}\n")
    }
    #expect(problem?.detail.hasPrefix("line 70001 ") == true)
  }

  @Test func refusesMoreLinesThanAMillion() throws {
    let problem = #expect(throws: Problem.self) {
      try readLines(String(repeating: "\n", count: 1_000_001))
    }
    #expect(problem?.status == .contentTooLarge)
  }
}
