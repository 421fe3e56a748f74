import MariaDB
import Primitives

extension Accounts {
  /// What accounts and API keys are called, by their ids, in one round trip; none for an id that is
  /// neither. For those who may see that these have done something.
  ///
  /// - Parameter ids: 200 at most.
  package static func names(
    of ids: Set<UUID>, on database: any Executor
  ) throws -> [UUID: String] {
    guard !ids.isEmpty else { return [:] }
    let list: SQL = ids.sorted().map { "\($0)" as SQL }.joined(separator: ", ")
    let found = try database.query(
      """
      SELECT id, name FROM accounts WHERE id IN (\(list))
      UNION ALL SELECT id, name FROM api_keys WHERE id IN (\(list))
      """
    ) { (try $0.next(as: UUID.self), try $0.next(as: String.self)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }
}
