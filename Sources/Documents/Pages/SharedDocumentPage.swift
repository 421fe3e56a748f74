import Console
import HTML
import HTTP
import Language
import Links
import Markdown
import Primitives

/// The page behind a document's share link (seed 4): its words, what was said about them, and what this
/// guest may do.
struct SharedDocumentPage {
  let guest: DocumentGuest
  let title: String
  let html: SafeHTML
  let updatedAt: Instant
  let link: OpenLink
  let threads: CommentThreads
  /// A form that comes back, under the name of the one it is; nil: all are as they are first shown.
  var returned: FormState?

  private var phrases: Phrases { guest.frame.phrases }
  private var words: DocumentPhrases { guest.words }

  func response() -> Response {
    let hasForms = link.allowsComments || link.allowsEditRequests || guest.message != nil
    var response =
      hasForms
      ? guest.page(returned?.status ?? .ok, write) : guest.plainPage(write)
    response.headers += returned?.problem?.headers ?? []
    return response
  }

  private func write(to main: inout PageWriter) {
    if let message = guest.message {
      main.p(.class("message"), .role("status"), text: words.said(message))
    }
    main.p(.class("kicker"), text: words.sharedDocument)
    main.h1(.dir("auto"), text: title)
    main.p(.class("quiet facts-line")) { p in
      p.span { span in
        span.text(words.lastChanged + " ")
        span.moment(updatedAt)
      }
      p.text(" ")
      p.span { $0.linkExpiry(link.expiresAt, now: link.now, phrases) }
    }
    if html.bytes.isEmpty {
      main.p(.class("nothing"), text: words.empty)
    } else {
      main.article(.class("prose"), .dir("auto")) { $0.raw(html) }
    }
    if link.allowsComments || !threads.isEmpty {
      SharedDocumentComments(
        guest: guest, threads: threads, link: link, returned: returned
      ).write(to: &main)
    }
    if link.allowsEditRequests {
      EditRequestSection(guest: guest, returned: returned).write(to: &main)
    }
  }
}
