import Accounts
import HTML
import HTTP
import Links
import Primitives
import Security

// What shows that a form came from a page of ours.

extension FormToken: FormProof {
  package var fieldText: String { text }
}

/// The proof of those forms that nobody need be signed in for: signing in and up, choosing a language
/// there, and what guests send.
///
/// A secret in a short-lived cookie, and its tag in the form (OWASP's signed double submit): another
/// site can neither read the cookie nor, where its name begins with `__Host-`, set one.
package struct AnonymousFormToken: FormProof {
  static let cookie = "waylink-form"
  private static let lifetime = 4 * 3_600

  private let secret: LinkToken
  package let fieldText: String

  /// Of the browser that sent a request: the one that it has, or a new one.
  package init(for request: Request, at site: Site) {
    secret = Self.known(request, site) ?? LinkToken()
    fieldText = MaskedTag.text(of: Self.tag(secret))
  }

  private static func known(_ request: Request, _ site: Site) -> LinkToken? {
    site.cookie(cookie, of: request).flatMap { LinkToken($0) }
  }

  private static func tag(_ secret: LinkToken) -> Digest {
    HMAC.tag(of: "waylink anonymous form", key: Bytes(secret.text.utf8))
  }

  /// Set with each page that holds such a form, so that one that lies open for long still works.
  package func cookie(at site: Site) -> Cookie {
    Cookie(
      Self.cookie, secret.text, lifetime: .seconds(Self.lifetime), isSecure: site.isSecure)
  }

  /// The form that a request brings, without its proof, and whether it came from a page that this
  /// browser was shown: if not, nothing may be done, but what was typed may be shown again.
  ///
  /// Throws 403 `foreign_form` where the browser says that another site sent it, and what `Form.read`
  /// throws.
  package static func form(
    of request: Request, at site: Site, atMost limit: Int = Console.maximumForm
  ) throws -> (form: Form, isOurs: Bool) {
    guard Origin(of: request, at: site) != .another else { throw ConsoleError.foreignForm }
    var form = try Form.read(request, atMost: limit)
    let token = form.take(FormProofField.name)
    return (form, accepts(token, of: request, at: site))
  }

  /// Whether a form came from a page that this browser was shown.
  private static func accepts(_ text: String?, of request: Request, at site: Site) -> Bool {
    guard let secret = known(request, site), let sent = text.flatMap(MaskedTag.read)
    else { return false }
    return tag(secret).matches(sent)
  }
}

/// Where a request comes from, as far as the browser says.
enum Origin {
  case ours, another, unknown

  /// `Sec-Fetch-Site` says it best; without it, `Origin` does, unless it is `null`, which is what a
  /// browser sends for pages that keep to themselves where a form stood, as ours do.
  init(of request: Request, at site: Site) {
    switch (request.headers.secFetchSite, request.headers.origin) {
    case ("same-origin"?, _): self = .ours
    case (.some, _): self = .another
    case (nil, "null"?), (nil, nil): self = .unknown
    case (nil, let origin?): self = origin == site.baseURL ? .ours : .another
    }
  }
}
