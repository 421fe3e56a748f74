/// An open transaction; only valid inside the closure of `Connection.transaction`.
///
/// After a deadlock or a lost connection the server has rolled back, and whatever followed would
/// be committed by itself: every later statement therefore throws the same error again, and
/// nothing is committed, even if the closure swallows it.
package final class Transaction: Executor {
  private let session: Session
  private var doom: DatabaseError?
  private var isOpen = true

  init(_ session: Session) {
    self.session = session
  }

  package func read(_ sql: SQL, _ body: (inout Row) throws -> Bool) throws {
    try guarded { try session.read(sql, body) }
  }

  @discardableResult
  package func execute(_ sql: SQL) throws -> Int {
    try guarded { try session.write(sql) }
  }

  @discardableResult
  package func bulk(
    _ sql: SQL, chunk: Int, _ fill: (inout BulkRow) throws -> Bool
  ) throws -> Int {
    try guarded { try Bulk(sql, chunk: chunk, on: session).run(fill) }
  }

  /// See `Connection.run(script:)`.
  func run(script text: String) throws {
    try guarded { try session.command(text) }
  }

  /// Set when the transaction is worth another attempt.
  var conflict: DatabaseError? { doom?.kind == .deadlock ? doom : nil }

  func run<T>(_ body: (Transaction) throws -> T) throws -> T {
    session.mayHangUp = false
    defer {
      session.mayHangUp = true
      isOpen = false
    }
    do {
      let result = try body(self)
      if let doom { throw doom }
      try commit()
      return result
    } catch {
      if !session.isBroken { try? session.command("ROLLBACK") }
      throw doom ?? error
    }
  }

  private func commit() throws {
    do {
      try session.command("COMMIT")
    } catch let error as DatabaseError {
      doom = error
      guard session.isBroken else { throw error }
      let unknown = DatabaseError(
        kind: .outcomeUnknown, code: error.code, sqlState: error.sqlState, message: error.message)
      doom = unknown
      throw unknown
    }
  }

  /// Notes what ends the transaction. An error that `body` of a read throws about another
  /// connection is not this one's: only the session's own state and conflicts count.
  private func guarded<T>(_ work: () throws -> T) throws -> T {
    if let doom { throw doom }
    guard isOpen else { throw DatabaseError.misuse("The transaction has ended.") }
    do {
      return try work()
    } catch let error as DatabaseError {
      if error.dooms, session.isBroken || error.kind == .deadlock { doom = error }
      throw error
    }
  }
}
