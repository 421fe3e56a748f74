import HTTP
import MariaDB
import Primitives
import Security

/// A POST that may be sent again: known by its caller, its route and `Idempotency-Key`.
///
/// Within 24 hours the same key with the same body has its effect once; the answer is rendered
/// again from what the first one left behind. What the first one showed only once is sealed there, and
/// goes with the rest.
package struct RepeatKey: Sendable {
  private let caller: UUID
  private let route: String
  private let key: Digest
  private let body: Digest

  /// Nil when the request has no `Idempotency-Key`; throws 400 for one that is empty, longer than
  /// 255 bytes, or not printable ASCII.
  ///
  /// - Parameter body: SHA-256 of the body; of one with a secret in it, a fingerprint of that.
  package init?(
    _ request: Request, caller: UUID, route: StaticString, body: @autoclosure () -> Digest
  ) throws {
    try self.init(request.headers.idempotencyKey, caller: caller, route: route, body: body())
  }

  /// The same for a form, which brings its key in a field; nil and 400 alike.
  package init?(
    _ key: String?, caller: UUID, route: StaticString, body: @autoclosure () -> Digest
  ) throws {
    guard let key else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else {
      throw Problem(
        .badRequest, "invalid_idempotency_key",
        "Idempotency-Key must be 1 to 255 printable ASCII characters.")
    }
    self.caller = caller
    self.route = route.description
    self.key = SHA256.hash(key)
    self.body = body()
  }

  static let lifetime: Int64 = 24 * 3_600

  /// Has `effect` once: the first call performs and keeps it, later ones get what it left.
  ///
  /// In the transaction of the effect itself, so that a commit whose outcome nobody learnt can be
  /// asked about by sending the request again. A second caller waits for the first one's end.
  /// Throws 409 `idempotency_key_reused` for another body.
  ///
  /// - Parameter sealer: seals what the effect shows once; without one, that is not kept.
  package static func once(
    _ repeatKey: RepeatKey?, sealer: Sealer? = nil, in transaction: Transaction,
    _ effect: () throws -> Effect
  ) throws -> Effect {
    guard let repeatKey else { return try effect() }
    if let earlier = try repeatKey.claim(sealer, in: transaction) { return earlier }
    let effect = try effect()
    try repeatKey.keep(effect, sealer, in: transaction)
    return effect
  }

  /// What an earlier call left, without what it showed once: for work that has to be known before a
  /// transaction begins. Throws 409 as `once` does.
  package func earlier(on database: any Executor) throws -> Effect? {
    guard let found = try stored(on: database), found.age < Self.lifetime else { return nil }
    return try effect(found, nil)
  }

  /// Takes away keys that have outlived their 24 hours, up to 10,000 of them, with the secrets that
  /// were sealed beside them.
  package static func clear(on database: any Executor) throws {
    try database.execute(
      """
      DELETE FROM idempotency_keys
      WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL \(lifetime) SECOND LIMIT 10000
      """)
  }

  private func claim(_ sealer: Sealer?, in transaction: Transaction) throws -> Effect? {
    if try insert(in: transaction) { return nil }
    if let found = try stored(on: transaction), found.age < Self.lifetime {
      return try effect(found, sealer)
    }
    try transaction.execute("DELETE FROM idempotency_keys WHERE \(isThis)")
    guard try insert(in: transaction) else { throw Problem.unavailable() }
    return nil
  }

  /// False when the key is there already.
  private func insert(in transaction: Transaction) throws -> Bool {
    do {
      try transaction.execute(
        """
        INSERT INTO idempotency_keys (caller, route, key_hash, body_hash, status, created_at)
        VALUES (\(caller), \(route), \(key.bytes), \(body.bytes), 0, UTC_TIMESTAMP(6))
        """)
      return true
    } catch let error as DatabaseError where error.kind == .unique("PRIMARY") {
      return false
    }
  }

  private func keep(
    _ effect: Effect, _ sealer: Sealer?, in transaction: Transaction
  ) throws {
    let sealed = try effect.secret.flatMap { try sealer?.seal($0.revealBytes, for: sealContext) }
    try transaction.execute(
      """
      UPDATE idempotency_keys SET status = \(effect.status.code),
        resource_id = \(effect.resource), quantity = \(effect.quantity),
        sealed_secret = \(sealed?.bytes), seal_key = \(sealed?.keyID)
      WHERE \(isThis)
      """)
  }

  /// Binds a secret to its row: moved to another caller's, it doesn't open.
  private var sealContext: String { "repeat:\(caller):\(route):\(key)" }

  private func effect(_ stored: StoredRepeat, _ sealer: Sealer?) throws -> Effect {
    guard stored.body == body.bytes else {
      throw Problem(
        .conflict, "idempotency_key_reused",
        "This Idempotency-Key was used before, with another body.")
    }
    let secret = try stored.sealed.flatMap { sealed in
      try sealer.map { Secret(try $0.open(sealed, for: sealContext)) }
    }
    return Effect(
      Status(stored.status), resource: stored.resource, quantity: stored.quantity, secret: secret)
  }

  private var isThis: SQL {
    "caller = \(caller) AND route = \(route) AND key_hash = \(key.bytes)"
  }

  private func stored(on database: any Executor) throws -> StoredRepeat? {
    try database.first(
      """
      SELECT body_hash, status, resource_id, quantity, sealed_secret, seal_key,
        TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP(6))
      FROM idempotency_keys WHERE \(isThis)
      """
    ) { try StoredRepeat(&$0) }
  }
}

/// What a POST did, as far as its answer depends on it.
package struct Effect: Sendable {
  package let status: Status
  /// What was made or found.
  package let resource: UUID?
  /// How many, where the answer counts.
  package let quantity: Int?
  /// What the answer shows this once: a token whose hash alone is kept.
  package let secret: Secret?

  package init(
    _ status: Status, resource: UUID? = nil, quantity: Int? = nil, secret: Secret? = nil
  ) {
    self.status = status
    self.resource = resource
    self.quantity = quantity
    self.secret = secret
  }
}

private struct StoredRepeat {
  let body: Bytes
  let status: Int
  let resource: UUID?
  let quantity: Int?
  let sealed: Sealed?
  /// In seconds.
  let age: Int64

  init(_ row: inout Row) throws {
    body = try row.next()
    status = try row.next()
    resource = try row.next()
    quantity = try row.next()
    let secret: Bytes? = try row.next()
    let sealKey: String? = try row.next()
    sealed = secret.flatMap { bytes in sealKey.map { Sealed(keyID: $0, bytes: bytes) } }
    age = try row.next()
  }
}
