import Language
import Mail
import MariaDB
import Primitives

/// The table of switches of messages, and what of accounts is for messages.
struct MessagesStore {
  let database: any Executor

  func recipient(of kind: MessageKind, _ account: UUID) throws -> Recipient? {
    let found = try database.first(
      """
      SELECT a.email, a.name, a.language, COALESCE(s.is_on, TRUE)
      FROM accounts a LEFT JOIN message_switches s ON s.account_id = a.id AND s.kind = \(kind)
      WHERE a.id = \(account) AND a.closed_at IS NULL
      """
    ) { row in
      (
        email: try row.next(as: String.self), name: try row.next(as: String.self),
        language: try row.next(as: String.self), isOn: try row.next(as: Bool.self)
      )
    }
    guard let found, found.isOn || !kind.isSwitchable else { return nil }
    return MailAddress(found.email, name: found.name).map {
      Recipient($0, in: Language(rawValue: found.language) ?? .english)
    }
  }

  /// In which language an account is written to; nil without such an account.
  func language(of account: UUID) throws -> Language? {
    try database.first("SELECT language FROM accounts WHERE id = \(account)") {
      Language(rawValue: try $0.next()) ?? .english
    }
  }

  func setLanguage(_ language: Language, of account: UUID) throws {
    try database.execute("UPDATE accounts SET language = \(language) WHERE id = \(account)")
  }

  /// The kinds that an account has touched, and whether they are on.
  func switches(of account: UUID) throws -> [MessageKind: Bool] {
    var switches: [MessageKind: Bool] = [:]
    try database.forEach(
      "SELECT kind, is_on FROM message_switches WHERE account_id = \(account)"
    ) { row in
      let kind = MessageKind(rawValue: try row.next())
      let isOn: Bool = try row.next()
      if let kind { switches[kind] = isOn }
    }
    return switches
  }

  func setSwitch(_ kind: MessageKind, _ isOn: Bool, of account: UUID) throws {
    try database.execute(
      """
      INSERT INTO message_switches (account_id, kind, is_on) VALUES (\(account), \(kind), \(isOn))
      ON DUPLICATE KEY UPDATE is_on = VALUE(is_on)
      """)
  }
}
