/// Texts that break what is careless: quotes, separators, formulas, markup, odd Unicode.
enum HostileStrings {
  /// What a title may hold: no control characters.
  static let titles = [
    "plain", "a,b", "a;b", "\"", "\"\"", "say \"hi\", twice", "'", "''", "`", "\\", "\\n", "\\\"",
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "-", "+", "=", "-5", "+49 30 1234", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</td></table>", "&amp;", "&",
    "<!--", "]]>", "%00", "%s%n", "${7*7}", "{{7*7}}", "'; DROP TABLE tasks; --", "NULL", "null",
    "true", "undefined", "0", "1e3", "../../etc/passwd", "C:\\", "http://a/b?c=d#e", "  inside  ",
    "🚚", "👩‍👩‍👧‍👦", "e\u{301}", "\u{202E}gnp.exe", "\u{200B}", "a\u{2028}b", "\u{FFFD}",
    "bom \u{FEFF} inside",
    "ÅÄÖ",
    "田中さん", "مرحبا", "\u{10FFFF}", "a\u{85}b", "\u{FF1D}1+1", "a\u{300}\u{301}\u{302}\u{303}",
  ]

  /// What an attribute may hold beyond that.
  static let attributes =
    titles + [
      "", " ", "\t", "\r", "\n", "\r\n", "a\nb", "a\r\nb,\"c\"", "\t=1+1", "\r=1+1", "\u{0}",
      "a\u{0}b",
      "\u{1}\u{1F}\u{7F}", "\u{8}\u{C}", "line 1\n\nline 3\n",
    ]

  /// As a JSON text, every other character escaped by its number.
  static func json(_ text: String) -> String {
    let units = text.utf16.map { unit -> String in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"" + units.joined() + "\""
  }
}
