import HTML
import HTTP
import Primitives

/// What is asked before something that can be done in more than one way.
package struct Question {
  let title: String
  let text: String
  let field: FormField
  let action: String
  let isGrave: Bool
  let path: LocalPath
  let back: LocalPath

  /// - Parameters:
  ///   - text: what will happen, and what will not.
  ///   - field: the way in which it is to be done.
  ///   - action: what the button says: the act itself, never "OK".
  ///   - isGrave: whether it can't be undone.
  ///   - path: where the form is sent.
  ///   - back: where to go instead.
  package init(
    title: String, text: String, field: FormField, action: String, isGrave: Bool = false,
    path: LocalPath, back: LocalPath
  ) {
    self.title = title
    self.text = text
    self.field = field
    self.action = action
    self.isGrave = isGrave
    self.path = path
    self.back = back
  }
}

extension VisitBy {
  /// The page that asks.
  ///
  /// - Parameters:
  ///   - state: how the form stands.
  ///   - kicker: writes above the title what it is about.
  package func question(
    _ question: Question, _ state: FormState, section: LocalPath,
    kicker: (inout PageWriter) -> Void
  ) -> Response {
    page(
      state.status, title: question.title, section: section, hasError: state.problem != nil
    ) { main in
      kicker(&main)
      main.h1(text: question.title)
      main.p(.class("lead"), text: question.text)
      main.summary(of: state, [question.field], phrases.console)
      main.form(posting: Address(question.path), with: proof, .class("card")) { form in
        form.field(question.field, in: state, phrases.console)
        form.div(.class("row")) { row in
          if question.isGrave {
            row.button(.class("danger"), text: question.action)
          } else {
            row.button(text: question.action)
          }
          row.a(
            .class("button plain"), .href(Address(question.back)), text: phrases.console.cancel)
        }
      }
    }
  }
}
