import Accounts
import MariaDB
import Markdown
import Primitives

// How what was saved keeps up with the renderer: what an older one has made is shown to nobody. It is
// made again when somebody reads it, and by and by when nobody does.

extension Documents {
  /// The markup of a text. Throws `tooComplex`, `busy`.
  package func html(of body: String) throws(DocumentsError) -> SafeHTML {
    do {
      return try renderer.html(of: body)
    } catch {
      switch error {
      case .tooComplex: throw .tooComplex
      case .busy: throw .busy
      }
    }
  }

  // MARK: Reading

  /// A version's words with the markup of this renderer, which is kept. A text that is too much for it
  /// is shown as it was typed; so is, this once, one that it has no time for now.
  func current(
    _ text: DocumentText, of document: UUID, on database: any Executor
  ) throws -> DocumentText {
    guard text.renderer < Markdown.version else { return text }
    var text = text
    do {
      text.html = try renewed(text, of: document, on: database)
      text.renderer = Markdown.version
    } catch DocumentsError.busy {
      text.html = Markdown.asTyped(text.body)
    }
    return text
  }

  func current(_ whole: WholeDocument, on database: any Executor) throws -> WholeDocument {
    var whole = whole
    whole.text = try current(whole.text, of: whole.document.id, on: database)
    whole.document.renderer = whole.text.renderer
    return whole
  }

  /// A document that a member may see, with its current words. Throws `notFound`.
  func whole(
    _ id: UUID, for member: Member, on database: any Executor
  ) throws -> WholeDocument {
    guard let whole = try DocumentsStore(database: database).whole(id) else {
      throw DocumentsError.notFound
    }
    _ = try seen(whole.document, by: member)
    return try current(whole, on: database)
  }

  /// One version's words. Throws `versionNotFound`.
  func text(
    _ version: Int, of document: UUID, on database: any Executor
  ) throws -> DocumentText {
    let found = try DocumentsStore(database: database).text(version, of: document)
    guard let found else { throw DocumentsError.versionNotFound }
    return try current(found, of: document, on: database)
  }

  // MARK: By and by

  /// Makes again what an older renderer has made, the current versions first, for as long as `goesOn`
  /// says so or until nothing is left. Throws `busy` when people keep the renderer busy.
  package func renderOutdated(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    let store = DocumentsStore(database: database)
    while goesOn() {
      let outdated = try store.outdated()
      guard !outdated.isEmpty else { return }
      // In another order than other responders, who do the same at the same time.
      for one in outdated.shuffled() where goesOn() {
        // Made, or cleared, by somebody else meanwhile.
        guard let text = try store.text(one.version, of: one.document),
          text.renderer < Markdown.version
        else { continue }
        _ = try renewed(text, of: one.document, on: database)
      }
    }
  }

  private func renewed(
    _ text: DocumentText, of document: UUID, on database: any Executor
  ) throws -> SafeHTML {
    let html: SafeHTML
    do {
      html = try self.html(of: text.body)
    } catch DocumentsError.tooComplex {
      html = Markdown.asTyped(text.body)
    }
    try DocumentsStore(database: database).setMarkup(html, of: text, document)
    return html
  }
}

extension DocumentsStore {
  /// Some of the versions whose markup an older renderer has made, up to 100; of the first 10,000 the
  /// current ones come first.
  func outdated() throws -> [(document: UUID, version: Int)] {
    try database.query(
      """
      SELECT o.document_id, o.version FROM (
        SELECT document_id, version FROM document_versions
        WHERE renderer < \(Markdown.version) LIMIT 10000
      ) o JOIN documents d ON d.id = o.document_id
      ORDER BY o.version = d.version DESC LIMIT 100
      """
    ) { (try $0.next(), try $0.next()) }
  }

  /// Puts this renderer's markup in the place of what a text has.
  func setMarkup(_ html: SafeHTML, of text: DocumentText, _ document: UUID) throws {
    try database.execute(
      """
      UPDATE document_versions SET html = \(html), renderer = \(Markdown.version)
      WHERE document_id = \(document) AND version = \(text.version)
        AND renderer = \(text.renderer)
      """)
  }
}
