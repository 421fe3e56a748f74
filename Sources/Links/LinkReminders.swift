import Audit
import MariaDB
import Primitives

/// A link that is about to expire.
package struct LinkReminder: Sendable {
  package let link: UUID
  package let subject: UUID
  package let expiresAt: Instant
  /// The account that made it, as long as it is a member of the link's workspace.
  package let maker: UUID?
}

extension ShareLinks {
  /// For how many hours before a link's expiry its owner can be told: up to 30 days.
  package static let reminderHours = 1...720

  /// The most that one call tells of.
  private static let toldAtOnce = 200

  /// Tells of links of a kind that are about to expire, for which the time to do so has come: once for
  /// each link and expiry, whoever calls this. One that ended meanwhile is passed over.
  ///
  /// - Parameters:
  ///   - chain: where the history of such subjects is kept.
  ///   - goesOn: asked before each.
  ///   - tell: in the transaction in which it is noted that it was told; where it throws, it is told
  ///     of in a later round.
  package func remind(
    _ kind: SubjectKind, chain: AuditChain, on database: MariaDB.Connection,
    while goesOn: () -> Bool = { true }, tell: (LinkReminder, Transaction) throws -> Void
  ) throws {
    let due = try ShareLinkStore(database: database).toBeTold(kind, limit: Self.toldAtOnce)
    for (link, subject) in due where goesOn() {
      try database.transaction { transaction in
        // The subject first, as whoever changes a link does.
        let hasSubject = try chain.lock(subject, in: transaction)
        let store = ShareLinkStore(database: transaction)
        guard try store.tell(of: link), hasSubject,
          let state = try store.state(link, of: subject),
          state.times.state(at: state.now) == .active, let expiresAt = state.times.expiresAt
        else { return }
        try tell(
          LinkReminder(
            link: link, subject: subject, expiresAt: expiresAt, maker: try store.maker(of: link)),
          transaction)
      }
    }
  }
}
