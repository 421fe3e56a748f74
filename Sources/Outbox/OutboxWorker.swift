import Mail
import MariaDB
import Primitives
import Security

/// Sends what lies in the outbox. For one thread; several of them, on any machines, share the work.
package struct OutboxWorker {
  /// Finds the words of a message when its turn comes; nil when there is no point in it any more. Throws
  /// what the database throws.
  package typealias Composer =
    @Sendable (Order, MariaDB.Connection) throws -> Letter?

  /// What a composer has to go by.
  package struct Order: Sendable {
    package let id: UUID
    /// As they were put down.
    package let fields: [String: String]
    /// By the database's clock.
    package let createdAt: Instant
  }

  /// What became of one message, for the log: names no one.
  package struct Report: Sendable, CustomStringConvertible {
    package let description: String
    package let isSent: Bool
  }

  private let outbox: Outbox
  private let server: MailServer
  private let sender: MailAddress
  private let composers: [String: Composer]

  /// So often a message is tried, over a day and a half.
  static let attempts = 12

  /// - Parameter composers: by the kinds of messages; those of other kinds are left for other workers.
  package init(
    _ outbox: Outbox, through server: MailServer, from sender: MailAddress,
    composers: [String: Composer]
  ) {
    self.outbox = outbox
    self.server = server
    self.sender = sender
    self.composers = composers
  }

  /// For how long a message is one worker's, in seconds: longer than sending it can take.
  var lease: Int { server.timeout * 2 + 10 }

  /// Sends up to 50 messages whose turn has come, one after the other; how many those were. Throws
  /// `DatabaseError`: what was not noted then is sent again once its lease has ended.
  ///
  /// - Parameter goesOn: asked before each.
  package func round(
    on database: MariaDB.Connection, while goesOn: () -> Bool, _ report: (Report) -> Void
  ) throws -> Int {
    let store = OutboxStore(database: database)
    let due = try store.due(of: Array(composers.keys), atMost: 50)
    var count = 0
    // Each worker in an order of its own, or all would reach for the same one.
    for id in due.shuffled() {
      guard goesOn() else { break }
      guard let message = try store.claim(id, for: lease) else { continue }
      count += 1
      report(try handle(message, store, database))
    }
    return count
  }

  private func handle(
    _ message: LeasedMessage, _ store: OutboxStore, _ database: MariaDB.Connection
  ) throws -> Report {
    guard let composer = composers[message.kind] else { return report(message, "unknown") }
    let fields: [String: String]
    do {
      fields = try outbox.open(message)
    } catch {
      return try end(message, as: .dead, "unreadable", store)
    }
    // Whoever sent it so often has never come to say what became of it.
    guard message.attempts <= Self.attempts else {
      return try end(message, as: .dead, "attempts", store)
    }
    let order = Order(id: message.id, fields: fields, createdAt: message.createdAt)
    let composed: Letter?
    do {
      composed = try composer(order, database)
    } catch let error as DatabaseError where error.kind == .unavailable {
      throw error
    } catch {
      // One that can't be composed must not hold up the others.
      return try postpone(message, "composing", store)
    }
    guard let letter = composed else { return try end(message, as: .dropped, nil, store) }
    let mail = letter.message(message.id, from: sender, at: message.createdAt)
    switch server.send(mail) {
    case .sent: return try end(message, as: .sent, nil, store)
    case .refused(let code): return try end(message, as: .dead, "smtp_\(code)", store)
    case .later(let word): return try postpone(message, word, store)
    case .unknown: return try postpone(message, "unknown", store)
    }
  }

  private func end(
    _ message: LeasedMessage, as state: MessageState, _ error: String?, _ store: OutboxStore
  ) throws -> Report {
    let isOurs = try store.end(message, as: state, error)
    let word = error.map { "\(state.rawValue), \($0)" } ?? state.rawValue
    return report(message, isOurs ? word : "\(word), after its lease", isSent: state == .sent)
  }

  private func postpone(
    _ message: LeasedMessage, _ word: String, _ store: OutboxStore
  ) throws -> Report {
    guard message.attempts < Self.attempts else { return try end(message, as: .dead, word, store) }
    let seconds = Self.pause(after: message.attempts, by: .random(in: 0.8...1.2))
    try store.postpone(message, for: seconds, word)
    return report(message, "put off for \(seconds) s, \(word)")
  }

  /// How long the next try waits, in seconds: a minute, three times that, and so on, up to six hours.
  ///
  /// - Parameter jitter: a factor, so that those that failed together don't come back together.
  static func pause(after attempts: Int, by jitter: Double) -> Int {
    var seconds = 60.0
    for _ in 1..<max(1, attempts) where seconds < 21_600 { seconds *= 3 }
    return Int(min(seconds, 21_600) * jitter)
  }

  private func report(_ message: LeasedMessage, _ word: String, isSent: Bool = false) -> Report {
    Report(
      description: "\(message.id) \(message.kind): \(word), attempt \(message.attempts)",
      isSent: isSent)
  }
}
