// What forms are made of.

/// What shows that a form comes from a page of ours: some text that only such a page can know.
///
/// `package` conformances are few on purpose: each is a promise that the text can't be had by
/// another site, and that whoever takes the form checks it.
package protocol FormProof {
  /// The value of the hidden field `FormProofField.name`.
  var fieldText: String { get }
}

/// The hidden field that every form with an effect carries.
package enum FormProofField {
  package static let name = "form_token"
}

extension PageWriter {
  /// A form that changes something.
  ///
  /// This is the only way to write `method="post"`, so there is no such form without a proof.
  ///
  /// - Parameter address: of the operation that checks the proof.
  package mutating func form(
    posting address: Address, with proof: some FormProof, _ attributes: Attribute...,
    content: (inout PageWriter) throws -> Void
  ) rethrows {
    let head = [Attribute.method("post"), .action(address), .acceptCharset] + attributes
    try element(Tag(name: "form"), head) { form in
      form.hidden(FormProofField.name, proof.fieldText)
      try content(&form)
    }
  }

  /// A form that only asks for a page: what was filled in becomes the query.
  package mutating func form(
    asking address: Address, _ attributes: Attribute...,
    content: (inout PageWriter) throws -> Void
  ) rethrows {
    try element(Tag(name: "form"), [Attribute.action(address)] + attributes, content)
  }

  /// A field that is not seen.
  package mutating func hidden(_ name: String, _ value: String) {
    void(Tag(name: "input"), [.type(.hidden), .name(name), .value(value)])
  }

  package mutating func input(_ type: InputType, _ attributes: Attribute...) {
    input(type, attributes)
  }

  package mutating func input(_ type: InputType, _ attributes: [Attribute]) {
    void(Tag(name: "input"), [.type(type)] + attributes)
  }

  package mutating func label(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "label"), attributes, content) }

  package mutating func label(_ attributes: Attribute..., text: String) {
    element(Tag(name: "label"), attributes, text)
  }

  package mutating func select(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "select"), attributes, content) }

  package mutating func select(
    _ attributes: [Attribute], content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "select"), attributes, content) }

  package mutating func option(_ attributes: [Attribute], text: String) {
    element(Tag(name: "option"), attributes, text)
  }

  package mutating func option(_ attributes: Attribute..., text: String) {
    element(Tag(name: "option"), attributes, text)
  }

  /// One of many: piece by piece, without a list of attributes.
  package mutating func option(_ value: String, isChosen: Bool, text label: String) {
    raw("<option value=\"")
    text(value)
    raw(isChosen ? "\" selected>" : "\">")
    text(label)
    raw("</option>")
  }

  /// The text is what stands in the field. HTML drops a line break at the very start, so one is
  /// written there.
  package mutating func textarea(_ attributes: Attribute..., text: String) {
    textarea(attributes, text: text)
  }

  package mutating func textarea(_ attributes: [Attribute], text: String) {
    element(Tag(name: "textarea"), attributes, "\n" + text)
  }

  /// Sends its form.
  package mutating func button(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "button"), [.submits] + attributes, content) }

  package mutating func button(_ attributes: Attribute..., text: String) {
    element(Tag(name: "button"), [.submits] + attributes, text)
  }

  /// What Enter in a field does, where another button comes before the one that is meant: the first of
  /// a form's buttons is its default one (HTML, "implicit submission"). Nobody sees or hears it.
  package mutating func defaultButton() {
    element(
      Tag(name: "button"),
      [.submits, .class("unseen"), Attribute("tabindex", "-1"), .ariaHidden], "")
  }

  /// Does nothing by itself; for scripts, which show it.
  package mutating func scriptButton(_ attributes: Attribute..., text: String) {
    element(Tag(name: "button"), [.waits, .hidden] + attributes, text)
  }

  package mutating func fieldset(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "fieldset"), attributes, content) }

  package mutating func legend(
    _ attributes: Attribute..., content: (inout PageWriter) throws -> Void
  ) rethrows { try element(Tag(name: "legend"), attributes, content) }

  package mutating func legend(_ attributes: Attribute..., text: String) {
    element(Tag(name: "legend"), attributes, text)
  }

  package mutating func output(_ attributes: Attribute..., text: String) {
    element(Tag(name: "output"), attributes, text)
  }
}

/// What kind of field an `input` is. `submit`, `image` and `file` are none of them: buttons are
/// `button`s, and files have `files`.
package enum InputType: String, Sendable {
  case checkbox, email, hidden, number, password, radio, search, tel, text, url
  case dateAndTime = "datetime-local"
}

extension Attribute {
  package static func type(_ type: InputType) -> Attribute { Attribute("type", type.rawValue) }
  package static func name(_ value: String) -> Attribute { Attribute("name", value) }
  package static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
  /// As WHATWG HTML §4.10.18.7 lists them: `username`, `current-password`, `new-password` …
  package static func autocomplete(_ value: StaticString) -> Attribute {
    Attribute("autocomplete", value.description)
  }
  package static func inputmode(_ value: StaticString) -> Attribute {
    Attribute("inputmode", value.description)
  }
  package static func pattern(_ value: StaticString) -> Attribute {
    Attribute("pattern", value.description)
  }
  package static func placeholder(_ value: String) -> Attribute { Attribute("placeholder", value) }
  package static func minlength(_ value: Int) -> Attribute { Attribute("minlength", String(value)) }
  package static func maxlength(_ value: Int) -> Attribute { Attribute("maxlength", String(value)) }
  package static func rows(_ value: Int) -> Attribute { Attribute("rows", String(value)) }
  package static func ariaDescribedBy(_ ids: String) -> Attribute {
    Attribute("aria-describedby", ids)
  }
  package static func ariaLive(_ value: StaticString) -> Attribute {
    Attribute("aria-live", value.description)
  }
  /// Whether in whole steps, or `any`.
  package static func step(_ value: StaticString) -> Attribute {
    Attribute("step", value.description)
  }
  package static let ariaInvalid = Attribute("aria-invalid", "true")
  package static let autofocus = Attribute("autofocus", nil)
  package static let checked = Attribute("checked", nil)
  package static let disabled = Attribute("disabled", nil)
  /// Of a button: its form is sent as it is.
  package static let formNoValidate = Attribute("formnovalidate", nil)
  package static let hidden = Attribute("hidden", nil)
  package static let noSpellcheck = Attribute("spellcheck", "false")
  package static let readonly = Attribute("readonly", nil)
  package static let required = Attribute("required", nil)
  package static let selected = Attribute("selected", nil)
  /// For the script: a press of this button copies the value of the field with this id …
  package static func copies(_ id: String) -> Attribute { Attribute("data-copies", id) }
  /// … and says so, or says what to do instead.
  package static func saysCopied(_ text: String) -> Attribute { Attribute("data-copied", text) }
  package static func saysSelected(_ text: String) -> Attribute { Attribute("data-selected", text) }

  /// For the script: it asks this address now and then whether it is still as under the tag that
  /// `knowsTag` gives …
  package static func watches(_ address: Address) -> Attribute {
    Attribute("data-watches", address.text)
  }
  package static func knowsTag(_ tag: String) -> Attribute { Attribute("data-tag", tag) }
  /// … and says this once it isn't.
  package static func saysChanged(_ text: String) -> Attribute { Attribute("data-changed", text) }
  /// For the script: here it names the viewer's time zone.
  package static let namesZone = Attribute("data-zone", nil)
  /// For the script: this form's field `zone` follows the viewer's own zone, and this is said before
  /// its name.
  package static func saysZone(_ text: String) -> Attribute { Attribute("data-says-zone", text) }

  /// For the script: before the page is left, the viewer is asked whether what was typed into this form
  /// may be lost; also what was typed before and is shown again, if there is any.
  package static func guardsTyped(_ isTyped: Bool) -> Attribute {
    Attribute("data-guards", isTyped ? "typed" : "")
  }
  /// For the script: this form's field `password` is asked for only where `lock` says `new`.
  package static let locksPassword = Attribute("data-locks", nil)

  fileprivate static func action(_ address: Address) -> Attribute {
    Attribute("action", address.text)
  }
  fileprivate static func method(_ value: StaticString) -> Attribute {
    Attribute("method", value.description)
  }
  fileprivate static let acceptCharset = Attribute("accept-charset", "utf-8")
  fileprivate static let submits = Attribute("type", "submit")
  fileprivate static let waits = Attribute("type", "button")
}
