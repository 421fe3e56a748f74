import Console
import HTML
import HTTP
import Language
import Primitives

/// Where a guest asks to become somebody who writes in the document.
struct EditRequestSection {
  let guest: DocumentGuest
  /// The form that comes back, if one does.
  let returned: FormState?

  static let name = "request"

  private var words: DocumentPhrases { guest.words }

  func write(to main: inout PageWriter) {
    let own = returned.flatMap { $0.name == Self.name ? $0 : nil }
    main.section(.class("asking"), .ariaLabelledBy("ask")) { section in
      section.h2(.id("ask"), text: words.ask)
      section.p(text: words.askText)
      if let own { section.returned(own, fields, guest) }
      let state = own ?? FormState(Self.name)
      section.details(own == nil ? [] : [.open]) { details in
        details.summary(text: words.ask)
        write(state, to: &details)
      }
    }
  }

  private func write(_ state: FormState, to details: inout PageWriter) {
    let address = SharedDocumentPagesRoute.editRequests(token: guest.token).address
    details.form(posting: Address(address), with: guest.proof) { form in
      for field in fields { form.field(field, in: state, guest.frame.phrases.console) }
      form.button(text: words.sendRequest)
    }
  }

  private var fields: [FormField] {
    [
      FormField(
        "email", words.email, .email, hint: words.emailHint, length: 3...254,
        autocomplete: "email"),
      FormField(
        "message", words.message, .multiline(rows: 3), length: 1...2_000, isRequired: false),
    ]
  }
}
