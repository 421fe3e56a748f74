import Testing

/// Reads CSV strictly by RFC 4180: rows of cells; nil for what it doesn't allow.
enum CSV {
  static func rows(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var scalars = text.unicodeScalars[...]
    while !scalars.isEmpty {
      guard let cell = cell(&scalars) else { return nil }
      row.append(cell)
      switch scalars.popFirst() {
      case ",": continue
      case "\r":
        guard scalars.popFirst() == "\n" else { return nil }
        rows.append(row)
        row = []
      default: return nil
      }
    }
    return row.isEmpty ? rows : nil
  }

  private static func cell(_ scalars: inout String.UnicodeScalarView.SubSequence) -> String? {
    var cell = String.UnicodeScalarView()
    guard scalars.first == "\"" else {
      while let next = scalars.first, next != ",", next != "\r" {
        guard next != "\"", next != "\n" else { return nil }
        cell.append(next)
        scalars.removeFirst()
      }
      return String(cell)
    }
    scalars.removeFirst()
    while let next = scalars.popFirst() {
      if next == "\"" {
        guard scalars.first == "\"" else { return String(cell) }
        scalars.removeFirst()
      }
      cell.append(next)
    }
    return nil
  }
}
