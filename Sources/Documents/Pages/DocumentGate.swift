import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// The page that asks for a link's password. It says nothing of the document.
struct DocumentGate {
  let guest: DocumentGuest
  /// What was typed elsewhere, and waits for the password.
  let held: HeldForm?

  /// What came before it.
  enum Attempt {
    /// Nothing: they have only just come.
    case none
    /// The form, without a password.
    case empty
    case failed
    /// A form that none of our pages has shown to this browser.
    case expired
  }

  private static let field = "password"

  /// - Parameter problem: why the door is shut, as the API says it.
  func response(_ problem: Problem, after attempt: Attempt) -> Response {
    let state = state(problem, after: attempt)
    let shown = state.problem ?? problem
    var response = guest.page(shown.status) { main in
      main.section(.class("gate")) { section in
        section.h1(text: guest.words.locked.title)
        section.p(text: held == nil ? guest.words.locked.text : guest.words.lockedAgain)
        // A single field needs no list of what is wrong: it takes the focus itself.
        let notice = notice(state.problem)
        if let notice {
          section.summary(of: state, [], guest.frame.phrases.console, saying: notice)
        }
        write(state, isFocused: notice == nil, to: &section)
      }
    }
    response.headers += shown.headers
    return response
  }

  private func write(_ state: FormState, isFocused: Bool, to section: inout PageWriter) {
    let address = Address(SharedDocumentPagesRoute.password(token: guest.token).address)
    section.form(posting: address, with: guest.proof) { form in
      held?.write(to: &form)
      form.field(field(isFocused), in: state, guest.frame.phrases.console)
      form.button(text: guest.words.open)
    }
  }

  private func field(_ isFocused: Bool) -> FormField {
    FormField(
      Self.field, guest.words.password, .password, length: 1...128,
      autocomplete: "current-password", isFocused: isFocused)
  }

  /// What the API says of the whole, a page says beside the field.
  private func state(_ problem: Problem, after attempt: Attempt) -> FormState {
    guard problem.status == .unauthorized else { return FormState(Self.field, Form(), problem) }
    let code: String
    switch attempt {
    case .none: return FormState(Self.field)
    case .empty: code = "required"
    case .failed: code = "wrong_password"
    case .expired: return FormState(Self.field, Form(), ConsoleError.formExpired.problem)
    }
    var problem = problem
    problem.fields = [FieldError(Self.field, code, "must be the link's password")]
    return FormState(Self.field, Form(), problem)
  }

  private func notice(_ problem: Problem?) -> Notice? {
    guard let problem, problem.fields.isEmpty else { return nil }
    if problem.status == .tooManyRequests { return guest.words.tooManyTries(problem.wait) }
    return guest.frame.notice(for: problem)
  }
}

extension Problem {
  /// What `Retry-After` says, in seconds.
  fileprivate var wait: Int {
    headers.first { $0.name == "Retry-After" }.flatMap { Int($0.value) } ?? 0
  }
}
