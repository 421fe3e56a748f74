import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import MariaDB
import Primitives

/// The part of a document's page that is about its share links: those that open, on request the ended
/// ones too, and a form for another.
struct DocumentLinkSection {
  private let visit: Visit
  private let document: Document
  private let manages: Bool
  private let links: [ShareLink]
  /// Of active links, for who doesn't manage them.
  private let count: Int
  private let showsEnded: Bool
  private let isFirst: Bool
  /// The id of the link that the next page begins behind; nil on the last one.
  private let next: UUID?

  private static let limit = 25

  private enum Shown: String, CaseIterable {
    case active, all
  }

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Whose names `write` needs.
  var people: Set<UUID> { Set(links.flatMap { [$0.createdBy, $0.endedBy] }.compactMap { $0 }) }

  /// The links that `links` and `older` in the query ask for: `all`, and the id of the last one before.
  init(of document: Document, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    self.document = document
    manages = document.isManaged(by: visit.member)
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    showsEnded = query.word("links", Shown.self) == .all
    let before = query.id("older")
    try query.finish()
    isFirst = before == nil
    let database = visit.context.database
    guard manages else {
      links = []
      next = nil
      count = try ShareLinks.activeCounts(of: [document.id], on: database)[document.id] ?? 0
      return
    }
    let found = try documents.links.list(
      of: document.subject, showsEnded ? .all : .active, before: before, limit: Self.limit + 1,
      on: database)
    links = Array(found.prefix(Self.limit))
    next = found.count > Self.limit ? links.last?.id : nil
    count = links.count
  }

  func write(_ form: FormState, _ names: [UUID: String], to main: inout PageWriter) {
    main.section(.class("shares")) { section in
      section.h2(.id(DocumentPagesRoute.Part.links.rawValue), text: words.links)
      guard manages else {
        section.p(text: count == 0 ? words.noLinks : words.activeLinks(count))
        return section.p(.class("quiet"), text: words.notManaging)
      }
      if links.isEmpty {
        section.p(.class("lead"), text: words.noLinks)
      } else {
        section.p(.class("quiet"), text: words.linksText)
        section.ul(.class("cards")) { ul in
          for link in links {
            DocumentLinkCard(link: link, document: document.id, names: names, words: words, general)
              .write(to: &ul)
          }
        }
      }
      writePages(to: &section)
      writeForm(form, to: &section)
    }
  }

  private func writePages(to section: inout PageWriter) {
    section.p(.class("next")) { p in
      writePage(
        showsEnded ? [] : ["links=all"], showsEnded ? words.hideEnded : words.showEnded, to: &p)
      let kept = showsEnded ? ["links=all"] : []
      if !isFirst { writePage(kept, words.newestLinks, to: &p) }
      if let next { writePage(kept + ["older=\(next)"], words.moreLinks, to: &p) }
    }
  }

  private func writePage(_ query: [String], _ label: String, to p: inout PageWriter) {
    let address = DocumentPagesRoute.part(.links, of: document.id, asking: query)
    p.a(.href(Address(address)), text: label)
    p.text(" ")
  }

  private func writeForm(_ state: FormState, to section: inout PageWriter) {
    let fields = DocumentLinkFields.new(words, general.links)
    section.details(links.isEmpty || state.isTyped ? [.open] : []) { details in
      details.summary(text: words.makeLink)
      details.summary(of: state, fields, general)
      details.form(
        posting: Address(DocumentPagesRoute.links(document.id).address), with: visit.proof,
        .class("card expiry"), .saysZone(general.links.yourZone), .locksPassword
      ) { form in
        form.once()
        for field in fields { form.field(field, in: state, general) }
        form.button(text: words.makeLink)
      }
    }
  }
}

/// A link as its managers see it: what it lets its guests do, how it opens, how often it did.
struct DocumentLinkCard {
  private let link: ShareLink
  private let document: UUID
  private let names: [UUID: String]
  private let words: DocumentPagePhrases
  private let general: ConsolePhrases

  init(
    link: ShareLink, document: UUID, names: [UUID: String], words: DocumentPagePhrases,
    _ general: ConsolePhrases
  ) {
    self.link = link
    self.document = document
    self.names = names
    self.words = words
    self.general = general
  }

  func write(to ul: inout PageWriter) {
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { p in
          p.span(
            .class("status \(link.state.pill)"),
            text: general.links.states(LinkStateWord(link.state)))
          p.text(" ")
          p.strong(text: words.level + " " + words.levels(link.level.word))
        }
        div.p { writeTerms(to: &$0) }
        div.p(.class("quiet")) { writeUse(to: &$0) }
      }
      let isOver = link.state == .revoked
      li.div(.class("row")) { row in
        writeStep(
          .link(link.id, of: document), isOver ? words.history : words.change, to: &row)
        if !isOver { writeStep(.revoke(link.id, of: document), words.revoke, to: &row) }
      }
    }
  }

  private func writeTerms(to p: inout PageWriter) {
    p.text(link.hasPassword ? words.withPassword : words.withoutPassword)
    p.text(" · ")
    switch (link.state, link.expiresAt, link.revokedAt) {
    case (.revoked, _, let revokedAt?): write(words.revokedSince, revokedAt, to: &p)
    case (.expired, let expiresAt?, _): write(words.expiredSince, expiresAt, to: &p)
    case (_, let expiresAt?, _): write(words.worksUntil, expiresAt, to: &p)
    default: p.text(words.neverExpires)
    }
    if let endedBy = link.endedBy {
      p.text(" \(words.by) ")
      p.span(.dir("auto"), text: names[endedBy] ?? words.somebody)
    }
    if link.allowsEditRequests { p.text(" · \(words.takesRequests)") }
  }

  private func writeUse(to p: inout PageWriter) {
    if let last = link.lastAccessedAt {
      p.text("\(general.links.opened(link.accessCount)), ")
      write(general.links.lastOpened, last, to: &p)
    } else {
      p.text(general.links.neverOpened)
    }
    p.text(" · ")
    write(words.made, link.createdAt, to: &p)
    p.text(" \(words.by) ")
    p.span(.dir("auto"), text: names[link.createdBy] ?? words.somebody)
  }

  private func write(_ label: String, _ instant: Instant, to p: inout PageWriter) {
    p.text("\(label) ")
    p.moment(instant)
  }

  private func writeStep(
    _ route: DocumentPagesRoute, _ label: String, to row: inout PageWriter
  ) {
    row.a(.class("button plain"), .href(Address(route.address))) { a in
      a.text(label)
      a.span(.class("unseen")) { span in
        span.text(" \(words.ofLink) ")
        span.moment(link.createdAt)
      }
    }
  }
}

extension LinkLevel {
  /// As a document's links call it; no link of a document lets its guests do more than comment.
  var word: DocumentLevelWord { self == .viewer ? .viewer : .commenter }
}
