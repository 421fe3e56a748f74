import MariaDB
import Primitives
import Security

/// The rows of files. Whoever holds a file's row may give it a name or take it away; so everything
/// that does either locks the row first.
struct FilesStore<Database: Executor> {
  let database: Database

  /// Notes a file that nothing names yet; the time until it is swept begins anew.
  func note(_ file: IncomingFile) throws {
    try database.execute(
      """
      INSERT INTO files (sha256, size, reference_count, created_at, released_at)
      VALUES (\(file.sha256.bytes), \(file.size), 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE released_at = IF(reference_count = 0, UTC_TIMESTAMP(6), NULL)
      """)
  }

  /// One more name for it. Locks its row, which is made where it was swept meanwhile.
  func reference(_ file: IncomingFile) throws {
    try database.execute(
      """
      INSERT INTO files (sha256, size, reference_count, created_at, released_at)
      VALUES (\(file.sha256.bytes), \(file.size), 1, UTC_TIMESTAMP(6), NULL)
      ON DUPLICATE KEY UPDATE released_at = NULL, reference_count = reference_count + 1
      """)
  }

  /// One name less. False for a file that has none.
  func dereference(_ file: Digest) throws -> Bool {
    // Assignments are made from left to right.
    try database.execute(
      """
      UPDATE files SET
        released_at = IF(reference_count = 1, UTC_TIMESTAMP(6), NULL),
        reference_count = reference_count - 1
      WHERE sha256 = \(file.bytes) AND reference_count > 0
      """) == 1
  }

  /// Some of those that nothing has named for so many seconds, the longest first.
  func released(since seconds: Int) throws -> [Digest] {
    try database.query(
      """
      SELECT sha256 FROM files
      WHERE released_at <= UTC_TIMESTAMP(6) - INTERVAL \(seconds) SECOND
      ORDER BY released_at LIMIT 100
      """
    ) { row in
      let name: Bytes = try row.next()
      return Digest(name)
    }.compactMap { $0 }
  }

  /// Whether it is still one of those; its row is locked.
  func isReleasedForUpdate(_ file: Digest, since seconds: Int) throws -> Bool {
    try database.first(
      """
      SELECT released_at <= UTC_TIMESTAMP(6) - INTERVAL \(seconds) SECOND FROM files
      WHERE sha256 = \(file.bytes) FOR UPDATE
      """
    ) { try $0.next(as: Bool?.self) } == true
  }

  func delete(_ file: Digest) throws {
    try database.execute("DELETE FROM files WHERE sha256 = \(file.bytes)")
  }
}
