import HTML
import HTTP
import Language
import Primitives

/// What is asked before something that can't be undone.
package struct Confirmation {
  let title: String
  let text: String
  let action: String
  let path: LocalPath
  let fields: [(name: String, value: String)]
  let back: LocalPath

  /// - Parameters:
  ///   - text: what will happen, and what will not.
  ///   - action: what the button says: the act itself, never "OK".
  ///   - path: where the form is sent.
  ///   - fields: what is sent with it.
  ///   - back: where to go instead.
  package init(
    title: String, text: String, action: String, path: LocalPath,
    fields: [(name: String, value: String)] = [], back: LocalPath
  ) {
    self.title = title
    self.text = text
    self.action = action
    self.path = path
    self.fields = fields
    self.back = back
  }
}

extension VisitBy {
  /// The page that asks.
  package func confirmation(_ question: Confirmation, section: LocalPath) -> Response {
    page(title: question.title, section: section) { main in
      main.h1(.dir("auto"), text: question.title)
      main.p(.class("lead"), text: question.text)
      main.form(posting: Address(question.path), with: proof, .class("row")) { form in
        for (name, value) in question.fields { form.hidden(name, value) }
        form.button(.class("danger"), text: question.action)
        form.a(.class("button plain"), .href(Address(question.back))) { a in
          a.text(phrases.console.cancel)
        }
      }
    }
  }
}

extension PageWriter {
  /// A text that is there to be copied: it can be selected without a script, and one press copies it
  /// with one.
  ///
  /// - Parameter button: what the button says; "Copy" unless something else is given.
  package mutating func copyField(
    _ id: String, label: String, value: String, _ words: ConsolePhrases, button: String? = nil
  ) {
    div(.class("field copy")) { div in
      div.label(.for(id), .dir("auto"), text: label)
      div.div(.class("row")) { row in
        row.input(.text, .id(id), .value(value), .readonly, .noSpellcheck, .autocomplete("off"))
        row.scriptButton(
          .copies(id), .saysCopied(words.copied), .saysSelected(words.selected),
          text: button ?? words.copy)
        row.output(.for(id), .class("quiet"), text: "")
      }
    }
  }

  /// The same where there is little room: a button. With a script it copies; without one it opens
  /// and shows the text.
  ///
  /// - Parameters:
  ///   - label: what the button says; `of`: what it is about, for those who don't see where it is.
  ///   - field: what the text is.
  package mutating func copyButton(
    _ id: String, label: String, of: String, field: String, value: String, _ words: ConsolePhrases
  ) {
    div(.class("copies")) { div in
      div.scriptButton(
        .class("soft"), .copies(id), .saysCopied(words.copied), .saysSelected(words.selected),
        .ariaLabel("\(label) \(of)"), text: label)
      div.details { details in
        details.summary(.class("button soft"), .ariaLabel("\(label) \(of)"), text: label)
        details.input(
          .text, .id(id), .value(value), .readonly, .noSpellcheck, .autocomplete("off"),
          .ariaLabel("\(field) \(of)"))
      }
      div.output(.for(id), .class("quiet"), text: "")
    }
  }
}
