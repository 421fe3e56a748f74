import Audit
import HTTP
import Language
import MariaDB
import Primitives

/// What an account is told by message, and in which language.
package struct MessageSettings: Sendable {
  package struct Switch: Sendable {
    package let kind: MessageKind
    package let isOn: Bool
  }

  package let language: Language
  /// Of the kinds that concern the account, in the order in which they are declared.
  package let switches: [Switch]
}

/// `{language?, messages?: [{kind, enabled}]}`.
package struct MessageSettingsForm: Sendable {
  var language: Language?
  var switches: [MessageSettings.Switch] = []

  /// - Parameter kinds: those that the account may switch.
  package init(_ fields: inout Fields, for kinds: [MessageKind]) {
    if let code = fields.optionalText("language", length: 1...35) {
      language = Language(rawValue: code)
      if language == nil { fields.refuse("language", "not_allowed", "must be one of: en, es") }
    }
    guard let list = fields.value("messages") else { return }
    var index = 0
    let isList: Void? = list.forEachElement { element in
      guard index < MessageKind.allCases.count,
        let change = Self.change(element, at: index, kinds, &fields)
      else {
        index += 1
        return
      }
      switches.append(change)
      index += 1
    }
    if isList == nil { fields.refuse("messages", "wrong_type", "must be an array") }
    if index > MessageKind.allCases.count {
      fields.refuse("messages", "too_many", "must have each kind at most once")
    }
  }

  /// What a page's form sends: of each kind whether it is ticked.
  package init(ticked fields: inout Fields, for kinds: [MessageKind]) {
    for kind in kinds {
      let isOn = fields.optionalBool(kind.rawValue) ?? false
      switches.append(MessageSettings.Switch(kind: kind, isOn: isOn))
    }
  }

  /// One of another language alone.
  package init(language: Language) {
    self.language = language
  }

  private static func change(
    _ element: JSON, at index: Int, _ kinds: [MessageKind], _ fields: inout Fields
  ) -> MessageSettings.Switch? {
    guard var nested = try? Fields(element, prefix: "messages[\(index)].") else {
      fields.refuse("messages[\(index)]", "wrong_type", "must be an object")
      return nil
    }
    let word = nested.text("kind", length: 1...32)
    let kind = MessageKind(rawValue: word).flatMap { kinds.contains($0) ? $0 : nil }
    if kind == nil, !word.isEmpty {
      let allowed = kinds.map(\.rawValue).joined(separator: ", ")
      nested.refuse("kind", "not_allowed", "must be one of: \(allowed)")
    }
    let isOn = nested.optionalBool("enabled")
    if isOn == nil, !nested.isRefused("enabled") {
      nested.refuse("enabled", "required", "is required")
    }
    fields.absorb(nested)
    guard let kind, let isOn else { return nil }
    return MessageSettings.Switch(kind: kind, isOn: isOn)
  }
}

extension Accounts {
  /// Those kinds that accounts like this one may switch.
  package static func switchable(by kind: Account.Kind) -> [MessageKind] {
    MessageKind.allCases.filter { $0.isSwitchable && $0.concerns(kind) }
  }

  /// What an account is told. Throws 403 for a key, 401 for an account that is gone.
  package func messageSettings(
    of identity: Identity, on database: some Executor
  ) throws -> MessageSettings {
    guard identity.session != nil else { throw AccountsError.keyNotAllowed }
    let store = MessagesStore(database: database)
    guard let language = try store.language(of: identity.account) else {
      throw AccountsError.unauthorized
    }
    let touched = try store.switches(of: identity.account)
    let kinds = MessageKind.allCases.filter { $0.concerns(identity.kind) }
    return MessageSettings(
      language: language,
      switches: kinds.map { kind in
        MessageSettings.Switch(kind: kind, isOn: !kind.isSwitchable || touched[kind] ?? true)
      })
  }

  /// Changes what an account is told: what the form doesn't name stays. Throws 403 for a key.
  package func changeMessageSettings(
    _ form: MessageSettingsForm, of identity: Identity, from request: Request,
    on database: MariaDB.Connection
  ) throws {
    guard identity.session != nil else { throw AccountsError.keyNotAllowed }
    guard form.language != nil || !form.switches.isEmpty else { return }
    try database.transaction { transaction in
      let store = MessagesStore(database: transaction)
      guard
        try AccountsStore(database: transaction).passwordHashForUpdate(of: identity.account) != nil
      else { throw AccountsError.unauthorized }
      if let language = form.language { try store.setLanguage(language, of: identity.account) }
      for change in form.switches {
        try store.setSwitch(change.kind, change.isOn, of: identity.account)
      }
      try AccountsStore.chain.append(
        AuditEvent(
          "account.messages_changed", by: identity.actor, from: request.addressPrefix,
          detail: form.write),
        to: identity.account, in: transaction)
    }
  }

  /// `GET /v1/me/messages`.
  func showMessageSettings(_ identity: Identity, _ context: Context) throws -> Response {
    let settings = try messageSettings(of: identity, on: context.database)
    return Response.json { json in json.object { settings.write(to: &$0) } }
  }

  /// `PATCH /v1/me/messages`.
  func changeMessageSettings(_ identity: Identity, _ context: Context) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { fields in
      MessageSettingsForm(&fields, for: Self.switchable(by: identity.kind))
    }
    try changeMessageSettings(form, of: identity, from: context.request, on: context.database)
    return try showMessageSettings(identity, context)
  }
}

extension MessageSettingsForm {
  /// For the audit log.
  fileprivate func write(to detail: inout JSONWriter) {
    if let language { detail.text("language", language.rawValue) }
    detail.array("on", switches.filter(\.isOn)) { $0.text($1.kind.rawValue) }
    detail.array("off", switches.filter { !$0.isOn }) { $0.text($1.kind.rawValue) }
  }
}

extension MessageSettings {
  func write(to object: inout JSONWriter) {
    object.text("language", language.rawValue)
    object.array("messages", switches) { array, change in
      array.object { object in
        object.text("kind", change.kind.rawValue)
        object.bool("enabled", change.isOn)
        object.bool("switchable", change.kind.isSwitchable)
      }
    }
  }
}
