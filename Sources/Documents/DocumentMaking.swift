import Accounts
import Audit
import HTTP
import Links
import Markdown
import Primitives
import Repeats
import Security

// How a document comes to be.

extension Documents {
  /// `POST /api/workspaces/{id}/documents`: for every member of the workspace.
  func create(in workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    guard member.membership(in: workspace) != nil else { throw AccountsError.unknownWorkspace }
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: Self.maximumBody)
    let repeatKey = try RepeatKey(
      context.request, caller: member.caller, route: "documents.create",
      body: SHA256.hash(Array(workspace.text.utf8) + body))
    let form = try Fields.read(body, with: context.reader) { NewDocumentForm(&$0) }
    let (effect, made) = try make(form, in: workspace, once: repeatKey, member, context)
    return try answer(
      made, member, context, status: effect.status,
      headers: [Header("Location", DocumentsRoute.document(made.document.id).path)])
  }

  /// How long a request with a document in it may be, in bytes: in JSON a character may take six.
  static let maximumBody = 7 << 20

  /// Makes a document and its first version, or finds what a repeat has made, even if that was deleted
  /// since. Throws `tooComplex`, `busy`, and what `RepeatKey.once` throws.
  ///
  /// - Parameter workspace: one of the member's.
  package func make(
    _ form: NewDocumentForm, in workspace: UUID, once repeatKey: RepeatKey?, _ member: Member,
    _ context: Context
  ) throws -> (effect: Effect, made: WholeDocument) {
    let new = NewDocument(
      id: .v7(), workspaceID: workspace, createdBy: member.account, title: form.title,
      body: form.body, html: try html(of: form.body))
    return try context.database.transaction { transaction in
      let store = DocumentsStore(database: transaction)
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        try store.insert(new)
        try record("document.created", on: new.id, member, context, in: transaction)
        return Effect(.created, resource: new.id)
      }
      guard let made = try store.made(effect.resource ?? new.id) else {
        throw DocumentsError.notFound
      }
      return (effect, made)
    }
  }

  func answer(
    _ whole: WholeDocument, _ member: Member, _ context: Context, status: Status = .ok,
    headers: [Header] = []
  ) throws -> Response {
    let whole = try current(whole, on: context.database)
    return Response.json(status, headers: headers) { json in
      json.object { object in
        whole.document.write(to: &object, canManage: whole.document.isManaged(by: member))
        whole.text.writeWords(to: &object)
      }
    }
  }
}

/// A document with its current words.
package typealias WholeDocument = (document: Document, text: DocumentText)

/// What a new document is to be.
package struct NewDocumentForm: Sendable {
  package let title: String
  package let body: String

  package init(_ fields: inout Fields) {
    title = fields.text("title", length: 1...500)
    body = fields.optionalProse("body", atMost: Markdown.maximumLength) ?? ""
  }
}
