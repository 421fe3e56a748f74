import CMariaDB
import Primitives

/// A prepared statement with room for its parameters. Belongs to one `Session`, which closes the
/// connection before it lets go of its statements: closing one then costs no round trip.
final class Statement {
  let handle: UnsafeMutablePointer<MYSQL_STMT>
  let parameterCount: Int
  /// For the cache: when it was used last.
  var lastUse: UInt64 = 0

  private let binds: UnsafeMutablePointer<MYSQL_BIND>
  /// A slot a parameter for whatever has a fixed size, so that binding allocates nothing.
  private let slots: UnsafeMutableRawPointer
  private static let slotSize = max(MemoryLayout<MYSQL_TIME>.stride, 48)

  /// Takes over `handle`, which has been prepared.
  init(preparedAs handle: UnsafeMutablePointer<MYSQL_STMT>) {
    self.handle = handle
    parameterCount = Int(mysql_stmt_param_count(handle))
    binds = .allocate(capacity: max(1, parameterCount))
    binds.initialize(repeating: MYSQL_BIND(), count: max(1, parameterCount))
    slots = .allocate(byteCount: max(1, parameterCount) * Self.slotSize, alignment: 16)
  }

  deinit {
    mysql_stmt_close(handle)
    binds.deallocate()
    slots.deallocate()
  }

  var fieldCount: UInt32 { handle.pointee.field_count }

  var error: DatabaseError {
    DatabaseError(
      code: mysql_stmt_errno(handle), sqlState: String(cString: mysql_stmt_sqlstate(handle)),
      message: String(cString: mysql_stmt_error(handle)))
  }

  /// Binds and executes: one round trip. False for failure; `error` says which.
  ///
  /// `arena` is scratch space: texts are gathered in it, and pointed to when it no longer moves.
  func execute(_ values: [SQLValue], arena: inout Bytes) -> Bool {
    arena.removeAll(keepingCapacity: true)
    for (index, value) in values.enumerated() {
      binds[index] = MYSQL_BIND()
      bind(value, at: index, arena: &arena)
    }
    return arena.withUnsafeMutableBytes { arena in
      var offset = 0
      for index in values.indices where binds[index].buffer == nil {
        // An empty arena has no address; a length of 0 is never read, but NULL is not empty.
        binds[index].buffer = arena.baseAddress.map { $0 + offset } ?? slots
        offset += Int(binds[index].buffer_length)
      }
      if !values.isEmpty, mysql_stmt_bind_param(handle, binds) != 0 { return false }
      return mysql_stmt_execute(handle) == 0
    }
  }

  /// Whatever goes into the arena is left without a buffer.
  private func bind(_ value: SQLValue, at index: Int, arena: inout Bytes) {
    let slot = slots + index * Self.slotSize
    switch value {
    case .null:
      binds[index].buffer_type = MYSQL_TYPE_NULL
      binds[index].buffer = slot
    case .integer(let integer):
      slot.storeBytes(of: integer, as: Int64.self)
      binds[index].buffer_type = MYSQL_TYPE_LONGLONG
      binds[index].buffer = slot
    case .double(let double):
      slot.storeBytes(of: double, as: Double.self)
      binds[index].buffer_type = MYSQL_TYPE_DOUBLE
      binds[index].buffer = slot
    case .instant(let instant):
      slot.storeBytes(of: MYSQL_TIME(instant), as: MYSQL_TIME.self)
      binds[index].buffer_type = MYSQL_TYPE_DATETIME
      binds[index].buffer = slot
    case .text(let text):
      bindArena(index, MYSQL_TYPE_STRING, &arena) { $0.append(text: text) }
    case .bytes(let bytes):
      bindArena(index, MYSQL_TYPE_BLOB, &arena) { $0.append(contentsOf: bytes) }
    case .uuid(let uuid):
      bindArena(index, MYSQL_TYPE_STRING, &arena) { uuid.append(to: &$0) }
    }
  }

  private func bindArena(
    _ index: Int, _ type: enum_field_types, _ arena: inout Bytes, append: (inout Bytes) -> Void
  ) {
    let start = arena.count
    append(&arena)
    binds[index].buffer_type = type
    binds[index].buffer_length = UInt(arena.count - start)
    binds[index].length_value = UInt(arena.count - start)
  }
}

extension MYSQL_TIME {
  init(_ instant: Instant) {
    let civil = CivilTime(instant)
    self.init()
    // An instant before year 1 wraps to what the server refuses.
    year = UInt32(truncatingIfNeeded: civil.year)
    month = UInt32(civil.month)
    day = UInt32(civil.day)
    hour = UInt32(civil.hour)
    minute = UInt32(civil.minute)
    second = UInt32(civil.second)
    second_part = UInt(civil.microsecond)
    time_type = MYSQL_TIMESTAMP_DATETIME
  }
}
