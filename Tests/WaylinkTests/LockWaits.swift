import Foundation
import MariaDB
import Testing

extension World {
  /// Waits until so many transactions wait for a lock of this one.
  func awaitWaiters(
    _ count: Int, for holder: Transaction, at location: SourceLocation = #_sourceLocation
  ) throws {
    let connection = try holder.first("SELECT CONNECTION_ID()") { try $0.next(as: Int.self) }
    let asking = MariaDB.Connection(administrator)
    for _ in 0..<400 {
      let waiting = try asking.first(
        """
        SELECT COUNT(DISTINCT w.requesting_trx_id) FROM information_schema.INNODB_LOCK_WAITS w
        JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
        WHERE b.trx_mysql_thread_id = \(connection)
        """
      ) { try $0.next(as: Int.self) }
      if waiting ?? 0 >= count { return }
      usleep(20_000)
    }
    Issue.record("nobody waits", sourceLocation: location)
  }
}
