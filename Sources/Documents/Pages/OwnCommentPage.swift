import Console
import HTML
import HTTP
import Language
import Primitives

/// Where a guest changes or deletes what they have said; by a link that lets them say nothing any more,
/// only deletes it.
struct OwnCommentPage {
  let guest: DocumentGuest
  let comment: Comment
  /// Whether the link lets its guests say anything.
  let isChangeable: Bool

  static let name = "own"

  private var words: DocumentPhrases { guest.words }

  /// - Parameter state: the form, when it comes back.
  func response(_ state: FormState? = nil) -> Response {
    var response = guest.page(state?.status ?? .ok) { main in
      main.h1(text: words.ownComment)
      if let state { main.returned(state, [field], guest) }
      if isChangeable {
        write(state ?? FormState(Self.name), to: &main)
      } else {
        main.article(.class("comment")) {
          $0.p(.class("said"), .dir("auto"), text: comment.body)
        }
      }
      writeDeletion(to: &main)
      main.backToDocument(guest)
    }
    response.headers += state?.problem?.headers ?? []
    return response
  }

  private func write(_ state: FormState, to main: inout PageWriter) {
    let address = SharedDocumentPagesRoute.comment(comment.id, token: guest.token).address
    main.form(posting: Address(address), with: guest.proof, .class("own")) { form in
      form.field(field, in: state, guest.frame.phrases.console)
      form.button(text: words.save)
    }
  }

  private var field: FormField {
    FormField(
      "body", words.comment, .multiline(rows: 6), length: 1...5_000, value: comment.body)
  }

  private func writeDeletion(to main: inout PageWriter) {
    let address = SharedDocumentPagesRoute.deletion(comment.id, token: guest.token).address
    main.form(posting: Address(address), with: guest.proof, .class("delete")) { form in
      form.p(.class("quiet"), text: words.deleteText)
      form.button(.class("plain"), text: words.delete)
    }
  }
}

extension PageWriter {
  mutating func backToDocument(_ guest: DocumentGuest) {
    p(.class("next")) { $0.a(.href(Address(guest.address)), text: guest.words.backToDocument) }
  }
}
