import Links
import MariaDB
import Primitives
import Security

/// What a document's door reads: the link with its terms, and the document without its words, in one
/// round trip. The words come after it, so that who is not let in doesn't make us read them, and takes
/// as long to refuse as anybody.
struct SharedDocumentsStore {
  let database: any Executor

  private static let opened: SQL = """
    SELECT \(Door.columnsWithTerms), d.id, d.workspace_id, d.title, d.version, d.updated_at,
      d.deleted_at IS NOT NULL, v.renderer
    \(Door.source(.document)) JOIN documents d ON d.id = l.subject_id
      LEFT JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
    WHERE \(Door.isOpened)
    """

  /// Nil for an unknown token.
  func door(_ token: LinkToken) throws -> DocumentDoor? {
    try database.first(Self.opened.binding(Door.key(token)), DocumentDoor.init)
  }
}

/// A link of a document, found by its token; whether it opens is still to be asked.
struct DocumentDoor {
  let state: DoorState
  let document: UUID
  private let workspace: UUID
  private let title: String
  private let version: Int
  private let updatedAt: Instant
  private let isGone: Bool
  private let renderer: Int

  init(_ row: inout Row) throws {
    state = try DoorState(withTerms: &row)
    document = try row.next()
    workspace = try row.next()
    title = try row.next()
    version = try row.next()
    updatedAt = try row.next()
    isGone = try row.next()
    renderer = try row.next() ?? 0
  }

  /// What it opens, for who shows this grant.
  func opened(showing grant: ShownGrant?) throws(DoorRefusal) -> SharedDocument {
    let link = try Door.decide(state, isSubjectGone: isGone, showing: grant)
    return SharedDocument(
      id: document, workspaceID: workspace, title: title, version: version, updatedAt: updatedAt,
      link: link, renderer: renderer)
  }
}
