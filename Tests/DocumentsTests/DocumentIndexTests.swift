import Accounts
import MariaDB
import Primitives
import TestSupport
import Testing
@testable import Documents

/// What is asked often is found by an index, however much lies beside it: told by what the database
/// reads.
@Suite struct DocumentIndexTests {
  private static let rows = 2_000

  private let database: TestDatabase
  private let connection: MariaDB.Connection
  private let documents = [UUID.v7(), UUID.v7()]
  private let links = [UUID.v7(), UUID.v7()]

  init() throws {
    database = try TestDatabase()
    try database.layOut()
    connection = MariaDB.Connection(database.configuration)
    try connection.execute("SET foreign_key_checks = 0")
    for (document, link) in zip(documents, links) {
      try connection.execute(
        """
        INSERT INTO document_comments (id, document_id, link_id, author, body, created_at)
        SELECT UUID(), \(document), \(link), 'A', 'b', UTC_TIMESTAMP(6) FROM seq_1_to_2000
        """)
    }
    try connection.execute("ANALYZE TABLE document_comments")
  }

  /// What the work finds, and how many rows and entries of an index it reads for that.
  private func reading<Found>(_ work: () throws -> Found) throws -> (found: Found, reads: Int) {
    func count() throws -> Int {
      try connection.first(
        """
        SELECT CAST(SUM(variable_value) AS SIGNED) FROM information_schema.session_status
        WHERE variable_name IN ('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_NEXT',
          'HANDLER_READ_PREV', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT')
        """
      ) { try $0.next(as: Int.self) } ?? 0
    }
    // What the counting reads itself is in each count, and the same in each.
    let (first, before) = (try count(), try count())
    let found = try work()
    return (found, try count() - before - (before - first))
  }

  @Test func pagesOfCommentsReadNoMoreThanTheyShow() throws {
    let store = CommentsStore(database: connection)
    var place: ListPlace?
    for _ in 0..<3 {
      let (page, reads) = try reading {
        try store.comments(of: documents[0], after: place, limit: 50)
      }
      #expect(page.count == 50)
      #expect(reads <= 100, "of \(2 * Self.rows)")
      place = page.last.map { ListPlace(value: .null, tie: .uuid($0.id)) }
    }
  }

  @Test func commentsOfALinkAreCountedByThemselves() throws {
    let store = CommentsStore(database: connection)
    let (count, reads) = try reading { try store.count(ofLink: links[0]) }
    #expect(count == Self.rows)
    #expect(reads <= Self.rows + 10, "of \(2 * Self.rows)")
  }
}
