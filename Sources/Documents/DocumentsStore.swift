import Accounts
import Audit
import MariaDB
import Markdown
import Primitives

/// The tables of documents and their versions.
struct DocumentsStore {
  let database: any Executor

  static let chain = AuditChain(of: "documents")
  static let bin = Bin(of: "documents", chain, cleared: "document.cleared")

  // MARK: Reading

  /// One that is there; nil for a deleted one.
  func document(_ id: UUID) throws -> Document? {
    try database.first(
      """
      SELECT \(Document.columns) FROM \(Document.source)
      WHERE d.id = \(id) AND d.deleted_at IS NULL
      """, Document.init)
  }

  /// The same, locked until the transaction ends.
  func documentForUpdate(_ id: UUID) throws -> Document? {
    try database.first(
      """
      SELECT \(Document.columns) FROM \(Document.source)
      WHERE d.id = \(id) AND d.deleted_at IS NULL FOR UPDATE
      """, Document.init)
  }

  /// One that is there with its current words, in one round trip.
  func whole(_ id: UUID) throws -> (document: Document, text: DocumentText)? {
    try whole("d.id = \(id) AND d.deleted_at IS NULL")
  }

  /// The same, deleted or not: what a repeated `POST` has made.
  func made(_ id: UUID) throws -> (document: Document, text: DocumentText)? {
    try whole("d.id = \(id)")
  }

  private func whole(_ condition: SQL) throws -> (document: Document, text: DocumentText)? {
    try database.first(
      """
      SELECT \(Document.columns), \(DocumentText.columns) FROM \(Document.source)
      WHERE \(condition)
      """
    ) { (try Document(&$0), try DocumentText(&$0)) }
  }

  func text(_ version: Int, of document: UUID) throws -> DocumentText? {
    try database.first(
      """
      SELECT \(DocumentText.columns) FROM document_versions v
      WHERE v.document_id = \(document) AND v.version = \(version)
      """, DocumentText.init)
  }

  /// Who saved what when, the newest first, without the words.
  ///
  /// - Parameter before: the last version of the page before.
  func saves(of document: UUID, before: ListPlace?, limit: Int) throws -> [DocumentSave] {
    let start: SQL = before.map { "AND \(DocumentSave.order.isBehind($0))" } ?? ""
    return try database.query(
      """
      SELECT v.version, v.title, v.saved_by, a.name, v.saved_at
      FROM document_versions v LEFT JOIN accounts a ON a.id = v.saved_by
      WHERE v.document_id = \(document) \(start)
      ORDER BY \(DocumentSave.order.sql) LIMIT \(limit)
      """
    ) { row in
      DocumentSave(
        version: try row.next(), title: try row.next(), savedBy: try row.next(),
        savedByName: try row.next(), savedAt: try row.next())
    }
  }

  // MARK: Changing

  func insert(_ document: NewDocument) throws {
    try database.execute(
      """
      INSERT INTO documents
        (id, workspace_id, created_by, title, version, created_at, updated_at)
      VALUES (\(document.id), \(document.workspaceID), \(document.createdBy), \(document.title), 1,
        UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      """)
    try insert(
      DocumentWords(
        title: document.title, body: document.body, html: document.html,
        renderer: Markdown.version),
      version: 1, of: document.id, by: document.createdBy)
  }

  /// Makes words the current version of a document, which is locked. Of versions beyond those that are
  /// kept the oldest go, up to ten: who has gathered many more loses them save by save.
  func save(_ words: DocumentWords, of document: Document, by account: UUID) throws {
    let version = document.version + 1
    try insert(words, version: version, of: document.id, by: account)
    try database.execute(
      """
      UPDATE documents SET title = \(words.title), version = \(version),
        updated_at = UTC_TIMESTAMP(6)
      WHERE id = \(document.id)
      """)
    try database.execute(
      """
      DELETE FROM document_versions
      WHERE document_id = \(document.id) AND version <= \(version - Documents.keptVersions)
      ORDER BY version LIMIT 10
      """)
  }

  private func insert(
    _ words: DocumentWords, version: Int, of document: UUID, by account: UUID
  ) throws {
    try database.execute(
      """
      INSERT INTO document_versions
        (document_id, version, title, body, html, renderer, saved_by, saved_at)
      VALUES (\(document), \(version), \(words.title), \(words.body), \(words.html),
        \(words.renderer), \(account), UTC_TIMESTAMP(6))
      """)
  }
}

/// What a new document is made from.
struct NewDocument {
  let id: UUID
  let workspaceID: UUID
  let createdBy: UUID
  let title: String
  let body: String
  let html: SafeHTML
}

/// What one save keeps.
struct DocumentWords {
  let title: String
  let body: String
  let html: SafeHTML
  /// Which version of the renderer has made that: words that stay keep what was made of them.
  let renderer: Int
}

/// A save, as a list shows it.
struct DocumentSave {
  let version: Int
  let title: String
  let savedBy: UUID
  /// Nil for an account that is gone.
  let savedByName: String?
  let savedAt: Instant
}

extension DocumentSave {
  /// The newest first. A version's number is a key of its own within its document.
  static let order = ListOrder(by: nil, id: "v.version", isDescending: true)
}
