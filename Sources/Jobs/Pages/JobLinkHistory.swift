import HTML
import Language
import Links
import Primitives

/// The links of a job that have ended: when they were made, how they ended, and by whom.
struct JobLinkHistory {
  /// The newest first, 50 at most.
  let links: [ShareLink]
  let names: [UUID: String]
  let words: JobPagePhrases
  let linkWords: LinkPhrases

  static let maximum = 50

  func write(to section: inout PageWriter) {
    guard !links.isEmpty else { return }
    section.details { details in
      details.summary(text: "\(words.earlierLinks) (\(links.count))")
      details.ul(.class("events")) { ul in
        for link in links { ul.li { write(link, to: &$0) } }
      }
      if links.count == Self.maximum { details.p(.class("quiet"), text: words.newestFifty) }
    }
  }

  private func write(_ link: ShareLink, to li: inout PageWriter) {
    li.span(
      .class("status \(link.state.pill)"), text: linkWords.states(LinkStateWord(link.state)))
    li.text(" ")
    li.text(link.accessCount == 0 ? linkWords.neverOpened : linkWords.opened(link.accessCount))
    li.div(.class("quiet")) { div in
      write(words.made, link.createdAt, link.createdBy, to: &div)
      guard let ended = link.endedAt else { return }
      div.text(" · ")
      write(words.ended, ended, link.endedBy, to: &div)
    }
  }

  private func write(
    _ label: String, _ instant: Instant, _ account: UUID?, to div: inout PageWriter
  ) {
    div.text("\(label) ")
    div.moment(instant)
    guard let account else { return }
    div.text(" \(words.by) ")
    div.span(.dir("auto"), text: names[account] ?? words.somebody)
  }
}
