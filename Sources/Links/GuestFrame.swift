import HTML
import HTTP
import Language

/// The frame around every page that a guest sees.
package struct GuestFrame: Sendable {
  private let frame: PageFrame
  private let banner: (@Sendable (inout PageWriter) -> Void)?

  package var phrases: Phrases { frame.phrases }

  /// - Parameter banner: writes what stands above the page, where it isn't shown to a guest.
  package init(
    site: Site, for request: Request, banner: (@Sendable (inout PageWriter) -> Void)? = nil
  ) {
    frame = PageFrame(site: site, for: request)
    self.banner = banner
  }

  package var site: Site { frame.site }

  /// A page as an answer, with what `content` writes into its main part, and with the script that
  /// every page with times has.
  ///
  /// - Parameter stylesheets: beside the one of every page.
  package func page(
    _ status: Status = .ok, stylesheets: [String] = [],
    _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    try page(status, stylesheets: stylesheets, scripts: [frame.site.files.script], content)
  }

  private func page(
    _ status: Status, stylesheets: [String] = [], scripts: [String],
    _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    try frame.page(status, stylesheets: stylesheets, scripts: scripts) { body in
      banner?(&body)
      body.header(.class("brand")) { $0.p(text: phrases.product) }
      try body.main(.id("content"), content: content)
    }
  }

  /// In a guest's words: which kind of no it is, and what to do next.
  package func notice(for problem: Problem) -> Notice {
    phrases.document.problem(problem.code) ?? frame.notice(for: problem)
  }

  /// The page that stands where an answer can't.
  package func page(for problem: Problem) -> Response {
    var response = page(problem.status, scripts: []) { $0.notice(notice(for: problem)) }
    response.headers += problem.headers
    return response
  }
}
