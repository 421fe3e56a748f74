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
  /// each link and expiry, whoever calls this. One that ended meanwhile is passed over, and one that
  /// was extended by a program that knew nothing of this waits anew.
  ///
  /// - Parameters:
  ///   - chain: where the history of such subjects is kept.
  ///   - goesOn: asked before each.
  ///   - putOff: hears of a link that failed; it is tried again in a minute, and holds up no other.
  ///   - tell: in the transaction in which it is noted that it was told. False where its subject was
  ///     deleted: should that be restored within time, it is told of then.
  package func remind(
    _ kind: SubjectKind, chain: AuditChain, on database: MariaDB.Connection,
    while goesOn: () -> Bool = { true }, puttingOff putOff: (UUID, any Error) -> Void,
    tell: (LinkReminder, Transaction) throws -> Bool
  ) throws {
    let due = try ShareLinkStore(database: database).toBeTold(kind, limit: Self.toldAtOnce)
    let failed = { (due: (link: UUID, subject: UUID), error: any Error) in
      // Else as many as one round takes would keep all others waiting; and not for long, since whoever
      // is told an hour before must not be told too late. Where this fails too, the next round meets it.
      try? ShareLinkStore(database: database).delayReminder(of: due.link)
      putOff(due.link, error)
    }
    try due.forEachPassingOver(failed) { link, subject in
      guard goesOn() else { return }
      try database.transaction { transaction in
        // The subject first, as whoever changes a link does.
        let hasSubject = try chain.lock(subject, in: transaction)
        let store = ShareLinkStore(database: transaction)
        guard try store.tell(of: link), hasSubject,
          let state = try store.state(link, of: subject),
          state.times.state(at: state.now) == .active, let expiresAt = state.times.expiresAt
        else { return }
        guard state.isToBeTold else {
          return try store.setReminder(state.remindsBefore, of: link, expiringAt: expiresAt)
        }
        let isTold = try tell(
          LinkReminder(
            link: link, subject: subject, expiresAt: expiresAt, maker: try store.maker(of: link)),
          transaction)
        if !isTold { try store.putOffReminder(of: link) }
      }
    }
  }
}

extension LinkState {
  /// Whether so little of it is left that its owner is to be told.
  fileprivate var isToBeTold: Bool {
    guard let expiresAt = times.expiresAt, let remindsBefore else { return false }
    return expiresAt.microseconds - now.microseconds
      <= Int64(remindsBefore) * 3_600_000_000
  }
}
