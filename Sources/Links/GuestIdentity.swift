import HTTP
import Primitives
import Security

/// Who somebody without an account is, as far as wrong tries at a password go: whoever brings back a
/// cookie of ours. It tells nothing of them, and is kept nowhere here.
package struct GuestIdentity: Sendable {
  /// 24 random characters.
  package let name: String
  /// The link whose password they said last.
  private var entry: Entry?

  fileprivate struct Entry {
    let link: UUID
    /// As `LinkLock` counts them: the password that they said ends with the next.
    let passwordChanges: Int64
    /// When, in seconds since 1970.
    let at: Int64
  }

  /// How long somebody counts as let in lately, in seconds: a day.
  static let lately: Int64 = 86_400

  /// Somebody new.
  package init() {
    name = LinkToken().text
  }

  fileprivate init(name: String, entry: Entry?) {
    self.name = name
    self.entry = entry
  }

  /// The same person, who has just said a link's password.
  package func letIn(through lock: LinkLock, at now: Instant) -> GuestIdentity {
    let changes = Int64(lock.passwordChanges)
    return GuestIdentity(
      name: name, entry: Entry(link: lock.link, passwordChanges: changes, at: now.seconds))
  }

  /// Whether they have said the link's password, as it is now, within the last day. One who knows only
  /// the one before is a stranger.
  package func wasLetIn(through lock: LinkLock, at now: Instant) -> Bool {
    guard let entry else { return false }
    return entry.link == lock.link && entry.passwordChanges == Int64(lock.passwordChanges)
      && now.seconds - entry.at < Self.lately
  }

  fileprivate var claims: [String: Claim] {
    guard let entry else { return ["sub": .text(name)] }
    return [
      "sub": .text(name), "lnk": .text(entry.link.text), "pwc": .integer(entry.passwordChanges),
      "in": .integer(entry.at),
    ]
  }
}

/// The cookie that says who a guest is: signed, so that nobody makes themselves many without asking
/// for each, and nobody says of themselves that they were let in.
package struct GuestCookies: Sendable {
  private let signer: TokenSigner
  private let site: Site

  private static let name = "wl_guest"
  private static let tokenType = "guest+jwt"
  /// In seconds: 30 days.
  private static let lifetime = 30 * 86_400

  package init(signer: TokenSigner, site: Site) {
    self.signer = signer
    self.site = site
  }

  /// Who has sent a request; nil for who brings no cookie of ours.
  package func identity(of request: Request) -> GuestIdentity? {
    guard let text = site.cookie(Self.name, of: request),
      let claims = try? signer.verify(text, type: Self.tokenType, now: .now()),
      let name = claims.text("sub")
    else { return nil }
    var entry: GuestIdentity.Entry?
    if let link = claims.text("lnk").flatMap({ UUID($0) }), let changes = claims.integer("pwc"),
      let at = claims.integer("in")
    {
      entry = GuestIdentity.Entry(link: link, passwordChanges: changes, at: at)
    }
    return GuestIdentity(name: name, entry: entry)
  }

  /// The cookie by which they are known again.
  package func cookie(of identity: GuestIdentity) throws -> Cookie {
    var claims = identity.claims
    claims["exp"] = .integer(Instant.now().seconds + Int64(Self.lifetime))
    return Cookie(
      Self.name, try signer.sign(type: Self.tokenType, claims: claims),
      lifetime: .seconds(Self.lifetime), isSecure: site.isSecure)
  }
}
