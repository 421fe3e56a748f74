import MariaDB
import Primitives
import Security

/// The link of one of many subjects, as a list shows it: read in the list's own query, so that a
/// page of them costs one round trip.
package struct ListedLink: Sendable {
  package let id: UUID
  package let state: ShareLink.State
  /// Nil: never.
  package let expiresAt: Instant?
  /// Still in its subject's slot: an active one, or one that has expired and can be extended.
  package let stands: Bool
  /// To the nearest whole day until it expires, by the database's clock, and 0 for less than one;
  /// nil for never.
  package let daysLeft: Int?
  fileprivate let sealed: Sealed?

  /// What `init` reads, from `source`; to be selected behind the list's own columns.
  package static let columns: SQL = """
    ll.id, ll.expires_at, ll.revoked_at, ll.retired_at, ll.slot IS NOT NULL, ll.sealed_token,
    ll.seal_key, UTC_TIMESTAMP(6)
    """

  /// Joins each subject's standing link, or else the one that ended last, or none.
  ///
  /// - Parameter subject: the column with the subject's id, as the list's query names it. Ids are
  ///   unique across kinds.
  package static func source(of subject: SQL) -> SQL {
    """
    LEFT JOIN links ll ON ll.id = (
      SELECT sl.id FROM links sl WHERE sl.subject_id = \(subject)
      ORDER BY sl.slot IS NULL, sl.id DESC LIMIT 1)
    """
  }

  /// Nil where the subject never had a link.
  package init?(_ row: inout Row) throws {
    let id: UUID? = try row.next()
    let times = LinkTimes(
      expiresAt: try row.next(), revokedAt: try row.next(), retiredAt: try row.next())
    let stands: Bool = try row.next()
    let token: Bytes? = try row.next()
    let key: String? = try row.next()
    let now: Instant = try row.next()
    guard let id else { return nil }
    self.id = id
    self.stands = stands
    state = times.state(at: now)
    expiresAt = times.expiresAt
    daysLeft = times.expiresAt.map { expiry in
      let seconds = Int((expiry.microseconds - now.microseconds) / 1_000_000)
      return seconds < 86_400 ? 0 : (seconds + 43_200) / 86_400
    }
    sealed = token.flatMap { bytes in key.map { Sealed(keyID: $0, bytes: bytes) } }
  }
}

extension ShareLinks {
  /// The token of a listed link, for those who manage its subject; nil when it can't be shown any
  /// more.
  package func token(of link: ListedLink) -> String? {
    link.sealed.flatMap { opened($0, of: link.id) }
  }
}
