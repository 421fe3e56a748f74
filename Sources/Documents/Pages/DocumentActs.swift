import Accounts
import Console
import HTTP
import Links
import Markdown
import Primitives
import Repeats

// The list of documents, and what members do to a document as a whole on its pages.

extension Documents {
  /// `GET /console/documents`.
  func showList(_ visit: Visit) throws -> Response {
    let query = try DocumentListQuery(visit.context.request)
    guard let place = visit.place else { return Self.noWorkspace(visit) }
    return try DocumentListPage(visit, at: place, query).response()
  }

  /// For a member of no workspace, who has no documents and can write none.
  static func noWorkspace(_ visit: Visit) -> Response {
    let words = visit.phrases.documentPage
    return visit.noWorkspace(
      words, title: words.title, section: DocumentPagesRoute.documents.address)
  }

  // MARK: Writing

  /// `POST /console/documents/new`; the same form sent twice makes one document.
  func create(_ submission: Submission) throws -> Response {
    let (visit, member) = (submission.visit, submission.visit.member)
    var sent = submission.form
    if DocumentEditor.takesPreview(from: &sent) {
      return try preview(sent, submission) { try DocumentEditor(visit, self).response($0, $1) }
    }
    return try submission.answer("document") {
      let once = sent.take(FormState.onceField)
      let (workspace, form) = try sent.read { fields in
        (fields.optionalUUID("workspace_id"), NewDocumentForm(&fields))
      }
      let place = try member.membership(meant: workspace)
      let repeatKey = try RepeatKey(
        once, caller: member.caller, route: "document_pages.create", body: sent.digest)
      let made = try make(
        form, in: place.workspaceID, once: repeatKey, member, visit.context
      ).made
      return visit.redirect(
        to: DocumentPagesRoute.document(made.document.id).address, saying: .documentMade)
    } orElse: { state in
      try DocumentEditor(visit, self).response(state)
    }
  }

  /// `POST /console/documents/{id}/edit`.
  func edit(_ id: UUID, _ submission: Submission) throws -> Response {
    let (visit, words) = (submission.visit, submission.visit.phrases.documentPage)
    var sent = submission.form
    let typed = KeptWords(of: sent, [("title", words.documentTitle), ("body", words.body)])
    return try keeping(typed, visit) {
      if DocumentEditor.takesPreview(from: &sent) {
        return try preview(sent, submission) {
          try DocumentEditor(id, visit, self).response($0, $1)
        }
      }
      return try submission.answer("document") {
        let change = try sent.read { DocumentChange(page: &$0) }
        let saved = try save(change, of: id, visit.member, visit.context).document
        return visit.redirect(
          to: DocumentPagesRoute.document(id).address,
          saying: saved.version == change.version ? .documentUnchanged : .documentSaved)
      } orElse: { state in
        try DocumentEditor(id, visit, self).response(state)
      }
    }
  }

  /// The form again as it was sent, with what would be made of its text; nothing is saved.
  private func preview(
    _ sent: Form, _ submission: Submission, _ page: (FormState, SafeHTML?) throws -> Response
  ) throws -> Response {
    try submission.answer("document") {
      // Whatever its title is: that can be put right when it is saved.
      var words = Form()
      words.append("body", sent["body"] ?? "")
      let body = try words.read { $0.optionalProse("body", atMost: Markdown.maximumLength) ?? "" }
      return try page(FormState("document", holding: sent), try html(of: body))
    } orElse: { state in
      try page(state, nil)
    }
  }

  /// `POST /console/documents/{id}/versions/{version}/restore`: its words, as a new version. What was
  /// saved since stays in the list of versions; and what was saved since the page was shown is shown
  /// first.
  func bringBack(_ version: Int, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    let document = try visible(id, to: visit.member, on: visit.context.database)
    let text = try DocumentsStore(database: visit.context.database).text(version, of: id)
    guard let text else { throw DocumentsError.versionNotFound }
    return try submission.answer("restore") {
      let shown = try submission.form.read { DocumentChange.shownVersion(&$0) }
      let saved = try save(
        DocumentChange(title: text.title, body: text.body, version: shown), of: id, visit.member,
        visit.context
      ).document
      return visit.redirect(
        to: DocumentPagesRoute.document(id).address,
        saying: saved.version == document.version ? .documentUnchanged : .versionBroughtBack)
    } orElse: { state in
      try DocumentVersionPage(version, of: id, visit, self).response(state)
    }
  }

  // MARK: Deleting

  /// `GET /console/documents/{id}/delete`: what will happen, and what not.
  func confirmDeletion(of id: UUID, _ visit: Visit) throws -> Response {
    let document = try managed(id, for: visit)
    let words = visit.phrases.documentPage
    return visit.confirmation(
      Confirmation(
        title: words.deleteTitle(document.title), text: words.deleteText, action: words.delete,
        path: DocumentPagesRoute.delete(id).address,
        back: DocumentPagesRoute.document(id).address),
      section: DocumentPagesRoute.documents.address)
  }

  /// `POST` of the same.
  func delete(_ id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try remove(id, visit.member, visit.context)
    return visit.redirect(
      to: DocumentPagesRoute.documents.address, saying: .documentDeleted)
  }

  /// `POST /console/documents/{id}/restore`: takes a document out of the bin, and shows it.
  func restore(_ id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    _ = try bringBack(id, visit.member, visit.context)
    return visit.redirect(
      to: DocumentPagesRoute.document(id).address, saying: .documentRestored)
  }
}

extension DocumentChange {
  /// - Parameters:
  ///   - title: nil: as it is.
  ///   - body: the same.
  ///   - version: the version that the change started from; nil: whichever is there.
  init(title: String?, body: String?, version: Int?) {
    self.title = title
    self.body = body
    self.version = version
  }

  /// As the page sends it: all of it, and the version that it was shown.
  init(page fields: inout Fields) {
    version = Self.shownVersion(&fields)
    title = fields.text("title", length: 1...500)
    body = fields.optionalProse("body", atMost: Markdown.maximumLength) ?? ""
  }

  /// The version that a page has shown; nil for what is none, which is noted.
  static func shownVersion(_ fields: inout Fields) -> Int? {
    let shown = fields.text("version", length: 1...10)
    let version = Int(shown)
    if version == nil, !shown.isEmpty {
      fields.refuse("version", "not_a_number", "must be a whole number from 1 on")
    }
    return version
  }
}
