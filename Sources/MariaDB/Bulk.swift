import CMariaDB
import Primitives

/// A row that `Executor.bulk` is about to send: one value for each `\(.each)`, from left to right.
///
/// The values of a column must be of one kind from row to row (all texts, all numbers …), NULLs
/// aside.
@usableFromInline package struct BulkRow: ~Copyable {
  private let bulk: Bulk
  fileprivate var count = 0

  fileprivate init(_ bulk: Bulk) {
    self.bulk = bulk
  }

  package mutating func append(_ value: some SQLBindable) {
    bulk.append(value.sqlValue, column: count)
    count += 1
  }

  /// A text or a blob without a copy of one's own; `isText` says which.
  package mutating func append(bytes: UnsafeRawBufferPointer, isText: Bool) {
    bulk.append(isText ? .text : .bytes, column: count) { $0.append(contentsOf: bytes) }
    count += 1
  }
}

/// Array binding (`STMT_ATTR_ARRAY_SIZE`): the values of some thousands of rows go out as one
/// packet, and the server inserts them as one statement.
final class Bulk {
  private let session: Session
  private let sql: SQL
  private let chunk: Int
  private let statement: Statement
  private let columns: [BulkColumn]
  /// All texts of the chunk, one after another; pointed into when it no longer moves.
  private var arena: Bytes = []
  private var rows = 0
  private var misuse: DatabaseError?

  /// Below the server's smallest usual `max_allowed_packet` of 16 MiB, by a good margin.
  private static let chunkBytes = 4 << 20

  init(_ sql: SQL, chunk: Int, on session: Session) throws {
    guard sql.values.isEmpty, sql.eachCount > 0, chunk > 0 else {
      throw DatabaseError.misuse("bulk takes all its values by \\(.each): \(sql.text)")
    }
    self.session = session
    self.sql = sql
    self.chunk = chunk
    columns = (0..<sql.eachCount).map { _ in BulkColumn(capacity: chunk) }
    statement = try session.prepareAlone(sql, arraySize: 1)
  }

  func run(_ fill: (inout BulkRow) throws -> Bool) throws -> Int {
    var total = 0
    while true {
      var row = BulkRow(self)
      let isRow = try fill(&row)
      if let misuse { throw misuse }
      guard row.count == (isRow ? columns.count : 0) else {
        throw DatabaseError.misuse("\(row.count) values for \(columns.count) columns.")
      }
      if isRow {
        rows += 1
        total += 1
      }
      if rows == chunk || arena.count >= Self.chunkBytes || (!isRow && rows > 0) { try flush() }
      guard isRow else { return total }
    }
  }

  fileprivate func append(_ value: SQLValue, column: Int) {
    switch value {
    case .null: place(nil, at: column) { $0.setNull(row: rows) }
    case .integer(let integer):
      place(.integer, at: column) { $0.set(UInt64(bitPattern: integer), row: rows) }
    case .double(let double): place(.double, at: column) { $0.set(double.bitPattern, row: rows) }
    case .instant(let instant):
      // A MYSQL_TIME is read where it lies, so it must lie where its type may.
      while arena.count % 16 != 0 { arena.append(0) }
      append(.instant, column: column) { arena in
        withUnsafeBytes(of: MYSQL_TIME(instant)) { arena.append(contentsOf: $0) }
      }
    case .text(let text): append(.text, column: column) { $0.append(text: text) }
    case .bytes(let bytes): append(.bytes, column: column) { $0.append(contentsOf: bytes) }
    case .uuid(let uuid): append(.text, column: column) { uuid.append(to: &$0) }
    }
  }

  fileprivate func append(
    _ kind: BulkColumn.Kind, column: Int, _ write: (inout Bytes) -> Void
  ) {
    let start = arena.count
    write(&arena)
    place(kind, at: column) {
      $0.set(UInt64(start), length: UInt(arena.count - start), row: rows)
    }
  }

  /// `kind` nil is NULL, which suits every column.
  private func place(_ kind: BulkColumn.Kind?, at index: Int, _ set: (BulkColumn) -> Void) {
    guard index < columns.count else {
      misuse = .misuse("More values than the \(columns.count) columns.")
      return
    }
    let column = columns[index]
    if let kind, kind != column.kind {
      if let known = column.kind {
        misuse = .misuse("Column \(index + 1) of a bulk insert is \(known), then \(kind).")
      }
      column.kind = kind
    }
    set(column)
  }

  private func flush() throws {
    var size = UInt32(rows)
    mysql_stmt_attr_set(statement.handle, STMT_ATTR_ARRAY_SIZE, &size)
    try arena.withUnsafeMutableBytes { arena in
      var binds = columns.map { $0.bind(rows: rows, arena: arena) }
      guard mysql_stmt_bind_param(statement.handle, &binds) == 0 else { throw statement.error }
      try session.executeBound(statement)
    }
    rows = 0
    arena.removeAll(keepingCapacity: true)
  }
}

/// One column of a chunk, as the library wants it: a value, a length and an indicator a row.
private final class BulkColumn {
  enum Kind { case integer, double, text, bytes, instant }

  /// Nil as long as nothing but NULL has come.
  var kind: Kind?

  /// Numbers as they are; of all else the place in the arena, which `bind` makes an address.
  private let words: UnsafeMutablePointer<UInt64>
  private let lengths: UnsafeMutablePointer<UInt>
  private let indicators: UnsafeMutablePointer<CChar>

  init(capacity: Int) {
    words = .allocate(capacity: capacity)
    lengths = .allocate(capacity: capacity)
    indicators = .allocate(capacity: capacity)
  }

  deinit {
    words.deallocate()
    lengths.deallocate()
    indicators.deallocate()
  }

  func set(_ word: UInt64, length: UInt = 0, row: Int) {
    words[row] = word
    lengths[row] = length
    indicators[row] = CChar(STMT_INDICATOR_NONE.rawValue)
  }

  func setNull(row: Int) {
    words[row] = 0
    lengths[row] = 0
    indicators[row] = CChar(STMT_INDICATOR_NULL.rawValue)
  }

  /// Good until the next `set`, and as long as `arena` stays where it is.
  func bind(rows: Int, arena: UnsafeMutableRawBufferPointer) -> MYSQL_BIND {
    var bind = MYSQL_BIND()
    switch kind {
    case .integer: bind.buffer_type = MYSQL_TYPE_LONGLONG
    case .double: bind.buffer_type = MYSQL_TYPE_DOUBLE
    case .instant: bind.buffer_type = MYSQL_TYPE_DATETIME
    case .bytes: bind.buffer_type = MYSQL_TYPE_BLOB
    case .text, nil: bind.buffer_type = MYSQL_TYPE_STRING
    }
    if kind != .integer && kind != .double {
      // Without an arena there are only empty texts, of which no byte is read: `words` itself is
      // as good an address as any, and NULL would not do.
      let base = UInt64(UInt(bitPattern: arena.baseAddress ?? UnsafeMutableRawPointer(words)))
      for row in 0..<rows { words[row] += base }
    }
    bind.buffer = UnsafeMutableRawPointer(words)
    bind.length = lengths
    bind.u.indicator = indicators
    return bind
  }
}
