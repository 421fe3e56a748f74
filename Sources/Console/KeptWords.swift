import HTML
import HTTP
import Language
import Primitives

/// What somebody has typed for something that is not there any more: shown once more, so that they can
/// copy it.
package struct KeptWords {
  private let parts: [(label: String, text: String)]

  /// - Parameter fields: of a form, by their names, with what they are called.
  package init(of form: Form, _ fields: [(name: String, label: String)]) {
    self.init(of: FormState("kept", holding: form), fields)
  }

  /// The same of a form that has come back.
  package init(of state: FormState, _ fields: [(name: String, label: String)]) {
    parts = fields.compactMap { name, label in
      state[name].flatMap { $0.isEmpty ? nil : (label, $0) }
    }
  }

  package var isEmpty: Bool { parts.isEmpty }

  package func write(_ notice: Notice, to main: inout PageWriter) {
    guard !isEmpty else { return }
    main.section(.class("kept")) { section in
      section.h2(text: notice.title)
      section.p(text: notice.text)
      for (number, part) in parts.enumerated() {
        section.div(.class("field")) { div in
          div.label(.for("kept-\(number)"), text: part.label)
          div.textarea(
            .id("kept-\(number)"), .dir("auto"), .readonly, .autocomplete("off"),
            .rows(part.text.rows), text: part.text)
        }
      }
    }
  }
}

extension String {
  /// How high a field for it is: as it needs, as long as it leaves room for the rest of a page.
  fileprivate var rows: Int {
    let lines = utf8.count { $0 == UInt8(ascii: "\n") } + 1
    return min(max(lines, utf8.count / 60 + 1), 16)
  }
}
