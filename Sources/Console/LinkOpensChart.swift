import HTML
import Language
import Links
import Primitives

/// How often a link was opened: in all, and a bar for each of the last days. The same numbers stand
/// in a table below, since a picture tells nothing to those who listen.
package struct LinkOpensChart {
  private let opens: LinkOpens
  private let words: LinkPhrases
  private let isOwnSection: Bool

  /// Of how many days it tells, and its words speak.
  package static let days = 30

  /// The style sheet knows so many heights beside none.
  private static let heights = 10

  /// - Parameter isOwnSection: whether it is headed as a section of its page, or as a part of one.
  package init(_ opens: LinkOpens, _ words: LinkPhrases, isOwnSection: Bool) {
    self.opens = opens
    self.words = words
    self.isOwnSection = isOwnSection
  }

  package func write(to section: inout PageWriter) {
    if isOwnSection { section.h2(text: words.opens) } else { section.h3(text: words.opens) }
    section.p { p in
      guard let last = opens.lastOpenedAt else { return p.text(words.neverOpened) }
      p.strong(text: words.opened(opens.total))
      p.text(", \(words.lastOpened) ")
      p.moment(last)
      p.text(".")
    }
    let highest = opens.days.map(\.count).max() ?? 0
    if highest > 0 { writeBars(highest, to: &section) }
    section.p(.class("hint"), text: words.opensHint)
    if opens.total > 0 { writeTable(to: &section) }
  }

  private func writeBars(_ highest: Int, to section: inout PageWriter) {
    section.div(.class("bars"), .ariaHidden) { div in
      for day in opens.days {
        // One open is seen beside a thousand too.
        let height = (day.count * Self.heights + highest - 1) / highest
        div.span(.class("b\(height)"), .title("\(name(of: day)): \(day.count)"), text: "")
      }
    }
    section.p(.class("ends quiet"), .ariaHidden) { p in
      for day in [opens.days.first, opens.days.last].compactMap({ $0 }) {
        p.span(text: name(of: day))
      }
    }
  }

  private func writeTable(to section: inout PageWriter) {
    let days = opens.days.filter { $0.count > 0 }
    section.details { details in
      details.summary(text: words.opensByDay)
      guard !days.isEmpty else { return details.p(text: words.noOpensLately) }
      details.table(.class("narrow")) { table in
        table.thead { thead in
          thead.tr { tr in
            tr.th(.scope("col"), text: words.day)
            tr.th(.scope("col"), .class("number"), text: words.count)
          }
        }
        table.tbody { tbody in
          for day in days.reversed() {
            tbody.tr { tr in
              tr.td(text: name(of: day))
              tr.td(.class("number"), text: String(day.count))
            }
          }
        }
      }
    }
  }

  private func name(of day: LinkOpens.Day) -> String { day.day.date }
}
