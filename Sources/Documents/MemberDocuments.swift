import Accounts
import HTTP
import MariaDB
import Markdown
import Primitives
import Security

// What members read of documents.

extension Documents {
  /// `GET /api/workspaces/{id}/documents`: without their words.
  func list(of workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    guard member.membership(in: workspace) != nil else { throw AccountsError.unknownWorkspace }
    var query = try Query(context.request.query)
    let request = DocumentQuery(&query)
    try query.finish()
    let found = try DocumentSearch(
      workspace: workspace, query: request, database: context.database
    ).page()
    let page = found.prefix(request.limit)
    return context.request.conditional(Document.tag(of: found, for: member)) {
      Response.json { json in
        json.object { answer in
          answer.array("documents", page) { array, document in
            array.object { document.write(to: &$0, canManage: document.isManaged(by: member)) }
          }
          answer.text(
            "nextCursor", found.count > request.limit ? page.last.map(request.cursor) : nil)
        }
      }
    }
  }

  /// `GET /api/documents/{id}`.
  func read(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let whole = try whole(id, for: member, on: context.database)
    return try context.request.conditional(Document.tag(of: [whole.document], for: member)) {
      try answer(whole, member, context)
    }
  }

  /// `GET /api/documents/{id}/versions`: the newest first, without the words.
  func listVersions(of id: UUID, _ member: Member, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let page = ListedPage(&query, of: "documents.versions", by: .number)
    try query.finish()
    let document = try visible(id, to: member, on: context.database)
    let found = try DocumentsStore(database: context.database).saves(
      of: id, before: page.place, limit: page.limit)
    return context.request.conditional(Document.tag(of: [document], for: member)) {
      Response.json { json in
        json.object { answer in
          answer.array("versions", page.shown(of: found)) { array, save in
            array.object { save.write(to: &$0) }
          }
          answer.text(
            "nextCursor", page.next(after: found) { .integer(Int64($0.version)) })
        }
      }
    }
  }

  /// `GET /api/documents/{id}/versions/{version}`.
  func readVersion(
    _ version: Int, of id: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let document = try visible(id, to: member, on: context.database)
    let found = try text(version, of: document.id, on: context.database)
    let tag = EntityTag("v\(Document.viewVersion).\(version).\(found.renderer)")
    return context.request.conditional(tag) {
      Response.json { json in json.object { found.write(to: &$0, of: id) } }
    }
  }
}

extension Document {
  /// Moves with every release that shows members documents otherwise, so that nobody is told that
  /// yesterday's form still holds. Beside it counts what the renderer makes, and in each tag which one
  /// has made what is stored.
  static let viewVersion = "1.\(Markdown.version)"

  /// What an answer about these documents depends on for a member.
  static func tag(of documents: some Sequence<Document>, for member: Member) -> EntityTag {
    var text = viewVersion
    for document in documents {
      text += "|\(document.id).\(document.version).\(document.renderer).\(document.createdBy)"
      text += ".\(document.createdByMembershipID ?? .zero).\(document.isManaged(by: member))"
      text += ".\(document.deletedAt?.microseconds ?? 0)"
    }
    return EntityTag("d" + SHA256.hash(text).hex.prefix(32))
  }
}
