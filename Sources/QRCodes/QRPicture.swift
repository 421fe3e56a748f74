import HTML
import Primitives

extension PageWriter {
  /// The code as an SVG, in a page or as a document of its own. Black on white also on dark pages, for
  /// many readers know no other; as large as the style sheet makes `.qr`, or as a document as wide as
  /// there is room.
  ///
  /// - Parameter label: says what it leads to, to those who don't see it.
  package mutating func qrCode(_ code: QRCode, label: String) {
    let side = code.side + 2 * Self.quietZone
    raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" aria-label=\"")
    text(label)
    raw("\" viewBox=\"0 0 ")
    text(decimal: side)
    raw(" ")
    text(decimal: side)
    raw("\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>")
    raw("<path stroke=\"#000\" d=\"")
    for row in 0..<code.side { dark(code.darkRuns(inRow: row), inRow: row) }
    raw("\"/></svg>")
  }

  /// ISO/IEC 18004, section 6.3.8: four modules of nothing around it.
  private static let quietZone = 4

  /// As lines one module thick along the middle of the row: they take a third of what squares would.
  private mutating func dark(_ runs: [Range<Int>], inRow row: Int) {
    var place: Int?
    for run in runs {
      if let place {
        raw("m")
        text(decimal: run.lowerBound - place)
        raw(" 0")
      } else {
        raw("M")
        text(decimal: run.lowerBound + Self.quietZone)
        raw(" ")
        text(decimal: row + Self.quietZone)
        raw(".5")
      }
      raw("h")
      text(decimal: run.count)
      place = run.upperBound
    }
  }
}

extension QRCode {
  /// The same, as a file of the media type `image/svg+xml`.
  package func svg(label: String) -> Bytes {
    var page = PageWriter()
    page.qrCode(self, label: label)
    return page.finish()
  }
}
