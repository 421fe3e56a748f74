import Accounts
import Links
import MariaDB
import Markdown
import Primitives

/// A text of a workspace, as it stands: without its words, which lie in its versions.
package struct Document: Managed, Sendable {
  package let id: UUID
  package let workspaceID: UUID
  /// The author's account; whoever stays, when the author has left.
  package let createdBy: UUID
  /// The author's membership of the workspace.
  package let createdByMembershipID: UUID?
  package let title: String
  /// The current one. Counts the saves, from 1.
  package let version: Int
  /// How many comments it has, places of deleted ones among them.
  package let commentCount: Int
  package let createdAt: Instant
  /// When its words changed last, and by whose account.
  package let updatedAt: Instant
  package let updatedBy: UUID
  package let deletedAt: Instant?
  /// Which version of the renderer has made the current version's markup.
  var renderer: Int
}

/// The words of one version of a document.
package struct DocumentText: Sendable {
  package let version: Int
  package let title: String
  /// Markdown, as it was typed.
  package let body: String
  package var html: SafeHTML
  /// Which version of the renderer has made that.
  var renderer: Int
  package let savedBy: UUID
  package let savedAt: Instant
}

extension Document {
  /// What share links open, and where its history is kept.
  package var subject: Subject {
    Subject(kind: .document, id: id, workspaceID: workspaceID, chain: DocumentsStore.chain)
  }

  /// The columns that `init` reads, from `source`.
  static let columns: SQL = """
    d.id, d.workspace_id, d.created_by,
    (SELECT m.id FROM memberships m
      WHERE m.account_id = d.created_by AND m.workspace_id = d.workspace_id),
    d.title, d.version, d.comments, d.created_at, d.updated_at, v.saved_by, d.deleted_at,
    v.renderer
    """

  /// Each document under the name `d`, with its current version as `v`; none that was cleared.
  static let source: SQL = """
    documents d JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    workspaceID = try row.next()
    createdBy = try row.next()
    createdByMembershipID = try row.next()
    title = try row.next()
    version = try row.next()
    commentCount = try row.next()
    createdAt = try row.next()
    updatedAt = try row.next()
    updatedBy = try row.next()
    deletedAt = try row.next()
    renderer = try row.next()
  }
}

extension DocumentText {
  /// The columns that `init` reads, of the table of versions under the name `v`.
  static let columns: SQL = """
    v.version, v.title, v.body, v.html, v.renderer, v.saved_by, v.saved_at
    """

  init(_ row: inout Row) throws {
    version = try row.next()
    title = try row.next()
    body = try row.next()
    html = try row.next()
    renderer = try row.next()
    savedBy = try row.next()
    savedAt = try row.next()
  }
}
