import HTML
import Testing

@Suite struct BarTests {
  private func rendered(_ parts: [BarPart]) -> String {
    var page = PageWriter()
    page.bar("A \"b\"", parts)
    return String(decoding: page.finish(), as: UTF8.self)
  }

  @Test func drawsPartsThatHaveAWidth() {
    let shown = rendered([
      BarPart(.plain, from: 0, width: 205), BarPart(.hatched, from: 205, width: 0),
      BarPart(.thin, from: 999, width: 1),
    ])
    #expect(
      shown == "<svg class=\"gauge\" role=\"img\" aria-label=\"A &quot;b&quot;\">"
        + "<rect class=\"plain\" x=\"0.0%\" width=\"20.5%\" height=\"100%\"/>"
        + "<rect class=\"thin\" x=\"99.9%\" width=\"0.1%\" height=\"100%\"/></svg>")
  }

  @Test func bringsThePatternThatItNeeds() {
    #expect(rendered([BarPart(.hatched, from: 0, width: 1)]).contains("<pattern id=\"hatching\""))
    #expect(!rendered([]).contains("pattern"))
  }
}
