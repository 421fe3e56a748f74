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
/// long.
struct DocumentLinkPage {
  private let visit: Visit
  private let document: Document
  private let link: ShareLink

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Throws `notFound`, `notAManager`, and `revoked` for a link that can't be changed any more.
  init(_ link: UUID, of id: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    document = try documents.managed(id, for: visit)
    self.link = try documents.link(link, of: id, for: visit)
    guard self.link.state != .revoked else { throw ShareLinkError.revoked }
  }

  func response(_ state: FormState = FormState("link")) -> Response {
    let fields = DocumentLinkFields.change(of: link, words, general.links)
    return visit.page(
      state.status, title: words.changeLinkTitle,
      section: DocumentPagesRoute.documents.address, hasError: state.problem != nil
    ) { main in
      main.kicker(document)
      main.h1(text: words.changeLinkTitle)
      main.p(.class("lead"), text: words.changeLinkText)
      writeExpiry(to: &main)
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
  }

  private func writeExpiry(to main: inout PageWriter) {
    main.p { p in
      guard let expiresAt = link.expiresAt else { return p.text(words.neverExpires + ".") }
      p.text((link.state == .expired ? words.expiredSince : words.worksUntil) + " ")
      p.moment(expiresAt)
      p.text(".")
    }
  }
}
