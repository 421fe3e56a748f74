import Accounts
import Console
import HTML
import HTTP
import Language
import MariaDB
import Primitives

/// `/console/documents/{id}/versions`: who has saved it when, the newest first.
struct DocumentVersionsPage {
  private let visit: Visit
  private let document: Document
  private let saves: [DocumentSave]
  private let isFirst: Bool
  /// The version that the next page begins behind; nil on the last one.
  private let next: Int?

  private static let limit = 50

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  /// Throws `notFound`, and 400 for a `before` that is no version.
  init(_ id: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    let database = visit.context.database
    document = try documents.visible(id, to: visit.member, on: database)
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let before = query.integer("before", in: 1...Int(UInt32.max))
    try query.finish()
    let place = before.map { ListPlace(value: .null, tie: .integer(Int64($0))) }
    let found = try DocumentsStore(database: database).saves(
      of: id, before: place, limit: Self.limit + 1)
    saves = Array(found.prefix(Self.limit))
    isFirst = before == nil
    next = found.count > Self.limit ? saves.last?.version : nil
  }

  func response() -> Response {
    visit.page(title: words.versions, section: DocumentPagesRoute.documents.address) { main in
      main.kicker(document)
      main.h1(text: words.versions)
      main.p(.class("lead"), text: words.versionsLead)
      main.ul(.class("cards")) { ul in
        for save in saves { write(save, to: &ul) }
      }
      let path = DocumentPagesRoute.versions(document.id)
      main.pages(
        first: isFirst ? nil : path.address,
        next: next.flatMap { LocalPath("\(path.path)?before=\($0)") }, visit.phrases)
    }
  }

  private func write(_ save: DocumentSave, to ul: inout PageWriter) {
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { p in
          let route = DocumentPagesRoute.version(save.version, of: document.id)
          p.a(
            .class("tall"), .href(Address(route.address)), text: words.versionNumber(save.version))
          p.text(" ")
          if save.version == document.version {
            p.span(.class("status completed"), text: words.current)
            p.text(" ")
          }
          p.span(.dir("auto"), text: save.title)
        }
        div.p(.class("quiet")) { p in
          p.text("\(words.saved) ")
          p.moment(save.savedAt)
          p.text(" \(words.by) ")
          p.span(.dir("auto"), text: save.savedByName ?? words.somebody)
        }
      }
    }
  }
}

/// `/console/documents/{id}/versions/{version}`: one version as it reads, and its Markdown.
struct DocumentVersionPage {
  private let visit: Visit
  private let document: Document
  private let text: DocumentText
  /// Who saved it.
  private let savedBy: String?

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  /// Throws `notFound`, `versionNotFound`.
  init(_ version: Int, of id: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    let database = visit.context.database
    document = try documents.visible(id, to: visit.member, on: database)
    text = try documents.text(version, of: id, on: database)
    savedBy = try Accounts.names(of: [text.savedBy], on: database)[text.savedBy]
  }

  /// - Parameter state: what came of restoring it.
  func response(_ state: FormState = FormState("restore")) -> Response {
    let title = "\(words.versionNumber(text.version)): \(text.title)"
    return visit.page(
      state.status, title: title, section: DocumentPagesRoute.documents.address,
      hasError: state.problem != nil, showsDocument: true
    ) { main in
      main.kicker(document)
      main.h1(.dir("auto"), text: text.title)
      let isLate = state.problem?.code == "document_changed"
      main.summary(
        of: state, [], visit.phrases.console, saying: isLate ? words.bringBackLate : nil)
      main.p(.class("quiet")) { p in
        p.text("\(words.versionNumber(text.version)) · \(words.saved) ")
        p.moment(text.savedAt)
        p.text(" \(words.by) ")
        p.span(.dir("auto"), text: savedBy ?? words.somebody)
      }
      writeSteps(to: &main)
      main.document(text, words)
      main.details { details in
        details.summary(text: words.markdown)
        details.source(text.body)
      }
    }
  }

  private func writeSteps(to main: inout PageWriter) {
    let isCurrent = text.version == document.version
    if !isCurrent { main.p(text: words.notCurrent) }
    main.div(.class("row steps")) { row in
      if !isCurrent {
        let route = DocumentPagesRoute.bringBack(text.version, of: document.id)
        row.form(posting: Address(route.address), with: visit.proof) { form in
          // Not over what somebody saves meanwhile.
          form.hidden("version", String(document.version))
          form.button(text: words.bringBack)
        }
      }
      row.a(
        .class("button plain"), .href(Address(DocumentPagesRoute.versions(document.id).address)),
        text: words.versions)
    }
  }
}

extension PageWriter {
  /// Leads back to a document from what is about it.
  mutating func kicker(_ document: Document) {
    p(.class("kicker")) { p in
      p.a(
        .dir("auto"), .href(Address(DocumentPagesRoute.document(document.id).address)),
        text: document.title)
    }
  }

  /// What a document says, or that it says nothing.
  mutating func document(_ text: DocumentText, _ words: DocumentPagePhrases) {
    if text.html.bytes.isEmpty {
      p(.class("quiet"), text: words.emptyDocument)
    } else {
      document(text.html)
    }
  }
}
