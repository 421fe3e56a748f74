import CMariaDB

/// Why the database did not do what was asked.
///
/// Map `kind` to what a caller may know; the rest is for the log only: `message` can quote data.
@usableFromInline package struct DatabaseError: Error, Equatable {
  package enum Kind: Equatable, Sendable {
    /// No connection can be made, it was lost, or no answer came in time. Nothing is known to
    /// have been changed; a single statement that was under way may have been.
    case unavailable
    /// The connection was lost while a COMMIT was under way: it may have taken place.
    case outcomeUnknown
    /// The name of the unique key that has the value already (`PRIMARY` for a primary key).
    case unique(String)
    /// The name of the foreign key: what it points to is missing, or is still pointed to.
    case foreignKey(String)
    /// The name of the CHECK constraint that does not hold.
    case check(String)
    /// Another transaction stood in the way: a deadlock, or a lock not granted in time.
    case deadlock
    /// The statement ran longer than its `max_statement_time`.
    case timeout
    /// Wrong user or password, or no privilege for this.
    case denied
    /// No room: the server's disk or the table is full.
    case full
    /// The named column holds NULL, or what the asked-for type can't hold.
    case decoding(String)
    case other
  }

  package let kind: Kind
  /// The server's error number, or the client library's (2000 and above); 0 for our own.
  package let code: UInt32
  package let sqlState: String
  package let message: String

  package init(kind: Kind, code: UInt32 = 0, sqlState: String = "HY000", message: String = "") {
    self.kind = kind
    self.code = code
    self.sqlState = sqlState
    self.message = message
  }
}

extension DatabaseError: CustomStringConvertible {
  @usableFromInline package var description: String { "\(kind) (\(code) \(sqlState)) \(message)" }
}

extension DatabaseError {
  init(code: UInt32, sqlState: String, message: String) {
    self.init(
      kind: Kind(code: Int32(bitPattern: code), message: message), code: code,
      sqlState: sqlState, message: message)
  }

  static func misuse(_ message: String) -> DatabaseError {
    DatabaseError(kind: .other, message: message)
  }

  /// Whether the transaction it happened in can only begin again.
  var dooms: Bool {
    switch kind {
    case .unavailable, .outcomeUnknown, .deadlock: true
    default: false
    }
  }
}

extension DatabaseError.Kind {
  init(code: Int32, message: String) {
    switch code {
    case ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME, ER_DUP_UNKNOWN_IN_INDEX:
      // The value stands before the name and may hold anything, quotes too: read from the end.
      self = .unique(Self.lastQuoted(message, opened: " key '", closed: "'"))
    case ER_NO_REFERENCED_ROW, ER_NO_REFERENCED_ROW_2, ER_ROW_IS_REFERENCED,
      ER_ROW_IS_REFERENCED_2:
      self = .foreignKey(Self.firstQuoted(message, opened: "CONSTRAINT `", closed: "`"))
    case ER_CONSTRAINT_FAILED:
      self = .check(Self.firstQuoted(message, opened: "CONSTRAINT `", closed: "`"))
    case ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT: self = .deadlock
    // 3024 is what MySQL calls it.
    case ER_STATEMENT_TIMEOUT, 3024: self = .timeout
    case ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_ACCESS_DENIED_NO_PASSWORD_ERROR,
      ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR,
      ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_PROCACCESS_DENIED_ERROR, ER_HOST_NOT_PRIVILEGED:
      self = .denied
    case ER_DISK_FULL, ER_RECORD_FILE_FULL: self = .full
    case _ where Self.isLost(code: code): self = .unavailable
    // Too many connections: nothing was lost, but nothing was gained either.
    case ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS, ER_USER_LIMIT_REACHED,
      ER_HOST_IS_BLOCKED:
      self = .unavailable
    default: self = .other
    }
  }

  /// Whether the connection is of no more use after this.
  static func isLost(code: Int32) -> Bool {
    switch code {
    // The last: a cached `SELECT *` has come to have another number of columns.
    case CR_SERVER_GONE_ERROR, CR_SERVER_LOST, CR_SERVER_LOST_EXTENDED, CR_CONNECTION_ERROR,
      CR_CONN_HOST_ERROR, CR_UNKNOWN_HOST, CR_SOCKET_CREATE_ERROR, CR_SERVER_HANDSHAKE_ERR,
      CR_MALFORMED_PACKET, CR_COMMANDS_OUT_OF_SYNC, CR_NET_PACKET_TOO_LARGE,
      CR_NEW_STMT_METADATA:
      true
    // 1047 is also Galera's "this node is not ready"; 1243 is a statement that another server,
    // behind the same address, never prepared; 1317 is what a server says as it shuts down.
    case ER_SERVER_SHUTDOWN, ER_CONNECTION_KILLED, ER_NEW_ABORTING_CONNECTION,
      ER_UNKNOWN_COM_ERROR, ER_UNKNOWN_STMT_HANDLER, ER_QUERY_INTERRUPTED, ER_NET_READ_ERROR,
      ER_NET_READ_INTERRUPTED, ER_NET_ERROR_ON_WRITE, ER_NET_WRITE_INTERRUPTED,
      ER_NET_PACKETS_OUT_OF_ORDER:
      true
    default: false
    }
  }

  private static func firstQuoted(_ text: String, opened: String, closed: String) -> String {
    guard let start = text.firstRange(ofText: opened) else { return "" }
    let rest = text[start.upperBound...]
    return String(rest.firstRange(ofText: closed).map { rest[..<$0.lowerBound] } ?? rest)
  }

  private static func lastQuoted(_ text: String, opened: String, closed: Character) -> String {
    guard let end = text.lastIndex(of: closed) else { return "" }
    var rest = text[..<end]
    var found: Substring?
    while let range = rest.firstRange(ofText: opened) {
      rest = rest[range.upperBound...]
      found = rest
    }
    return String(found ?? "")
  }
}

extension StringProtocol {
  /// `Foundation` has this, the standard library only with the regular expressions' runtime.
  fileprivate func firstRange(ofText text: String) -> Range<Index>? {
    let wanted = Array(text.utf8)
    var start = utf8.startIndex
    while start != utf8.endIndex {
      if utf8[start...].starts(with: wanted) {
        return start..<utf8.index(start, offsetBy: wanted.count)
      }
      start = utf8.index(after: start)
    }
    return nil
  }
}
