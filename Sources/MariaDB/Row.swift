import CMariaDB
import Primitives

/// A row of a result, read from left to right: `let id: UUID = try row.next()`.
///
/// It lies in the connection's read buffer and can't leave the closure that it was given to.
///
/// Reading is inlinable: generic code that another room calls finds out at run time, for every
/// column of every row, what type it is for.
@usableFromInline package struct Row: ~Copyable {
  private let statement: UnsafeMutablePointer<MYSQL_STMT>
  private var column: UInt32 = 0

  init(of statement: UnsafeMutablePointer<MYSQL_STMT>) {
    self.statement = statement
  }

  /// The next column. Throws `decoding` with its name for a NULL where `T` is not optional, and
  /// for what `T` can't hold; nothing is converted silently (a text is no number, 2 000 no UUID).
  @inlinable package mutating func next<T: SQLReadable>(as type: T.Type = T.self) throws -> T {
    let cell = try nextCell()
    guard let value = T(cell: cell) else { throw unreadable() }
    return value
  }

  /// An enum over strings, by its raw value; one that it doesn't know is `decoding`.
  @inlinable @_disfavoredOverload
  package mutating func next<T: RawRepresentable>(as type: T.Type = T.self) throws -> T
  where T.RawValue == String {
    let cell = try nextCell()
    guard let value = String(cell: cell).flatMap(T.init(rawValue:)) else { throw unreadable() }
    return value
  }

  /// The same, nil for NULL.
  @inlinable @_disfavoredOverload
  package mutating func next<T: RawRepresentable>(as type: T?.Type = T?.self) throws -> T?
  where T.RawValue == String {
    let cell = try nextCell()
    if cell.isNull { return nil }
    guard let value = String(cell: cell).flatMap(T.init(rawValue:)) else { throw unreadable() }
    return value
  }

  /// The bytes of the next column, a text or a blob, without a copy; nil for NULL. They are gone
  /// when `body` returns.
  @inlinable package mutating func nextBytes<T>(_ body: (UnsafeRawBufferPointer?) throws -> T)
    throws -> T
  {
    let cell = try nextCell()
    if cell.isNull { return try body(nil) }
    guard cell.isText else { throw unreadable() }
    return try body(cell.bytes)
  }

  /// Passes over the next column.
  package mutating func skip() throws {
    _ = try nextCell()
  }

  @usableFromInline mutating func nextCell() throws -> Cell {
    guard column < statement.pointee.field_count else {
      throw DatabaseError(
        kind: .decoding("#\(column + 1)"), message: "The row has \(column) columns.")
    }
    defer { column += 1 }
    return Cell(waylink_stmt_cell(statement, column))
  }

  /// About the column last read.
  @usableFromInline func unreadable() -> DatabaseError {
    let name = statement.pointee.fields[Int(column) - 1].name.map { String(cString: $0) } ?? ""
    return DatabaseError(
      kind: .decoding(name), message: "Column \(name) holds what can't be read as asked.")
  }
}

/// A column's value, as it came. Valid as long as its row.
@usableFromInline package struct Cell {
  private let cell: waylink_cell

  fileprivate init(_ cell: waylink_cell) {
    self.cell = cell
  }

  @usableFromInline var isNull: Bool { cell.data == nil }

  @usableFromInline var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: cell.data, count: cell.data == nil ? 0 : Int(cell.length))
  }

  /// Text, blobs, and what travels as text: UUID, DECIMAL, ENUM, JSON.
  @usableFromInline var isText: Bool {
    switch cell.type {
    case MYSQL_TYPE_VAR_STRING, MYSQL_TYPE_STRING, MYSQL_TYPE_BLOB, MYSQL_TYPE_TINY_BLOB,
      MYSQL_TYPE_MEDIUM_BLOB, MYSQL_TYPE_LONG_BLOB, MYSQL_TYPE_VARCHAR, MYSQL_TYPE_NEWDECIMAL,
      MYSQL_TYPE_DECIMAL, MYSQL_TYPE_ENUM, MYSQL_TYPE_SET, MYSQL_TYPE_JSON:
      cell.data != nil
    default: false
    }
  }

  private var isDecimal: Bool {
    cell.type == MYSQL_TYPE_NEWDECIMAL || cell.type == MYSQL_TYPE_DECIMAL
  }

  private func load<T: BitwiseCopyable>(_ type: T.Type, at offset: Int = 0) -> T {
    bytes.loadUnaligned(fromByteOffset: offset, as: type)
  }

  fileprivate var integer: Int64? {
    guard cell.data != nil else { return nil }
    let isUnsigned = cell.is_unsigned != 0
    switch cell.type {
    case MYSQL_TYPE_LONGLONG:
      return isUnsigned ? Int64(exactly: load(UInt64.self)) : load(Int64.self)
    case MYSQL_TYPE_LONG, MYSQL_TYPE_INT24:
      return isUnsigned ? Int64(load(UInt32.self)) : Int64(load(Int32.self))
    case MYSQL_TYPE_SHORT, MYSQL_TYPE_YEAR:
      return isUnsigned ? Int64(load(UInt16.self)) : Int64(load(Int16.self))
    case MYSQL_TYPE_TINY:
      return isUnsigned ? Int64(load(UInt8.self)) : Int64(load(Int8.self))
    // What SUM() of integers gives.
    case _ where isDecimal: return Int64(String(decoding: bytes, as: UTF8.self))
    default: return nil
    }
  }

  fileprivate var double: Double? {
    guard cell.data != nil else { return nil }
    switch cell.type {
    case MYSQL_TYPE_DOUBLE: return load(Double.self)
    case MYSQL_TYPE_FLOAT: return Double(load(Float.self))
    case _ where isDecimal: return Double(String(decoding: bytes, as: UTF8.self))
    default: return integer.flatMap(Double.init(exactly:))
    }
  }

  /// The binary form of DATE and DATETIME: year, month, day, then hour, minute, second, then
  /// microseconds; what is zero at the end is left away.
  fileprivate var instant: Instant? {
    switch cell.type {
    case MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP, MYSQL_TYPE_DATE: break
    default: return nil
    }
    let bytes = bytes
    guard bytes.count >= 4 else { return nil }
    var civil = CivilTime(
      year: Int(load(UInt16.self)), month: Int(bytes[2]), day: Int(bytes[3]))
    if bytes.count >= 7 {
      civil.hour = Int(bytes[4])
      civil.minute = Int(bytes[5])
      civil.second = Int(bytes[6])
    }
    if bytes.count >= 11 { civil.microsecond = Int(load(UInt32.self, at: 7)) }
    return civil.isValid ? civil.instant : nil
  }
}

// MARK: - What can be read

/// What `Row.next` can give. An enum over strings needs not conform.
@usableFromInline package protocol SQLReadable {
  /// Nil for NULL and for what the type can't hold.
  init?(cell: Cell)
}

extension String: SQLReadable {
  /// UTF-8 only: a blob of anything else is not a text.
  @usableFromInline package init?(cell: Cell) {
    guard cell.isText, let text = String(utf8: cell.bytes) else { return nil }
    self = text
  }
}

extension Int64: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard let integer = cell.integer else { return nil }
    self = integer
  }
}

extension Int: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard let integer = cell.integer else { return nil }
    self = Int(integer)
  }
}

extension Bool: SQLReadable {
  /// BOOLEAN is TINYINT: 0 or not.
  @usableFromInline package init?(cell: Cell) {
    guard let integer = cell.integer else { return nil }
    self = integer != 0
  }
}

extension Double: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard let double = cell.double else { return nil }
    self = double
  }
}

extension Bytes: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard cell.isText else { return nil }
    self = Array(cell.bytes)
  }
}

extension UUID: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard cell.isText else { return nil }
    self.init(utf8: cell.bytes)
  }
}

extension Instant: SQLReadable {
  @usableFromInline package init?(cell: Cell) {
    guard let instant = cell.instant else { return nil }
    self = instant
  }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
  @inlinable package init?(cell: Cell) {
    if cell.isNull {
      self = .none
      return
    }
    guard let value = Wrapped(cell: cell) else { return nil }
    self = value
  }
}
