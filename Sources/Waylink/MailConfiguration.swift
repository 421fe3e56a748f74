import Mail
import Security

/// How messages go out, from `WAYLINK_MAIL_…`.
struct MailConfiguration: Sendable {
  let server: MailServer
  let sender: MailAddress

  /// Nil where nothing is set, and where something is wrong, which is then complained of.
  init?(_ environment: inout Environment) {
    let values = Values(&environment)
    guard let url = values.url else {
      values.complainOfStrays(to: &environment)
      return nil
    }
    let before = environment.complaints.count
    let host = MailServer.host(of: url)
    if host == nil {
      environment.complain(
        "WAYLINK_MAIL_URL", "must be smtp:// or smtps://, a host, and perhaps a port")
    }
    let sender = values.from.flatMap { MailAddress(parsing: $0) }
    if sender == nil {
      let what =
        values.from == nil ? "is not set" : "must be an address, or a name and an <address>"
      environment.complain("WAYLINK_MAIL_FROM", what)
    }
    let login = values.login(&environment)
    let protection = Self.protection(values.tls, of: url, host, &environment)
    if let file = values.certificates, File.contents(of: file, atMost: 1 << 20) == nil {
      environment.complain("WAYLINK_MAIL_CA", "names a file that can't be read")
    }
    let timeout = environment.integer("WAYLINK_MAIL_TIMEOUT", in: 1...300, default: 60)
    let server = MailServer(
      url: url, protection: protection, login: login, certificates: values.certificates,
      timeout: timeout)
    guard environment.complaints.count == before, let server, let sender else { return nil }
    self.server = server
    self.sender = sender
  }

  /// Without TLS only where that was said, and only to this machine.
  private static func protection(
    _ word: String?, of url: String, _ host: String?, _ environment: inout Environment
  ) -> MailServer.Protection {
    guard let word else { return .required }
    guard let protection = MailServer.Protection(rawValue: word) else {
      environment.complain("WAYLINK_MAIL_TLS", "must be required or none")
      return .required
    }
    let isHere = host == "localhost" || host == "[::1]" || host?.hasPrefix("127.") == true
    if protection == .none, !isHere || url.hasPrefix("smtps:") {
      environment.complain(
        "WAYLINK_MAIL_TLS", "may be none only for a smtp:// server on this machine")
    }
    return protection
  }
}

/// What is set, whatever it is worth.
private struct Values {
  let url: String?
  let from: String?
  let user: String?
  let password: String?
  let certificates: String?
  let tls: String?

  init(_ environment: inout Environment) {
    url = environment.optional("WAYLINK_MAIL_URL")
    from = environment.optional("WAYLINK_MAIL_FROM")
    user = environment.optional("WAYLINK_MAIL_USER")
    password = environment.optional("WAYLINK_MAIL_PASSWORD")
    certificates = environment.optional("WAYLINK_MAIL_CA")
    tls = environment.optional("WAYLINK_MAIL_TLS")
  }

  func login(_ environment: inout Environment) -> MailServer.Login? {
    switch (user, password) {
    case (let user?, let password?):
      return MailServer.Login(user: user, password: Secret(password))
    case (nil, nil): return nil
    case (nil, _): environment.complain("WAYLINK_MAIL_USER", "is not set, but the password is")
    case (_, nil): environment.complain("WAYLINK_MAIL_PASSWORD", "is not set, but the user is")
    }
    return nil
  }

  /// A part without the whole is a forgotten one.
  func complainOfStrays(to environment: inout Environment) {
    let isStray = [from, user, password, certificates, tls].contains { $0 != nil }
    if isStray {
      environment.complain("WAYLINK_MAIL_URL", "is not set, but others of its kind are")
    }
  }
}
