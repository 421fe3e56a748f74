import Primitives

/// A part of a bar, told from its neighbours by its pattern as well as by its colour.
package struct BarPart: Sendable {
  /// The style sheet knows each under its name.
  package enum Pattern: String, Sendable {
    case plain, hatched, thin
  }

  let pattern: Pattern
  let start: Int
  let width: Int

  /// - Parameters:
  ///   - start: in tenths of a percent of the bar.
  ///   - width: the same.
  package init(_ pattern: Pattern, from start: Int, width: Int) {
    self.pattern = pattern
    self.start = start
    self.width = width
  }
}

extension PageWriter {
  /// A bar of several parts; an SVG, since widths would need a `style`, which every page's policy
  /// forbids. Parts without a width are left out. One bar a page, because of the pattern's id.
  ///
  /// - Parameter label: says what the bar shows.
  package mutating func bar(_ label: String, _ parts: [BarPart]) {
    let parts = parts.filter { $0.width > 0 }
    let head: [Attribute] = [.class("gauge"), .role("img"), .ariaLabel(label)]
    element(Tag(name: "svg"), head) { svg in
      if parts.contains(where: { $0.pattern == .hatched }) { svg.raw(Self.hatching) }
      for part in parts {
        svg.raw("<rect class=\"")
        svg.text(part.pattern.rawValue)
        svg.raw("\" x=\"")
        svg.text(percent: part.start)
        svg.raw("\" width=\"")
        svg.text(percent: part.width)
        svg.raw("\" height=\"100%\"/>")
      }
    }
  }

  private mutating func text(percent tenths: Int) {
    text(decimal: tenths / 10)
    raw(".")
    text(decimal: tenths % 10)
    raw("%")
  }

  private static let hatching: StaticString = """
    <defs><pattern id="hatching" width="7" height="7" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="7" height="7"/><rect class="stripe" width="3" \
    height="7"/></pattern></defs>
    """
}
