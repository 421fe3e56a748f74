import HTML
import HTTP
import Language
import Primitives

/// A form as it stands on a page: what was typed into it before, and what was wrong with that.
package struct FormState {
  /// Tells the forms of one page apart; ids begin with it.
  package let name: String
  private let typed: Form
  package let problem: Problem?

  /// The field with which a page says which sending of its form this is.
  package static let onceField = "once"

  /// As it is first shown.
  ///
  /// - Parameter typed: what stands in it already.
  package init(_ name: String, holding typed: Form = Form()) {
    self.name = name
    self.typed = typed
    problem = nil
  }

  /// As it comes back.
  package init(_ name: String, _ typed: Form, _ problem: Problem) {
    self.init(name, typed, .some(problem))
  }

  /// The same with some of what was typed put otherwise.
  package func changing(_ change: (inout Form) -> Void) -> FormState {
    var form = typed
    change(&form)
    return FormState(name, form, problem)
  }

  private init(_ name: String, _ typed: Form, _ problem: Problem?) {
    self.name = name
    self.typed = typed
    self.problem = problem
  }

  /// Whether it holds what somebody has sent, and not what stands in it at first.
  package var isTyped: Bool { !typed.fields.isEmpty }

  package var status: Status { problem?.status ?? .ok }

  /// What stands in a field.
  package subscript(field: String) -> String? { typed[field] }

  /// Whether something was typed into a field that stands empty at first, or was wrong with it.
  package func holds(_ field: FormField) -> Bool {
    problem?.fields.contains { $0.field == field.name } ?? false
      || self[field.name].map { !$0.isEmpty && !field.isChoice } ?? false
  }

  func id(_ field: String) -> String { "\(name)-\(field)" }

  func error(_ field: FormField, _ words: ConsolePhrases) -> String? {
    guard let error = problem?.fields.first(where: { $0.field == field.name }) else { return nil }
    if let words = field.errors[error.code] { return words }
    if error.code == "wrong_length", let length = field.length { return words.wrongLength(length) }
    let ofLine = error.line.flatMap { words.lineError(error.code, $0) }
    return ofLine ?? words.fieldError(error.code) ?? words.fieldWrong
  }

  /// Whether a form is shown again for this, rather than a page that says no: the person can do
  /// something about it there.
  package static func belongsOnPage(_ problem: Problem) -> Bool {
    switch problem.code {
    case "invalid_form", "unsupported_media_type", "payload_too_large": false
    case "unauthorized", "form_expired", "foreign_form", "members_only", "clients_only",
      "signup_closed":
      false
    default: [400, 401, 403, 409, 422, 429, 503].contains(problem.status.code)
    }
  }
}

/// One field of a form, as a page describes it.
package struct FormField {
  package enum Kind {
    case text
    case email
    /// Never shown again, whatever was typed.
    case password
    case multiline(rows: Int)
    /// Text that is typed for a machine, each character as wide as the others.
    case source(rows: Int)
    /// A line that nothing looks at for its spelling, such as a password that is to be passed on.
    case verbatim
    /// A box that sends `true` when it is ticked, and nothing else.
    case tick
    /// Without a zone: another field says in which it is meant.
    case dateAndTime
    /// value, label
    case choice([(value: String, label: String)])
  }

  let name: String
  let label: String
  let kind: Kind
  let hint: String?
  let placeholder: String?
  let length: ClosedRange<Int>?
  let isRequired: Bool
  /// Whether the label says that it may stay empty; of no use where nothing there is asked for.
  let saysOptional: Bool
  /// As HTML lists them.
  let autocomplete: StaticString
  /// What stands in it at first.
  let value: String
  /// Whether it has the focus from the beginning; at most one of a page, and none beside a summary.
  let isFocused: Bool
  /// The words for errors that mean something else here than elsewhere, by their codes.
  let errors: [String: String]

  package init(
    _ name: String, _ label: String, _ kind: Kind = .text, hint: String? = nil,
    placeholder: String? = nil, length: ClosedRange<Int>? = nil, isRequired: Bool = true,
    saysOptional: Bool = true, autocomplete: StaticString = "off", value: String = "",
    isFocused: Bool = false,
    errors: [String: String] = [:]
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.hint = hint
    self.placeholder = placeholder
    self.length = length
    self.isRequired = isRequired
    self.saysOptional = saysOptional
    self.autocomplete = autocomplete
    self.value = value
    self.isFocused = isFocused
    self.errors = errors
  }
}

extension PageWriter {
  /// New with each page: what is sent twice is done once, what is corrected is another thing.
  package mutating func once() { hidden(FormState.onceField, UUID.v7().text) }

  /// What was wrong with the form as a whole, or a list of links to the fields where something was.
  /// It takes the focus, so that nobody has to look for it.
  ///
  /// - Parameter notice: what it says; nil: what members are told.
  package mutating func summary(
    of state: FormState, _ fields: [FormField], _ words: ConsolePhrases,
    saying notice: Notice? = nil
  ) {
    guard let problem = state.problem else { return }
    let wrong = fields.compactMap { field in
      state.error(field, words).map { (field, error: $0) }
    }
    let notice = notice ?? words.problem(problem.code)
    section(
      .class("errors"), .id(state.id("errors")), .role("alert"), .tabindex(-1), .autofocus
    ) { section in
      section.h2(text: notice?.title ?? (wrong.isEmpty ? words.fieldWrong : words.checkForm))
      if let notice { section.p(text: notice.text) }
      guard !wrong.isEmpty else { return }
      section.ul { ul in
        for (field, error) in wrong {
          let address = Address(fragment: state.id(field.name))
          ul.li { $0.a(.href(address), text: "\(field.label): \(error)") }
        }
      }
    }
  }

  /// A field with its label, its hint, what was wrong, and what was typed.
  package mutating func field(
    _ field: FormField, in state: FormState, _ words: ConsolePhrases
  ) {
    if case .tick = field.kind { return tick(field, in: state) }
    let error = state.error(field, words)
    div(.class(error == nil ? "field" : "field wrong")) { div in
      div.label(.for(state.id(field.name))) { label in
        label.text(field.label)
        if !field.isRequired, field.saysOptional {
          label.span(.class("quiet"), text: " (\(words.optional))")
        }
      }
      if let hint = field.hint {
        div.p(.class("hint"), .id(state.id(field.name) + "-hint"), text: hint)
      }
      if let error {
        div.p(.class("error"), .id(state.id(field.name) + "-error"), text: error)
      }
      div.control(field, in: state, hasError: error != nil)
    }
  }

  /// Once a form has come back, a box that isn't ticked says so by sending nothing.
  private mutating func tick(_ field: FormField, in state: FormState) {
    let isOn = state.problem == nil ? field.value == "true" : state[field.name] != nil
    let id = state.id(field.name)
    div(.class("field")) { div in
      div.label(.class("tick")) { label in
        label.input(
          .checkbox,
          [.id(id), .name(field.name), .value("true")] + (isOn ? [.checked] : [])
            + (field.hint == nil ? [] : [.ariaDescribedBy(id + "-hint")]))
        label.text(field.label)
      }
      if let hint = field.hint { div.p(.class("hint"), .id(id + "-hint"), text: hint) }
    }
  }

  private mutating func control(_ field: FormField, in state: FormState, hasError: Bool) {
    let id = state.id(field.name)
    var attributes: [Attribute] = [.id(id), .name(field.name)]
    let described = [field.hint == nil ? nil : id + "-hint", hasError ? id + "-error" : nil]
      .compactMap { $0 }
    if !described.isEmpty {
      attributes.append(.ariaDescribedBy(described.joined(separator: " ")))
    }
    if hasError { attributes.append(.ariaInvalid) }
    let value = state[field.name] ?? field.value
    switch field.kind {
    case .text: input(.text, attributes + field.typing + [.value(value)])
    case .email:
      input(.email, attributes + field.typing + [.value(value), .noSpellcheck])
    case .password: input(.password, attributes + field.typing)
    case .dateAndTime: input(.dateAndTime, attributes + field.typing + [.value(value)])
    case .verbatim:
      input(.text, attributes + field.typing + [.value(value), .noSpellcheck])
    case .multiline(let rows): textarea(attributes + field.typing + [.rows(rows)], text: value)
    case .source(let rows):
      textarea(attributes + field.typing + [.rows(rows), .class("source")], text: value)
    // Written where its label is.
    case .tick: break
    case .choice(let options):
      select(attributes) { select in
        for option in options {
          select.option(option.value, isChosen: option.value == value, text: option.label)
        }
      }
    }
  }
}

extension FormField {
  fileprivate var isChoice: Bool {
    if case .choice = kind { true } else { false }
  }

  fileprivate var typing: [Attribute] {
    // HTML counts UTF-16 where we count scalars, which are never more.
    var attributes: [Attribute] = [.autocomplete(autocomplete)]
    if isRequired { attributes.append(.required) }
    if isFocused { attributes.append(.autofocus) }
    if let placeholder { attributes.append(.placeholder(placeholder)) }
    if let length { attributes.append(.maxlength(length.upperBound * 2)) }
    return attributes
  }
}
