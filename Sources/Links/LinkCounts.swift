import MariaDB
import Primitives

extension ShareLinks {
  /// How many links of each of these subjects open, in one round trip; nothing for a subject without
  /// any. For those who may see the subjects.
  ///
  /// - Parameter subjects: 200 at most.
  package static func activeCounts(
    of subjects: [UUID], on database: any Executor
  ) throws -> [UUID: Int] {
    guard !subjects.isEmpty else { return [:] }
    let list: SQL = subjects.map { "\($0)" as SQL }.joined(separator: ", ")
    let found = try database.query(
      """
      SELECT subject_id, COUNT(*) FROM links
      WHERE subject_id IN (\(list)) AND revoked_at IS NULL AND retired_at IS NULL
        AND (expires_at IS NULL OR expires_at > UTC_TIMESTAMP(6))
      GROUP BY subject_id
      """
    ) { (try $0.next(as: UUID.self), try $0.next(as: Int.self)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }
}
