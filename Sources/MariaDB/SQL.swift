import Primitives

/// SQL text and the values bound to it.
///
/// A literal is text of the statement; `"\(value)"` binds the value to a `?`; `"\(sql)"` splices
/// another piece of SQL in. There is no way from a `String` variable to statement text, so what
/// came from outside can only ever be a value:
///
///     let jobs: SQL = "SELECT id FROM jobs WHERE workspace_id = \(workspace)"
///     let page: SQL = "\(jobs) AND id > \(cursor) ORDER BY id LIMIT \(limit)"
@usableFromInline package struct SQL: Sendable, Equatable {
  /// UTF-8, with a `?` for each value: as it is sent, and what statements are cached by.
  private(set) var utf8: Bytes
  package private(set) var values: [SQLValue]
  /// How many of the `?` are `\(.each)`, and filled for each row of `Executor.bulk`.
  private(set) var eachCount = 0

  init(utf8: Bytes) {
    self.utf8 = utf8
    values = []
  }

  /// The same statement with other values, for those that are asked most: put together once, and
  /// not for every guest.
  package func binding(_ values: SQLValue...) -> SQL {
    precondition(values.count == self.values.count, "as many values as the statement has")
    var sql = self
    sql.values = values
    return sql
  }

  /// For logs and tests.
  package var text: String { String(decoding: utf8, as: UTF8.self) }

  package static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum += right
    return sum
  }

  package static func += (left: inout SQL, right: SQL) {
    left.utf8 += right.utf8
    left.values += right.values
    left.eachCount += right.eachCount
  }
}

extension Sequence where Element == SQL {
  /// `["a = 1", "b = 2"].joined(separator: " AND ")`; empty for none.
  package func joined(separator: SQL = "") -> SQL {
    var sum = SQL(utf8: [])
    var isFirst = true
    for piece in self {
      if !isFirst { sum += separator }
      sum += piece
      isFirst = false
    }
    return sum
  }
}

extension SQL: ExpressibleByStringInterpolation {
  /// Takes a literal only: `StaticString` can't be made from what came from outside.
  @usableFromInline package init(stringLiteral text: StaticString) {
    self.init(utf8: text.withUTF8Buffer { Bytes($0) })
  }

  @usableFromInline package init(stringInterpolation: Interpolation) {
    self = stringInterpolation.sql
  }

  /// What a row of `Executor.bulk` fills: `VALUES (\(.each), \(.each))`.
  package enum Placeholder { case each }

  @usableFromInline package struct Interpolation: StringInterpolationProtocol {
    fileprivate var sql = SQL(utf8: [])

    @usableFromInline package init(literalCapacity: Int, interpolationCount: Int) {
      sql.utf8.reserveCapacity(literalCapacity + interpolationCount)
      sql.values.reserveCapacity(interpolationCount)
    }

    @usableFromInline package mutating func appendLiteral(_ literal: StaticString) {
      sql.utf8.append(literal: literal)
    }

    package mutating func appendInterpolation(_ value: some SQLBindable) {
      sql.utf8.append(UInt8(ascii: "?"))
      sql.values.append(value.sqlValue)
    }

    /// NULL when there is nothing. Besides the one above, because the compiler warns of optionals
    /// that reach a generic interpolation.
    package mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
      sql.utf8.append(UInt8(ascii: "?"))
      sql.values.append(value?.sqlValue ?? .null)
    }

    /// An enum over strings is bound as its raw value, without having to say so. Disfavoured, so
    /// that one which does conform to `SQLBindable` has its own way.
    @_disfavoredOverload
    package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value)
    where Value.RawValue == String {
      appendInterpolation(value.rawValue)
    }

    @_disfavoredOverload
    package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
    where Value.RawValue == String {
      appendInterpolation(value?.rawValue)
    }

    package mutating func appendInterpolation(_ sql: SQL) {
      self.sql += sql
    }

    package mutating func appendInterpolation(_ placeholder: Placeholder) {
      sql.utf8.append(UInt8(ascii: "?"))
      sql.eachCount += 1
    }

    /// The name of a schema, table, column or user, in backticks.
    package mutating func appendInterpolation(identifier name: String) {
      let quote = UInt8(ascii: "`")
      sql.utf8.append(quote)
      for byte in name.utf8 {
        if byte == quote { sql.utf8.append(quote) }
        sql.utf8.append(byte)
      }
      sql.utf8.append(quote)
    }
  }
}

/// A value as the database knows it.
package enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case double(Double)
  case text(String)
  case bytes(Bytes)
  case uuid(UUID)
  case instant(Instant)
}

/// What can be bound to a statement. An enum over strings needs no more than to say so:
/// `extension TaskStatus: SQLBindable {}` (in an interpolation not even that).
package protocol SQLBindable {
  var sqlValue: SQLValue { get }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
  package var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLValue: SQLBindable {
  package var sqlValue: SQLValue { self }
}

extension String: SQLBindable {
  package var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLBindable {
  package var sqlValue: SQLValue { .text(String(self)) }
}

extension Int: SQLBindable {
  package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
  package var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
  package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
  package var sqlValue: SQLValue { .double(self) }
}

extension Instant: SQLBindable {
  package var sqlValue: SQLValue { .instant(self) }
}

extension UUID: SQLBindable {
  package var sqlValue: SQLValue { .uuid(self) }
}

extension Bytes: SQLBindable {
  package var sqlValue: SQLValue { .bytes(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
