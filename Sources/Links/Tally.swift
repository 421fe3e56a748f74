import Audit
import HTTP
import MariaDB
import Primitives
import Synchronization

/// Counts what happens at doors without making anyone wait: in memory, and into the database once
/// a second by a thread of its own. A kill loses at most that second.
package final class Tally: Sendable {
  private struct Counts {
    var views = Views()
    var refusals: [RefusalKey: Int] = [:]
    /// How many networks each link has rows for.
    var networks: [UUID: Int] = [:]
  }

  /// Of one link in one second; what comes from further ones is counted together. Whoever has many
  /// addresses must not fill the disk either.
  private static let maximumNetworks = 20

  /// Beyond this many refusals' rows in a second, what comes on top is not counted: memory has a
  /// bound.
  private static let capacity = 100_000

  /// Views that are settled in one transaction.
  private static let viewsAtOnce = 512

  private let counts = Mutex(Counts())
  private let responder: String

  /// - Parameter responder: names this process among its peers; each adds to rows of its own.
  package init(responder: String) {
    self.responder = responder
  }

  // MARK: Counting

  /// A guest has opened a link. It counts unless a robot, a preview or a prefetch did it, or the
  /// same viewer has looked within the last half hour; which of that it was is found out later. HEAD
  /// shows nothing, and is no look.
  package func opened(_ link: OpenLink, by request: Request) {
    guard request.method != .head, request.headers.purpose == nil,
      let userAgent = request.headers.userAgent
    else { return }
    let key = Views.Key(link: link.id, address: request.remoteAddress, userAgent: userAgent)
    let now = Instant.now()
    counts.withLock { $0.views.add(key, at: now) }
  }

  /// A known link was refused. Unknown tokens are not kept: a stranger must not fill the disk.
  package func refused(_ refusal: DoorRefusal, to request: Request) {
    guard let link = refusal.link else { return }
    var key = RefusalKey(
      link: link, minute: Instant.now().microseconds / 60_000_000,
      addressPrefix: AddressPrefix.of(request.remoteAddress), outcome: refusal.problem.code)
    counts.withLock { counts in
      if counts.refusals[key] == nil {
        if counts.networks[link, default: 0] >= Self.maximumNetworks { key.addressPrefix = "other" }
        guard counts.refusals.count < Self.capacity else { return }
        counts.networks[link, default: 0] += 1
      }
      counts.refusals[key, default: 0] += 1
    }
  }

  // MARK: Writing

  /// Writes what was counted since the last time. On failure, what was not written is kept for the
  /// next time; nothing is written twice.
  package func flush(to database: MariaDB.Connection) throws {
    let taken = counts.withLock { counts in
      defer { counts = Counts() }
      return counts
    }
    let views = taken.views.ofPeople
    var settled = 0
    var refusals = taken.refusals
    do {
      for batch in views.batches(of: Self.viewsAtOnce) {
        try write(to: database, lost: { settled = batch.endIndex }) { try $0.settle(batch) }
        settled = batch.endIndex
      }
      if !refusals.isEmpty {
        try write(to: database, lost: { refusals = [:] }) { try $0.write(refusals) }
      }
    } catch {
      giveBack(views[settled...], refusals)
      throw error
    }
  }

  /// - Parameter lost: called when nobody knows whether it was written: counted perhaps, and twice
  ///   would be worse than not at all.
  private func write(
    to database: MariaDB.Connection, lost: () -> Void, _ body: (TallyStore) throws -> Void
  ) throws {
    do {
      try database.transaction { try body(TallyStore(database: $0, responder: responder)) }
    } catch let error as DatabaseError where error.kind == .outcomeUnknown {
      lost()
      throw error
    }
  }

  private func giveBack(_ views: ArraySlice<Views.View>, _ refusals: [RefusalKey: Int]) {
    counts.withLock { counts in
      for (key, instant) in views { counts.views.add(key, at: instant) }
      for (key, count) in refusals where counts.refusals.count < Self.capacity {
        counts.refusals[key, default: 0] += count
      }
    }
  }

  /// Takes away what has outlived its use: refusals after 90 days, viewers after an hour, salts
  /// after two days.
  ///
  /// - Parameter goesOn: asked before each piece.
  package static func clear(
    on database: any Executor, while goesOn: () -> Bool = { true }
  ) throws {
    try TallyStore.clear(on: database, while: goesOn)
  }
}
