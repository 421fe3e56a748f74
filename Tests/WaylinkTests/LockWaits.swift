import Foundation
import MariaDB
import Testing

extension World {
  /// Waits until so many transactions wait for a lock of this one.
  ///
  /// Not oftener than four times a second, and by few tests at once: these tables are a copy that the
  /// server renews only when nobody has read it for a tenth of a second.
  func awaitWaiters(
    _ count: Int, for holder: Transaction, at location: SourceLocation = #_sourceLocation
  ) throws {
    let connection = try holder.first("SELECT CONNECTION_ID()") { try $0.next(as: Int.self) }
    let asking = MariaDB.Connection(administrator)
    for _ in 0..<16 {
      let waiting = try asking.first(
        """
        SELECT COUNT(DISTINCT w.requesting_trx_id) FROM information_schema.INNODB_LOCK_WAITS w
        JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
        WHERE b.trx_mysql_thread_id = \(connection)
        """
      ) { try $0.next(as: Int.self) }
      if waiting ?? 0 >= count { return }
      usleep(250_000)
    }
    Issue.record("nobody waits", sourceLocation: location)
  }
}
