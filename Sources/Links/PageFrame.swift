import HTML
import HTTP
import Language
import Primitives

/// Where this system is reached, and the files its pages use.
package struct Site: Sendable {
  /// Absolute paths of files, with their hashes in them.
  package struct Files: Sendable {
    /// Of every page.
    package let stylesheet: String
    /// Of every page that shows times.
    package let script: String
    /// What members' pages need beside it.
    package let consoleStylesheet: String
    /// Of every page with a form in which something is typed.
    package let formStylesheet: String
    /// Of every page that shows what somebody wrote in a document.
    package let documentStylesheet: String
    package let consoleScript: String

    package init(
      stylesheet: String, script: String, consoleStylesheet: String, consoleScript: String,
      formStylesheet: String, documentStylesheet: String
    ) {
      self.stylesheet = stylesheet
      self.script = script
      self.consoleStylesheet = consoleStylesheet
      self.consoleScript = consoleScript
      self.formStylesheet = formStylesheet
      self.documentStylesheet = documentStylesheet
    }
  }

  /// Scheme and host, without a slash at the end.
  package let baseURL: String
  package let files: Files

  package init(baseURL: String, files: Files) {
    self.baseURL = baseURL
    self.files = files
  }

  /// Whether it is reached by https, so that its cookies may be for https alone.
  package var isSecure: Bool { baseURL.hasPrefix("https://") }

  /// The value of a cookie of ours, under the name that it bears on this site.
  ///
  /// - Parameter path: that it was set for.
  package func cookie(
    _ name: String, path: LocalPath = .root, of request: Request
  ) -> String? {
    request.headers.cookie(Cookie.name(name, path: path, isSecure: isSecure))
  }
}

/// What all pages have in common: one document, quiet, small, without a third party, in the reader's
/// language.
package struct PageFrame: Sendable {
  package let site: Site
  package let phrases: Phrases

  /// The cookie in which somebody has chosen a language.
  package static let languageCookie = "waylink-language"

  /// The language is the one that was chosen, or else the best for `Accept-Language`.
  package init(site: Site, for request: Request) {
    self.site = site
    let chosen = site.cookie(Self.languageCookie, of: request).flatMap(Language.init(rawValue:))
    let preferred = request.headers.language(among: Language.codes)
    phrases = (chosen ?? preferred.flatMap(Language.init(rawValue:)) ?? .english).phrases
  }

  /// A page as an answer, with what `content` writes between the skip link and the end.
  ///
  /// - Parameters:
  ///   - title: what the tab and a link preview show, before the product's name.
  ///   - stylesheets: beside the one of every page.
  package func page(
    _ status: Status, title: String? = nil, stylesheets: [String] = [], scripts: [String] = [],
    _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    let document = Document(
      title: title.map { "\($0) · \(phrases.product)" } ?? phrases.product, language: phrases.code,
      stylesheets: [site.files.stylesheet] + stylesheets, scripts: scripts, icon: Self.icon)
    let bytes = try document.render { body in
      body.a(
        .class("skip"), .href(Address(fragment: "content")), text: phrases.skipToContent)
      try content(&body)
    }
    return Response(
      status,
      headers: [
        Header("Content-Type", "text/html; charset=utf-8"),
        Header("Content-Language", phrases.code),
        Header("Content-Security-Policy", Self.policy),
      ], body: .bytes(bytes))
  }

  /// Which kind of no it is, and what to do next, in words.
  package func notice(for problem: Problem) -> Notice {
    switch problem.code {
    case "share_link_not_found": phrases.linkNotFound
    case "share_link_expired": phrases.linkExpired
    case "share_link_revoked": phrases.linkRevoked
    case "share_link_paused": phrases.linkPaused
    case "subject_deleted": phrases.subjectDeleted
    case "document_not_available": phrases.document.notAvailable
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

extension PageWriter {
  /// A notice that stands where a page can't.
  package mutating func notice(_ notice: Notice) {
    section(.class("notice")) { section in
      section.h1(text: notice.title)
      section.p(text: notice.text)
    }
  }
}
