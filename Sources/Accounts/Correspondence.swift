import Language
import Mail
import MariaDB
import Outbox
import Primitives

/// What is written to people: put down with what it tells of, worded when its turn comes.
package struct Correspondence: Sendable {
  private let outbox: Outbox
  private let baseURL: String

  /// - Parameter baseURL: where links in messages begin: scheme and host, without a slash at the end.
  package init(_ outbox: Outbox, baseURL: String) {
    self.outbox = outbox
    self.baseURL = baseURL
  }

  /// What becomes of any message, as an answer says it: by the configuration alone.
  package var delivery: Outbox.Delivery { outbox.delivery }

  /// Puts a message down in the transaction of what it tells of.
  ///
  /// - Parameters:
  ///   - fields: what its composer needs to find words for it; sealed, so they may be secret.
  ///   - once: what makes it one that is said only once.
  @discardableResult
  package func enqueue(
    _ kind: MessageKind, _ fields: [String: String], once: String? = nil,
    in transaction: Transaction
  ) throws -> Outbox.Delivery {
    try outbox.enqueue(
      NewMessage(kind, fields, once: once.map { "\(kind.rawValue) \($0)" }), in: transaction)
  }

  /// A message to somebody, with a link to one of our pages where its words name one.
  package func letter(
    _ kind: MessageKind, to recipient: Recipient, _ words: LetterWords,
    leadingTo path: LocalPath = .root
  ) -> Letter {
    let phrases = recipient.language.phrases
    return Letter(
      to: recipient.address, language: recipient.language.code, subject: words.subject,
      paragraphs: words.paragraphs,
      action: words.action.map { Letter.Action($0, url: baseURL + path.text) },
      closing: kind.isSwitchable ? phrases.mail.closingWithSwitch : phrases.mail.closing)
  }
}

/// Somebody who may be written to.
package struct Recipient: Sendable {
  package let address: MailAddress
  package let language: Language

  package init(_ address: MailAddress, in language: Language) {
    self.address = address
    self.language = language
  }
}

extension Accounts {
  /// Whoever an account belongs to, for a message of one kind; nil when it is gone, has switched these
  /// off, or has an e-mail that no server takes.
  package static func recipient(
    of kind: MessageKind, _ account: UUID, on database: any Executor
  ) throws -> Recipient? {
    try MessagesStore(database: database).recipient(of: kind, account)
  }
}

extension MessageKind {
  /// Whether one may do without. What concerns one's password is told to everybody, and an invitation
  /// goes to somebody without an account.
  package var isSwitchable: Bool {
    switch self {
    case .passwordReset, .passwordChanged, .invitation: false
    case .postingWaits, .linkExpires: true
    }
  }

  /// Whether accounts of a kind are told of it.
  func concerns(_ kind: Account.Kind) -> Bool {
    switch self {
    case .passwordReset, .passwordChanged, .linkExpires: true
    case .invitation: false
    case .postingWaits: kind == .client
    }
  }
}

extension Language {
  /// BCP 47, as a literal.
  var code: StaticString {
    switch self {
    case .english: "en"
    case .spanish: "es"
    }
  }
}
