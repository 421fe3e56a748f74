import Console
import HTTP
import Language
import Links
import Primitives

/// What a document's link is to be, as the forms of members' pages ask for it.
struct DocumentLinkFields {
  let level: LinkLevel
  let expiry: ExpiryChoice
  let lock: LockWord
  /// Where `lock` is `new`.
  let password: String?
  let allowsEditRequests: Bool

  /// Reads `level`, what `ExpiryChoice` reads, `lock`, `password` and `external_edit`.
  ///
  /// - Parameter locks: those that can be chosen.
  init(_ fields: inout Fields, _ locks: [LockWord]) {
    level =
      Self.word("level", DocumentLevelWord.allCases, &fields) == .commenter
      ? .commenter : .viewer
    expiry = ExpiryChoice(&fields)
    lock = Self.word("lock", locks, &fields) ?? .none
    let typed = LinkPassword.read(&fields, name: "password")
    allowsEditRequests = fields.optionalBool("external_edit") ?? false
    password = lock == .new ? typed : nil
    if lock == .new, typed == nil, !fields.isRefused("password") {
      fields.refuse("password", "required", "is required")
    }
    // A password that was typed was meant: never is a link made without it in silence.
    if lock != .new, typed != nil {
      fields.refuse("lock", "password_unused", "does not go with a password")
    }
  }

  private static func word<Word: RawRepresentable<String>>(
    _ name: String, _ words: [Word], _ fields: inout Fields
  ) -> Word? {
    let text = fields.text(name, length: 1...20)
    if let word = words.first(where: { $0.rawValue == text }) { return word }
    if !text.isEmpty { fields.refuse(name, "not_allowed", "must be one of the list") }
    return nil
  }

  // MARK: As a page describes them

  static let newLocks: [LockWord] = [.none, .new]

  /// Of a link that is to be made.
  static func new(_ words: DocumentPagePhrases, _ linkWords: LinkPhrases) -> [FormField] {
    fields(
      words, level: .viewer, locks: newLocks, lock: .none,
      expiry: ExpiryChoice.fields(linkWords), allowsEditRequests: false)
  }

  static func locks(of link: ShareLink) -> [LockWord] {
    link.hasPassword ? [.keep, .new, .none] : newLocks
  }

  /// Of one that is there.
  static func change(
    of link: ShareLink, _ words: DocumentPagePhrases, _ linkWords: LinkPhrases
  ) -> [FormField] {
    fields(
      words, level: link.level.word, locks: locks(of: link),
      lock: link.hasPassword ? .keep : .none,
      expiry: ExpiryChoice.fields(linkWords, keeps: true),
      allowsEditRequests: link.allowsEditRequests)
  }

  private static func fields(
    _ words: DocumentPagePhrases, level: DocumentLevelWord, locks: [LockWord], lock: LockWord,
    expiry: [FormField], allowsEditRequests: Bool
  ) -> [FormField] {
    let levels = DocumentLevelWord.allCases.map { (value: $0.rawValue, label: words.levels($0)) }
    return [
      FormField(
        "level", words.level, .choice(levels), hint: words.levelHint, value: level.rawValue),
      FormField(
        "lock", words.lock, .choice(locks.map { (value: $0.rawValue, label: words.locks($0)) }),
        value: lock.rawValue, errors: ["password_unused": words.passwordUnused]),
      FormField(
        "password", words.password, .verbatim, hint: words.passwordHint,
        length: LinkPassword.lengths,
        isRequired: false, saysOptional: false,
        errors: ["too_short": words.passwordTooShort]),
    ] + expiry + [
      FormField(
        "external_edit", words.externalEdit, .tick, hint: words.externalEditHint,
        isRequired: false, value: allowsEditRequests ? "true" : "false")
    ]
  }
}

extension NewDocumentLinkForm {
  /// - Parameter now: by the database's clock.
  init(_ fields: DocumentLinkFields, at now: Instant) {
    level = fields.level
    expiry = fields.expiry.wish(from: now)
    password = fields.password
    allowsEditRequests = fields.allowsEditRequests
  }
}

extension DocumentLinkChangeForm {
  /// - Parameter now: by the database's clock.
  init(_ fields: DocumentLinkFields, at now: Instant) {
    level = fields.level
    expiry = fields.expiry.wish(from: now)
    password =
      switch fields.lock {
      case .keep: .unspecified
      case .none: .none
      case .new: fields.password.map { .new($0) } ?? .unspecified
      }
    allowsEditRequests = fields.allowsEditRequests
  }
}
