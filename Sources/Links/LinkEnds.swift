import MariaDB
import Primitives

extension ShareLinks {
  /// Whether a link still ends at this very instant, which is to come: not extended, shortened, revoked
  /// or retired since somebody looked.
  package static func isAboutToExpire(
    _ link: UUID, at expiry: Instant, on database: any Executor
  ) throws -> Bool {
    try database.first(
      """
      SELECT 1 FROM links WHERE id = \(link) AND expires_at = \(expiry)
        AND expires_at > UTC_TIMESTAMP(6) AND revoked_at IS NULL AND retired_at IS NULL
      """
    ) { _ in true } ?? false
  }
}
