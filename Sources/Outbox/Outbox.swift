import MariaDB
import Primitives
import Security

/// Messages that are to be sent, once what they tell of has certainly happened.
///
/// A message is put down in the transaction of what it tells of, and sent later by `waylink work`: at
/// least once, the repeats under the same Message-ID. What it says and to whom is sealed until then and
/// wiped after it.
package struct Outbox: Sendable {
  /// What an answer says of a message: `email` in the contract.
  package enum Delivery: String, Sendable {
    case queued
    /// Nothing is sent here, and nothing was put down.
    case notConfigured = "not_configured"
  }

  private let sealer: Sealer
  private let isConfigured: Bool

  /// - Parameter isConfigured: whether there is a way for messages to go; else none is put down.
  package init(sealer: Sealer, isConfigured: Bool) {
    self.sealer = sealer
    self.isConfigured = isConfigured
  }

  /// What becomes of any message: by the configuration alone, and not by whom it is for.
  package var delivery: Delivery { isConfigured ? .queued : .notConfigured }

  /// Puts a message down; one that may be said only once and was is passed over.
  @discardableResult
  package func enqueue(_ message: NewMessage, in transaction: Transaction) throws -> Delivery {
    guard isConfigured else { return .notConfigured }
    let id = UUID.v7()
    let sealed = try sealer.seal(MessageFields.encode(message.fields), for: Self.context(id))
    try OutboxStore(database: transaction).insert(
      id, kind: message.kind, sealed, dedupe: message.once.map { SHA256.hash($0) })
    return .queued
  }

  /// What was sealed of a message; throws `SealError` where that can't be read (any more).
  func open(_ message: LeasedMessage) throws(SealError) -> [String: String] {
    let bytes = try sealer.open(message.sealed, for: Self.context(message.id))
    guard let fields = MessageFields.decode(bytes) else { throw .damaged }
    return fields
  }

  private static func context(_ id: UUID) -> String { "outbox \(id)" }

  // MARK: Housekeeping

  /// Takes away what ended long ago, in pieces of 10,000 rows: 30 days after it was sent or dropped, 90
  /// days after it was given up.
  ///
  /// - Parameter goesOn: asked before each piece.
  package static func clear(
    on database: MariaDB.Connection, while goesOn: () -> Bool
  ) throws {
    let store = OutboxStore(database: database)
    for state in MessageState.ended {
      var isLeft = true
      while isLeft, goesOn() { isLeft = try store.clear(state, atMost: 10_000) == 10_000 }
    }
  }

  /// How much lies there now. One round trip.
  package static func figures(on database: some Executor) throws -> OutboxFigures {
    try OutboxStore(database: database).figures()
  }
}

/// A message to be put down.
package struct NewMessage: Sendable {
  let kind: String
  let fields: [String: String]
  let once: String?

  /// - Parameters:
  ///   - kind: which composer it is for; 32 ASCII characters at most.
  ///   - fields: what that needs, some KiB at most; sealed, so they may be secret.
  ///   - once: what makes it one that is said only once, whoever puts it down again; kept as its SHA-256.
  package init(
    _ kind: some RawRepresentable<String>, _ fields: [String: String], once: String? = nil
  ) {
    self.kind = kind.rawValue
    self.fields = fields
    self.once = once
  }
}

/// What lies in the outbox, for those who watch over it.
package struct OutboxFigures: Equatable, Sendable {
  package let waiting: Int
  package let dead: Int
  /// How long the oldest one waits, in seconds; 0 for none.
  package let oldest: Int
}

/// Names and values as bytes: each with its length before it, so that they may hold anything.
enum MessageFields {
  static func encode(_ fields: [String: String]) -> Bytes {
    var bytes: Bytes = []
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      for text in [name, value] { bytes += Array("\(text.utf8.count):\(text)".utf8) }
    }
    return bytes
  }

  /// Nil for what no `encode` has made.
  static func decode(_ bytes: Bytes) -> [String: String]? {
    var rest = bytes[...]
    var fields: [String: String] = [:]
    while !rest.isEmpty {
      guard let name = text(&rest), let value = text(&rest) else { return nil }
      fields[name] = value
    }
    return fields
  }

  private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      let length = Int(String(decoding: rest[..<colon], as: UTF8.self)),
      (0..<rest.endIndex - colon).contains(length)
    else { return nil }
    let text = rest[(colon + 1)...].prefix(length)
    rest = rest[text.endIndex...]
    return String(decoding: text, as: UTF8.self)
  }
}
