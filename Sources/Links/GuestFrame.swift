import HTML
import HTTP
import Language
import Primitives

/// Where this system is reached, and the files its pages use.
package struct Site: Sendable {
  /// Scheme and host, without a slash at the end.
  package let baseURL: String
  /// Absolute path of the style sheet, with its hash in it.
  package let stylesheet: String

  package init(baseURL: String, stylesheet: String) {
    self.baseURL = baseURL
    self.stylesheet = stylesheet
  }
}

/// The frame around every page that a guest sees: quiet, small, without a third party.
package struct GuestFrame: Sendable {
  package let site: Site
  package let phrases: Phrases

  package init(site: Site, for request: Request) {
    self.site = site
    let code = request.headers.language(among: Language.codes)
    phrases = (code.flatMap(Language.init(rawValue:)) ?? .english).phrases
  }

  /// A page as an answer, with what `content` writes into its main part.
  package func page(
    _ status: Status = .ok, _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    let document = Document(
      title: phrases.product, language: phrases.code, stylesheets: [site.stylesheet],
      icon: Self.icon)
    let bytes = try document.render { body in
      body.a(
        .class("skip"), .href(Address(fragment: "content")), text: phrases.skipToContent)
      body.header(.class("brand")) { $0.p(text: phrases.product) }
      try body.main(.id("content"), content: content)
    }
    return Response(
      status,
      headers: [
        Header("Content-Type", "text/html; charset=utf-8"),
        Header("Content-Language", phrases.code),
        Header("Content-Security-Policy", Self.policy),
      ], body: .bytes(bytes))
  }

  /// The page that stands where an answer can't: which kind of no it is, and what to do next.
  package func page(for problem: Problem) -> Response {
    let notice = notice(for: problem)
    var response = page(problem.status) { main in
      main.section(.class("notice")) { section in
        section.h1(text: notice.title)
        section.p(text: notice.text)
      }
    }
    response.headers += problem.headers
    return response
  }

  private func notice(for problem: Problem) -> Notice {
    switch problem.code {
    case "share_link_not_found": phrases.linkNotFound
    case "share_link_expired": phrases.linkExpired
    case "share_link_revoked": phrases.linkRevoked
    case "share_link_paused": phrases.linkPaused
    case "subject_deleted": phrases.subjectDeleted
    default: general(problem.status)
    }
  }

  private func general(_ status: Status) -> Notice {
    switch status {
    case .notFound: phrases.pageNotFound
    case .methodNotAllowed: phrases.wrongMethod
    case .serviceUnavailable: phrases.busy
    case let status where status.code >= 500: phrases.ourFault
    default: phrases.badRequest
    }
  }

  /// Under a fixed name, since browsers ask for icons by fixed names too.
  private static let icon = "/favicon.svg"

  /// Nothing but our own style sheets, scripts and pictures; no frame may hold the page.
  private static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
