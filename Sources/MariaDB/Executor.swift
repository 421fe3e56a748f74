/// What a `Connection` and a `Transaction` share. All of it blocks until the database has answered
/// or a time-out has passed, and throws `DatabaseError`.
///
/// While rows are being read nothing else can be asked of the same connection (`other` is thrown).
/// Not for CALL: a procedure's several results are not read.
@usableFromInline package protocol Executor: AnyObject {
  /// Hands `body` one row after another as they arrive, and holds none: memory is one row,
  /// however long the result. It ends when `body` returns false or throws, and the connection can
  /// be used again.
  func read(_ sql: SQL, _ body: (inout Row) throws -> Bool) throws

  /// The rows affected. For an UPDATE these are the rows *found*: 1 too where the row already held
  /// what was written, so that 0 always means "no such row". `INSERT … ON DUPLICATE KEY UPDATE`
  /// counts 1 for a new row, 2 for a changed one and 1 for one that stayed as it was.
  @discardableResult func execute(_ sql: SQL) throws -> Int

  /// Inserts many rows, some thousands a round trip: see `BulkRow`. Returns their number.
  ///
  ///     try connection.bulk("INSERT INTO t (id, title) VALUES (\(.each), \(.each))") { row in
  ///       guard let next = source.next() else { return false }
  ///       row.append(next.id)
  ///       row.append(next.title)
  ///       return true
  ///     }
  ///
  /// `fill` is asked until it returns false (what it appended then is an error). Each chunk of
  /// `chunk` rows, or 4 MiB, is one statement: on a `Connection` it is committed by itself, in a
  /// `Transaction` with the rest. `sql` takes every value by `\(.each)`.
  @discardableResult
  func bulk(_ sql: SQL, chunk: Int, _ fill: (inout BulkRow) throws -> Bool) throws -> Int
}

// Inlinable for the same reason as `Row`'s reading.
extension Executor {
  /// All rows.
  @inlinable package func query<T>(_ sql: SQL, _ decode: (inout Row) throws -> T) throws -> [T] {
    var rows: [T] = []
    try read(sql) { row in
      rows.append(try decode(&row))
      return true
    }
    return rows
  }

  /// The first row, nil when there is none. Say `LIMIT 1` where there may be many.
  @inlinable package func first<T>(_ sql: SQL, _ decode: (inout Row) throws -> T) throws -> T? {
    var first: T?
    try read(sql) { row in
      first = try decode(&row)
      return false
    }
    return first
  }

  /// Every row, one at a time; memory is one row.
  @inlinable package func forEach(_ sql: SQL, _ body: (inout Row) throws -> Void) throws {
    try read(sql) { row in
      try body(&row)
      return true
    }
  }

  @discardableResult
  package func bulk(_ sql: SQL, _ fill: (inout BulkRow) throws -> Bool) throws -> Int {
    try bulk(sql, chunk: 5_000, fill)
  }
}
