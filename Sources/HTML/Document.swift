import Primitives

/// A whole page: the frame that every page of ours stands in.
package struct Document<Content: HTML> {
  /// What the tab, the history and a link preview show; never a word of what the page holds.
  package var title: String
  /// BCP 47, of the page's own words.
  package var language: String
  /// Absolute paths of the style sheets, in order.
  package var stylesheets: [String]
  /// Absolute paths of scripts; each is deferred, and every page works without.
  package var scripts: [String]
  package var content: Content

  package init(
    title: String, language: String, stylesheets: [String], scripts: [String] = [],
    @HTMLBuilder content: () -> Content
  ) {
    self.title = title
    self.language = language
    self.stylesheets = stylesheets
    self.scripts = scripts
    self.content = content()
  }

  /// The page as UTF-8.
  package func render(capacity: Int = 8_192) -> Bytes {
    var page: Bytes = []
    page.reserveCapacity(capacity)
    page.append(literal: "<!doctype html>\n<html lang=\"")
    page.append(escaped: language)
    page.append(literal: "\"><head><meta charset=\"utf-8\">")
    page.append(
      literal: "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    page.append(literal: "<meta name=\"color-scheme\" content=\"light dark\">")
    page.append(literal: "<meta name=\"robots\" content=\"noindex,nofollow\">")
    page.append(literal: "<meta name=\"referrer\" content=\"no-referrer\"><title>")
    page.append(escaped: title)
    page.append(literal: "</title>")
    for sheet in stylesheets {
      page.append(literal: "<link rel=\"stylesheet\" href=\"")
      page.append(escaped: sheet)
      page.append(literal: "\">")
    }
    for script in scripts {
      page.append(literal: "<script defer src=\"")
      page.append(escaped: script)
      page.append(literal: "\"></script>")
    }
    page.append(literal: "</head><body>")
    content.write(to: &page)
    page.append(literal: "</body></html>\n")
    return page
  }
}
