import Accounts
import Audit
import Console
import HTML
import HTTP
import Language
import Links
import Primitives
import Security

/// The only page that ever shows a link's address.
struct DocumentNewLinkPage {
  private let visit: Visit
  private let document: Document
  private let link: ShareLink
  private let address: String

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  init(
    _ link: ShareLink, _ token: Secret, of id: UUID, _ visit: Visit, _ documents: Documents
  ) throws {
    self.visit = visit
    self.link = link
    document = try documents.visible(id, to: visit.member, on: visit.context.database)
    address =
      documents.site.baseURL + SharedDocumentPagesRoute.document(token: token.reveal).path
  }

  func response() -> Response {
    visit.page(
      .created, title: words.newLink, section: DocumentPagesRoute.documents.address
    ) { main in
      main.kicker(document)
      main.h1(text: words.newLink)
      main.copyField(
        "new-link", label: words.linkAddress, value: address, visit.phrases.console,
        button: words.copyLink)
      main.p(.class("warning")) { $0.strong(text: words.newLinkText) }
      main.p { p in
        p.text("\(words.level) \(words.levels(link.level.word)). ")
        if let expiresAt = link.expiresAt {
          p.text("\(words.worksUntil) ")
          p.moment(expiresAt)
        } else {
          p.text(words.neverExpires)
        }
        p.text(".")
      }
      if link.hasPassword { main.p(text: words.passwordApart) }
      main.p(.class("next")) { p in
        p.a(
          .class("button"), .href(Address(DocumentPagesRoute.part(.links, of: document.id))),
          text: words.backToDocument)
      }
    }
  }
}

/// `/console/documents/{id}/links/{link}`: what a link lets its guests do, how it opens, and for how
/// long; how often it was opened, and what was done with it and through it.
struct DocumentLinkPage {
  private let visit: Visit
  private let document: Document
  private let link: ShareLink
  private let opens: LinkOpens
  private let activity: Activity
  /// Of people, as far as the page speaks of them.
  private let names: [UUID: String]

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Throws `notFound`, `notAManager`.
  init(_ link: UUID, of id: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    document = try documents.managed(id, for: visit)
    self.link = try documents.link(link, of: id, for: visit)
    let database = visit.context.database
    opens = try documents.links.opens(
      of: link.text, for: document.subject, days: LinkOpensChart.days, on: database)
    activity = try Activity(visit, at: DocumentPagesRoute.link(link, of: id).address) {
      try AuditChain.entries(aboutLink: link, of: id, before: $0, limit: $1, on: database)
    }
    names = try Accounts.names(of: activity.actors, on: database)
  }

  func response(_ state: FormState = FormState("link")) -> Response {
    visit.page(
      state.status, title: title, section: DocumentPagesRoute.documents.address,
      hasError: state.problem != nil
    ) { main in
      main.kicker(document)
      main.h1(text: title)
      writeExpiry(to: &main)
      if link.state != .revoked {
        writeForm(state, to: &main)
      } else {
        // Whoever wanted to change it meanwhile hears so.
        main.summary(of: state, [], general)
      }
      main.section {
        LinkOpensChart(opens, general.links, isOwnSection: true).write(to: &$0)
      }
      activity.write(names, to: &main, event: words.event)
    }
  }

  /// One that was revoked can only be looked at.
  private var title: String { link.state == .revoked ? words.linkTitle : words.changeLinkTitle }

  private func writeForm(_ state: FormState, to main: inout PageWriter) {
    let fields = DocumentLinkFields.change(of: link, words, general.links)
    main.p(.class("lead"), text: words.changeLinkText)
    if link.hasPassword { main.p(.class("quiet"), text: words.passwordChangeHint) }
    main.summary(of: state, fields, general)
    main.form(
      posting: Address(DocumentPagesRoute.link(link.id, of: document.id).address),
      with: visit.proof, .class("card expiry"), .saysZone(general.links.yourZone),
      .locksPassword
    ) { form in
      for field in fields { form.field(field, in: state, general) }
      form.div(.class("row")) { row in
        row.button(text: general.save)
        row.a(
          .class("button plain"),
          .href(Address(DocumentPagesRoute.part(.links, of: document.id))),
          text: general.cancel)
      }
    }
  }

  private func writeExpiry(to main: inout PageWriter) {
    main.p { p in
      switch (link.state, link.expiresAt, link.revokedAt) {
      case (.revoked, _, let revokedAt?): write(words.revokedSince, revokedAt, to: &p)
      case (.expired, let expiresAt?, _): write(words.expiredSince, expiresAt, to: &p)
      case (_, let expiresAt?, _): write(words.worksUntil, expiresAt, to: &p)
      default: p.text(words.neverExpires + ".")
      }
    }
  }

  private func write(_ label: String, _ instant: Instant, to p: inout PageWriter) {
    p.text(label + " ")
    p.moment(instant)
    p.text(".")
  }
}
