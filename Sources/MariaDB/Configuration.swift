/// Where a server listens.
package enum Endpoint: Hashable, Sendable {
  case socket(String)
  case tcp(host: String, port: UInt16)

  /// `/path/of/a.sock`, `host:port` or `[v6 address]:port`; nil for anything else.
  package init?(_ text: String) {
    if text.hasPrefix("/") {
      // `sun_path` has 108 bytes, with the NUL.
      guard text.utf8.count <= 107, !text.utf8.contains(0) else { return nil }
      self = .socket(text)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
      return nil
    }
    self = .tcp(host: String(host), port: port)
  }
}

extension Endpoint: CustomStringConvertible {
  package var description: String {
    switch self {
    case .socket(let path): path
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}

/// How to reach the database, as whom, and how long to wait. All times are whole seconds.
package struct DatabaseConfiguration: Sendable {
  /// Tried in this order, beginning with the one that worked last.
  package var endpoints: [Endpoint]
  package var user: String
  package var password: String
  package var database: String
  /// For each endpoint.
  package var connectTimeout: UInt32 = 2
  /// For each wait for an answer; 0 waits for ever. What takes longer is given up as
  /// `unavailable` and the connection with it.
  package var readTimeout: UInt32 = 10
  package var writeTimeout: UInt32 = 10
  /// For a row or a table that another transaction holds. Below `readTimeout`, or the answer
  /// would never be heard.
  package var lockTimeout: UInt32 = 5

  package init(
    endpoints: [Endpoint], user: String, password: String = "", database: String
  ) {
    self.endpoints = endpoints
    self.user = user
    self.password = password
    self.database = database
  }
}

extension DatabaseConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Never the password.
  package var description: String {
    "\(user)@\(endpoints.map(\.description).joined(separator: ",")) database \(database)"
  }

  package var debugDescription: String { description }

  /// `dump` and string conversion of whatever holds this see no more than `description` tells.
  package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
