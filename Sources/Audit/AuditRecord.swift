import HTTP
import MariaDB
import Primitives
import Security

/// Who did something.
package enum Actor: Equatable, Sendable {
  case account(UUID)
  case key(UUID)
  case link(UUID)
  case anonymous
  case system

  var kind: String {
    switch self {
    case .account: "account"
    case .key: "key"
    case .link: "link"
    case .anonymous: "anonymous"
    case .system: "system"
    }
  }

  var id: UUID? {
    switch self {
    case .account(let id), .key(let id), .link(let id): id
    case .anonymous, .system: nil
    }
  }
}

/// Something that happened to a subject, as it is to be kept.
package struct AuditEvent: Sendable {
  /// `job.created`, `link.revoked`: subject or thing, a dot, and what was done, in ASCII.
  package var action: String
  package var actor: Actor
  /// `done`, or why not.
  package var outcome: String
  /// JSON of ids, states and instants. Never a token, a password or personal data.
  package var detail: String
  /// The caller's network; see `AddressPrefix`.
  package var addressPrefix: String

  /// - Parameter detail: writes the fields of the detail's object; none of them, where nothing is to be
  ///   known beside the act itself.
  package init(
    _ action: String, by actor: Actor, outcome: String = "done", from addressPrefix: String,
    detail: (inout JSONWriter) -> Void = { _ in }
  ) {
    var json = JSONWriter(capacity: 256)
    json.object(detail)
    self.action = action
    self.actor = actor
    self.outcome = outcome
    self.detail = String(decoding: json.bytes, as: UTF8.self)
    self.addressPrefix = addressPrefix
  }
}

/// The network that an address lies in: enough to tell two places apart, too little to tell two
/// people apart.
package enum AddressPrefix {
  /// `192.0.2.0/24` for IPv4, `2001:db8:1::/48` for IPv6, empty for anything else.
  package static func of(_ address: String) -> String {
    if address.contains(":") { return ofIPv6(address) }
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) else { return "" }
    return "\(parts[0]).\(parts[1]).\(parts[2]).0/24"
  }

  private static func ofIPv6(_ address: String) -> String {
    let halves = address.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let first = halves.first else { return "" }
    var groups = first.split(separator: ":").map(String.init)
    let tail = halves.count == 2 ? halves[1].split(separator: ":").count : 0
    if halves.count == 2, groups.count < 3 {
      groups += Array(repeating: "0", count: min(3 - groups.count, max(0, 8 - groups.count - tail)))
    }
    let network = groups.prefix(3)
    guard network.count == 3, network.allSatisfy({ UInt16($0, radix: 16) != nil }) else {
      return ""
    }
    return network.map { $0.lowercased() }.joined(separator: ":") + "::/48"
  }
}
