import Primitives

/// A whole page: the frame that every page of ours stands in.
package struct Document: Sendable {
  /// What the tab, the history and a link preview show; never a word of what the page holds.
  package var title: String
  /// BCP 47, of the page's own words.
  package var language: String
  /// Absolute paths of the style sheets, in order.
  package var stylesheets: [String]
  /// Absolute paths of scripts, ES modules: they run when the page is there, and every page works
  /// without.
  package var scripts: [String]
  /// Absolute path of the picture in the tab, an SVG; without one, browsers ask for a
  /// `/favicon.ico`.
  package var icon: String?

  package init(
    title: String, language: String, stylesheets: [String], scripts: [String] = [],
    icon: String? = nil
  ) {
    self.title = title
    self.language = language
    self.stylesheets = stylesheets
    self.scripts = scripts
    self.icon = icon
  }

  /// The page as UTF-8, with what `content` writes as its body.
  package func render(_ content: (inout PageWriter) throws -> Void) rethrows -> Bytes {
    var page = PageWriter()
    page.raw("<!doctype html>\n<html lang=\"")
    page.text(language)
    page.raw("\"><head><meta charset=\"utf-8\">")
    page.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">")
    page.raw("<meta name=\"robots\" content=\"noindex,nofollow\">")
    page.raw("<meta name=\"referrer\" content=\"no-referrer\"><title>")
    page.text(title)
    page.raw("</title>")
    if let icon {
      page.raw("<link rel=\"icon\" type=\"image/svg+xml\" href=\"")
      page.text(icon)
      page.raw("\">")
    }
    for sheet in stylesheets {
      page.raw("<link rel=\"stylesheet\" href=\"")
      page.text(sheet)
      page.raw("\">")
    }
    for script in scripts {
      page.raw("<script type=\"module\" src=\"")
      page.text(script)
      page.raw("\"></script>")
    }
    page.raw("</head><body>")
    try content(&page)
    page.raw("</body></html>\n")
    return page.finish()
  }
}
