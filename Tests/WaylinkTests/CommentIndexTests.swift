import MariaDB
import Primitives
import Testing
@testable import Documents
@testable import Waylink

/// Pages of comments are read off their index, wherever they begin: none is put in order for them.
@Suite struct CommentIndexTests {
  private let scene: DocumentLinkScene

  init() throws {
    scene = try DocumentLinkScene()
  }

  /// How the database goes about a statement.
  private func plan(_ sql: SQL) throws -> String {
    let connection = Connection(scene.world.administrator)
    return try #require(try connection.first("EXPLAIN FORMAT=JSON \(sql)") { try $0.next() })
  }

  @Test func isWhatThreadsAreReadBy() throws {
    let link = try scene.link("commenter")
    try scene.world.sql(
      """
      INSERT INTO document_comments (id, document_id, link_id, author, body, created_at)
      SELECT UUID(), \(scene.document), \(link.id), 'A', REPEAT('words ', 50), UTC_TIMESTAMP(6)
      FROM seq_1_to_2000
      """)
    try scene.world.sql(
      """
      UPDATE document_comments c JOIN (
        SELECT MIN(id) AS id FROM document_comments WHERE document_id = \(scene.document)
      ) first SET c.parent_id = first.id
      WHERE c.document_id = \(scene.document) AND c.id <> first.id AND c.body LIKE 'words%'
        AND CRC32(c.id) % 2 = 0
      """)
    let store = CommentsStore(database: Connection(scene.world.administrator))
    let document = try #require(UUID(scene.document))
    let first = try #require(try store.threads(of: document, from: nil).threads.first?.comment)
    let later = try #require(try store.threads(of: document, from: nil).next)
    for place in [nil, first, try store.comment(later, of: document)] {
      let plan = try plan(CommentsStore.inThreads(of: document, after: place, limit: 101))
      #expect(plan.contains(#""key": "document_comments_by_thread""#), "\(plan)")
      #expect(!plan.contains("filesort") && !plan.contains("temporary"), "\(plan)")
    }
  }
}
