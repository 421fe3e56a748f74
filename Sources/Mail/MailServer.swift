import Primitives
import Security

/// Where messages are handed in: one SMTP server (RFC 5321, 6409), and how it is spoken to.
package struct MailServer: Sendable {
  /// What keeps others from reading along.
  package enum Protection: String, Sendable {
    /// TLS before the first word, or STARTTLS: without either nothing is sent (RFC 8314).
    case required
    /// Nothing. For a server on this machine.
    case none
  }

  /// Somebody whom the server knows.
  package struct Login: Sendable {
    let user: String
    let password: Secret

    package init(user: String, password: Secret) {
      self.user = user
      self.password = password
    }
  }

  /// `smtp://host:port` or `smtps://host:port`.
  let url: String
  let protection: Protection
  let login: Login?
  /// The file of those whose certificates are believed; nil: the system's.
  let certificates: String?
  /// How long handing in one message may take as a whole, in seconds.
  package let timeout: Int

  /// Nil for an address that is none: `smtp://` or `smtps://`, a host, and perhaps a port.
  package init?(
    url: String, protection: Protection = .required, login: Login? = nil,
    certificates: String? = nil, timeout: Int = 60
  ) {
    guard Self.host(of: url) != nil else { return nil }
    self.url = url
    self.protection = protection
    self.login = login
    self.certificates = certificates
    self.timeout = timeout
  }

  /// The host in such an address, without a port; nil for what is none.
  package static func host(of url: String) -> String? {
    guard let scheme = ["smtp://", "smtps://"].first(where: url.hasPrefix) else { return nil }
    let rest = url.dropFirst(scheme.count)
    let isPlain = rest.utf8.allSatisfy {
      switch $0 {
      case 0x30...0x3A, 0x41...0x5B, 0x5D, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
      default: false
      }
    }
    guard isPlain, !rest.isEmpty else { return nil }
    // An IPv6 address stands in brackets, which part its colons from the port's.
    let end = rest.first == "[" ? rest.firstIndex(of: "]").map(rest.index(after:)) : nil
    guard rest.first != "[" || end != nil else { return nil }
    let host = rest.prefix(upTo: end ?? rest.firstIndex(of: ":") ?? rest.endIndex)
    let port = rest[host.endIndex...]
    let isPort =
      port.isEmpty || port.first == ":" && (1...65_535).contains(Int(port.dropFirst()) ?? 0)
    return !host.isEmpty && isPort ? String(host) : nil
  }
}

/// What became of handing a message in.
package enum MailOutcome: Equatable, Sendable {
  /// The server has taken it over.
  case sent
  /// The server will never take it: its answer to the recipient or the text, from 500 to 599.
  case refused(Int)
  /// Not now; a word for the log that names no one: `connection`, `timeout`, `tls`, `login`, or
  /// `smtp_` and the server's answer.
  case later(String)
  /// It was handed in whole, and no answer came: it may be on its way.
  case unknown
}
