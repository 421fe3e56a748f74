import Accounts
import Console
import HTML
import HTTP
import Language
import Markdown
import Primitives

/// `/console/documents/new` and `/console/documents/{id}/edit`: a title, and a text in Markdown.
///
/// Nothing that was typed is ever lost: a preview, an error, and somebody else's save in between all
/// come back with it.
struct DocumentEditor {
  private let visit: Visit
  /// What is there now; nil for a new document.
  private let whole: WholeDocument?
  /// Who saved that.
  private let savedBy: String?

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Which of its buttons was pressed.
  private static let stepField = "step"
  private static let previewStep = "preview"

  /// For a new document.
  init(_ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    (whole, savedBy) = (nil, nil)
  }

  /// For one that is there. Throws `notFound`.
  init(_ id: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    let database = visit.context.database
    let whole = try documents.whole(id, for: visit.member, on: database)
    self.whole = whole
    savedBy = try Accounts.names(of: [whole.text.savedBy], on: database)[whole.text.savedBy]
  }

  /// Takes out of a form which of its buttons was pressed; true for the one that only shows.
  static func takesPreview(from form: inout Form) -> Bool {
    form.take(stepField) == previewStep
  }

  /// - Parameter preview: what would be made of the text that stands in the form.
  func response(
    _ state: FormState = FormState("document"), _ preview: SafeHTML? = nil
  ) throws -> Response {
    guard whole != nil || place(state) != nil else { return Documents.noWorkspace(visit) }
    let title = whole == nil ? words.new : words.editTitle
    return visit.page(
      state.status, title: title, section: DocumentPagesRoute.documents.address,
      hasError: state.problem != nil, showsDocument: true
    ) { main in
      writeHead(title, state, to: &main)
      main.summary(of: state, fields, general)
      if let theirs { if isConflict(state) { write(theirs, to: &main) } }
      if let preview { write(preview, to: &main) }
      writeForm(state, to: &main)
    }
  }

  private func place(_ state: FormState) -> Place? {
    let named = state["workspace_id"].flatMap { UUID($0) }
    return visit.session.places.first { $0.workspace.id == named } ?? visit.place
  }

  private func isConflict(_ state: FormState) -> Bool {
    state.problem?.code == "document_changed"
  }

  private var theirs: DocumentText? { whole?.text }

  private func writeHead(_ title: String, _ state: FormState, to main: inout PageWriter) {
    if let whole {
      main.p(.class("kicker")) { p in
        p.a(
          .dir("auto"), .href(Address(DocumentPagesRoute.document(whole.document.id).address)),
          text: whole.document.title)
      }
    }
    main.h1(text: title)
    if whole == nil, let place = place(state) {
      main.p(.class("lead"), .dir("auto"), text: words.newLead(place.workspace.name))
    }
  }

  /// What somebody else has saved in between.
  private func write(_ text: DocumentText, to main: inout PageWriter) {
    main.section { section in
      section.h2(text: words.savedMeanwhile)
      section.p(.class("quiet")) { p in
        p.text("\(words.versionNumber(text.version)) · \(words.saved) ")
        p.moment(text.savedAt)
        p.text(" \(words.by) ")
        p.span(.dir("auto"), text: savedBy ?? words.somebody)
      }
      section.p { $0.strong(.dir("auto"), text: text.title) }
      section.document(text.html)
      section.details { details in
        details.summary(text: words.theirMarkdown)
        details.source(text.body)
      }
    }
  }

  private func write(_ preview: SafeHTML, to main: inout PageWriter) {
    main.section(.ariaLabelledBy("preview")) { section in
      section.h2(.id("preview"), text: words.preview)
      section.p(.class("quiet"), .role("status"), text: words.previewText)
      section.document(preview)
    }
  }

  // MARK: The form

  private var fields: [FormField] {
    [
      FormField("title", words.documentTitle, length: 1...500, value: theirs?.title ?? ""),
      // Without a bound that a browser would cut off what is pasted at.
      FormField(
        "body", words.body, .source(rows: 24), hint: words.bodyHint, isRequired: false,
        saysOptional: false, value: theirs?.body ?? "", errors: ["too_long": words.bodyTooLong]),
    ]
  }

  private func writeForm(_ state: FormState, to main: inout PageWriter) {
    let route = whole.map { DocumentPagesRoute.edit($0.document.id) } ?? .new
    main.form(
      posting: Address(route.address), with: visit.proof, .class("editor"),
      .guardsTyped(state.isTyped)
    ) { form in
      writeHidden(state, to: &form)
      for field in fields { form.field(field, in: state, general) }
      form.div(.class("row")) { row in
        row.button(
          .name(Self.stepField), .value("save"),
          text: isConflict(state) ? words.saveAnyway : words.save)
        row.button(
          .class("plain"), .name(Self.stepField), .value(Self.previewStep), text: words.preview)
        let back = whole.map { DocumentPagesRoute.document($0.document.id) } ?? .documents
        row.a(.class("button plain"), .href(Address(back.address)), text: general.cancel)
      }
    }
  }

  private func writeHidden(_ state: FormState, to form: inout PageWriter) {
    guard let whole else {
      if let place = place(state) { form.hidden("workspace_id", place.workspace.id.text) }
      return form.once()
    }
    // Who is shown what was saved meanwhile goes on from there; anybody else from what they saw.
    let current = String(whole.document.version)
    form.hidden("version", isConflict(state) ? current : state["version"] ?? current)
  }
}

extension PageWriter {
  /// A document's words, as they are read.
  mutating func document(_ html: SafeHTML) {
    article(.class("prose"), .dir("auto")) { $0.raw(html) }
  }

  /// A text as it was typed, line by line.
  mutating func source(_ text: String) {
    pre(.class("source"), .dir("auto"), .tabindex(0), text: text)
  }
}
