import Audit
import MariaDB
import Primitives

// What is done about links without anyone asking.

extension ShareLinks {
  /// The most that one call wipes.
  private static let wipedAtOnce = 1_000

  /// Forgets the sealed tokens of links of a kind that have been dead for the keep time: 1,000 of
  /// them at most, each in a transaction of its own with its record. Returns how many.
  ///
  /// Their keys stay, so that their doors go on saying what they were. Where the subject itself is
  /// gone, so is the chain that could tell of it, and the token is forgotten all the same.
  ///
  /// - Parameters:
  ///   - chain: where the history of such subjects is kept.
  ///   - goesOn: asked before each.
  package func wipe(
    _ kind: SubjectKind, chain: AuditChain, on database: MariaDB.Connection,
    while goesOn: () -> Bool = { true }
  ) throws -> Int {
    let due = try ShareLinkStore(database: database).due(
      kind, afterDays: keptDays, limit: Self.wipedAtOnce)
    var wiped = 0
    for (link, subject) in due where goesOn() {
      let isWiped = try database.transaction { transaction in
        // The subject first, as whoever changes a link does.
        let hasSubject = try chain.lock(subject, in: transaction)
        guard try ShareLinkStore(database: transaction).wipe(link, deadForDays: keptDays) else {
          return false
        }
        if hasSubject {
          try chain.append(
            AuditEvent("link.wiped", by: .system, from: "") { $0.uuid("link_id", link) },
            to: subject, in: transaction)
        }
        return true
      }
      if isWiped { wiped += 1 }
    }
    return wiped
  }
}
