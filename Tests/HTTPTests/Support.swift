import HTTP
import Primitives
import Testing

extension [UInt8] {
  var string: String { String(decoding: self, as: UTF8.self) }
}

/// The problem that the work throws; fails the test when it throws none.
func problem(
  sourceLocation: SourceLocation = #_sourceLocation, _ work: () throws -> Void
) throws -> Problem {
  let thrown = #expect(throws: Problem.self, sourceLocation: sourceLocation) { try work() }
  return try #require(thrown, sourceLocation: sourceLocation)
}

extension Problem {
  /// `field:code` of each field error, in order.
  var summary: [String] { fields.map { "\($0.field):\($0.code)" } }
}

/// Texts that have broken programs before.
let naughtyTexts: [String] = [
  "", " ", "plain", "\"", "\\", "\\\"", "\\u0000", "a\0b", "\u{1}\u{1F}\u{7F}", "\n\r\t\u{8}\u{C}",
  "</script><script>alert(1)</script>", "<!--", "]]>", "&amp;&lt;", "' OR 1=1 --", "${7*7}", "%s%n",
  "\u{2028}\u{2029}", "\u{FEFF}bom", "\u{FFFD}", "\u{FFFF}", "\u{85}\u{9F}", "\u{202E}txt.exe",
  "مرحبا", "שלום", "日本語", "é", "e\u{301}", "👨‍👩‍👧‍👦", "🏳️‍🌈", "\u{10FFFF}", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
  String(repeating: "a", count: 70_000), String(repeating: "\"", count: 1_000),
]
