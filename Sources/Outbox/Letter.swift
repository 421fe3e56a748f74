import HTML
import Mail
import Primitives

/// What a message says: a few paragraphs, perhaps one link, and why it came. Written once, shown as a
/// text and as a page.
package struct Letter: Sendable {
  /// A link, and what to call it.
  package struct Action: Sendable {
    let label: String
    let url: String

    /// - Parameter url: `https://…` or `http://…`.
    package init(_ label: String, url: String) {
      self.label = label
      self.url = url
    }
  }

  package let to: MailAddress
  let language: StaticString
  package let subject: String
  let paragraphs: [String]
  package let action: Action?
  /// In small print at the end.
  let closing: String

  package init(
    to: MailAddress, language: StaticString, subject: String, paragraphs: [String],
    action: Action? = nil, closing: String
  ) {
    self.to = to
    self.language = language
    self.subject = subject
    self.paragraphs = paragraphs
    self.action = action
    self.closing = closing
  }

  func message(_ id: UUID, from sender: MailAddress, at date: Instant) -> MailMessage {
    MailMessage(
      id: id, from: sender, to: to, subject: subject, text: text, html: page, language: language,
      date: date)
  }

  private var text: String {
    let action = action.map { "\($0.label):\n\($0.url)" }
    return (paragraphs + [action].compactMap(\.self) + ["-- \n\(closing)"])
      .joined(separator: "\n\n") + "\n"
  }

  /// Without a style sheet or a picture: nothing is fetched when it is read.
  private var page: Bytes {
    let document = Document(title: subject, language: language.description, stylesheets: [])
    return document.render { body in
      for paragraph in paragraphs { body.p(.dir("auto"), text: paragraph) }
      if let action, let address = Address(url: action.url) {
        body.p { $0.a(.href(address), text: action.label) }
        // For those whose program shows no links.
        body.p(text: action.url)
      }
      body.p { $0.small(text: closing) }
    }
  }
}
