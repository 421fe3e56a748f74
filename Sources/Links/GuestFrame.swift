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

  /// A page as an answer, with what `content` writes into its main part, and with the script that
  /// every page with times has.
  package func page(
    _ status: Status = .ok, _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    try page(status, scripts: [frame.site.files.script], content)
  }

  private func page(
    _ status: Status, scripts: [String], _ content: (inout PageWriter) throws -> Void
  ) rethrows -> Response {
    try frame.page(status, scripts: scripts) { body in
      banner?(&body)
      body.header(.class("brand")) { $0.p(text: phrases.product) }
      try body.main(.id("content"), content: content)
    }
  }

  /// The page that stands where an answer can't: which kind of no it is, and what to do next.
  package func page(for problem: Problem) -> Response {
    var response = page(problem.status, scripts: []) { $0.notice(frame.notice(for: problem)) }
    response.headers += problem.headers
    return response
  }
}
