import Audit
import HTTP
import Language
import Mail
import MariaDB
import Outbox
import Primitives
import Security

/// Where the links in messages about accounts lead.
package struct AccountPages: Sendable {
  let newPassword: @Sendable (String) -> LocalPath
  let forgotPassword: LocalPath
  let invitation: @Sendable (String) -> LocalPath

  /// - Parameters:
  ///   - newPassword: the page behind a token for a new password.
  ///   - forgotPassword: where such a one is asked for.
  ///   - invitation: the page behind the token of an invitation.
  package init(
    newPassword: @escaping @Sendable (String) -> LocalPath, forgotPassword: LocalPath,
    invitation: @escaping @Sendable (String) -> LocalPath
  ) {
    self.newPassword = newPassword
    self.forgotPassword = forgotPassword
    self.invitation = invitation
  }
}

// How messages about accounts are worded when their turn comes.

extension Accounts {
  /// By their kinds.
  package func composers(_ pages: AccountPages) -> [String: OutboxWorker.Composer] {
    [
      MessageKind.passwordReset.rawValue: { order, database in
        try composeReset(order, pages, on: database)
      },
      MessageKind.passwordChanged.rawValue: { order, database in
        guard let account = order.fields["account"].flatMap({ UUID($0) }),
          let recipient = try Self.recipient(of: .passwordChanged, account, on: database)
        else { return nil }
        return correspondence.letter(
          .passwordChanged, to: recipient, recipient.language.phrases.mail.passwordChanged,
          leadingTo: pages.forgotPassword)
      },
      MessageKind.invitation.rawValue: { order, database in
        try composeInvitation(order, pages, on: database)
      },
    ]
  }

  /// Makes the link work, if the e-mail is an account's: an attempt that is repeated finds it made.
  private func composeReset(
    _ order: OutboxWorker.Order, _ pages: AccountPages, on database: MariaDB.Connection
  ) throws -> Letter? {
    guard let key = order.fields["email_key"],
      let token = order.fields["token"].flatMap({ LinkToken($0) }),
      let account = try AccountsStore(database: database).account(emailKey: key),
      let recipient = try Self.recipient(of: .passwordReset, account.id, on: database)
    else { return nil }
    let works = try database.transaction { transaction in
      guard try AccountsStore(database: transaction).passwordHashForUpdate(of: account.id) != nil
      else { return false }
      let made = try PasswordResetStore(database: transaction).register(
        token.digest, of: account.id, requestedAt: order.createdAt)
      if made == .made {
        try AccountsStore.chain.append(
          AuditEvent(
            "account.password_reset_requested", by: .anonymous,
            from: order.fields["network"] ?? ""),
          to: account.id, in: transaction)
      }
      return made != .over
    }
    guard works else { return nil }
    let words = recipient.language.phrases.mail.passwordReset(Int(Self.resetLifetime / 60))
    return correspondence.letter(
      .passwordReset, to: recipient, words, leadingTo: pages.newPassword(token.text))
  }

  /// For an invitation that stands, and that no later one has replaced.
  private func composeInvitation(
    _ order: OutboxWorker.Order, _ pages: AccountPages, on database: MariaDB.Connection
  ) throws -> Letter? {
    guard let token = order.fields["token"].flatMap({ LinkToken($0) }),
      let open = try InvitationsStore(database: database).open(token: token.digest),
      let address = MailAddress(open.email)
    else { return nil }
    let recipient = Recipient(address, in: open.language)
    let words = open.language.phrases.mail.invitation(
      open.workspaceName, open.inviterName, Int(Invitation.lifetime / 86_400))
    return correspondence.letter(
      .invitation, to: recipient, words, leadingTo: pages.invitation(token.text))
  }
}
