import Accounts
import HTTP
import MariaDB
import Markdown
import Primitives

// What is done to a document as a whole.

extension Documents {
  /// `PATCH /api/documents/{id}`: `{title?, body?, version?}`; what is left out stays. For every
  /// member of the workspace.
  func change(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader, atMost: Self.maximumBody) {
      DocumentChange(&$0)
    }
    return try answer(try save(form, of: id, member, context), member, context)
  }

  /// How many versions a document keeps, the current one among them.
  package static let keptVersions = 1_000

  /// Saves a version, unless nothing would be another. Throws `notFound`, `tooComplex`, `busy`, and
  /// `changed` when somebody else has saved since the version that the change started from.
  package func save(
    _ form: DocumentChange, of id: UUID, _ member: Member, _ context: Context
  ) throws -> WholeDocument {
    // Before anybody waits for a rendering, and long before the document is locked.
    _ = try visible(id, to: member, on: context.database)
    let html = try form.body.map { try self.html(of: $0) }
    return try context.database.transaction { transaction in
      let store = DocumentsStore(database: transaction)
      let document = try visibleForUpdate(id, to: member, in: transaction)
      guard let text = try store.text(document.version, of: id) else {
        throw DocumentsError.notFound
      }
      let names = form.differences(from: text)
      guard !names.isEmpty else { return (document, text) }
      if let base = form.version, base != document.version {
        throw DocumentsError.changed(current: document.version)
      }
      let words = DocumentWords(
        title: form.title ?? text.title, body: form.body ?? text.body, html: html ?? text.html,
        renderer: html == nil ? text.renderer : Markdown.version)
      try store.save(words, of: document, by: member.account)
      try record("document.changed", on: id, member, context, in: transaction) { object in
        object.integer("version", document.version + 1)
        object.array("fields", names) { $0.text($1) }
      }
      guard let whole = try store.whole(id) else { throw DocumentsError.notFound }
      return whole
    }
  }

  /// `DELETE /api/documents/{id}`: its doors open no more from then on. For 30 days it can be
  /// restored. For those who manage it.
  func delete(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    try remove(id, member, context)
    return Response(.noContent)
  }

  /// Deletes a document. Throws `notFound`, `notAManager`.
  package func remove(_ id: UUID, _ member: Member, _ context: Context) throws {
    try managing(id, as: member, context, "document.deleted") { _, transaction in
      try DocumentsStore(database: transaction).delete(id)
      try record("document.deleted", on: id, member, context, in: transaction)
    }
  }

  /// `POST /api/documents/{id}/restore`: as it was, links and all. One that is not deleted is answered
  /// as it is; one whose 30 days are over is not found. For those who manage it.
  func restore(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    try answer(try bringBack(id, member, context), member, context)
  }

  /// Restores a document. Throws `notFound`, `notAManager`.
  package func bringBack(
    _ id: UUID, _ member: Member, _ context: Context
  ) throws -> WholeDocument {
    try context.managing(
      id, as: member, in: DocumentsStore.chain, "document.restored",
      unknown: DocumentsError.notFound, refused: DocumentsError.notAManager,
      find: { try DocumentsStore(database: $0).restorableForUpdate(id) }
    ) { document, transaction in
      let store = DocumentsStore(database: transaction)
      if document.deletedAt != nil {
        try store.restore(id)
        try record("document.restored", on: id, member, context, in: transaction)
      }
      guard let whole = try store.whole(id) else { throw DocumentsError.notFound }
      return whole
    }
  }
}

/// What a `PATCH` says of a document.
package struct DocumentChange: Sendable {
  /// Nil: as it is.
  package let title: String?
  package let body: String?
  /// The version that the change started from; nil: whichever is there.
  package let version: Int?

  package init(_ fields: inout Fields) {
    title = fields.has("title") ? fields.text("title", length: 1...500) : nil
    body = fields.has("body") ? fields.prose("body", atMost: Markdown.maximumLength) : nil
    version = fields.optionalInteger("version", in: 1...Int(UInt32.max))
  }

  /// The names of what would become another.
  fileprivate func differences(from text: DocumentText) -> [String] {
    let changes = [("title", title, text.title), ("body", body, text.body)]
    return changes.compactMap { name, new, old in
      new.flatMap { $0.isSame(as: old) ? nil : name }
    }
  }
}

extension String {
  /// By their bytes: equal texts of Unicode may still be other words than were typed.
  fileprivate func isSame(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
